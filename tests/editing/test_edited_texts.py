"""Small texts before and after one change: only what changes is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.diagnostics import Place
from engine.editing import (
    Change,
    EditRefused,
    MoveItem,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
    codes,
    edit_text,
    source_of,
    text_source,
)

GRADES = """\
等次设置:                # 分数线为示例
  - {等次: 优秀, 不低于: 90}    # 前三成
  - {等次: 良好,  不低于: 80}   # 其次

# 以下不设分数线
  - {等次: 不合格}
名额: [30%, '50%']
"""

RULES = """\
# 全部条款
条款:
  # ════ 安全 ════
  - 编号: A1      # 一
    分值: 2

  # 只说A2
  - 编号: A2
    分值: 3
    # A2的尾注

  - 编号: A3
    分值: 4
其他: 否"""


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("a: 1   # c\n", SetValue(("a",), "23"), "a: 23   # c\n"),
        ("a: 1       # c\n", SetValue(("a",), "2345"), "a: 2345    # c\n"),
        ("a: 1  # c\nb: 22 # d\n", SetValue(("a",), "333"), "a: 333  # c\nb: 22 # d\n"),
        ("a: 1   # c\nb: 22  # d\n", SetValue(("a",), "22"), "a: 22  # c\nb: 22  # d\n"),
        ("a: '甲'\n", SetValue(("a",), "乙"), "a: '乙'\n"),
        ("a: '[试行]'\n", SetValue(("a",), '"[正式]"'), "a: '[正式]'\n"),
        ('a: "0123"\n', SetValue(("a",), '"0456"'), 'a: "0456"\n'),
        ('a: "0123"\n', SetValue(("a",), "456"), "a: 456\n"),
        ("a: 甲\n", SetValue(("a",), '"是"'), 'a: "是"\n'),
        ("a: 甲\n", SetValue(("a",), '"乙"'), "a: 乙\n"),
        ("a: {b: 1,  c: 2}\n", SetValue(("a",), "c: 3\nb: 1"), "a: {c: 3,  b: 1}\n"),
        ("a: {b: 1,  c: 2}\n", SetValue(("a", "c"), "'x, y'"), "a: {b: 1,  c: 'x, y'}\n"),
        ("a: [甲, 乙]\n", SetValue(("a",), "[甲, 丙, 乙]"), "a: [甲, 丙, 乙]\n"),
        ("a: [甲, 乙]\n", PutItem(("a",), 2, "丙，丁"), 'a: [甲, 乙, "丙，丁"]\n'),
        ("a:\nb: 1\n", SetValue(("a",), "2"), "a: 2\nb: 1\n"),
        ("a:    # c\nb: 1\n", SetValue(("a",), "2"), "a: 2  # c\nb: 1\n"),
        ("a: 1   # c\n", SetValue(("a",), "- x\n- y  # d"), "a:   # c\n  - x\n  - y  # d\n"),
        ("a:  # c\n- x\n# d\n- y\nb: 1\n", SetValue(("a",), "2"), "a: 2  # c\nb: 1\n"),
        ("a: >-\n  一二\n  三四\n", SetValue(("a",), "一二 三五"), "a: >-\n  一二\n  三五\n"),
        ("a: |\n  一\n  二\n", SetValue(("a",), "|\n  一\n  三\n"), "a: |\n  一\n  三\n"),
        ("a: 一\n  二\nb: 1\n", SetValue(("a",), "一 三"), "a: 一\n  三\nb: 1\n"),
        ("- - a\n  - b\n", Remove((0, 0)), "- - b\n"),
        ("- a: 1\n  b: 2\n", Remove((0, "a")), "- b: 2\n"),
        ("- a: 1\n  b: 2\n", PutEntry((0,), "c", "3", "a"), "- c: 3\n  a: 1\n  b: 2\n"),
        ("a: 1\r\nb: 2", PutEntry((), "c", "[3]"), "a: 1\r\nb: 2\r\nc: [3]"),
        ("a: 1\r\nb: 2", Remove(("b",)), "a: 1"),
        ("\ufeffa: 1\n", SetValue(("a",), "2"), "\ufeffa: 2\n"),
        ('{"a":1,"b":[2]}\n', PutEntry((), "c", "3"), '{"a":1,"b":[2],"c":3}\n'),
        ('{"a":1,"b":[2]}\n', Remove(("b", 0)), '{"a":1}\n'),
        ("a: [1]\nb: 2\n", Remove(("a", 0)), "b: 2\n"),
        ("- {a: [1]}\n- 2\n", Remove((0, "a", 0)), "- 2\n"),
        ("a: 1\n", RenameKey(("a",), "b: c"), '"b: c": 1\n'),
        (
            "a: [\n  1,  # 一\n  2,  # 二\n  3   # 三\n]\n",
            Remove(("a", 2)),
            "a: [\n  1,  # 一\n  2  # 二\n]\n",
        ),
        (
            "a: [\n  1,  # 一\n  3   # 三\n]\n",
            PutItem(("a",), 1, "2"),
            "a: [\n  1,  # 一\n  2,\n  3   # 三\n]\n",
        ),
        (
            "a: [\n  1,  # 一\n  3   # 三\n]\n",
            PutItem(("a",), 2, "4"),
            "a: [\n  1,  # 一\n  3,   # 三\n  4\n]\n",
        ),
    ],
)
def test_an_edit_touches_only_what_changes(before: str, change: Change, after: str) -> None:
    assert edit_text(before, "a.yaml", [change]) == after


def test_an_item_goes_with_the_comment_that_speaks_of_it_alone() -> None:
    edited = edit_text(RULES, "a.yaml", [Remove(("条款", 1))])
    assert edited == RULES.replace("  # 只说A2\n  - 编号: A2\n    分值: 3\n    # A2的尾注\n\n", "")


def test_the_heading_of_a_section_stays_when_its_first_item_goes() -> None:
    edited = edit_text(RULES, "a.yaml", [Remove(("条款", 0))])
    assert edited == RULES.replace("  - 编号: A1      # 一\n    分值: 2\n\n", "")


def test_a_comment_above_several_lines_stays_when_the_first_line_goes() -> None:
    text = "a: 1\n# 下面两项\nb: 2\nc: 3\n"
    assert edit_text(text, "a.yaml", [Remove(("b",))]) == "a: 1\n# 下面两项\nc: 3\n"


def test_a_moved_item_takes_its_comments_along() -> None:
    edited = edit_text(RULES, "a.yaml", [MoveItem(("条款",), 1, 3)])
    own = "  # 只说A2\n  - 编号: A2\n    分值: 3\n    # A2的尾注\n"
    assert edited == RULES.replace(own + "\n", "").replace("其他", f"\n{own}其他")


def test_a_new_item_stands_among_items_in_brackets_as_they_do() -> None:
    put = PutItem(("等次设置",), 1, "等次: 较好\n不低于: 85")
    row = "  - {等次: 良好,  不低于: 80}   # 其次\n"
    new = "  - {等次: 较好, 不低于: 85}\n"
    assert edit_text(GRADES, "a.yaml", [put]) == GRADES.replace(row, new + row)


def test_a_new_item_stands_among_items_in_lines_as_they_do() -> None:
    put = PutItem(("条款",), 3, "{编号: A4, 分值: 1, 条件: {取值: 甲}}")
    new = "\n  - 编号: A4\n    分值: 1\n    条件: {取值: 甲}\n"
    assert edit_text(RULES, "a.yaml", [put]) == RULES.replace("其他", new + "其他")


def test_comments_in_a_column_stay_there() -> None:
    edited = edit_text(GRADES, "a.yaml", [SetValue(("等次设置", 0, "不低于"), "92.5")])
    assert "  - {等次: 优秀, 不低于: 92.5}  # 前三成\n" in edited
    again = edit_text(edited, "a.yaml", [SetValue(("等次设置", 0, "不低于"), "90")])
    assert again == GRADES


def test_a_list_is_compared_by_names_and_not_by_places() -> None:
    new = "- {等次: 优秀, 不低于: 90}\n- {等次: 合格, 不低于: 60}\n- {等次: 不合格}"
    edited = edit_text(GRADES, "a.yaml", [SetValue(("等次设置",), new)])
    row = "  - {等次: 良好,  不低于: 80}   # 其次\n"
    assert edited == GRADES.replace(row, "  - {等次: 合格,  不低于: 60}   # 其次\n")


def test_several_changes_speak_of_the_old_text() -> None:
    edited = edit_text(
        GRADES,
        "a.yaml",
        [Remove(("等次设置", 0)), SetValue(("等次设置", 1, "不低于"), "85"), Remove(("名额", 0))],
    )
    wanted = GRADES.replace("  - {等次: 优秀, 不低于: 90}    # 前三成\n", "")
    assert edited == wanted.replace("80}", "85}").replace("[30%, '50%']", "['50%']")


def test_a_value_set_to_its_own_source_changes_nothing() -> None:
    source = source_of(RULES, ("条款",))
    assert source is not None
    assert source.startswith("- 编号: A1      # 一\n  分值: 2\n")
    assert edit_text(RULES, "a.yaml", [SetValue(("条款",), source)]) == RULES


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (SetValue(("没有",), "1", Place("册.xlsx", "甲", cell="B2")), "W030", "没有“没有”"),
        (SetValue(("条款", 7), "1"), "W030", "条款 › 第8项"),
        (SetValue(("其他",), "[1", Place("册.xlsx", "甲", cell="B2")), "W031", "“[1”"),
        (SetValue(("其他",), "&a 1"), "W031", "锚点"),
        (PutEntry((), "其他", "1"), "W032", "“其他”已经有了"),
        (PutItem(("其他",), 0, "1"), "W030", "不是列表"),
        (PutItem(("条款",), 4, "1"), "W030", "只有 3 项"),
        (MoveItem(("条款",), 0, 9), "W030", "没有那么多项"),
        (RenameKey(("条款", 0), "x"), "W030", "不能改名"),
        (Remove(()), "W034", "什么也不剩"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_at_its_cause(
    change: Change, code: str, words: str
) -> None:
    with pytest.raises(EditRefused) as caught:
        edit_text(RULES, "a.yaml", [change])
    (told,) = caught.value.diagnostics
    assert (told.code, told.place) == (code, change.cause or told.place)
    assert words in told.message


def test_one_place_changed_twice_is_refused() -> None:
    twice = [Remove(("条款", 0)), SetValue(("条款", 0, "编号"), "A9")]
    with pytest.raises(EditRefused) as caught:
        edit_text(RULES, "a.yaml", twice)
    assert caught.value.diagnostics[0].code == "W030"


@pytest.mark.parametrize(
    "text", ["a: [1\n", "a: &x 1\n", "a: !!str 1\n", "? a\n: 1\n", "a: 1\na: 2\n"]
)
def test_a_file_that_the_rule_language_does_not_have_is_refused_at_its_line(text: str) -> None:
    with pytest.raises(EditRefused) as caught:
        edit_text(text, "a.yaml", [SetValue(("a",), "2")])
    (told,) = caught.value.diagnostics
    assert told.code == "W033"
    assert told.place is not None
    assert told.place.line > 0


def test_text_is_quoted_where_it_would_be_read_as_something_else() -> None:
    assert text_source("公办") == "公办"
    assert text_source("“甲”") == '"“甲”"'
    assert text_source('说"是" # 甲') == "'说\"是\" # 甲'"
    assert text_source("甲\n乙") == '"甲\\n乙"'


def test_every_code_has_its_meaning() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(codes.__file__).parent.glob("*.py")]
    used = {code for text in texts for code in re.findall(r'"(W\d{3})"', text)}
    assert used == set(codes.CODES)
