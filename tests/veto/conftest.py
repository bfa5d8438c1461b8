"""A small world for veto tests: rules and facts written in a few words, without any file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.diagnostics import Place
from engine.facts.table import CellPlaces, Column, FactTable, Origin, RecordSet, State
from engine.ruleset.conditions import AllOf, Compare, Comparison, Condition
from engine.ruleset.model import (
    Adjustments,
    Clause,
    Cohorts,
    Duties,
    DutyKind,
    DutyRow,
    Effect,
    EffectKind,
    Field,
    FieldType,
    Grade,
    ProposalPolicy,
    RecordTable,
    Relief,
    RuleSet,
)

HERE = Place("vetoes.yaml", line=1, column=1)
MISSING, NA, UNREADABLE = object(), object(), object()
_STATES = {MISSING: State.MISSING, NA: State.NOT_APPLICABLE, UNREADABLE: State.UNREADABLE}

POSTS = ("书记", "校长", "副书记", "副校长")
AREAS = ("师德", "安全")


def text(id_: str) -> Field:
    return Field(id_, FieldType.TEXT, HERE)


def boolean(id_: str) -> Field:
    return Field(id_, FieldType.BOOLEAN, HERE)


def choice(id_: str, *choices: str, pending: tuple[str, ...] = ()) -> Field:
    return Field(id_, FieldType.CHOICE, HERE, choices=choices, pending=pending)


def several(id_: str, *choices: str) -> Field:
    return Field(id_, FieldType.SET, HERE, choices=choices)


def whole(id_: str) -> Field:
    return Field(id_, FieldType.INTEGER, HERE)


FIELDS = (
    text("学校标识码"),
    text("学校名称"),
    boolean("上年曾被否决"),
    boolean("小金库"),
    text("学校认定文号"),
)
CASES = RecordTable(
    "案件",
    {
        f.id: f
        for f in (
            text("教师"),
            choice("严重程度", "S1", "S2", "S3", "S4"),
            boolean("自查"),
            boolean("隐瞒"),
            choice("责任", "有责", "无责", "待定", pending=("待定",)),
            text("文号"),
            text("签批"),
            text("事件"),
        )
    },
    HERE,
    event_field="事件",
)
ACCIDENTS = RecordTable(
    "事故",
    {f.id: f for f in (choice("等级", "一般", "重大"), text("事件"), text("文号"), text("责任人"))},
    HERE,
    event_field="事件",
)
LEADERS = RecordTable(
    "班子",
    {
        f.id: f
        for f in (
            text("姓名"),
            several("岗位", *POSTS),
            several("分管", *AREAS),
            whole("追责次数"),
        )
    },
    HERE,
)
TABLES = {table.id: table for table in (CASES, ACCIDENTS, LEADERS)}


def equals(value: str, operand: str | bool) -> Compare:
    return Compare(value, Comparison.EQUALS, (operand,), HERE)


def both(*parts: Condition) -> AllOf:
    return AllOf(parts, HERE)


def effect(clause: str, number: int, kind: EffectKind, **more: Any) -> Effect:
    return Effect(f"{clause}/{number}", kind, HERE, **more)


def clause(id_: str, *effects: Effect, **more: Any) -> Clause:
    more = {"gravity": 10, "area": "师德", "table": "", **more}
    return Clause(id_, f"条款{id_}", effects=effects, place=HERE, **more)


def relief(name: str, condition: Condition, **more: Any) -> Relief:
    return Relief(name, condition, HERE, **more)


def duties(**more: Any) -> Duties:
    kinds = {
        "主": DutyKind("主", "第一责任人", Fraction(1), HERE),
        "分管": DutyKind("分管", "主要领导责任", Fraction(4, 5), HERE),
        "监": DutyKind("监", "监督责任", Fraction(1, 2), HERE),
    }
    matrix = (
        DutyRow("师德", {"书记": "主", "校长": "主", "副书记": "监"}, HERE),
        DutyRow("安全", {"书记": "主", "校长": "主"}, HERE),
    )
    defaults: dict[str, Any] = {
        "table": "班子",
        "person_field": "姓名",
        "posts_field": "岗位",
        "areas_field": "分管",
        "repeat_field": "追责次数",
        "repeat_uses": ("评先评优",),
        "owner_kind": "分管",
        "kinds": kinds,
        "matrix": matrix,
    }
    return Duties(**{**defaults, **more})


def ruleset(*clauses: Clause, **more: Any) -> RuleSet:
    defaults: dict[str, Any] = {
        "id": "t",
        "name": "试",
        "year": 2025,
        "window": (date(2025, 1, 1), date(2025, 12, 31)),
        "full_points": Fraction(100),
        "decimals": 2,
        "unit": Fraction(1, 10000),
        "fields": {f.id: f for f in FIELDS},
        "tables": TABLES,
        "derived": {},
        "dimensions": (),
        "bonuses": Adjustments(),
        "deductions": Adjustments(),
        "clauses": {each.id: each for each in clauses},
        "duties": duties(),
        "grades": (Grade("优秀", Fraction(90), HERE), Grade("不合格", None, HERE)),
        "cohorts": Cohorts(),
        "quotas": (),
        "exclusions": (),
        "proposals": ProposalPolicy.BLOCK,
        "matters": (),
        "id_field": "学校标识码",
        "name_field": "学校名称",
        "total_cap": None,
        "folder": "t",
        "digest": "",
        "places": {},
        "place": HERE,
    }
    return RuleSet(**{**defaults, **more})


def column(field: Field, cells: Sequence[Any]) -> Column:
    states = np.array([_STATES.get(cell, State.PRESENT) for cell in cells], np.uint8)
    known = [None if cell in (MISSING, NA, UNREADABLE) else cell for cell in cells]
    levels: tuple[str, ...] = field.choices
    if field.type is FieldType.TEXT:
        levels = tuple(sorted({cell for cell in known if cell is not None}))
    if field.type in (FieldType.TEXT, FieldType.CHOICE):
        codes = [0 if cell is None else levels.index(cell) for cell in known]
        values = np.array(codes, np.int32)
    elif field.type is FieldType.SET:
        bits = [sum(1 << levels.index(part) for part in cell or ()) for cell in known]
        values = np.array(bits, np.int64)
    else:
        values = np.array([int(cell or 0) for cell in known], np.int64)
        if field.type is FieldType.BOOLEAN:
            values = values.astype(np.int8)
    return Column(field, values, states, None, levels)


def records(table: RecordTable, rows: Sequence[Mapping[str, Any]], n_schools: int) -> RecordSet:
    """Rows in the order of schools; `学校` is the position, absent fields are blank."""
    ordered = sorted(rows, key=lambda row: row.get("学校", 0))
    places = CellPlaces(
        (Origin("事实表.xlsx", table.id),),
        np.zeros(len(ordered), np.int32),
        np.arange(2, len(ordered) + 2, dtype=np.int32),
        np.ones(len(ordered), np.int32),
    )
    return RecordSet(
        table,
        np.array([row.get("学校", 0) for row in ordered], np.int32),
        {
            id_: column(field, [row.get(id_, MISSING) for row in ordered])
            for id_, field in table.fields.items()
        },
        np.full(n_schools, State.PRESENT, np.uint8),
        np.array([not row.get("窗口外", False) for row in ordered], bool),
        places,
    )


def fact_table(
    *schools: Mapping[str, Any],
    states: Mapping[str, Mapping[int, State]] | None = None,
    **rows: Any,
) -> FactTable:
    """Schools as mappings of fields (none: one school), tables as lists of rows by name."""
    all_schools = schools or ({},)
    n = len(all_schools)
    columns = {
        field.id: column(
            field,
            [
                school.get(field.id, False if field.type is FieldType.BOOLEAN else MISSING)
                for school in all_schools
            ],
        )
        for field in FIELDS
    }
    tables = {id_: records(table, rows.get(id_, []), n) for id_, table in TABLES.items()}
    for table, by_school in (states or {}).items():
        for school, state in by_school.items():
            tables[table].states[school] = state
    ids = tuple(f"{number:03d}" for number in range(1, n + 1))
    return FactTable(ids, tuple(f"学校{id_}" for id_ in ids), columns, tables)


LEADER_ROWS = (
    {"姓名": "甲", "岗位": ("书记",), "追责次数": 0},
    {"姓名": "乙", "岗位": ("校长",), "追责次数": 0},
    {"姓名": "丙", "岗位": ("副校长",), "分管": ("师德",), "追责次数": 0},
)


@pytest.fixture
def world() -> SimpleNamespace:
    """Everything above, by name."""
    names: dict[str, Callable[..., Any] | object] = {
        name: value for name, value in globals().items() if not name.startswith("_")
    }
    return SimpleNamespace(**names)
