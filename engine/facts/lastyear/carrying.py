"""Put the vetoes that last year carries into this year among the records of this year.

Their table is filled from last year's results alone. Without results it is as it was handed in;
a school of which neither is known has none, or its table is missing, as the rules say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.diagnostics import Diagnostics
from engine.facts.books.finished import SCORES
from engine.facts.gathering import Gathering, RawCells, RawRecords
from engine.facts.lastyear.results import VETOES, LastResult, LastResults
from engine.facts.lastyear.verdicts import Carried, Verdict
from engine.facts.table import Origin
from engine.ruleset.carried import CARRIED, COLUMNS
from engine.ruleset.model import RecordTable, RuleSet

_LISTED = 5


def carry_vetoes(gathering: Gathering, school_ids: Sequence[str]) -> None:
    """Fill the tables that are taken from last year, before they are read."""
    ruleset, results = gathering.ruleset, gathering.last_results
    tables = [each for each in ruleset.tables.values() if each.from_last_year]
    if results is not None:
        ids = {item: gathering.former_ids.get(item, item) for item in school_ids}
        for table in tables:
            _replace_rows(table, ids, results, gathering)
        _tell_open(ids, results, ruleset, gathering.diagnostics)
        if not tables:
            _tell_unused(ids, results, ruleset, gathering.diagnostics)
        return
    for table in tables:
        if table.none_without_last:
            _take_as_none(table, school_ids, gathering)


def _replace_rows(
    table: RecordTable, ids: Mapping[str, str], results: LastResults, gathering: Gathering
) -> None:
    handed_in = gathering.records[table.id]
    if handed_in.school_ids:
        gathering.diagnostics.warning(
            "F109",
            f"台账“{table.id}”取自去年的结果，这里填的 {len(handed_in.school_ids)} 行没有读",
            handed_in.first.place(0, gathering.origins),
            table.id,
            "请删去这些行；去年的结果不对，请重新考核去年的",
        )
    records = RawRecords(table)
    records.cells = {name: RawCells() for name in table.fields}
    gathering.records[table.id] = records
    origins: dict[str, int] = {}
    for school_id, former in ids.items():
        result = results.of(former)
        if result is None:
            if results.is_new(former):
                records.handed_in.add(school_id)
            continue
        verdict = result.verdicts.get(former)
        if verdict is None or not verdict.may_carry:
            records.handed_in.add(school_id)
        for veto in verdict.carried if verdict is not None else ():
            _add(veto, school_id, former, result, records, origins, gathering)


def _add(
    veto: Carried,
    school_id: str,
    former: str,
    result: LastResult,
    records: RawRecords,
    origins: dict[str, int],
    gathering: Gathering,
) -> None:
    """Add one record, at its row of vetoes.csv; one from before last year at its school's row."""
    row, name, column = veto.row + 1, VETOES, result.status_column
    if veto.row < 0:
        row, name, column = result.rows[former] + 1, SCORES, 1
    file = f"{result.shown}/{name}"
    if file not in origins:
        origins[file] = gathering.origin(Origin(file))
    numbers = records.add_records([school_id], origins[file], [row], column)
    for title, field_id in zip(COLUMNS, records.table.fields, strict=True):
        text = veto.value(title.key)
        records.cells[field_id].add_column(numbers, [text], origins[file], [row], column)


def _take_as_none(table: RecordTable, school_ids: Sequence[str], gathering: Gathering) -> None:
    """Read a table that nobody handed in as empty, since the rules say so; and say it."""
    records = gathering.records[table.id]
    known = {*records.school_ids, *records.handed_in, *records.none_said, *records.unreadable}
    absent = [item for item in school_ids if item not in known]
    if absent:
        records.handed_in.update(absent)
        who = _some(absent, gathering.ruleset)
        gathering.diagnostics.note(
            "F109",
            f"没有给出去年的结果，台账“{table.id}”按没有记录读（{who}）",
            None,
            table.id,
            "要看去年的否决有没有延续到今年，请用 --last 给出去年的结果文件夹",
        )


def _tell_open(
    ids: Mapping[str, str], results: LastResults, ruleset: RuleSet, diagnostics: Diagnostics
) -> None:
    """Say whose vetoes of last year were never settled: nothing can be taken from them."""
    verdicts = {school_id: _verdict(results, former) for school_id, former in ids.items()}
    opened = [item for item, each in verdicts.items() if each.is_open or each.may_carry]
    if opened:
        diagnostics.warning(
            "F108",
            f"{_some(opened, ruleset)}去年的否决还没有定（否决建议或待核实），"
            "是否被否决、有没有延续到今年，不能判定",
            None,
            opened[0],
            "请先把去年的定下来，重新考核去年的，再用新的结果",
        )


def _tell_unused(
    ids: Mapping[str, str], results: LastResults, ruleset: RuleSet, diagnostics: Diagnostics
) -> None:
    if any(
        each.from_last_year is not None and each.from_last_year.name == CARRIED
        for each in ruleset.fields.values()
    ):
        return
    bound = [school_id for school_id, former in ids.items() if _verdict(results, former).carried]
    if bound:
        diagnostics.warning(
            "F109",
            f"{_some(bound, ruleset)}有去年的否决延续到今年，方案没有写怎么用",
            None,
            bound[0],
            "请在台账清单里写一张“取自上年: {结果: 延续的否决}”的台账，再写读它的否决条款",
        )


_NONE = Verdict(False, False, -1, (), False)


def _verdict(results: LastResults, former: str) -> Verdict:
    result = results.of(former)
    return result.verdicts.get(former, _NONE) if result is not None else _NONE


def _some(school_ids: Sequence[str], ruleset: RuleSet) -> str:
    listed = "、".join(school_ids[:_LISTED]) + ("等" if len(school_ids) > _LISTED else "")
    return f"{len(school_ids)} {ruleset.subject.counted}（{listed}）"
