"""A copy that comes back corrected is annotated anew: nothing of the last time stays."""

import pytest

from engine.annotating.styles import COLOURS
from tests.annotating.conftest import ERROR, WARNING, Book, problem
from tests.annotating.packages import packed, parts_of
from tests.annotating.rich import rich_book

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_a_cell_when_it_was_corrected_then_comment_and_colour_are_gone(small):
    first = small.annotated(problem("B2"), problem("B3"))
    second = first.annotated(problem("B3"))
    assert set(second.comments()) == {"B3"}
    cell = second.opened()["学校"]["B2"]
    assert cell.fill.patternType is None
    assert second.opened()["学校"]["B3"].fill.fgColor.rgb == COLOURS[ERROR]


def test_a_comment_when_the_problem_is_still_there_then_it_is_said_once(small):
    first = small.annotated(problem("B2"))
    second = first.annotated(problem("B2", severity=WARNING, message="另一个问题"))
    assert second.comments()["B2"] == "【警告 F031】另一个问题\n→ 请只填数字"
    assert second.opened()["学校"]["B2"].fill.fgColor.rgb == COLOURS[WARNING]


def test_the_list_when_written_again_then_takes_the_place_of_the_old_one(small):
    second = small.annotated(problem("B2"), problem("B3")).annotated(problem("B3"))
    assert second.opened().sheetnames == ["问题清单", "学校"]
    assert [row[3] for row in second.listed()] == ["「学校」!B3"]


def test_boxes_when_comments_go_then_go_too(small):
    second = small.annotated(problem("B2"), problem("B3")).annotated(problem("B3"))
    (drawing,) = [xml for name, xml in parts_of(second).items() if name.endswith(".vml")]
    assert drawing.count(b"<v:shape ") == 1
    assert b"<x:Row>2</x:Row>" in drawing


def test_a_colour_when_somebody_had_chosen_one_then_it_comes_back():
    rich = rich_book()
    before = rich.opened()["学校"]["D4"].fill
    first = rich.annotated(problem("D4"))
    assert first.opened()["学校"]["D4"].fill.fgColor.rgb == COLOURS[ERROR]
    after = first.annotated(problem("A4")).opened()["学校"]["D4"].fill
    assert (after.patternType, after.fgColor.rgb) == (before.patternType, before.fgColor.rgb)


def test_a_comment_of_somebody_when_ours_was_added_then_only_ours_goes():
    copy = rich_book().annotated(problem("A3"), problem("B3"))
    again = copy.annotated(problem("B3"))
    assert again.comments()["A3"] == "某人写的批注"
    assert copy.annotated(problem("A3")).comments()["A3"].count("F031") == 1


def test_an_answer_when_somebody_wrote_it_into_our_comment_then_it_stays(small):
    parts = parts_of(small.annotated(problem("B2")))
    (name,) = [each for each in parts if each.startswith("xl/comments")]
    ours = "→ 请只填数字".encode()
    parts[name] = parts[name].replace(ours, ours + "\n本校确实没有".encode())
    again = packed(parts).annotated(problem("B3"))
    assert again.comments()["B2"] == "本校确实没有"


def test_a_workbook_when_all_was_corrected_then_only_the_list_and_the_mark_are_new(small):
    clean = small.annotated(problem("B2")).annotated()
    assert clean.comments() == {}
    assert clean.listed() == []
    assert clean.opened()["学校"]["B2"].fill.patternType is None
    assert [cell.value for cell in clean.opened()["学校"][2]] == ["0012", "甲"]


def test_a_workbook_when_annotated_again_and_again_then_it_does_not_grow(small):
    copy = small.annotated(problem("B2"))
    third = copy.annotated(problem("B2")).annotated(problem("B2"))
    fourth = third.annotated(problem("B2"))
    assert set(parts_of(fourth)) == set(parts_of(copy))
    assert isinstance(fourth, Book)
    assert fourth.comments() == copy.comments()
