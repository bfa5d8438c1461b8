"""Our dialect of JSON Schema: the package's keywords over nodes, and three keywords of ours.

`x-kind` reads a scalar as a number, date, yes or text; `x-exactly-one` wants one of several
keys; `x-words` (see `keys`) names a group of fixed words. Editors ignore all three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, cast

from jsonschema import Draft202012Validator, TypeChecker, validators
from jsonschema.exceptions import ValidationError

from engine.ruleset.keys import load_schema, resolve
from engine.ruleset.nodes import EditionsNode, ScalarNode
from engine.ruleset.scalars import READERS

_Found = Iterator[ValidationError]


def _is_scalar(_: object, instance: object) -> bool:
    # Which scalar it is, x-kind decides: text has no type before a rule expects one.
    return isinstance(instance, ScalarNode)


def _is_mapping(_: object, instance: object) -> bool:
    return isinstance(instance, dict)


def _is_list(_: object, instance: object) -> bool:
    return isinstance(instance, list)


def _type(validator: Any, types: Any, instance: Any, schema: Any) -> _Found:
    if not isinstance(instance, EditionsNode):
        yield from Draft202012Validator.VALIDATORS["type"](validator, types, instance, schema)


def _kind(_: Any, name: str, instance: Any, __: Any) -> _Found:
    if isinstance(instance, ScalarNode):
        value = READERS[name](instance)
        if isinstance(value, tuple):
            yield ValidationError("\n".join(value))


def _exactly_one(_: Any, keys: Any, instance: Any, __: Any) -> _Found:
    if isinstance(instance, dict) and sum(key in instance for key in keys) != 1:
        yield ValidationError("")


def _enum(_: Any, words: Any, instance: Any, schema: Any) -> _Found:
    text = instance.text if isinstance(instance, ScalarNode) else instance
    known = {str(word).lower() if word is True else str(word) for word in words}
    if isinstance(text, str) and "x-kind" not in schema and text not in known:
        yield ValidationError("")


def _bound(is_wrong: Callable[[Fraction, Fraction], bool]) -> Any:
    def check(_: Any, limit: Any, instance: Any, schema: Any) -> _Found:
        value = _number(instance, schema)
        if value is not None and is_wrong(value, Fraction(limit)):
            yield ValidationError("")

    return check


def _number(instance: object, schema: Mapping[str, Any]) -> Fraction | None:
    reader = READERS.get(schema.get("x-kind", ""))
    if reader is None or not isinstance(instance, ScalarNode):
        return None
    value = reader(instance)
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _reference(validator: Any, name: str, instance: Any, _: Any) -> _Found:
    # All references are to our own definitions: no registry is asked.
    return _descend(validator, instance, resolve({"$ref": name}))


def _properties(validator: Any, properties: Any, instance: Any, _: Any) -> _Found:
    if isinstance(instance, dict):
        for key, schema in properties.items():
            if key in instance:
                yield from _descend(validator, instance[key], schema, key)


def _items(validator: Any, schema: Any, instance: Any, _: Any) -> _Found:
    if isinstance(instance, list):
        for at, item in enumerate(instance):
            yield from _descend(validator, item, schema, at)


def _additional(validator: Any, rest: Any, instance: Any, schema: Any) -> _Found:
    if isinstance(rest, bool):
        plain = Draft202012Validator.VALIDATORS["additionalProperties"]
        yield from plain(validator, rest, instance, schema) or ()
    elif isinstance(instance, dict):
        known = schema.get("properties", {})
        for key in (each for each in instance if each not in known):
            yield from _descend(validator, instance[key], rest, key)


def _descend(
    validator: Any, instance: Any, schema: Mapping[str, Any], step: str | int | None = None
) -> _Found:
    """Walk on with the same validator: the package makes a new one, and asks its registry, at
    every node, which costs a third of the time that rules take to load."""
    for key, value in schema.items():
        keyword = validator.VALIDATORS.get(key)
        for error in (keyword(validator, value, instance, schema) or ()) if keyword else ():
            error._set(
                validator=key,
                validator_value=value,
                instance=instance,
                schema=schema,
                type_checker=validator.TYPE_CHECKER,
            )
            if step is not None:
                error.path.appendleft(step)
            yield error


def _nothing(*_: Any) -> _Found:
    return iter(())


_KEYWORDS: Mapping[str, Any] = {
    "type": _type,
    "x-kind": _kind,
    "x-exactly-one": _exactly_one,
    "enum": _enum,
    "$ref": _reference,
    "properties": _properties,
    "items": _items,
    "additionalProperties": _additional,
    "pattern": _nothing,  # for editors; x-kind says more
    "minimum": _bound(lambda value, limit: value < limit),
    "exclusiveMinimum": _bound(lambda value, limit: value <= limit),
    "maximum": _bound(lambda value, limit: value > limit),
}

_TYPES: Mapping[str, Any] = {
    **dict.fromkeys(("string", "number", "integer", "boolean", "null"), _is_scalar),
    "object": _is_mapping,
    "array": _is_list,
}


@cache
def validator_for(kind: str) -> Any:
    """Return the validator of one definition of the schema, such as `ruleset_file`."""
    extend = cast(Any, validators.extend)
    checker = TypeChecker().redefine_many(dict(_TYPES))
    extended = extend(Draft202012Validator, dict(_KEYWORDS), type_checker=checker)
    return extended({"$ref": f"#/$defs/{kind}", "$defs": load_schema()["$defs"]})
