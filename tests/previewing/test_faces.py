"""What people look at: the folder, the workbook, the page; hostile names stay text."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from engine.diagnostics import UsageProblem
from engine.previewing import Preview, check_previewable, compare_assessments, write_preview
from engine.previewing.folder import FILES, MARK
from engine.previewing.web_page import write_page

from .conftest import Edits
from .test_preview_of_the_city import CUT, QUOTA, WEIGHTS

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'
SHEET_NAMES = ["总览", "学校变动", "等次变动", "指标变动", "否决变动", "规则变动", "问题"]


@pytest.fixture(scope="module")
def preview(previewed: Callable[[Edits], Preview]) -> Preview:
    return previewed({**WEIGHTS, "ruleset.yaml": (*CUT["ruleset.yaml"], *QUOTA["ruleset.yaml"])})


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Fraction:
    whole, _, part = text.partition(" ")
    return Fraction(whole) + (Fraction(part) if part else 0)


def test_the_folder_holds_every_face_and_its_parts_close(preview, tmp_path):
    out = tmp_path / "out"
    write_preview(preview, out)
    assert {path.name for path in out.iterdir()} == {*FILES, MARK}
    sums: dict[str, Fraction] = {}
    for row in rows_of(out / "parts.csv"):
        sums[row["school_id"]] = sums.get(row["school_id"], Fraction(0)) + number(row["delta"])
    schools = rows_of(out / "schools.csv")
    assert len(schools) == preview.n_schools
    moved = {row["school_id"]: number(row["delta"]) for row in schools if row["delta"]}
    assert {school: delta for school, delta in moved.items() if delta or school in sums} == sums
    assert schools[0]["move"] == "降等"


def test_the_same_preview_gives_the_same_bytes(preview, tmp_path):
    for name in ("one", "two"):
        write_preview(preview, tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_earlier_preview_is_replaced_and_one_that_was_changed_is_not(preview, tmp_path):
    out = tmp_path / "out"
    write_preview(preview, out)
    write_preview(preview, out)
    (out / "schools.csv").write_text("改过", encoding="utf-8")
    with pytest.raises(UsageProblem, match="改过"):
        write_preview(preview, out)
    assert (out / "schools.csv").read_text(encoding="utf-8") == "改过"


def test_a_folder_that_is_read_is_not_written(tmp_path):
    facts = tmp_path / "facts"
    facts.mkdir()
    with pytest.raises(UsageProblem, match="事实表"):
        check_previewable(facts / "out", [str(facts)])
    with pytest.raises(UsageProblem):
        check_previewable(tmp_path, [str(facts)])


def test_the_workbook_has_its_sheets_and_numbers_that_add_up(preview, tmp_path):
    write_preview(preview, tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "preview.xlsx")
    assert book.sheetnames == SHEET_NAMES
    schools = book["学校变动"]
    heads = [cell.value for cell in schools[1]]
    at = {name: heads.index(name) for name in ("原总分", "新总分", "分差", "新等次")}
    for row in schools.iter_rows(min_row=2, values_only=True):
        if row[at["分差"]] is not None:
            assert row[at["新总分"]] - row[at["原总分"]] == pytest.approx(row[at["分差"]])
    assert schools.max_row == preview.n_schools + 1
    said = [row[1] for row in book["规则变动"].iter_rows(min_row=2, values_only=True)]
    assert any("A101" in each for each in said)


def test_the_workbook_says_where_nothing_moves(today, tmp_path):
    same = compare_assessments(today, today)
    write_preview(same, tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "preview.xlsx")
    assert book["指标变动"]["A2"].value == "没有变动"
    assert book["问题"]["A2"].value == "没有"


class _Page(HTMLParser):
    """Collects what a page would fetch, and the text of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts = 0
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.scripts += tag == "script"
        self.fetched += [
            str(value) for name, value in attrs if name in ("src", "href") and value[:1] != "#"
        ]


def test_the_page_fetches_nothing_and_names_are_text(preview, tmp_path):
    schools = replace(preview.schools, names=(HOSTILE,) * preview.n_schools)
    path = tmp_path / "preview.html"
    write_page(replace(preview, schools=schools), path)
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    assert page.fetched == []
    assert page.scripts == 1
    assert page.tags.count("svg") == 3
    text = path.read_text(encoding="utf-8")
    assert text.count("http://") == text.count("=HYPERLINK(&#34;http://x&#34;)")
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_formulas_in_names_stay_text(preview, tmp_path):
    schools = replace(preview.schools, names=(HOSTILE,) * preview.n_schools)
    write_preview(replace(preview, schools=schools), tmp_path / "out")
    assert rows_of(tmp_path / "out" / "schools.csv")[0]["name"] == "'" + HOSTILE
    cell = openpyxl.load_workbook(tmp_path / "out" / "preview.xlsx")["学校变动"]["B2"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_a_page_of_many_schools_stays_small(preview, tmp_path):
    times = -(-2000 // preview.n_schools)
    schools, parts = preview.schools, preview.parts

    def many(value):
        if isinstance(value, tuple):
            return value * times
        return np.tile(value, times)

    wide = {name: many(getattr(schools, name)) for name in schools.__dataclass_fields__}
    order = np.arange(len(wide["ids"]))
    grown = replace(
        preview,
        schools=type(schools)(**{**wide, "order": order}),
        parts=replace(
            parts,
            before=np.tile(parts.before, times),
            after=np.tile(parts.after, times),
            delta=np.tile(parts.delta, times),
        ),
    )
    path = tmp_path / "preview.html"
    write_page(grown, path)
    assert grown.n_schools >= 2000
    assert path.stat().st_size < 3_000_000


def test_the_page_filters_and_sorts_in_a_browser(preview, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("没有浏览器（chromium），页面没有打开来看")
    path = tmp_path / "preview.html"
    write_page(preview, path)
    # The script runs when the page is opened: the filter shows itself and hides who does not move.
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", path.as_uri()],
        capture_output=True,
        timeout=120,
        check=False,
    )
    text = done.stdout.decode("utf-8")
    if "<table" not in text:
        pytest.skip("浏览器在这里打不开页面")
    n_moving = sum(
        bool(delta) or bool(up) or way.value != "same"
        for delta, up, way in zip(
            preview.schools.delta,
            preview.schools.rank_move,
            preview.schools.directions,
            strict=True,
        )
    )
    assert f"显示 {n_moving} / {preview.n_schools}" in text
    assert text.count('<button type="button" title="按') > 20
