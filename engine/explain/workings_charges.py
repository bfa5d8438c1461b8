"""Work out the methods that count occurrences: 逐次扣分, 逐次得分."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain.charge_records import Settlement, event_of
from engine.explain.citations import FactRead, cite_table
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import number_of
from engine.explain.method_working import MethodWorking
from engine.explain.wording import STATE_WORDS, named_value, table_text, unknown_reasons
from engine.facts.table import State
from engine.ruleset.methods import Charge, Deduct, Earn
from engine.ruleset.model import RuleSet
from engine.ruleset.roles import Role
from engine.sentences.charges import TAKEN_OFF, free_text, most_text, rate_text
from engine.sentences.phrases import few, points_said, unit_of
from engine.sentences.values import bottom_text
from engine.sentences.worth import Stake

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class ChargeWorking:
    """What one charge moves (never negative), and how it is said."""

    charge: Charge
    moved: Fraction
    state: State
    text: str
    names: tuple[str, ...] = ()
    records: tuple[FactRead, ...] = ()


def work_deduct(
    method: Deduct,
    full: Fraction,
    role: Role,
    dossier: Dossier,
    settled: Callable[[], Mapping[Place, Settlement]],
) -> MethodWorking:
    """Take every charge off full points, not below the floor."""
    workings = [_work_charge(charge, TAKEN_OFF, dossier, settled) for charge in method.charges]
    moved = sum((each.moved for each in workings), _NONE)
    points = max(full - moved, method.floor)
    text = _said(workings)
    if len([each for each in workings if each.moved]) > 1:
        text += f"，合计扣{points_said(moved)}"
    if full - moved < method.floor:
        text += f"，{bottom_text(method.floor, Stake(full, role, dossier.ruleset))}"
    return _method_working(workings, points, text, method.place)


def work_earn(
    method: Earn,
    full: Fraction,
    role: Role,
    dossier: Dossier,
    settled: Callable[[], Mapping[Place, Settlement]],
) -> MethodWorking:
    """Add up every gain, not above full points."""
    verb = Stake(full, role, dossier.ruleset).gain
    workings = [_work_charge(charge, verb, dossier, settled) for charge in method.charges]
    moved = sum((each.moved for each in workings), _NONE)
    text = _said(workings)
    if len([each for each in workings if each.moved]) > 1:
        text += f"，合计{points_said(moved)}"
    if moved > full:
        text += f"，{most_text(verb, full)}"
    return _method_working(workings, min(moved, full), text, method.place)


def _said(workings: list[ChargeWorking]) -> str:
    moving = [each for each in workings if each.moved]
    return "；".join(each.text for each in moving or workings)


def _method_working(
    workings: list[ChargeWorking], points: Fraction, text: str, place: Place
) -> MethodWorking:
    state = _state_of_all([each.state for each in workings])
    telling = [each for each in workings if each.moved] or workings
    if state is not State.PRESENT:
        silent = {State.PRESENT, State.NOT_APPLICABLE} - {state}
        telling = [each for each in workings if each.state not in silent]
        text = few(list(dict.fromkeys(each.text for each in telling)))
    names = tuple(dict.fromkeys(name for each in telling for name in each.names))
    records = tuple(dict.fromkeys(fact for each in telling for fact in each.records))
    place = telling[0].charge.place if len(telling) == 1 else place
    return MethodWorking(points, state, text, names, place, records)


def _state_of_all(states: list[State]) -> State:
    """A charge on what the school does not have moves nothing; 不适用 only where all are."""
    meant = [state for state in states if state is not State.NOT_APPLICABLE]
    return max(meant, default=State.NOT_APPLICABLE)


def _work_charge(
    charge: Charge,
    verb: str,
    dossier: Dossier,
    settled: Callable[[], Mapping[Place, Settlement]],
) -> ChargeWorking:
    if charge.table:
        return _work_records(charge, verb, dossier, settled()[charge.place])
    return _work_count(charge, verb, dossier)


def _work_count(charge: Charge, verb: str, dossier: Dossier) -> ChargeWorking:
    """Charge a counted value: the first occurrence past the threshold, then each further one."""
    state, value = dossier.value(charge.value)
    names = (charge.value,)
    said = _titled(charge.name, charge.value, named_value(dossier, charge.value))
    if state is not State.PRESENT or value is None:
        return ChargeWorking(charge, _NONE, state, said, names)
    count = max(int(number_of(value) // 1) - charge.threshold, 0)
    moved = charge.first + (count - 1) * charge.each if count else _NONE
    parts = [said]
    if charge.threshold:
        unit = unit_of(dossier.ruleset, charge.value)
        parts.append(f"{free_text(charge, dossier.ruleset)}计{count}{unit or '次'}")
    if count:
        parts.append(rate_text(charge, verb, dossier.ruleset, count))
    return _capped(ChargeWorking(charge, moved, state, "", names), verb, parts)


def _titled(title: str, name: str, said: str) -> str:
    return said if not title or title == name else f"{title}：{said}"


def _capped(working: ChargeWorking, verb: str, parts: list[str]) -> ChargeWorking:
    """Apply the charge's own cap, and close its sentence."""
    charge, moved = working.charge, working.moved
    if charge.cap is not None and moved > charge.cap:
        parts.append(f"计{points_said(moved)}，{most_text(verb, charge.cap)}")
        moved = charge.cap
    parts.append(f"{verb}{points_said(moved)}" if moved else f"不{verb}分")
    return replace(working, moved=moved, text="，".join(parts))


