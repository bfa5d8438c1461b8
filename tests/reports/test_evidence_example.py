"""The example of evidence does what its page says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cli import run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "evidence-2025"
ROWS = re.findall(
    r"^\| (\S+) \| .+ \| ([\d.]+) \| ([\d.]+) \|$",
    (EXAMPLE / "README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("day", "column"), [("2026-01-15", 1), ("2026-01-16", 2)])
def test_example_when_it_is_assessed_on_a_day_then_the_totals_are_those_of_its_page(
    tmp_path: Path, day: str, column: int
) -> None:
    out, folders = tmp_path / "out", [str(EXAMPLE / "rules"), str(EXAMPLE / "facts")]
    options = ["--evidence", str(EXAMPLE / "evidence"), "--evidence-date", day]
    assert run(["assess", *folders, *options, "-o", str(out)]) == 1
    with (out / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["name"]: row["total"] for row in csv.DictReader(file)}
    assert found == {row[0]: row[column] for row in ROWS}
    with (out / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert {"F080", "F085", "F086", "F087", "F089"} <= codes


def test_example_when_its_case_is_worked_then_it_agrees() -> None:
    assert run(["cases", str(EXAMPLE / "rules")]) == 0
