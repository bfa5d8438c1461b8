"""Draft a case: the school's facts, and what comes of them when the case is run by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from engine.assess import Assessment, assess
from engine.cases.drafting.depending import hangs_on_others
from engine.cases.drafting.expecting import Value, expected_lines, values_of
from engine.cases.drafting.pseudonyms import Pseudonyms
from engine.cases.drafting.yaml_text import cell, record, scalar, table
from engine.diagnostics import Diagnostics, UsageProblem
from engine.facts import FactTable, facts_from_nodes
from engine.facts.table import State
from engine.glossary import chinese_key
from engine.ruleset.folder import canonicalise_as
from engine.ruleset.model import RuleSet
from engine.ruleset.reading import parse_yaml
from engine.ruleset.subject import joined_id

_NAME = "初稿"


@dataclass(frozen=True, slots=True)
class Draft:
    """A case to be checked by a person.

    Args:
        text: Of the file. schools: names and ids of those in it, as handed in.
        n_values: How many values it expects.
        depending: What came out otherwise in the batch, or hangs on other schools: not expected.
        unreadable: Facts that could not be read, and are left out.
        texts: (record table or empty, field) of texts that stand as they were handed in.
    """

    text: str
    schools: tuple[tuple[str, str], ...]
    n_values: int
    depending: tuple[str, ...]
    unreadable: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]


def draft_case(
    ruleset: RuleSet,
    handed_in: FactTable,
    assessment: Assessment,
    school: int,
    *,
    with_cohort: bool = False,
    keep_names: bool = False,
    as_of: date | None = None,
) -> Draft:
    """Write a case of one school, or of its whole cohort.

    What the case expects is what comes of it when it is run by itself, so that running it at once
    gives no difference; what came out otherwise among all schools is left out and told.

    Args:
        handed_in: The facts as read. assessment: What came of them.
        school: The position of the school.
        with_cohort: Take the schools of its cohort along.
        keep_names: Keep names and ids as they are.
        as_of: Written into the case (基准日).

    Raises:
        UsageProblem: What was written cannot be read as facts.
    """
    label = assessment.book.cohort[school]
    beside = [
        at for at, each in enumerate(assessment.book.cohort) if each == label and at != school
    ]
    schools = [school, *(beside if with_cohort else ())]
    names = Pseudonyms(ruleset, handed_in, schools, keep=keep_names)
    parts = [
        _facts_lines(ruleset, handed_in, at, number, names) for number, at in enumerate(schools)
    ]
    alone = _assessed(ruleset, ["\n".join(part) for part in parts])
    own_rows = _rows(ruleset, alone, handed_in, schools, names)
    blocks, depending, n_values = [], dict[str, None](), 0
    for at, row, part in zip(schools, own_rows, parts, strict=True):
        kept, left_out = _kept(assessment, at, alone, row)
        depending.update(dict.fromkeys(left_out))
        n_values += len(kept)
        blocks.append([*part, *expected_lines(kept)])
    return Draft(
        text="\n".join(_file_lines(blocks, label, as_of)) + "\n",
        schools=tuple((handed_in.names[at], handed_in.school_ids[at]) for at in schools),
        n_values=n_values,
        depending=tuple(depending),
        unreadable=tuple(_unreadable(handed_in, schools)),
        texts=tuple(names.kept),
    )


def _facts_lines(
    ruleset: RuleSet, facts: FactTable, school: int, number: int, names: Pseudonyms
) -> list[str]:
    subject = str(ruleset.subject)
    lines = [f"{chinese_key('facts')}:"]
    for name, column in facts.columns.items():
        naming = (
            partial(names.of_identity, name, number=number, subject=subject)
            if name in ruleset.identity
            else partial(names.of_text, "", name)
        )
        text = cell(column, school, naming)
        if text is not None:
            lines.append(f"  {scalar(name)}: {text}")
    tables = []
    for table_id, records in facts.records.items():
        state = State(int(records.states[school]))
        if state is State.PRESENT:
            namings = {name: partial(names.of_text, table_id, name) for name in records.columns}
            rows = (records.school_index == school).nonzero()[0].tolist()
            written = [record(records.columns, row, namings) for row in rows]
            tables += table(table_id, written, "  ")
    return [*lines, *([f"{chinese_key('records')}:", *tables] if tables else [])]


def _assessed(ruleset: RuleSet, texts: Sequence[str]) -> Assessment:
    """Assess the facts of a case as they were written, and nothing else."""
    diagnostics = Diagnostics()
    nodes = []
    for text in texts:
        node = parse_yaml(text.encode(), _NAME, diagnostics)
        if node is not None:
            nodes.append(canonicalise_as(node, "case_file", diagnostics))
    if diagnostics.has_errors:
        told = "；".join(str(each) for each in diagnostics)
        raise UsageProblem(f"写出的事实读不回来：{told}。请先改正这几个值。")
    return assess(ruleset, facts_from_nodes(ruleset, nodes))


def _rows(
    ruleset: RuleSet,
    alone: Assessment,
    handed_in: FactTable,
    schools: Sequence[int],
    names: Pseudonyms,
) -> list[int]:
    """Return the position of each school in the assessment of the case."""
    subject = str(ruleset.subject)
    found = []
    for number, school in enumerate(schools):
        parts = []
        for name in ruleset.id_fields:
            text = cell(handed_in.columns[name], school, lambda text: text) or ""
            parts.append(names.of_identity(name, text.strip('"'), number, subject))
        found.append(alone.facts.school_ids.index(joined_id(parts)))
    return found


def _kept(
    assessment: Assessment, school: int, alone: Assessment, row: int
) -> tuple[list[Value], list[str]]:
    """Part what the case expects from what hangs on other schools."""
    among = {(each.part, each.key): each.text for each in values_of(assessment, school)}
    indicators = {each.id: each for each in assessment.scores.indicators}
    kept, left_out = [], []
    for value in values_of(alone, row):
        same = among.get((value.part, value.key)) == value.text
        hangs = value.part == "indicators" and hangs_on_others(
            indicators[value.key], assessment, school
        )
        if same and not hangs:
            kept.append(value)
        else:
            name = value.key if value.part else chinese_key(value.key)
            left_out.append(name)
    return kept, left_out


def _unreadable(facts: FactTable, schools: Sequence[int]) -> list[str]:
    found = [
        name
        for name, column in facts.columns.items()
        if any(column.states[school] == State.UNREADABLE for school in schools)
    ]
    found += [
        table_id
        for table_id, records in facts.records.items()
        if any(records.states[school] == State.UNREADABLE for school in schools)
    ]
    return found


def _file_lines(blocks: Sequence[Sequence[str]], label: str, as_of: date | None) -> list[str]:
    done, who = chinese_key("confirmed"), chinese_key("confirmed_by")
    called = f"{label}，由事实表写出" if label else "由事实表写出"
    lines = [
        "# 由事实表和今天的结果写出的初稿，不算手算案例。每个带“请核对”的值请用笔算一遍：",
        f"# 算得不同的，写您算的数；都算过了，把 {done} 改为 是，写上 {who}，删去“请核对”。",
        f"{chinese_key('name')}: {scalar(called)}    # 请改成它核对的是什么，如 名额边上同分",
        f"{done}: 否",
        f"# {who}: 张三",
    ]
    if as_of is not None:
        lines.append(f"{chinese_key('as_of')}: {as_of.isoformat()}")
    if len(blocks) == 1:
        return [*lines, *blocks[0]]
    lines.append(f"{chinese_key('schools')}:")
    for block in blocks:
        first, *rest = block
        lines.append(f"  - {first}")
        lines.extend(f"    {each}" for each in rest)
    return lines
