"""Set the evidence of a batch as CSV rows: of an assessment, and as a list to keep (清点)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.explain import place_text
from engine.facts.evidence.comparing import GONE, Comparison, Listed
from engine.facts.evidence.proof import FileSeen, Outcome, Proof
from engine.facts.evidence.standing import ACTION_WORDS, RECORD_WORDS
from engine.facts.table import FactTable
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.staging import EVIDENCE_FILE, staged_file
from engine.reports.tables import Row

__all__ = ["EVIDENCE", "EVIDENCE_FILE", "INVENTORY", "evidence_rows", "read_inventory"]

EVIDENCE = (
    "school_id",
    "name",
    "number",
    "fact",
    "evidence",
    "file",
    "file_state",
    "path",
    "size",
    "sha256",
    "checker",
    "checked_on",
    "verdict",
    "reason",
    "outcome",
    "place",
)
# The same in the words of the office, for the list that it keeps.
_TITLES = (
    "学校标识码",
    "学校名称",
    "佐证编号",
    "对应字段",
    "佐证名称",
    "文件",
    "文件状态",
    "找到的文件",
    "字节数",
    "SHA-256",
    "核验人",
    "核验日期",
    "核验结论",
    "理由",
    "结果",
    "出处",
)
INVENTORY = (*_TITLES, "与上次清点比")
_NOT_LISTED = "目录没有列"


def evidence_rows(facts: FactTable) -> Iterator[Row]:
    """Yield a row a file of every line, then one for each fact that has no evidence at all."""
    for row, _ in _rows(facts):
        yield row


def inventory_rows(facts: FactTable, comparison: Comparison | None) -> Iterator[Row]:
    """Yield the same rows with what changed, then the files that no line names, and those gone."""
    changes = comparison.changes if comparison else {}
    for row, key in _rows(facts):
        yield [*row, changes.get(key, "") if key else ""]
    for path in facts.evidence.unlisted if facts.evidence else ():
        yield _only(path=path, state=_NOT_LISTED)
    for each in comparison.gone if comparison else ():
        yield _only(each.school_id, each.number, each.name, each.path, each.sha256, change=GONE)


def _only(
    school_id: str = "",
    number: str = "",
    name: str = "",
    path: str = "",
    sha256: str = "",
    state: str = "",
    change: str = "",
) -> Row:
    row: Row = [""] * len(INVENTORY)
    row[0], row[2], row[5], row[6] = text_cell(school_id), text_cell(number), text_cell(name), state
    row[7], row[9], row[16] = text_cell(path), sha256, change
    return row


def _rows(facts: FactTable) -> Iterator[tuple[Row, tuple[int, int] | None]]:
    evidence = facts.evidence
    if evidence is None:
        return
    by_proof: dict[int, list[Outcome]] = {}
    lacking: dict[int, list[Outcome]] = {}
    for outcome in evidence.outcomes:
        for at in outcome.proofs:
            by_proof.setdefault(at, []).append(outcome)
        if not outcome.proofs:
            lacking.setdefault(outcome.school, []).append(outcome)
    by_school: dict[int, list[int]] = {}
    for at, proof in enumerate(evidence.proofs):
        by_school.setdefault(proof.school, []).append(at)
    for school in range(facts.n_schools):
        for at in by_school.get(school, ()):
            proof = evidence.proofs[at]
            said = "；".join(dict.fromkeys(map(_said, by_proof.get(at, ()))))
            for number, seen in enumerate(proof.files or (None,)):
                yield _line(facts, proof, seen, said), (at, number)
        for outcome in lacking.get(school, ()):
            yield _lacking(facts, outcome), None


def _said(outcome: Outcome) -> str:
    words = RECORD_WORDS if outcome.row >= 0 else ACTION_WORDS
    return f"{outcome.item}：{words[outcome.action]}"


def _line(facts: FactTable, proof: Proof, seen: FileSeen | None, said: str) -> Row:
    return [
        text_cell(facts.school_ids[proof.school]),
        text_cell(facts.names[proof.school]),
        text_cell(proof.number),
        text_cell(proof.of),
        text_cell(proof.name),
        text_cell(seen.name if seen else proof.file),
        seen.state if seen else "",
        text_cell(seen.path) if seen else "",
        str(seen.size) if seen and seen.size >= 0 else "",
        seen.sha256 if seen else "",
        text_cell(proof.checker),
        proof.checked_on,
        proof.verdict or "",
        text_cell(proof.reason),
        text_cell(said),
        text_cell(place_text(proof.place)),
    ]


def _lacking(facts: FactTable, outcome: Outcome) -> Row:
    row: Row = [""] * len(EVIDENCE)
    row[0], row[1] = (text_cell(each[outcome.school]) for each in (facts.school_ids, facts.names))
    row[3], row[13] = text_cell(outcome.item), outcome.why
    row[14], row[15] = _said(outcome), text_cell(place_text(outcome.place))
    return row


def write_inventory(path: Path, facts: FactTable, comparison: Comparison | None) -> None:
    """Write the list of all evidence, beside what stands there until it is whole.

    Raises:
        UsageProblem: It cannot be written.
    """
    with staged_file(path, "清点表") as beside, open_csv(beside, INVENTORY) as file:
        file.write(csv_text(inventory_rows(facts, comparison)))


def read_inventory(path: Path) -> list[Listed]:
    """Read an earlier list, or the evidence.csv of a result folder.

    Raises:
        UsageProblem: There is none, or it is no such list.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageProblem(f"以前的清点表“{path}”打不开。请检查路径，并用原来的文件。") from problem
    rows = list(csv.reader(io.StringIO(text)))
    columns = _columns(rows[0] if rows else ())
    if columns is None:
        raise UsageProblem(
            f"“{path}”不是评衡写出的清点表（没有“{_TITLES[0]}”“{_TITLES[9]}”等列）。"
            "请给出 pingheng facts evidence 以前用 -o 写出的文件。"
        )
    listed = []
    for row in rows[1:]:
        if len(row) > max(columns) and row[columns[-1]] and GONE not in row:
            listed.append(Listed(*(_plain(row[at]) for at in columns)))
    return listed


def _columns(titles: Sequence[str]) -> list[int] | None:
    """Return where id, number, file, path and SHA-256 stand, in either language."""
    for own in (_TITLES, EVIDENCE):
        wanted = [own[at] for at in (0, 2, 5, 7, 9)]
        if all(title in titles for title in wanted):
            return [titles.index(title) for title in wanted]
    return None


def _plain(cell: str) -> str:
    """Return a cell without the sign that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell.startswith("'") else cell
