"""The latest word stands, whatever the sheets and their order: a slow oracle agrees."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts import read_facts
from engine.facts.cells.display import cell_text
from engine.facts.stages.revision import Outcome
from engine.facts.table import FactTable
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    Duties,
    Field,
    FieldType,
    ProposalPolicy,
    RuleSet,
)

HERE = Place("fields.yaml", line=1, column=1)
OPEN = "无法识读"
SELF = ("3", "0", "", "不适用")
FOUND = ("3", "2", "0", "缺失", "不适用", "维持", "不认可", "约三个", "")
REPORTED = ("", "", "", "3", "0", "缺失")


@dataclass(frozen=True)
class Row:
    """One row of a verification sheet, and the file that it stands in."""

    school: int
    stage: str
    value: str
    reported: str
    file: int


ROWS = st.lists(
    st.builds(
        Row,
        st.integers(0, 2),
        st.sampled_from(["核查", "核查", "复核"]),
        st.sampled_from(FOUND),
        st.sampled_from(REPORTED),
        st.integers(0, 2),
    ),
    max_size=8,
)
RULES = RuleSet(
    id="stages", name="核查", year=2025, window=(date(2025, 1, 1), date(2025, 12, 31)),
    full_points=Fraction(100), decimals=2, unit=Fraction(1, 100),
    fields={
        name: Field(name, kind, HERE)
        for name, kind in (("学校标识码", FieldType.TEXT), ("支部数", FieldType.INTEGER))
    },
    tables={}, derived={}, dimensions=(), bonuses=Adjustments(), deductions=Adjustments(),
    clauses={}, duties=Duties(), grades=(), cohorts=Cohorts(), quotas=(), exclusions=(),
    proposals=ProposalPolicy.BLOCK, matters=(), id_field="学校标识码", name_field="学校标识码",
    total_cap=None, folder="rules", digest="", places={}, place=HERE,
)  # fmt: skip


def written(own: Sequence[str], rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write the schools and the verification sheets; two columns of values a file."""
    facts = folder / "a.csv"
    lines = [f"S{at}00,{value}" for at, value in enumerate(own)]
    facts.write_text("\n".join(["学校标识码,支部数", *lines]), encoding="utf-8")
    paths = [facts]
    for number in range(3):
        mine = [each for each in rows if each.file == number]
        lines = [
            f"S{each.school}00,支部数,{each.reported},"
            + (f"{each.value},张三,2025-11-20,查," if each.stage == "核查" else ",,,,")
            + (f"{each.value},李四,2025-12-01,查" if each.stage == "复核" else ",,,")
            for each in mine
        ]
        titles = (
            "学校标识码,字段,自评值,核查值,核查人,核查日期,核查理由,复核值,复核人,复核日期,复核理由"
        )
        # One folder a file: the CSV files of a folder belong together.
        path = folder / f"{number}" / "核查记录.csv"
        path.parent.mkdir()
        path.write_text("\n".join([titles, *lines]), encoding="utf-8")
        paths.append(path)
    return paths


def expected(own: str, rows: Sequence[Row]) -> str:
    """Say slowly what stands for one school."""
    shown = own or "缺失"
    value = shown
    for stage in ("核查", "复核"):
        said = []
        for each in rows:
            if each.stage != stage or not each.value:
                continue
            found = value if each.value == "维持" else each.value
            found = OPEN if found in ("不认可", "约三个") else found
            said.append(OPEN if each.reported and each.reported != shown else found)
        if said:
            value = said[0] if len(set(said)) == 1 else OPEN
    return value


@settings(max_examples=60)
@given(own=st.lists(st.sampled_from(SELF), min_size=3, max_size=3), rows=ROWS, seed=st.integers())
def test_facts_when_verified_and_reviewed_then_the_latest_word_stands_whatever_the_order(
    own: list[str], rows: list[Row], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = written(own, rows, Path(name))
        facts = read_facts(RULES, paths)
        random.Random(seed).shuffle(paths)
        again = read_facts(RULES, paths)
    assert told(again) == told(facts)
    for school, value in enumerate(own):
        mine = [each for each in rows if each.school == school]
        stands = cell_text(facts.columns["支部数"], school)
        assert stands == expected(value, mine)
        reported = facts.reported.get("支部数", facts.columns["支部数"])
        assert cell_text(reported, school) == (value or "缺失")
        kept = [each for each in facts.revisions if each.school == school]
        verified = {each.stage for each in mine if each.value}
        assert [each.stage.label for each in kept] == [
            stage for stage in ("核查", "复核") if stage in verified
        ]
        if kept:
            assert (kept[-1].outcome is Outcome.UNSETTLED) == (stands == OPEN)


def told(facts: FactTable) -> object:
    return (
        facts.columns["支部数"].values.tolist(),
        facts.columns["支部数"].states.tolist(),
        facts.revisions,
        [str(each) for each in facts.problems],
    )
