"""A folder that is not last year's whole result gives no values, and says why."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.facts.table import State


def _break(kind: str, city: Any, last: Path) -> Path:
    match kind:
        case "absent":
            return city.folder / "nowhere"
        case "no receipt":
            (last / "run.json").unlink()
        case "scores edited" | "vetoes edited" | "trace edited" | "points edited":
            name = {"scores": "scores.csv", "vetoes": "vetoes.csv", "trace": "trace.json"}.get(
                kind.split()[0], "indicators.csv"
            )
            (last / name).write_text(
                (last / name).read_text(encoding="utf-8") + "\n", encoding="utf-8"
            )
        case "lacks vetoes":
            (last / "vetoes.csv").unlink()
        case "this year":
            return city.result(2025, "this")
        case "too old":
            return city.result(2023, "old")
        case "other rules":
            city.change(2024, "ruleset.yaml", "编号: city-2024", "编号: other-2024")
            return city.result(2024, "other")
        case "other units":
            city.change(2024, "ruleset.yaml", "满分: 10", "满分: 10\n考核对象: 县区")
            return city.result(2024, "units")
    return last


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("absent", "F102", "没有这个文件夹"),
        ("no receipt", "F102", "缺 run.json"),
        ("scores edited", "F104", "与写出时不同"),
        ("vetoes edited", "F104", "与写出时不同"),
        ("trace edited", "F104", "与写出时不同"),
        ("points edited", "F104", "与写出时不同"),
        ("lacks vetoes", "F104", "与写出时不同"),
        ("this year", "F103", "上年应是 2024 年度"),
        ("too old", "F103", "是 2023 年度的结果"),
        ("other rules", "F103", "所用方案是“other-2024”"),
        ("other units", "F103", "是县区的考核结果"),
    ],
)
def test_folder_when_it_is_not_last_years_whole_result_then_it_is_said_and_nothing_is_guessed(
    city: Any, texts: Any, told: Any, kind: str, code: str, said: str
) -> None:
    city.sheets(2023, 学校="学校标识码,学校名称,支部数\n001,一中,1\n", 案件="", 称号="")
    folder = _break(kind, city, city.result(2024))
    found = city.assess(2025, [folder])
    (odd,) = told(found, code)
    assert said in odd.message
    assert odd.place is not None
    assert odd.place.file.startswith(folder.as_posix())
    assert odd.hint
    assert set(texts(found, "上年等次")) == {"缺失"}
    assert set(texts(found, "上年是否被否决")) == {"缺失"}
    assert set(found.facts.records["延续否决"].states.tolist()) == {State.MISSING}
    assert set(found.book.grade) == {""}, "whether a veto reaches this year is not known"


def test_folders_when_one_is_damaged_then_a_school_in_none_is_not_taken_for_new(
    city: Any, texts: Any, told: Any
) -> None:
    good = city.result(2024)
    bad = city.folder / "bad"
    shutil.copytree(good, bad)
    (bad / "scores.csv").write_text("", encoding="utf-8")
    found = city.assess(2025, [good, bad])
    assert texts(found, "上年等次")[:2] == ["良好", "不合格"]
    assert texts(found, "上年等次")[6] == "缺失"
    assert not told(found, "F106")


def test_school_when_two_results_have_it_then_neither_is_used(
    city: Any, texts: Any, told: Any
) -> None:
    one = city.result(2024, "one")
    city.sheets(2024, 学校="学校标识码,学校名称,支部数\n001,一中,1\n", 案件="", 称号="")
    two = city.result(2024, "two")
    for folders in ([one, two], [two, one]):
        found = city.assess(2025, folders)
        (odd,) = told(found, "F105")
        assert odd.value == "001"
        assert texts(found, "上年等次")[:2] == ["缺失", "不合格"]


def test_folder_when_given_twice_or_copied_then_it_counts_once(
    city: Any, texts: Any, told: Any
) -> None:
    last = city.result(2024)
    shutil.copytree(last, city.folder / "copy")
    found = city.assess(2025, [last, last, city.folder / "copy"])
    assert not told(found, "F105")
    assert texts(found, "上年等次")[0] == "良好"


def test_result_when_its_schools_moved_between_folders_then_the_order_of_folders_is_the_same_bytes(
    city: Any,
) -> None:
    head, *rows = city.sheets(2024).joinpath("学校.csv").read_text(encoding="utf-8").splitlines()
    parts = []
    for number, some in enumerate((rows[:3], rows[3:])):
        city.sheets(2024, 学校="\n".join([head, *some]) + "\n", 案件="", 称号="")
        parts.append(city.result(2024, f"part-{number}"))
    outs = [
        city.result(2025, f"out-{number}", last=given)
        for number, given in enumerate((parts, parts[::-1]))
    ]
    for name in ("scores.csv", "vetoes.csv", "problems.csv", "trace.json", "explanations.jsonl"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()
