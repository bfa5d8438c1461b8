"""Read the effects of veto clauses: each is one value, said in one phrase."""

from __future__ import annotations

from collections.abc import Hashable

from engine.diagnostics import Place
from engine.differences.reading import Reader
from engine.differences.tree import Item, Leaf, Listing
from engine.glossary import chinese_key
from engine.ruleset.clauses import Effect
from engine.ruleset.conditions import condition_key
from engine.sentences.conditions import condition_text


def read_effects(effects: tuple[Effect, ...], reader: Reader, place: Place) -> Listing:
    """Read the effects of one clause; one of a kind is changed into another of that kind."""
    items = tuple(
        Item(None, "", Leaf(_key(each), _text(each, reader), each.place), kin=each.kind)
        for each in effects
    )
    return Listing(items, False, reader.place_of(place, "effects"))


def _key(effect: Effect) -> Hashable:
    then = frozenset(_key(each) for each in effect.then)
    about = frozenset(effect.targets), effect.grade, effect.years, effect.person_field
    return effect.kind, about, condition_key(effect.condition), then


def _text(effect: Effect, reader: Reader) -> str:
    words = chinese_key(effect.kind.value)
    if effect.condition is not None:
        condition = condition_text(effect.condition, reader.ruleset)
        then = "；".join(_text(each, reader) for each in effect.then)
        return f"{words}（{condition}）：{then}"
    said = [effect.grade, effect.person_field, "、".join(effect.targets)]
    if effect.years:
        said.append(f"{effect.years}年")
    text = "，".join(filter(None, said))
    return f"{words}：{text}" if text else words
