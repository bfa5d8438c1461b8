"""The report in a real browser: sorted, filtered, opened, printed, and silent on the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.website import Report

Open = Callable[..., tuple[Any, Any]]

ROWS = "#schools tbody tr:not([hidden])"


def names(page: Any) -> list[str]:
    return page.locator(f"{ROWS} th").all_inner_texts()


def test_table_when_sorted_and_filtered_then_the_address_keeps_it(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, seen = open_page(written[1] / "report.html")
    total = page.locator("#schools th", has_text="总分")
    total.get_by_role("button").click()
    assert total.get_attribute("aria-sort") == "descending"
    totals = [float(each) for each in page.locator(f"{ROWS} td:nth-child(3)").all_inner_texts()]
    assert totals == sorted(totals, reverse=True)
    page.keyboard.press("Enter")  # the head still has the focus
    assert total.get_attribute("aria-sort") == "ascending"

    page.get_by_label("名称或标识码").fill("云川区")
    page.get_by_label("同组").select_option("小学·公办·县区")
    page.get_by_label("状态").select_option("已定等")
    kept = names(page)
    assert kept
    assert all(each.startswith("云川区") for each in kept)
    assert page.locator("#shown").inner_text() == f"显示 {len(kept)} / 60"

    again, _ = open_page(written[1] / "report.html", page.url[page.url.index("#") :])
    assert names(again) == kept
    page.get_by_role("button", name="清除筛选").click()
    page.locator("#shown", has_text="显示 60 / 60").wait_for()
    page.locator("#filter select[name=veto]").select_option("生效")
    assert "云泉小学" in names(page)
    assert seen.said == []


def test_school_when_opened_then_tells_its_points_and_its_vetoes_and_the_way_back(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, seen = open_page(written[1] / "report.html")
    page.get_by_label("名称或标识码").fill("云泉")
    page.locator("#schools").get_by_role("link", name="云泉小学").click()
    section = page.locator('[id="s-0120020"]')
    section.wait_for()
    assert page.url.endswith("#s-0120020")
    assert "93.57" in section.inner_text()
    assert "SD-S3" in section.inner_text()
    page.get_by_role("button", name="下一所").click()  # of the list as it is filtered: none
    page.go_back()
    page.wait_for_url("**/report.html#schools&*")
    assert names(page) == ["云泉小学"]
    page.go_forward()
    page.wait_for_url("**/report.html#s-0120020")
    page.get_by_role("button", name="收起").click()
    section.wait_for(state="detached")
    assert seen.said == []


def test_link_to_a_school_when_followed_then_opens_it_and_it_prints(
    written: tuple[Report, Path], open_page: Open, tmp_path: Path
) -> None:
    page, seen = open_page(written[1] / "report.html", "#s-0120020")
    section = page.locator('[id="s-0120020"]')
    section.wait_for()
    closed = section.locator("details:not([open])")
    n_closed = closed.count()
    closed.first.locator("summary").first.click()
    assert closed.count() < n_closed
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert seen.said == []
    assert all(each.startswith(("file:", "data:")) for each in seen.asked)
    assert len(seen.asked) == 1


def test_schools_when_all_are_to_be_printed_then_those_of_the_list_are_opened_first(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, seen = open_page(
        written[1] / "report.html", "#schools&text=高级中学&cohort=高中·公办·市直"
    )
    page.evaluate("window.print = () => { document.body.dataset.printed = 1; }; 0")
    number = len(names(page))
    page.get_by_role("button", name=f"展开这 {number} 所打印").click()
    page.locator("body[data-printed]").wait_for()
    assert 0 < number < 60
    assert page.locator("#opened article").count() == number
    assert seen.said == []


def test_clause_when_unfolded_then_names_its_schools(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, _ = open_page(written[1] / "report.html", "#vetoes")
    row = page.locator("#vetoes + .scroll tr", has_text="SD-S3").first
    if row.locator("details").get_attribute("open") is None:
        row.locator("summary").click()
    row.get_by_role("link", name="云泉小学").click()
    page.locator('[id="s-0120020"]').wait_for()


def test_report_when_opened_on_a_telephone_then_only_tables_scroll_sideways(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, seen = open_page(
        written[1] / "report.html", "#s-0120020", viewport={"width": 375, "height": 800}
    )
    page.locator('[id="s-0120020"]').wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert seen.said == []


def test_report_when_no_script_runs_then_still_shows_overview_and_table_and_says_so(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, _ = open_page(written[1] / "report.html", java_script_enabled=False)
    assert len(names(page)) == 60
    assert page.locator("noscript").inner_text().startswith("这个浏览器没有运行脚本")
    assert not page.locator("#filter").is_visible()


def test_report_when_the_browser_cannot_unpack_then_says_the_way_out(
    written: tuple[Report, Path], open_page: Open
) -> None:
    page, seen = open_page(written[1] / "report.html")
    page.evaluate("delete window.DecompressionStream")
    page.locator("#schools").get_by_role("link", name="云泉小学").click()
    page.locator("#trouble").wait_for()
    assert "--pages" in page.locator("#trouble").inner_text()
    assert seen.said == []
