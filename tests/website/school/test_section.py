"""Hold what the page of one school tells against its story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.reports.run_folder import RunFolder, open_run
from engine.website.school import SchoolSections, school_css, section_id
from engine.website.school.cells import Cells

Story = dict[str, Any]
Told = tuple[Story, str, str]


@pytest.fixture(scope="module")
def run(datong_run: Path) -> RunFolder:
    return open_run(datong_run)


@pytest.fixture(scope="module")
def sections(run: RunFolder) -> SchoolSections:
    return SchoolSections(run.catalogue, run.table("cohorts"))


@pytest.fixture(scope="module")
def stories(run: RunFolder) -> list[Story]:
    return list(run.stories())


@pytest.fixture(scope="module")
def told(sections: SchoolSections, stories: list[Story]) -> list[Told]:
    """Each story, its section, and what a reader sees of that."""
    written = [(story, sections.section(story)) for story in stories]
    return [(story, html, text_of(html)) for story, html in written]


def text_of(html: str) -> str:
    """Return what a reader sees, without line ends and spaces between pieces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_section_when_written_then_holds_every_ledger_line_and_every_place(
    told: Sequence[Told],
) -> None:
    for story, _, seen in told:
        for line in story["ledger"][1:]:
            assert plain(line["sentence"]) in seen, (story["name"], line)
            assert line["place"] in seen, (story["name"], line)
            for name, said, place in line["facts"]:
                assert plain(f"{name} {said}") in seen, (story["name"], line)
                assert place in seen, (story["name"], line)


def test_section_when_an_indicator_moved_nothing_then_still_holds_its_facts_and_their_cells(
    told: Sequence[Told], run: RunFolder
) -> None:
    for story, _, seen in told[::10]:
        cells = Cells(run.catalogue, story)
        moved = {name for line in story["ledger"] for name in (line["rule"], line.get("about"))}
        quiet = [each for each in run.catalogue["indicators"] if each["id"] not in moved]
        assert len(quiet) > 50
        for indicator in quiet:
            assert f"{indicator['id']} {indicator['name']}" in seen
            for name in indicator["reads"]:
                for said, sheet, cell in story["facts"][name]:
                    fact = f"{name} {said}"
                    fact += f"〔{cells.brief(sheet, cell)}〕" if sheet >= 0 else ""
                    assert plain(fact) in seen, (story["name"], indicator["id"])


def test_brief_cells_when_read_with_their_legend_then_are_the_cells_of_the_facts(
    stories: Sequence[Story], run: RunFolder
) -> None:
    for story in stories:
        cells = Cells(run.catalogue, story)
        legend = {each.label: each for each in cells.legend}
        assert len(legend) == len(cells.legend)
        for facts in story["facts"].values():
            for _, sheet, cell in facts:
                if sheet < 0:
                    continue
                label, said = cells.brief(sheet, cell).rsplit(" ", 1)
                full = said + legend[label].row if said.isalpha() else said
                assert f"{legend[label].place}!{full}" == run.catalogue["sheets"][sheet] + cell


def test_waterfall_when_summed_then_leads_from_full_marks_to_the_total(
    stories: Sequence[Story],
) -> None:
    for story in stories:
        steps = story["waterfall"]
        assert steps[0]["kind"] == "full"
        left = Fraction(0)
        for step in steps:
            left += Fraction(step["points"])
            assert left == Fraction(step["after"]), (story["name"], step)
            if "parts" in step:
                parts = sum(Fraction(part["points"]) for part in step["parts"])
                assert parts == Fraction(step["points"])
        assert left == Fraction(story["total"]), story["name"]
        lines = sum(step["lines"] for step in steps)
        assert lines == len(story["ledger"]), story["name"]


def test_section_when_many_stand_in_one_page_then_no_id_is_given_twice(
    told: Sequence[Told],
) -> None:
    html = "".join(each for _, each, _ in told[:5])
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert [each for each in ids if not each.startswith("s-")] == []
    assert section_id(told[0][0]["school_id"]) in ids


