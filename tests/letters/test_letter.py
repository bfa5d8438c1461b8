"""What is said to a school is all that its story says, and nothing that it does not."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from engine.letters.default_templates import feedback_template, mending_template
from engine.letters.letter import Letters
from engine.letters.office import Office
from engine.letters.tags import LETTER_TAGS, Tag, emptied, sample
from engine.letters.template_file import template_of
from engine.letters.word_template import WordTemplate
from engine.reports.run_folder import RunFolder

Values = dict[str, dict[str, Any]]
SCHOOLS = ("云泉小学", "桑源县澄洲小学", "云川区育桥小学", "桑源县汇桥初级中学", "柏林职业技术学校")


@pytest.fixture(scope="module")
def mending() -> WordTemplate:
    return WordTemplate(template_of("整改清单.docx", mending_template()), LETTER_TAGS)


def names_in(tags: tuple[Tag, ...], value: Any) -> None:
    assert set(value) == {each.name for each in tags}
    for tag in tags:
        for row in value[tag.name] if tag.inner else ():
            names_in(tag.inner, row)


def test_values_of_every_school_are_those_that_the_tags_promise(values: Values) -> None:
    for each in values.values():
        names_in(LETTER_TAGS, each)
        assert {name: type(value) for name, value in each.items()} == {
            name: type(value) for name, value in sample(LETTER_TAGS).items()
        }
    assert {type(each) for each in emptied(LETTER_TAGS).values()} == {str, int, bool, list}


@pytest.mark.parametrize("school", SCHOOLS)
def test_every_lost_item_stands_in_both_papers(
    run: RunFolder,
    values: Values,
    feedback: WordTemplate,
    mending: WordTemplate,
    school: str,
    word_files: SimpleNamespace,
) -> None:
    story = next(each for each in run.stories() if each["name"] == school)
    lost = [line for line in story["ledger"] if line["kind"] in ("loss", "gap", "deduction")]
    assert lost
    for template in (feedback, mending):
        said = word_files.text_of(template.filled(values[school]))
        assert [line["sentence"] for line in lost if line["sentence"] not in said] == []


def test_a_graded_school_reads_total_grade_rank_and_its_veto(
    values: Values, feedback: WordTemplate, word_files: SimpleNamespace
) -> None:
    said = word_files.text_of(feedback.filled(values["云泉小学"]))
    assert (
        "你校总分93.57分（满分100分），等次为合格，在同组（小学·公办·市直）8所学校中列第5名" in said
    )
    assert "SD-S3 师德严重问题〔生效〕" in said
    assert "后果：等次不得高于合格" in said
    assert "如果没有以上任何否决：总分95.37，等次良好" in said
    assert "“队伍建设聚力”“安全校园护航”得满分" in said


def test_a_school_without_grade_reads_why_and_no_grade(
    values: Values, feedback: WordTemplate, word_files: SimpleNamespace
) -> None:
    said = word_files.text_of(feedback.filled(values["桑源县汇桥初级中学"]))
    assert "你校总分89.74分（满分100分），暂缓定等" in said
    assert "为否决建议，待有权机关认定" in said
    assert "如果这些否决建议获得认定：总分87.94，等次合格" in said
    assert "等次依次这样得出" not in said
    assert "名次" not in said


def test_a_school_without_total_reads_so(run: RunFolder) -> None:
    story = next(iter(run.stories()))
    stages = [*story["stages"], {"kind": "unrated", "lines": 1, "points": "0"}]
    unrated = story | {"total": None, "rank": 0, "grade": "合格", "stages": stages}
    values = Letters(run.catalogue, Office()).values(unrated)
    assert values["结论"] == "你校没有总分，等次为合格"
    assert values["总分"] == values["名次"] == ""
    assert values["总分构成"].startswith("满分100，失分")
    assert "无分" not in values["总分构成"]


def test_clauses_that_wait_for_one_table_are_told_once_with_what_settles_them(
    values: Values,
) -> None:
    cases = values["桑源县育岭小学"]["否决事项"]
    assert len(cases) == 2
    assert cases[1]["名称"].startswith("SD-S4 师德特别严重问题、SD-S3 师德严重问题、")
    assert cases[1]["名称"].endswith("〔待核实〕")
    assert cases[1]["要点"] == [
        {"标签": "待核实", "内容": "缺“师德案件”台账，补报后才能判定；补报前暂缓定等"},
        {
            "标签": "查清",
            "内容": "补交“师德案件”台账；没有的，交零报告（KF-SD的得分也读它，查清后总分可能再变）",
        },
    ]


def test_a_school_without_problems_has_no_empty_table(
    run: RunFolder, feedback: WordTemplate, mending: WordTemplate, word_files: SimpleNamespace
) -> None:
    story = next(iter(run.stories()))
    clean = story | {"ledger": [line for line in story["ledger"] if line["kind"] == "full"]}
    values = Letters(run.catalogue, Office()).values(clean | {"vetoes": []})
    said = word_files.text_of(feedback.filled(values))
    assert "没有失分、缺项和扣分。" in said
    assert "评分标准\n" not in said
    assert word_files.text_of(mending.filled(values)).endswith("没有需要整改的失分、缺项和扣分。")


def test_what_the_office_did_not_say_is_left_blank(
    run: RunFolder, feedback: WordTemplate, word_files: SimpleNamespace
) -> None:
    story = next(iter(run.stories()))
    blank = word_files.text_of(feedback.filled(Letters(run.catalogue, Office()).values(story)))
    assert blank.endswith("失分") or "＿＿＿＿年＿＿月＿＿日" in blank
    office = Office("市委教育工委", "教函〔2026〕3号", date(2026, 1, 20), "电话12345", 7, "", 9)
    said = word_files.text_of(feedback.filled(Letters(run.catalogue, office).values(story)))
    assert "＿＿＿＿年＿＿月＿＿日前完成整改" in said, "only this was not said"
    assert said.count("＿＿＿＿年＿＿月＿＿日") == 1
    assert "自收到之日起7日内，向市委教育工委书面提出申辩" in said
    assert "9日内复核" in said
    assert "2026年1月20日" in said


def test_persons_are_told_as_the_duties_have_them(run: RunFolder) -> None:
    catalogue = run.catalogue | {
        "duties": {"kinds": {"主": {"coefficient": "1"}, "协助": {"coefficient": "0.3"}}}
    }
    story = next(iter(run.stories()))
    lost = next(line for line in story["ledger"] if line["kind"] == "loss")
    items = {each["id"]: each for each in catalogue["indicators"]}
    area = items[lost["rule"]]["area"]
    leaders = [
        {
            "name": "甲",
            "posts": ["书记", "校长"],
            "areas": {area: "主"},
            "by_posts": {area: ["书记"]},
        },
        {"name": "乙", "posts": ["校长"], "areas": {area: "协助"}},
        {"name": "丙", "posts": ["主任"], "areas": {area: "主"}},
    ]
    told = story | {"duties": {"leaders": leaders}}
    first = Letters(catalogue, Office()).values(told)["问题清单"][0]
    assert first["责任人"] == "甲（书记）、丙（主任）"


def test_advice_and_gain_are_told_as_the_story_has_them(run: RunFolder) -> None:
    story = next(each for each in run.stories() if each["name"] == "云川区松川小学")
    gains = {each["id"]: each for each in story["gains"]["items"]}
    values = Letters(run.catalogue, Office()).values(story)
    for problem in values["问题清单"]:
        gain = gains[problem["编号"]]
        assert problem["补齐后"] == gain["sentence"]
        assert problem["补齐加分"] == (f"+{gain['gain']}" if gain["mendable"] else "—")
        said = gain["hint"] or f"对照标准整改到位：{problem['标准']}"
        why_not = f"（{gain['why_not']}）" if gain["why_not"] else ""
        assert problem["整改要求"] == said + why_not
    assert values["升等说明"] == story["gains"]["next"]["sentence"]
    assert values["全部补齐"] == story["gains"]["all"]["sentence"]
    gains["A306b"] |= {"hint": "请考核组复核一次", "why_not": "待评", "at_most": True, "gain": "0"}
    first = Letters(run.catalogue, Office()).values(story)["问题清单"][0]
    assert first["整改要求"] == "请考核组复核一次（待评）"
    assert first["补齐加分"] == "至多0"


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<w:p>甲</w:p>",
        "甲&amp;<乙>",
        '#import "x"',
        "a\x0bb\ud800",
    ],
)
def test_hostile_names_are_text_and_nothing_more(
    run: RunFolder, feedback: WordTemplate, name: str, word_files: SimpleNamespace
) -> None:
    story = next(iter(run.stories())) | {"name": name}
    data = feedback.filled(Letters(run.catalogue, Office()).values(story))
    assert f"{name.replace(chr(11), ' ').replace(chr(0xD800), ' ')}：" in word_files.text_of(
        data
    ).split("\n")


def test_default_templates_and_letters_are_the_same_bytes_each_time(values: Values) -> None:
    first, again = feedback_template(), feedback_template()
    assert first == again
    made = [
        WordTemplate(template_of("甲", each), LETTER_TAGS).filled(values["云泉小学"])
        for each in (first, again)
    ]
    assert made[0] == made[1]
