"""Whichever cell is changed, one place of the rules changes: the one that the cell stands for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Diagnostics, Place
from engine.editing import Remove, RenameKey, SetValue, edit_text
from engine.rulebook.comparing import Comparison
from engine.rulebook.drawing import draw_pages
from engine.rulebook.layout import Kind, Row, Section, Shown, node_at
from engine.rulebook.opening import FoundRow, FoundSection
from engine.rulebook.plans import SHEETS
from engine.rulebook.sources import parse_source
from engine.rulebook.texts import read_texts, rule_files
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import parse_number
from tests.rulebook.conftest import Exports

PLANS = {plan.id: plan for sheet in SHEETS for plan in sheet.plans}
TYPED: dict[Kind, Any] = {
    Kind.NUMBER: 0.625,
    Kind.DATE: date(2024, 2, 29),
    Kind.TEXT: "改过的: 字，[有] #号",
    Kind.NAME: "改过的名称",
    Kind.TEXTS: "改过、又一个",
    Kind.SOURCE: "改过的",
}
Site = tuple[Section, Row, str, Shown]


class Sites:
    """The files of a ruleset and all cells that can be typed into; its repr is short."""

    def __init__(self, files: Any, every: list[Site]) -> None:
        self.files, self.every = files, every

    def __repr__(self) -> str:
        return f"<{len(self.every)} cells>"


def put_in(section: Section, row: Row, title: str, typed: Any) -> FoundSection:
    """Return a section as it would be read with one cell changed."""
    titles = {column.title: at for at, column in enumerate(section.columns)}
    found = FoundSection(section.id, Place("a.xlsx"), titles)
    for number, each in enumerate(section.rows, 1):
        cells = {name: shown.value for name, shown in each.cells.items()}
        if each is row:
            cells[title] = typed
        whole = {name: cells.get(name) for name in titles}

        place = Place("a.xlsx", section.id, cell=f"A{number}")
        found.rows.append(
            FoundRow(number, each.key, whole, lambda _, place=place: place, lambda _: False)
        )
    return found


def said(node: Node) -> Any:
    """Return what a node says; whether it is quoted says something of a number alone."""
    match node:
        case ScalarNode():
            return node.shown, node.quoted and parse_number(node.shown) is not None
        case SequenceNode():
            return [said(each) for each in node.items]
        case MappingNode():
            return [(each.shown, said(each.value)) for each in node]
    raise AssertionError(node)


@pytest.fixture(scope="module")
def sites(exports: Exports) -> Sites:
    files = rule_files(read_texts(exports.sample))

    def every() -> Iterator[Site]:
        for page in draw_pages(files):
            for section in page.sections:
                for row in section.rows:
                    for title, shown in row.cells.items():
                        column = section.column_of(row, title)
                        kind = column.kind if column is not None else Kind.CONTEXT
                        if column is not None and column.of and row.kind not in column.of:
                            continue
                        if shown.is_source or (shown.is_blank and kind is Kind.NAME):
                            continue
                        if kind in TYPED:
                            yield section, row, title, shown

    return Sites(files, list(every()))


@settings(max_examples=80)
@given(pick=st.integers(0, 10**6))
def test_cell_when_changed_then_its_place_alone_changes(pick: int, sites: Sites) -> None:
    files, every = sites.files, sites.every
    section, row, title, shown = every[pick % len(every)]
    column = section.column_of(row, title)
    assert column is not None
    diagnostics = Diagnostics()
    comparison = Comparison(files, diagnostics, is_english=False)
    found = put_in(section, row, title, TYPED[column.kind])
    if section.id in PLANS:
        comparison.compare(PLANS[section.id], section, found)
    else:
        comparison.compare_remainder(section, found)
    assert list(diagnostics) == []
    ((file, changes),) = comparison.changes.items()
    (change,) = changes
    assert file == row.file
    if column.kind is Kind.NAME:
        assert change == RenameKey(row.path, TYPED[Kind.NAME], change.cause)
    elif shown.covers:
        assert isinstance(change, SetValue)
        assert (change.path,) == shown.covers
    else:
        # In the row, around it, or in a mapping of it (责任 of a row of the matrix).
        both = min(len(change.path), len(row.path))
        assert change.path[:both] == row.path[:both]
    before = files[file].text
    after = edit_text(before, file, changes)
    assert after != before
    if isinstance(change, SetValue):
        root, wanted = parse_source(after), parse_source(change.text)
        assert root is not None
        assert wanted is not None
        # A text may be quoted as its neighbours are.
        assert said(node_at(root, change.path)) == said(wanted)


def test_cell_when_emptied_then_what_it_stands_for_goes(sites: Sites) -> None:
    files, every = sites.files, sites.every
    for section, row, title, shown in every[:: max(1, len(every) // 60)]:
        if not shown.covers or title in ("编号", "名称", "值"):
            continue
        comparison = Comparison(files, Diagnostics(), is_english=False)
        comparison.compare(PLANS[section.id], section, put_in(section, row, title, None))
        for changes in comparison.changes.values():
            (change,) = changes
            assert isinstance(change, Remove)
            assert shown.covers[0][: len(change.path)] == change.path
