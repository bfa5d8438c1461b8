"""Check where reliefs lead: to a clause that is lighter, reads the same record, and ends there."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import Clause, Relief


def check_reliefs(inspection: Inspection) -> None:
    """Check the 降为 of every relief, and that every clause is reached somehow."""
    clauses = inspection.ruleset.clauses
    rounds = _rounds(inspection)
    is_lost = bool(rounds)
    for clause in inspection.clauses:
        for relief in clause.reliefs:
            place = inspection.at(relief.place, "reduce_to")
            if not inspection.known("R031", "条款", relief.reduce_to, place, clauses):
                is_lost = True
            elif relief.place in rounds:
                _report_round(rounds[relief.place], relief, place, inspection)
            else:
                _check_gravity(clause, relief.reduce_to, place, inspection)
                _check_same_table(clause, relief.reduce_to, place, inspection)
    if not is_lost:  # else the clause that was meant would be told as unused too
        _check_reached(inspection)


def _check_reached(inspection: Inspection) -> None:
    reached = {relief.reduce_to for clause in inspection.clauses for relief in clause.reliefs}
    for clause in inspection.clauses:
        written = (clause.place, "trigger") in inspection.draft.value_places
        if not written and clause.id not in reached:
            inspection.diagnostics.error(
                "R064",
                f"条款“{clause.id}”没有触发条件，也没有别的条款降为它，永远不会用到",
                clause.place,
                clause.id,
                "请写“触发”，或在别的条款的“减轻免除”里写“降为”它",
            )


def _check_gravity(
    clause: Clause, lighter: str, place: Place | None, inspection: Inspection
) -> None:
    other = inspection.ruleset.clauses.get(lighter)
    if other is not None and other.gravity >= clause.gravity:
        inspection.diagnostics.error(
            "R065",
            f"降为的条款“{lighter}”（轻重 {other.gravity}）不比“{clause.id}”"
            f"（轻重 {clause.gravity}）轻",
            place,
            lighter,
            "请改“降为”的条款，或调整两条的“轻重”",
        )


def _check_same_table(
    clause: Clause, lighter: str, place: Place | None, inspection: Inspection
) -> None:
    other = inspection.ruleset.clauses.get(lighter)
    if other is None or (not other.table and other.trigger is None):
        return
    read = inspection.table_read(clause)
    if other.table != read:
        tables = [f"台账“{table}”" if table else "学校的字段" for table in (read, other.table)]
        inspection.diagnostics.error(
            "R069",
            f"“{clause.id}”读{tables[0]}，降为的“{lighter}”却读{tables[1]}",
            place,
            lighter,
            "降为的条款须读同一张台账；只由减轻引来的条款不写“台账”和“触发”",
        )


def _report_round(
    circle: tuple[str, ...], relief: Relief, place: Place | None, inspection: Inspection
) -> None:
    inspection.diagnostics.error(
        "R061",
        f"减轻循环：{' → '.join(circle)}",
        place,
        relief.reduce_to,
        "请使每次“降为”的条款都比原来轻",
    )


def _rounds(inspection: Inspection) -> dict[Place, tuple[str, ...]]:
    """Return place of the relief that closes a circle -> the circle, each circle once.

    The relief to blame is the one that leads to no lighter clause.
    """
    clauses = inspection.ruleset.clauses
    found: dict[Place, tuple[str, ...]] = {}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            if not done & set(circle):
                done.update(circle)
                found[_closing(circle).place] = (*circle, name)
            return
        for relief in clauses[name].reliefs if name in clauses else ():
            if relief.reduce_to:
                visit(relief.reduce_to, (*path, name))

    def _closing(circle: tuple[str, ...]) -> Relief:
        steps = list(zip(circle, (*circle[1:], circle[0]), strict=True))
        rising = [step for step in steps if clauses[step[1]].gravity >= clauses[step[0]].gravity]
        start, end = rising[-1]
        return next(each for each in clauses[start].reliefs if each.reduce_to == end)

    for name in clauses:
        visit(name, ())
    return found
