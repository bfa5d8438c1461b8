"""Hold whole score sheets: Datong word by word, other people's rules by what must never happen."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from engine.rendering import Part, indicator_sheet, score_sheet
from engine.rendering.document import Document, Paragraphs
from engine.rendering.markdown import markdown
from engine.reports.table_block import Table
from engine.ruleset import load_ruleset
from engine.ruleset.below import COLUMNS
from engine.ruleset.model import RuleSet
from engine.ruleset.profile import Profile, ProfileChange

TOP = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "golden" / "datong-2025.md"
PUBLIC = sorted(path.parent for path in (TOP / "examples" / "public").rglob("ruleset.yaml"))
# The files of rules, and the built-in columns of the results of lower units; all other English in
# a sheet must be the rules' own.
_OURS = {"ruleset", "dimensions", "fields", "yaml"}
_OURS |= {word for each in COLUMNS for word in (*each.title.split("_"), *each.english.split("_"))}


def test_sheet_of_datong_when_printed_then_reads_word_for_word(datong: RuleSet) -> None:
    # 注释改了摘要就变，句子没有变。
    text = markdown(score_sheet(datong)).replace(datong.digest[:16], "略")
    if os.environ.get("PINGHENG_WRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "folder", PUBLIC, ids=lambda path: path.relative_to(PUBLIC[0].parent.parent).as_posix()
)
def test_sheet_of_public_rules_when_printed_then_no_cell_is_empty_and_no_word_foreign(
    folder: Path,
) -> None:
    ruleset = load_ruleset(folder, "规则")
    sheet = score_sheet(ruleset)
    known = _words(" ".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")))
    for table in tables_of(sheet):
        for row in table.rows:
            assert len(row) == len(table.columns)
            assert all(cell and all(line.strip() for line in cell) for cell in row)
    said = _words("\n".join(texts_of(sheet)).replace(ruleset.digest[:16], ""))
    assert said - known - _OURS <= set()


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[A-Za-z]{2,}", text)}


def tables_of(sheet: Document) -> list[Table]:
    """Return all tables of a document."""
    blocks = [block for section in sheet.sections for block in section.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def texts_of(sheet: Document) -> list[str]:
    """Return all texts of a document."""
    texts = [sheet.title, *sheet.intro]
    for section in sheet.sections:
        texts.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraphs):
                texts.extend(block.texts)
            else:
                texts.append(block.caption)
                texts.extend(column.title for column in block.columns)
                texts.extend(line for row in block.rows for cell in row for line in cell)
    return texts


def test_sheet_when_parts_are_chosen_then_holds_these_in_their_order(datong: RuleSet) -> None:
    sheet = score_sheet(datong, [Part.DUTIES, Part.GRADES])
    assert [section.title for section in sheet.sections] == ["等次与名额", "责任矩阵"]


def test_sheet_when_rules_have_no_vetoes_then_has_no_such_section() -> None:
    sheet = score_sheet(load_ruleset(TOP / "examples" / "public" / "euro_ncap"))
    assert "一票否决" not in [section.title for section in sheet.sections]


def test_rules_when_tailored_then_the_sheet_says_by_whom_why_and_what(datong: RuleSet) -> None:
    change = ProfileChange("A205", "指标 A205 支部设置", "分值", "3", "2", "支部少", datong.place)
    who = ("市委教育工委", "赵某", "〔2025〕3号", date(2025, 3, 1))
    profile = Profile("y", "云川区", *who, "山区校小", datong.place, (change,))
    sheet = score_sheet(replace(datong, profile=profile), [Part.GENERAL])
    said = "\n".join(texts_of(sheet))
    assert f"{profile.said}。改动见附则。" in sheet.intro
    assert "指标 A205 支部设置\n分值 3 → 2\n支部少" in said


def test_written_standard_when_there_is_one_then_stands_before_the_made_sentence(
    datong: RuleSet,
) -> None:
    text = markdown(indicator_sheet(datong, "a205"))
    standard = next(each for each in datong.leaves() if each.id == "A205").standard
    assert f"评分标准：{standard}\n\n计算办法：支部设在教学单元占比达到90%的得3分；" in text


def test_every_indicator_when_printed_then_has_its_row(datong: RuleSet) -> None:
    ids = {row_id for table in tables_of(score_sheet(datong)) for row_id in _ids(table)}
    assert {each.id for each in datong.all_indicators()} <= ids


def _ids(table: Table) -> set[str]:
    return {cell[0] for row in table.rows for cell in row}


def test_columns_when_two_groups_share_a_name_then_cells_stay_apart(datong: RuleSet) -> None:
    table = tables_of(score_sheet(datong, [Part.INDICATORS]))[0]
    for at in range(len(table.columns)):
        spans = list(table.spans(at))
        assert spans[0][0] == 0
        assert spans[-1][1] == len(table.rows)
        assert all(past == first for (_, past), (first, _) in pairwise(spans))
