"""Edits of every kind on every rule text of the project, and on its awkward relatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.editing import (
    Change,
    EditRefused,
    MoveItem,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
    edit_text,
    source_of,
)
from engine.editing.changes import Path as Trail
from engine.editing.composing import lines_of
from engine.editing.drafts import Source
from engine.editing.written import Written, read_written

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for name in ("rules", "examples", "tests/rulesets")
    for path in (ROOT / name).rglob("*.yaml")
)
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
SOURCES = (
    "新", "90%", "'是'", '"0123"', "[甲, 乙]", "{键: 值}", "a: 1\nb:\n  - x\n  - y # c\n",
    "- 1\n- {a: b}\n", "|\n  行一\n  行二\n", ">-\n  折 叠\n  文\n", "'[试行] a: b'", "甲，乙",
    '"说 \\"x\\" # y"', "~", "- - a\n  - b\n", "[a,\n b]", "'it''s'", "编号: A1 # c\n名称: x",
)  # fmt: skip
KEYS = ("新键", "a: b", "[x]", "01", "键：", '"q"')


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_setting_every_value_to_itself_changes_no_byte(path: Path) -> None:
    text = path.read_bytes().decode()
    assert edit_text(text, path.name, []) == text
    bare = text.removeprefix("\ufeff")
    own = [
        SetValue(trail, "\n".join(lines_of(Source(bare, value), 0)))
        for trail, value in _values(read_written(bare))
        if value.kind == "scalar" and not value.is_empty
    ]
    assert own
    assert edit_text(text, path.name, own) == text


@settings(max_examples=60)
@given(data=st.data())
def test_edits_of_every_kind_say_what_was_asked(data: st.DataObject) -> None:
    text = _respelt(data, data.draw(st.sampled_from(TEXTS)))
    root = read_written(text.removeprefix("\ufeff"))
    values = list(_values(root))
    changes = [_change(data, values) for _ in range(data.draw(st.integers(1, 3)))]
    try:
        edited = edit_text(text, "a.yaml", changes)  # holds itself to the wanted tree
    except EditRefused as problem:
        refused = {each.code for each in problem.diagnostics}
        assume(refused - {"W030", "W032", "W034"})  # one place twice, a key twice, nothing left
        raise
    assert edited.startswith("\ufeff") == text.startswith("\ufeff")
    assert edited.endswith("\n") == text.endswith("\n")
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        assert "\n" not in edited.replace("\r\n", "")


@settings(max_examples=40)
@given(data=st.data())
def test_only_the_lines_of_a_scalar_differ_and_the_way_back_leads_home(data: st.DataObject) -> None:
    text = _respelt(data, data.draw(st.sampled_from(TEXTS)))
    bare = text.removeprefix("\ufeff")
    scalars = [
        (trail, value)
        for trail, value in _values(read_written(bare))
        if value.kind == "scalar"
        and value.end > value.start
        and "\n" not in bare[value.start : value.end]
    ]
    trail, value = data.draw(st.sampled_from(scalars))
    new = data.draw(st.sampled_from(["新", "90%", "7", "'是'", "甲 乙"]))
    edited = edit_text(text, "a.yaml", [SetValue(trail, new)])
    before, after = text.splitlines(), edited.splitlines()
    assert len(before) == len(after)
    differing = {n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]}
    assert differing <= {bare.count("\n", 0, value.start)}
    own = source_of(text, trail)
    assert own is not None
    if not value.style and new != "'是'":  # quotes stay, needed or not
        home = edit_text(edited, "a.yaml", [SetValue(trail, own)])
        assert _with_narrow_gaps(home) == _with_narrow_gaps(text)


@settings(max_examples=40)
@given(data=st.data())
def test_what_is_added_and_taken_out_again_leaves_the_same_bytes(data: st.DataObject) -> None:
    text = _respelt(data, data.draw(st.sampled_from(TEXTS)))
    values = list(_values(read_written(text.removeprefix("\ufeff"))))
    trail, owner = data.draw(st.sampled_from([each for each in values if each[1].parts]))
    source = data.draw(st.sampled_from(SOURCES))
    if owner.kind == "list":
        at = data.draw(st.integers(0, len(owner.parts)))
        edited = edit_text(text, "a.yaml", [PutItem(trail, at, source)])
        back: Change = Remove((*trail, at))
    else:
        before = data.draw(st.sampled_from([None, *(part.name for part in owner.parts)]))
        edited = edit_text(text, "a.yaml", [PutEntry(trail, "新键", source, before)])
        back = Remove((*trail, "新键"))
    bare, new = text.removeprefix("\ufeff"), edited.removeprefix("\ufeff")
    lines = range(bare.count("\n", 0, owner.start), bare.count("\n", 0, owner.end) + 1)
    matcher = SequenceMatcher(None, bare.splitlines(), new.splitlines(), autojunk=False)
    for code, first, behind, _, _ in matcher.get_opcodes():
        assert code in ("equal", "insert") or set(range(first, behind)) <= set(lines)
    home = edit_text(edited, "a.yaml", [back])
    assert _with_narrow_gaps(home) == _with_narrow_gaps(text)


def _values(root: Written, trail: Trail = ()) -> Iterator[tuple[Trail, Written]]:
    yield trail, root
    for number, part in enumerate(root.parts):
        step = part.name if part.name is not None else number
        yield from _values(part.value, (*trail, step))


def _with_narrow_gaps(text: str) -> str:
    """Return a text whose comments stand close: one that had to make room does not go back."""
    return re.sub(r" +#", " #", text)


def _is_on_one_line(text: str, value: Written) -> bool:
    return not value.is_empty and "\n" not in text[value.start : value.end]


def _respelt(data: st.DataObject, text: str) -> str:
    """Draw a text with other line ends, a byte order mark, or no line end at the end."""
    ends = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = text.replace("\n", ends)
    text = text.rstrip("\r\n") if data.draw(st.booleans()) else text
    return "\ufeff" + text if data.draw(st.booleans()) else text


def _change(data: st.DataObject, values: list[tuple[Trail, Written]]) -> Change:
    trail, value = data.draw(st.sampled_from(values))
    source = data.draw(st.sampled_from(SOURCES))
    choices: list[Change] = [SetValue(trail, source), Remove(trail)]
    if trail and isinstance(trail[-1], str):
        choices.append(RenameKey(trail, data.draw(st.sampled_from(KEYS))))
    if value.kind == "list":
        position = data.draw(st.integers(0, len(value.parts)))
        choices.append(PutItem(trail, position, source))
        if value.parts:
            item = data.draw(st.integers(0, len(value.parts) - 1))
            choices.append(MoveItem(trail, item, position))
    if value.kind == "mapping":
        before = data.draw(st.sampled_from([None, *(part.name for part in value.parts)]))
        key = data.draw(st.sampled_from(KEYS))
        choices.append(PutEntry(trail, key, source, before))
    return data.draw(st.sampled_from(choices))
