"""The report of other rules and of hostile names: it adapts, and every text stays a text."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from engine.assess import assess_files
from engine.reports.csv_file import cell_text
from engine.reports.folder import Run, write_folder
from engine.reports.run_folder import RunFolder, open_run
from engine.website import write_report

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "county-2025"
HOSTILE = {
    "0101": "</script><script>document.title='taken'</script>",
    "0102": "\u202etxt.exe\u2066一小",
    "0103": "很长的名字" * 40,
    "0201": "=cmd|' /C calc'!A0",
    "0202": "<img src=x onerror=alert(1)>",
    "0203": 'a" onmouseover="alert(1)',
}


def run_of(place: Path, names: dict[str, str]) -> RunFolder:
    """Assess the twelve schools of the example, some of them under other names."""
    sheet = place / "schools.csv"
    with (EXAMPLE / "facts" / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    name = rows[0].index("学校名称")
    with sheet.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            row[name] = names.get(row[0], row[name])
            csv.writer(file).writerow(row)
    write_folder(assess_files(EXAMPLE / "schools", [sheet]), place / "out", Run("9.9"))
    return open_run(place / "out")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    write_report(run_of(place, HOSTILE), place)
    write_report(open_run(place / "out"), place / "apart", pages=True)
    return place


def test_hostile_names_when_shown_then_are_text(hostile: Path) -> None:
    text = (hostile / "report.html").read_text(encoding="utf-8")
    shown = [unescape(each) for each in re.findall(r"<bdi>(.*?)</bdi>", text)]
    names = {cell_text(each["name"]) for each in open_run(hostile / "out").scores}
    assert {HOSTILE["0101"], HOSTILE["0201"], HOSTILE["0202"], HOSTILE["0203"]} <= names
    assert names <= set(shown)
    assert text.count("<script") == 3  # the shared texts, one pack, and the script; none of theirs


def test_hostile_names_when_opened_in_a_browser_then_do_nothing(
    hostile: Path, open_page: Callable[..., tuple[Any, Any]]
) -> None:
    page, seen = open_page(
        hostile / "report.html", "#s-0101", viewport={"width": 375, "height": 800}
    )
    page.locator('[id="s-0101"]').wait_for()
    assert "</script>" in page.locator('[id="s-0101"] h2').inner_text()
    assert page.title() != "taken"
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert seen.said == []
    assert len(seen.asked) == 1


def test_report_when_written_twice_then_not_a_byte_differs(hostile: Path, tmp_path: Path) -> None:
    write_report(open_run(hostile / "out"), tmp_path)
    first = (hostile / "report.html").read_bytes()
    assert (tmp_path / "report.html").read_bytes() == first


def test_pages_when_asked_for_then_every_link_leads_to_one(hostile: Path) -> None:
    text = (hostile / "apart" / "report.html").read_text(encoding="utf-8")
    links = re.findall(r'<tr><th scope="row"><a href="([^"]+)"', text)
    pages = [hostile / "apart" / unquote(unescape(each)) for each in links]
    assert len(set(pages)) == 12
    assert set(pages) == set((hostile / "apart" / "pages").iterdir())
    first = pages[0].read_text(encoding="utf-8")
    assert "<script" not in first
    assert 'href="../report.html#schools"' in first


def test_pages_of_hostile_names_when_written_then_every_link_leads_to_one(
    hostile: Path, open_page: Callable[..., tuple[Any, Any]]
) -> None:
    page, seen = open_page(hostile / "apart" / "report.html")
    links = page.locator("#schools tbody a")
    assert links.count() == 12
    links.nth(0).click()
    page.get_by_role("link", name="下一所").click()
    page.get_by_role("link", name="回到名单").click()
    page.wait_for_url("**/report.html#schools")
    assert seen.said == []
    assert all(each.startswith("file:") for each in seen.asked)


def test_rules_without_vetoes_and_cohorts_when_reported_then_no_box_is_empty(
    hostile: Path,
) -> None:
    text = (hostile / "report.html").read_text(encoding="utf-8")
    for absent in ('id="vetoes"', 'id="matters"', 'name="cohort"', 'name="veto"'):
        assert absent not in text
    assert 'id="totals"' in text
