"""A named scale (分档表) stands wherever bands may stand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.ruleset import check_ruleset, load_ruleset
from engine.ruleset.methods import Bands

RULES = {
    "ruleset.yaml": """\
id: scales
name: 分档表
year: 2025
window: {from: 2025-01-01, to: 2025-12-31}
full_points: 10
school: {id_field: 标识码, name_field: 名称}
missing: zero
grades: [{grade: 合格, at_least: 6}, {grade: 不合格}]
scales:
  五档:
    - {at_least: 90, points: 5}
    - {at_least: 60, less_than: 90, points: 3}
    - {less_than: 60, points: 1}
""",
    "fields.yaml": """\
fields:
  标识码: {type: text, required: true}
  名称: {type: text, required: true}
  甲: {type: number, range: [0, 100]}
  乙: {type: number, range: [0, 100]}
""",
    "dimensions/a.yaml": """\
dimension: {id: A, name: 甲, points: 10}
indicators:
  - {id: A1, name: 甲, points: 5, scoring: {method: bands, value: 甲, bands: 五档}}
  - {id: A2, name: 乙, points: 5, scoring: {method: bands, value: 乙, bands: 五档}}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in RULES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(folder: Path) -> list[tuple[str, str]]:
    _, found = check_ruleset(folder, "规则")
    return [(item.code, str(item)) for item in found]


def test_scale_when_two_indicators_name_it_then_both_have_its_bands_at_its_place(
    folder: Path,
) -> None:
    ruleset = load_ruleset(folder, "规则")
    methods = [indicator.method for indicator in ruleset.all_indicators()]
    assert [type(method) for method in methods] == [Bands, Bands]
    for method in methods:
        assert isinstance(method, Bands)
        assert [band.points for band in method.bands] == [Fraction(5), Fraction(3), Fraction(1)]
        assert {band.place.file for band in method.bands} == {"规则/ruleset.yaml"}
    assert told(folder) == []


def test_scale_when_its_name_is_misspelt_then_an_error_names_the_one_that_is_meant(
    folder: Path,
) -> None:
    rewrite(folder / "dimensions" / "a.yaml", "value: 乙, bands: 五档", "value: 乙, bands: 五挡")
    ((code, text),) = told(folder)
    assert code == "R110"
    assert all(part in text for part in ("五挡", "五档", "规则/dimensions/a.yaml:4"))


def test_scale_when_nothing_names_it_then_a_warning_says_so(folder: Path) -> None:
    plain = "[{at_least: 60, points: 5}, {less_than: 60, points: 0}]"
    rewrite(folder / "dimensions" / "a.yaml", "bands: 五档", f"bands: {plain}")
    ((code, text),) = told(folder)
    assert (code, "五档" in text) == ("R070", True)


def test_scale_when_it_has_a_gap_then_the_gap_is_told_where_it_is_written(folder: Path) -> None:
    rewrite(folder / "ruleset.yaml", "less_than: 60, points: 1", "less_than: 50, points: 1")
    codes = {code for code, _ in told(folder)}
    assert codes == {"R054"}
    assert all("规则/ruleset.yaml:11:" in text for _, text in told(folder))
