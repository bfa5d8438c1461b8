"""Assess a small city twice: 2024 first, then 2025 with what 2024 left behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.assess import Assessment, assess_files
from engine.diagnostics import Diagnostic
from engine.facts import Inputs
from engine.facts.cells.display import cell_text
from engine.reports.folder import Run, write_folder

THIS_YEAR = Path(__file__).parents[1] / "rulesets" / "lastyear"

SCHOOLS_2024 = """\
学校标识码,学校名称,办学月数,支部数,测试人数,达标人数,上年是否被否决
001,一中,12,8,100,90,否
002,二中,12,6,100,80,否
003,三中,12,4,300,200,否
004,四中,12,8,100,95,否
005,五中,12,8,100,99,否
006,六中,3,2,50,40,否
"""
CASES_2024 = """\
学校标识码,案情,轻重,决定日期,当事人,认定文号
002,甲案,重,2024-05-01,某甲,市纪〔2024〕3号
003,乙案,轻,2024-06-01,某乙,
004,丙案,个人,2024-06-01,某丙,
005,丁案,重,2024-09-01,某丁,
001,无,,,,
006,无,,,,
"""
TITLES_2024 = (
    "学校标识码,称号,级别,授予日期\n001,书香校园,市级,2023-05-01\n001,平安校园,市级,2024-05-01\n"
)
SCHOOLS_2025 = """\
学校标识码,学校名称,办学月数,支部数,测试人数,达标人数
001,一中,12,9,100,91
002,二中,12,6,100,82
003,三中,12,3,300,210
004,四中,12,8,100,96
005,五中,12,8,100,99
006,六中,12,2,60,50
007,七中,12,4,80,40
"""
CASES_2025 = "学校标识码,案情,轻重,决定日期,当事人,认定文号\n" + "".join(
    f"00{each},无,,,,\n" for each in range(1, 8)
)
NO_TITLES = "学校标识码,称号,级别,授予日期\n"


@dataclass
class City:
    """Writes fact sheets and assesses them, year by year."""

    folder: Path
    rules: dict[int, Path] = field(default_factory=dict)

    def rules_of(self, year: int) -> Path:
        """Return the rules as they were (or will be) in a year."""
        if year not in self.rules:
            to = self.folder / f"rules-{year}"
            shutil.copytree(THIS_YEAR, to)
            path = to / "ruleset.yaml"
            text = path.read_text(encoding="utf-8").replace("2024", "xxxx")
            text = text.replace("2025", str(year)).replace("xxxx", str(year - 1))
            path.write_text(text, encoding="utf-8")
            self.rules[year] = to
        return self.rules[year]

    def change(self, year: int, name: str, old: str, new: str) -> None:
        """Change one text of a year's rules."""
        path = self.rules_of(year) / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def sheets(self, year: int, **texts: str) -> Path:
        """Write a year's sheets as CSV files and return their folder."""
        folder = self.folder / f"facts-{year}"
        folder.mkdir(exist_ok=True)
        defaults = {
            2024: {"学校": SCHOOLS_2024, "案件": CASES_2024, "称号": TITLES_2024},
            2025: {"学校": SCHOOLS_2025, "案件": CASES_2025, "称号": NO_TITLES},
        }
        for name, text in (defaults.get(year, {}) | texts).items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    def assess(
        self,
        year: int,
        last: Sequence[Path] = (),
        last_facts: Sequence[Path] = (),
        **more: Any,
    ) -> Assessment:
        """Assess the sheets of a year that were written before, or else those of every day."""
        facts = self.folder / f"facts-{year}"
        facts = facts if facts.exists() else self.sheets(year)
        given = Inputs((facts,), last=tuple(last), last_facts=tuple(last_facts), **more)
        return assess_files(self.rules_of(year), given, engine="forward")

    def result(self, year: int, name: str = "", **given: Any) -> Path:
        """Assess a year and return the folder with its result."""
        out = self.folder / (name or f"out-{year}")
        write_folder(self.assess(year, **given), out, Run("0", started=""))
        return out


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)


@pytest.fixture
def texts() -> Callable[[Assessment, str], list[str]]:
    """Return what a field says of every school."""
    return lambda found, name: [
        cell_text(found.facts.columns[name], at) for at in range(found.facts.n_schools)
    ]


@pytest.fixture
def place() -> Callable[[Assessment, str, int], str]:
    """Return where a field's value of a school stands."""

    def find(found: Assessment, name: str, school: int) -> str:
        places = found.facts.columns[name].places
        return str(places.place(school)) if places is not None else "None"

    return find


@pytest.fixture
def told() -> Callable[[Assessment, str], list[Diagnostic]]:
    """Return the problems with a code."""
    return lambda found, code: [each for each in found.problems if each.code == code]
