"""Read YAML and judge it as an editor does: YAML 1.2 core, the shipped schema, its messages.

The YAML extension of VS Code shows the `errorMessage` of the schema that refuses a value; where
there is none it words the keyword itself, which is then what is returned here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

TOP = Path(__file__).parents[2]
SCHEMA = TOP / "rules" / "rule-language.schema.json"


class CoreLoader(yaml.SafeLoader):
    """Reads the core schema of YAML 1.2: yes, 1:30, 1_000 and dates are texts, 010 is ten."""


CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first
    )
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: int(loader.construct_scalar(node), 0 if "o" in node.value else 10),
)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node))
)


@cache
def validator() -> Any:
    """Return a validator of the shipped schema, which looks at the forms of dates too."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def seen(text: str) -> list[tuple[str, str]]:
    """Return (path, message) of everything that an editor finds wrong in a file, each once."""
    found = {
        ("/".join(map(str, error.absolute_path)), message)
        for error in validator().iter_errors(yaml.load(text, CoreLoader))
        for message in _messages(error)
    }
    return sorted(found)


def _messages(error: ValidationError) -> Iterator[str]:
    """Yield what an editor shows for one refusal: of several ways out, that of the first."""
    told = error.schema.get("errorMessage") if isinstance(error.schema, dict) else None
    if told and error.validator in _OF_THE_SCHEMA:
        yield told
    elif error.context:
        yield from _messages(error.context[0])
    else:
        yield f"{error.validator} {error.validator_value}"


# Keywords for which the extension asks the schema for a message.
_OF_THE_SCHEMA = frozenset(
    {"type", "enum", "const", "pattern", "format", "required", "additionalProperties", "oneOf"}
)