def _work_records(
    charge: Charge, verb: str, dossier: Dossier, settlement: Settlement
) -> ChargeWorking:
    title = charge.name or charge.table
    records = [record for record, _ in settlement.counted]
    cited = records + settlement.open_records
    facts = cite_table(dossier, charge.table, cited)
    if settlement.state is not State.PRESENT:
        text = _open_text(charge, dossier, settlement)
        moved = sum((amount for _, amount in settlement.counted), _NONE)
        moved = moved if charge.cap is None else min(moved, charge.cap)
        return ChargeWorking(charge, moved, settlement.state, text, records=facts)
    parts = [f"{title} {len(records)}条" + _each_text(charge, settlement, verb, dossier.ruleset)]
    parts.extend(_beside(charge, settlement))
    moved = sum((amount for _, amount in settlement.counted), _NONE)
    return _capped(ChargeWorking(charge, moved, State.PRESENT, "", records=facts), verb, parts)


def _each_text(charge: Charge, settlement: Settlement, verb: str, ruleset: RuleSet) -> str:
    if not settlement.counted:
        return ""
    if charge.by_level is None:
        return "，" + rate_text(charge, verb, ruleset, len(settlement.counted))
    texts = [
        f"{record.value(charge.level_field)[1]}{verb}{points_said(amount)}"
        for record, amount in settlement.counted
    ]
    return f"（{few(texts)}）"


def _beside(charge: Charge, settlement: Settlement) -> list[str]:
    """Say what became of the records that do not count."""
    parts = []
    if settlement.free:
        parts.append(f"前{settlement.free}条免计")
    if settlement.same_item:
        parts.append(f"{settlement.same_item}条与同一事项的更高级别重复，就高不重复")
    for record, taker in settlement.given_way:
        event = f"同一事件（{event_of(record)}）"
        if taker.place == charge.place:
            parts.append(f"{event}只按最重的一条扣分")
        else:
            parts.append(f"{event}已在“{taker.name or taker.table}”从重扣分，不再重复")
    if settlement.n_outside:
        parts.append(f"另有{settlement.n_outside}条不在考核窗口内，不计")
    if settlement.left_out:
        n_left_out, whys = len(settlement.left_out), list(dict.fromkeys(settlement.left_out))
        parts.append(f"另有{n_left_out}条不计：{few(whys)}")
    return parts


def _open_text(charge: Charge, dossier: Dossier, settlement: Settlement) -> str:
    state = dossier.table_state(charge.table)
    if state is not State.PRESENT:
        return f"“{charge.table}”台账{table_text(dossier, charge.table)}"
    return few([_open_record_text(charge, record) for record in settlement.open_records])


def _open_record_text(charge: Charge, record: Record) -> str:
    reasons = unknown_reasons(charge.condition, record) if charge.condition else []
    if charge.level_field and not reasons:
        state, level = record.value(charge.level_field)
        said = STATE_WORDS[state] if state is not State.PRESENT else f"“{level}”，尚未认定"
        reasons = [f"{charge.level_field}{said}"]
    place = record.place()
    return f"记录{f'（{place}）' if place else ''}{few(reasons)}"