def test_style_sheet_when_read_then_touches_nothing_outside_a_section() -> None:
    rules = re.sub(r"@(media|page)[^{]*\{", "", school_css())
    selectors = [each for rule in re.findall(r"([^{}]+)\{", rules) for each in rule.split(",")]
    assert selectors
    assert [each for each in selectors if not each.strip().startswith(".school")] == []


def test_section_when_a_school_has_vetoes_then_draws_every_node_of_every_case(
    told: Sequence[Told],
) -> None:
    kinds = set()

    def walk(nodes: Sequence[Story]) -> Iterator[Story]:
        for node in nodes:
            yield node
            yield from walk(node.get("children", ()))

    for story, html, seen in told:
        nodes = list(walk([*story["vetoes"], *story["near_misses"]]))
        for node in nodes:
            kinds.add(node["kind"])
            assert plain(f"{node['label']} {node['text']}") in seen, (story["name"], node)
            assert node.get("place", "") in seen
        parents = sum(1 for node in nodes if node.get("children"))
        assert len(re.findall(r"<li><details[^>]*><summary>", html)) == parents
    assert {"veto", "trigger", "duty", "effect", "condition", "near_miss", "settle"} <= kinds


def test_section_when_the_run_has_last_year_and_noise_then_tells_of_both(
    run: RunFolder, stories: Sequence[Story]
) -> None:
    school, other = stories[:2]
    robustness = [{"school_id": school["school_id"], "sentence": "名次在第3至第5名之间"}]
    year = {
        "school_id": school["school_id"],
        "seen": "两年都有",
        "last_total": "95",
        "last_grade": "优秀",
        "total": school["total"],
        "change": "1.02",
        "last_by_this": "94.5",
        "by_rules": "-0.5",
        "by_performance": "1.52",
        "this_by_last": "",
        "by_rules_2": "",
        "by_performance_2": "",
        "note": "",
    }
    mean = dict.fromkeys(year, "") | {"note": "全市"}
    sections = SchoolSections(run.catalogue, robustness=robustness, years=[year, mean])
    seen = text_of(sections.section(school))
    assert "名次在第3至第5名之间" in seen
    assert f"去年总分 95（优秀），今年总分 {school['total']}，+1.02 分" in seen
    assert "其中方案变动 −0.5 分（去年的事实按今年的方案得 94.5 分），工作变动 +1.52 分" in seen
    assert "与去年比" not in text_of(sections.section(other))


def test_section_when_items_can_be_mended_then_says_beside_each_what_that_brings(
    told: Sequence[Told],
) -> None:
    n_items = 0
    for story, _, seen in told:
        gains = story["gains"]
        assert gains["next"]["sentence"] in seen
        assert gains["all"]["sentence"] in seen
        lines = {each.get("about") or each["rule"] for each in story["ledger"]}
        for item in gains["items"]:
            assert item["id"] in lines
            said = item["sentence"] if item["mendable"] else item["why_not"]
            assert plain(said) in seen, (story["name"], item)
            n_items += 1
    assert n_items > 500


def test_section_when_leaders_answer_then_names_each_with_what_is_carried_and_by_what(
    told: Sequence[Told], run: RunFolder
) -> None:
    kinds = run.catalogue["duties"]["kinds"]
    deeds = run.catalogue["duties"]["deeds"]
    undone = 0
    for story, _, seen in told:
        duties = story["duties"]
        for note in duties["notes"]:
            assert plain(note) in seen
        for leader in duties["leaders"]:
            posts = "、".join(leader["posts"])
            head = f"{leader['name']} {posts} {leader['lost']} {leader['carried']} "
            assert head + "".join(leader["sentences"]) in seen, (story["name"], leader["name"])
        for area in duties["areas"]:
            for leader in duties["leaders"]:
                kind = leader["areas"].get(area["area"])
                if kind is not None:
                    line = rf"{re.escape(kinds[kind]['name'])}：[^：]*{leader['name']}"
                    assert re.search(line, seen), (story["name"], area["area"], leader["name"])
            for at, text, met in area["deeds"]:
                if met == "not_met":
                    assert f"{deeds[at]['name']} {text}" in seen
                    undone += 1
    assert undone > 10
