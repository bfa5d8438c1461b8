"""Read scoring methods: what each parameter says, in the words of the value that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine.diagnostics import Place
from engine.differences.labels import label_of
from engine.differences.reading import Reader, scalar_text, word_text
from engine.differences.tree import Branch, Item, Leaf, Listing, Node
from engine.glossary import chinese_key
from engine.ruleset.dictionary import Peers
from engine.ruleset.methods import (
    Band,
    Bands,
    BestOf,
    Charge,
    Checklist,
    Deduct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Ranked,
    Ratings,
    SmallSample,
    Target,
    Votes,
)
from engine.sentences.phrases import (
    Measure,
    constant_text,
    gap_text,
    measure_of,
    points_said,
    unit_of,
)

_BOUNDS_SAID = {
    "at_least": "{}及以上",
    "at_most": "{}及以下",
    "more_than": "{}以上（不含）",
    "less_than": "{}以下（不含）",
    "equals": "{}",
}


def read_method(method: Method, reader: Reader) -> Branch:
    """Read one method; another method is another kind of branch."""
    match method:
        case Less():
            return _less(method, reader)
        case SmallSample() | Target():
            return _target(method, reader)
        case Linear():
            return _with(method, reader, zero_at=_amount, full_at=_amount)
        case Bands():
            return _bands(method, reader)
        case Ranked():
            return _ranked(method, reader)
        case Levels():
            branch = _plain(method, reader, but=("points_by_level",))
            return _and(branch, "points_by_level", _points(method, reader, "points_by_level"))
        case Checklist():
            return _checklist(method, reader)
        case Deduct() | Earn():
            return _charged(method, reader)
        case Ratings():
            return _ratings(method, reader)
        case BestOf():
            return _best_of(method, reader)
        case _:
            return _plain(method, reader)


def _kind(method: Any) -> str:
    words = {"Votes": "ratings"}
    name = type(method).__name__
    snake = "".join(f"_{each.lower()}" if each.isupper() else each for each in name).lstrip("_")
    return word_text("method", words.get(name, snake))


def _plain(method: Any, reader: Reader, *, but: tuple[str, ...] = ()) -> Branch:
    kind = _kind(method) + ("（按票数）" if isinstance(method, Votes) else "")
    return reader.branch(method, but=frozenset(but), kind=kind)


def _and(branch: Branch, key: str, node: Node) -> Branch:
    return replace(branch, entries={**branch.entries, chinese_key(key): node})


def _with(method: Any, reader: Reader, **said: Any) -> Branch:
    """Read a method whose values are numbers of what it reads."""
    branch = _plain(method, reader, but=tuple(said))
    entries = dict(branch.entries)
    for attribute, saying in said.items():
        number = getattr(method, attribute)
        place = reader.place_of(method.place, attribute)
        label = label_of(type(method).__name__, attribute)
        entries[label] = Leaf(number, saying(number, method.value, reader), place)
    return replace(branch, entries=entries)


def _amount(number: Fraction, value: str, reader: Reader) -> str:
    measure = measure_of(reader.ruleset, value)
    unit = unit_of(reader.ruleset, value) if measure is Measure.PLAIN else ""
    return constant_text(number, measure) + unit


def _gap(number: Fraction, value: str, reader: Reader) -> str:
    text = gap_text(number, measure_of(reader.ruleset, value), unit_of(reader.ruleset, value))
    return _amount(number, value, reader) if text.startswith("约") else text


def _target(method: Target, reader: Reader) -> Branch:
    branch = _with(method, reader, goal=_amount, step=_gap)
    small = method.small
    if small is None:
        return branch
    inner = reader.branch(small, but=frozenset({"method"}))
    label = label_of("SmallSample", "method")
    entries = {**inner.entries, label: read_method(small.method, reader)}
    # It stands where the method stands: its own values lie below its key.
    place = reader.place_of(method.place, "small_sample")
    return _and(branch, "small_sample", Branch(entries, place))


def _bands(method: Bands, reader: Reader) -> Branch:
    branch = _plain(method, reader, but=("bands",))
    return _and(branch, "bands", _band_list(method.bands, method.value, method.place, reader))


def _band_list(bands: tuple[Band, ...], value: str, place: Place, reader: Reader) -> Listing:
    items = tuple(Item(None, "", _band(band, value, reader)) for band in bands)
    return Listing(items, False, reader.place_of(place, "bands"))


def _band(band: Band, value: str, reader: Reader) -> Leaf:
    said = [
        _BOUNDS_SAID[word.value].format(_amount(number, value, reader))
        for word, number in band.bounds
    ]
    text = f"{'、'.join(said)}得{points_said(band.points)}"
    return Leaf((frozenset(band.bounds), band.points), text, band.place)


def _ranked(method: Ranked, reader: Reader) -> Branch:
    branch = _plain(method, reader, but=("peers", "bands"))
    bands = _band_list(method.bands, "", method.place, reader)
    entries = {**read_peers(method.peers, method.place, reader), **branch.entries}
    return _and(replace(branch, entries=entries), "bands", bands)


def read_peers(peers: Peers, place: Place, reader: Reader, *keys: str) -> Mapping[str, Node]:
    """Read what is compared with whom; 同组 is one value, whatever the cohorts are."""
    branch = reader.branch(peers, but=frozenset({"within", "winsorise", "lower_is_better"}))
    entries = {
        label: replace(node, place=reader.place_of(place, *keys))
        if isinstance(node, Leaf)
        else node
        for label, node in branch.entries.items()
    }
    entries[chinese_key("lower_is_better")] = Leaf(
        peers.lower_is_better,
        scalar_text("", peers.lower_is_better),
        reader.place_of(place, *keys, "lower_is_better"),
    )
    cohorts = reader.ruleset.cohorts.by
    at = reader.place_of(place, *keys, "within")
    if peers.within and peers.within == cohorts:
        within = Leaf("cohort", "同组", at)
    else:
        within = Leaf(frozenset(peers.within), "、".join(peers.within) or "全体", at)
    entries[chinese_key("within")] = within
    cut = peers.winsorise
    text = "至".join(constant_text(each, Measure.PERCENT) for each in cut) if cut else ""
    entries[chinese_key("winsorise")] = Leaf(cut, text, reader.place_of(place, *keys, "winsorise"))
    return entries


def _points(method: Any, reader: Reader, attribute: str) -> Listing:
    """Read points by name: of choices, of levels of records."""
    place = reader.place_of(method.place, attribute)
    points: Mapping[str, Fraction] = getattr(method, attribute) or {}
    items = tuple(
        Item(name, name, Leaf(each, points_said(each), reader.place_of(place, name)))
        for name, each in points.items()
    )
    return Listing(items, False, place)


def _checklist(method: Checklist, reader: Reader) -> Branch:
    branch = _plain(method, reader)
    return replace(branch, entries={**branch.entries, "各项": _named(method.parts, reader)})


def _named(parts: tuple[Any, ...], reader: Reader) -> Listing:
    items = []
    for part in parts:
        branch = replace(reader.branch(part), identity=frozenset({chinese_key("name")}))
        items.append(Item(part.name, part.name, branch))
    return Listing(tuple(items))


def _charged(method: Deduct | Earn, reader: Reader) -> Branch:
    branch = _plain(method, reader, but=("charges",))
    items = tuple(
        Item(charge.name or None, charge.name, _charge(charge, reader)) for charge in method.charges
    )
    return _and(branch, "charges", Listing(items, False, reader.place_of(method.place, "charges")))


def _charge(charge: Charge, reader: Reader) -> Branch:
    branch = reader.branch(charge, but=frozenset({"by_level"}))
    branch = replace(branch, identity=frozenset({chinese_key("name")}))
    return _and(branch, "by_level", _points(charge, reader, "by_level"))


def _ratings(method: Ratings, reader: Reader) -> Branch:
    by_level = method.points_by_level is not None
    branch = _plain(method, reader, but=("points_by_level", "spread_limit"))
    branch = _and(branch, "points_by_level", _points(method, reader, "points_by_level"))
    limit = method.spread_limit
    text = "" if limit is None else points_said(limit) if by_level else constant_text(limit)
    place = reader.place_of(method.place, "spread_limit")
    return _and(branch, "spread_limit", Leaf(limit, text, place))


def _best_of(method: BestOf, reader: Reader) -> Branch:
    items = tuple(
        Item(None, f"第{number}种", branch, kin=branch.kind)
        for number, branch in enumerate((read_method(each, reader) for each in method.options), 1)
    )
    listed = Listing(items, False, reader.place_of(method.place, "options"))
    return Branch({chinese_key("options"): listed}, method.place, _kind(method))


def _less(method: Less, reader: Reader) -> Branch:
    """Read a method with what is taken off after it, as one method."""
    branch = read_method(method.method, reader)
    items = tuple(
        Item(
            each.value,
            each.value,
            _band_list(each.bands, each.value, each.place, reader),
        )
        for each in method.taken
    )
    place = reader.place_of(method.place, "less")
    branch = _and(branch, "less", Listing(items, False, place))
    at = reader.place_of(method.place, "down_to")
    return _and(branch, "down_to", Leaf(method.down_to, points_said(method.down_to), at))
