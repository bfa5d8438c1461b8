"""A small world for scoring tests: columns, rows and rulesets written in a few words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from engine.assess import Assessment, assess_files
from engine.diagnostics import Place
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.reports.folder import Run, write_folder
from engine.reports.receipts import RECEIPT, digest
from engine.reports.run_folder import RunFolder, open_run
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    Duties,
    Field,
    FieldType,
    Grade,
    Group,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
    ProposalPolicy,
    RecordTable,
    RuleSet,
)
from engine.scoring.rows import ScoringRows
from engine.scoring.views import SchoolRows

# A busy machine is slow, and no claim of ours is about that; the fixtures are never written to.
hypothesis_settings.register_profile(
    "claims",
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
hypothesis_settings.load_profile("claims")

ROOT = Path(__file__).parents[1]
HERE = Place("rules.yaml", line=1, column=1)
UNIT = Fraction(1, 10_000)
EPOCH = date(1970, 1, 1)


def states_of(values: Sequence[Any]) -> np.ndarray:
    return np.array(
        [each if isinstance(each, State) else State.PRESENT for each in values], np.uint8
    )


def column(field: Field, values: Sequence[Any]) -> Column:
    """Make a column: a State stands for a cell without a value."""
    states = states_of(values)
    levels = field.choices
    if field.type is FieldType.TEXT:
        levels = tuple(sorted({each for each in values if isinstance(each, str)}))

    def stored(value: Any) -> int:
        if isinstance(value, State):
            return 0
        match field.type:
            case FieldType.BOOLEAN:
                return int(value)
            case FieldType.DATE:
                return (value - EPOCH).days
            case FieldType.CHOICE | FieldType.TEXT:
                return levels.index(value)
            case FieldType.SET:
                return sum(1 << levels.index(each) for each in value)
        return int(Fraction(value) * 10**field.decimals)

    dtype = {FieldType.BOOLEAN: np.int8, FieldType.CHOICE: np.int32, FieldType.TEXT: np.int32}
    array = np.array([stored(each) for each in values], dtype.get(field.type, np.int64))
    return Column(field, array, states, None, levels, not states.any())


def field(name: str, kind: FieldType = FieldType.NUMBER, **more: Any) -> Field:
    more.setdefault("decimals", 4 if kind in (FieldType.NUMBER, FieldType.PERCENT) else 0)
    return Field(name, kind, HERE, **more)


def rows(columns: Mapping[str, Column], unit: Fraction = UNIT) -> ScoringRows:
    n_rows = len(next(iter(columns.values())).values)
    return ScoringRows(SchoolRows(n_rows, dict(columns), {}), unit, {})


def indicator(name: str, method: Any, points: Any = 1, **more: Any) -> Indicator:
    more.setdefault("missing", MissingPolicy.ZERO)
    more.setdefault("not_applicable", NotApplicablePolicy.REDISTRIBUTE)
    return Indicator(name, name, Fraction(points), method, HERE, **more)


def ruleset(dimensions: Sequence[Group], **more: Any) -> RuleSet:
    full = sum((each.points for each in dimensions), Fraction(0))
    settings: dict[str, Any] = {
        "id": "test",
        "name": "test",
        "year": 2025,
        "window": (date(2025, 1, 1), date(2025, 12, 31)),
        "full_points": full,
        "decimals": 2,
        "unit": UNIT,
        "fields": {},
        "tables": {},
        "derived": {},
        "dimensions": tuple(dimensions),
        "bonuses": Adjustments(),
        "deductions": Adjustments(),
        "clauses": {},
        "duties": Duties(),
        "grades": (
            Grade("优秀", full * 9 / 10, HERE),
            Grade("合格", full * 6 / 10, HERE),
            Grade("不合格", None, HERE),
        ),
        "cohorts": Cohorts(),
        "quotas": (),
        "exclusions": (),
        "proposals": ProposalPolicy.BLOCK,
        "matters": (),
        "id_field": "id",
        "name_field": "name",
        "total_cap": None,
        "folder": "rules",
        "digest": "",
        "places": {},
        "place": HERE,
    }
    return RuleSet(**{**settings, **more})


def group(name: str, *children: Group | Indicator) -> Group:
    points = sum((child.points for child in children), Fraction(0))
    return Group(name, name, points, tuple(children), HERE)


def facts(
    columns: Mapping[str, Column], records: Mapping[str, RecordSet] | None = None
) -> FactTable:
    n_schools = len(next(iter(columns.values())).values)
    ids = tuple(f"{at:03d}" for at in range(n_schools))
    return FactTable(ids, ids, dict(columns), records or {})


def record_set(
    table: RecordTable,
    schools: Sequence[int],
    columns: Mapping[str, Sequence[Any]],
    *,
    n_schools: int,
    states: Sequence[State] | None = None,
    in_window: Sequence[bool] | None = None,
) -> RecordSet:
    return RecordSet(
        table,
        np.array(schools, np.int32),
        {name: column(table.fields[name], values) for name, values in columns.items()},
        np.array(states or [State.PRESENT] * n_schools, np.uint8),
        np.array(in_window if in_window is not None else [True] * len(schools), bool),
    )


@pytest.fixture(scope="session")
def world() -> SimpleNamespace:
    """Everything above, by name."""
    return SimpleNamespace(
        HERE=HERE,
        UNIT=UNIT,
        column=column,
        field=field,
        rows=rows,
        indicator=indicator,
        ruleset=ruleset,
        group=group,
        facts=facts,
        record_set=record_set,
    )


@pytest.fixture(scope="session")
def assessed_datong() -> Assessment:
    """The city's example schools, assessed by the city's example rules."""
    return assess_files(ROOT / "rules" / "datong-2025", [ROOT / "examples" / "datong-2025"])


def altered_run(out: Path, name: str, change: Callable[[str], str]) -> RunFolder:
    """Return a run as if it had written something else into one of its tables."""
    path, receipt = out / name, json.loads((out / RECEIPT).read_text(encoding="utf-8"))
    text = change(path.read_bytes().decode("utf-8-sig"))
    path.write_bytes(text.encode("utf-8-sig"))
    receipt["outputs"][name] = digest(path)
    (out / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")
    return open_run(out)


@pytest.fixture(scope="session")
def altered() -> Callable[[Path, str, Callable[[str], str]], RunFolder]:
    """Return what alters the folder of a run, receipt and all."""
    return altered_run


@pytest.fixture(scope="session")
def datong_run(assessed_datong: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that run: to be read, never written in."""
    folder = tmp_path_factory.mktemp("datong") / "out"
    write_folder(assessed_datong, folder, Run("9.9", ["assess"], "2026-01-20T08:00:00+08:00", {}))
    return folder
