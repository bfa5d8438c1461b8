"""Say what a school's values are, and why a condition holds or does not, in Chinese."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.explain.derivation import OVER_APPLICABLE
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Exact, Known, Names
from engine.explain.judging import TRUE, UNKNOWN, is_pending, judge
from engine.explain.outcomes import Outcome
from engine.explain.peer_text import standing_text, without_text
from engine.facts.table import State
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    comparisons_in,
)
from engine.ruleset.model import Derived, FieldType
from engine.sentences.phrases import (
    Measure,
    clauses,
    comparison_word,
    demand_text,
    exact_number,
    few,
    measure_of,
    number_text,
    numbered,
    unit_of,
)

STATE_WORDS = {
    State.PRESENT: "已填",
    State.NOT_APPLICABLE: "不适用",
    State.MISSING: "缺失（未填）",
    State.UNREADABLE: "无法识读",
}

# The same of a whole record table.
TABLE_WORDS = {
    State.PRESENT: "已交",
    State.NOT_APPLICABLE: "不适用",
    State.MISSING: "未交，也没有零报告",
    State.UNREADABLE: "无法识读",
}


def known_text(names: Names, name: str, known: Known | None = None) -> str:
    """Write one value as it stands: 8个, 95%, “是”, 2025-09-01, 缺失（未填）."""
    state, value = known if known is not None else names.value(name)
    if state is not State.PRESENT or value is None:
        return state_text(names, name, state)
    return exact_text(value, _measure(names, name), _unit(names, name))


def state_text(names: Names, name: str, state: State) -> str:
    """Say which state a value has instead, and why where it was filled in and does not stand."""
    why = names.why_not(name)
    if not why:
        return STATE_WORDS[state]
    return f"{'缺失' if state is State.MISSING else '不采用'}（{why}）"


def table_text(dossier: Dossier, table: str) -> str:
    """Say whether a record table is known, and what it waits for."""
    why = dossier.why_table_waits(table)
    return f"还不能定（{why}）" if why else TABLE_WORDS[dossier.table_state(table)]


def exact_text(value: Exact, measure: Measure = Measure.PLAIN, unit: str = "") -> str:
    """Write one exact value."""
    match value:
        case bool():
            return "“是”" if value else "“否”"
        case Fraction():
            return number_text(value, measure) + (unit if measure is Measure.PLAIN else "")
        case date():
            return value.isoformat()
        case frozenset():
            return "“" + "、".join(sorted(value)) + "”" if value else "“无”"
    return f"“{value}”"


def _measure(names: Names, name: str) -> Measure:
    field = names.field_of(name)
    if field is not None:
        return Measure.PERCENT if field.type is FieldType.PERCENT else Measure.PLAIN
    return measure_of(names.ruleset, name)


def _unit(names: Names, name: str) -> str:
    field = names.field_of(name)
    if field is not None:
        return "" if field.unit == "%" else field.unit
    return unit_of(names.ruleset, name)


def named_value(dossier: Dossier, name: str) -> str:
    """Write a value with its name and, for a derived one, its arithmetic: 占比 8÷10=80%."""
    derived = dossier.ruleset.derived.get(name)
    known = dossier.value(name)
    if derived is None:
        return _joined(name, known_text(dossier, name, known))
    if known[0] is not State.PRESENT:
        return _joined(name, _open_text(derived, dossier, known[0]))
    if derived.peers is not None:
        return _joined(name, standing_text(derived, dossier))
    return _joined(name, _arithmetic(derived, dossier) + known_text(dossier, name, known))


def _joined(name: str, text: str) -> str:
    # 数字开头的值与名称之间留一空格，读起来不粘连。
    return f"{name}{' ' if text[:1].isdigit() or text[:1] in '-约(' else ''}{text}"


def _arithmetic(derived: Derived, dossier: Dossier) -> str:
    """Write the left side of a derived value's equation; counts need none."""
    if derived.kind in OVER_APPLICABLE:
        return _arithmetic_over_applicable(derived, dossier)
    if derived.is_on_last_year:
        return _arithmetic_on_last_year(derived, dossier)
    sign = {"ratio": "÷", "sum": "+", "difference": "−", "product": "×"}.get(derived.kind)
    if sign is None:
        return ""
    names = derived.operands or (derived.numerator, derived.denominator)
    return sign.join(bare_value(dossier, name) for name in names) + "="


def _arithmetic_on_last_year(derived: Derived, dossier: Dossier) -> str:
    """Write this year's value less last year's, and that as a share: (6−4)÷4=."""
    (name,) = derived.operands
    last = dossier.last_year()
    if last is None:
        return ""
    now, then = bare_value(dossier, name), bare_value(last, name)
    then = f"({then})" if then.startswith("-") else then
    change = f"{now}−{then}"
    return f"({change})÷{then}=" if derived.kind == "growth_on_last_year" else f"{change}="


def _arithmetic_over_applicable(derived: Derived, dossier: Dossier) -> str:
    """Write the sum or the mean of what applies, and name what does not: (8+6)÷2=."""
    states = {name: dossier.value(name)[0] for name in derived.operands}
    out = [name for name in derived.operands if states[name] is State.NOT_APPLICABLE]
    said = f"（不计不适用的{few(out)}）" if out else ""
    texts = [bare_value(dossier, name) for name in derived.operands if name not in out]
    if derived.kind == "n_applicable":
        return f"{len(states)}项中{few(out)}不适用，适用" if out else ""
    total = "+".join(f"({text})" if text.startswith("-") else text for text in texts)
    if derived.kind == "mean":
        total = f"({total})÷{len(texts)}" if len(texts) > 1 else f"{total}÷1"
    return f"{total}{said}="


def bare_value(dossier: Dossier, name: str) -> str:
    """Write a value for an equation: without its unit, and a ratio that does not end as such."""
    value = dossier.value(name)[1]
    if not isinstance(value, Fraction):
        return exact_text(value) if value is not None else ""
    text = number_text(value, measure_of(dossier.ruleset, name))
    derived = dossier.ruleset.derived.get(name)
    is_own = derived is not None and (derived.kind == "mean" or derived.peers is not None)
    if text.startswith("约") and is_own:
        return exact_number(value, measure_of(dossier.ruleset, name))
    if not text.startswith("约") or derived is None or derived.kind != "ratio":
        return text
    names = (derived.numerator, derived.denominator)
    return f"({'÷'.join(bare_value(dossier, each) for each in names)})"


def _open_text(derived: Derived, dossier: Dossier, state: State) -> str:
    """Say why a derived value could not be worked out."""
    if derived.kind == "ratio":
        below = dossier.value(derived.denominator)[1]
        if below == 0:
            return f"不适用（分母{derived.denominator}为0）"
    if derived.is_record_based:
        return STATE_WORDS[state] + _open_table_reason(derived, dossier)
    if derived.is_on_last_year:
        return _open_on_last_year(derived, dossier, state)
    names = derived.operands or (derived.numerator, derived.denominator)
    if derived.peers is not None:
        names = (derived.peers.value,)
        if state is State.NOT_APPLICABLE and dossier.value(names[0])[0] is not state:
            return without_text(derived, dossier)
    open_names = [name for name in names if dossier.value(name)[0] is not State.PRESENT]
    if derived.kind in OVER_APPLICABLE and state is not State.NOT_APPLICABLE:
        outside = State.NOT_APPLICABLE
        open_names = [name for name in open_names if dossier.value(name)[0] is not outside]
    reasons = [f"{name}{state_text(dossier, name, dossier.value(name)[0])}" for name in open_names]
    return (
        f"无法计算（{few(reasons)}）"
        if state is not State.NOT_APPLICABLE
        else (f"不适用（{few(reasons)}）")
    )


def _open_on_last_year(derived: Derived, dossier: Dossier, state: State) -> str:
    """Say which of this year's and last year's values is not there."""
    (name,) = derived.operands
    last = dossier.last_year()
    if last is None:
        return "无法计算（没有给出去年的事实表）"
    now, then = dossier.value(name)[0], last.value(name)
    reasons = [f"{name}{STATE_WORDS[now]}"] if now is not State.PRESENT else []
    if then[0] is not State.PRESENT:
        reasons.append(f"上年的{name}{STATE_WORDS[then[0]]}")
    elif then[1] == 0 and derived.kind == "growth_on_last_year":
        reasons.append(f"上年的{name}为0")
    word = "不适用" if state is State.NOT_APPLICABLE else "无法计算"
    return f"{word}（{few(reasons)}）"


def _open_table_reason(derived: Derived, dossier: Dossier) -> str:
    state = dossier.table_state(derived.table)
    if state is not State.PRESENT:
        return f"：“{derived.table}”台账{table_text(dossier, derived.table)}"
    if dossier.value(derived.id)[0] is State.NOT_APPLICABLE:
        return f"：“{derived.table}”没有相应记录"
    return f"：“{derived.table}”有记录的内容不全，无法判定"


# What a comparison that fails asks for: of an indicator, or of a school to be meant at all.
ASKED = "，要求{}"
MEANT_FOR = "（适用条件：{}）"


def reasons_against(condition: Condition, names: Names, asked: str = ASKED) -> list[str]:
    """Say why a condition does not hold: each comparison that fails, and what it asks for."""
    truth, _ = judge(condition, names)
    if truth == TRUE:
        return []
    match condition:
        case Compare():
            return [_compare_text(condition, names, asked)]
        case Not():
            return _against_not(condition.part, names, asked)
        case AllOf():
            return [
                text for part in condition.parts for text in reasons_against(part, names, asked)
            ]
        case AnyOf():
            texts = [clauses(reasons_against(part, names, asked)) for part in condition.parts]
            return ["以下各项都没有做到：" + numbered(texts)] if len(texts) > 1 else texts
        case AtLeastOf():
            met = sum(judge(part, names)[0] == TRUE for part in condition.parts)
            texts = [
                text for part in condition.parts for text in reasons_against(part, names, asked)
            ]
            return [f"符合{met}项，要求不少于{condition.count}项，未符合的有：{clauses(texts)}"]


def _against_not(part: Condition, names: Names, asked: str) -> list[str]:
    if truth_is_open(part, names):
        return unknown_reasons(part, names)
    if isinstance(part, Compare) and not part.other:
        text = _value_text(names, part.value)
        if part.operands in ((True,), (False,)) and part.comparison is Comparison.EQUALS:
            return [text + asked.format("为“否”" if part.operands[0] else "为“是”")]
        return [text + asked.format(f"不是{_demand(part, names)}")]
    return [f"不应同时有：{few(reasons_for(part, names))}"]


def truth_is_open(condition: Condition, names: Names) -> bool:
    """Say whether missing facts leave a condition undecided."""
    return judge(condition, names)[0] == UNKNOWN


def reasons_for(condition: Condition, names: Names) -> list[str]:
    """Say why a condition holds: the comparisons that hold."""
    match condition:
        case Compare():
            return [_value_phrase(condition, names)]
        case Not():
            return [_value_phrase(each, names) for each in comparisons_in(condition.part)]
        case _:
            holding = [part for part in condition.parts if judge(part, names)[0] == TRUE]
            return [text for part in holding for text in reasons_for(part, names)]


def unknown_reasons(condition: Condition, names: Names) -> list[str]:
    """Say which values leave a condition open: those that are missing, unreadable, 待定."""
    texts = []
    for compare in comparisons_in(condition):
        truth, _ = judge(compare, names)
        if truth == UNKNOWN:
            texts.extend(_open_sides(compare, names))
    return list(dict.fromkeys(texts))


def _open_sides(compare: Compare, names: Names) -> list[str]:
    sides = [name for name in (compare.value, compare.other) if name]
    texts = []
    for name in sides:
        state, value = names.value(name)
        if state is not State.PRESENT:
            texts.append(_value_text(names, name))
        elif value is not None and is_pending(compare, names, value):
            texts.append(f"{name}{exact_text(value)}，尚未认定")
    return texts


def _value_text(names: Names, name: str) -> str:
    if isinstance(names, Dossier):
        return named_value(names, name)
    if isinstance(names, Record | Outcome) and names.field_of(name) is None:
        return named_value(names.dossier, name)
    return _joined(name, known_text(names, name))


def _value_phrase(compare: Compare, names: Names) -> str:
    text = _value_text(names, compare.value)
    if compare.other:
        word = comparison_word(compare.comparison, _dates(names, compare.value))
        return f"{text}{word}{_value_text(names, compare.other)}"
    return text


def _dates(names: Names, name: str) -> tuple[date, ...]:
    value = names.value(name)[1]
    return (value,) if isinstance(value, date) else ()


def _compare_text(compare: Compare, names: Names, asked: str) -> str:
    text = _value_text(names, compare.value)
    truth, _ = judge(compare, names)
    if truth == UNKNOWN:
        return few(_open_sides(compare, names))
    if compare.other:
        word = comparison_word(compare.comparison, _dates(names, compare.value))
        return text + asked.format(f"{word}{_value_text(names, compare.other)}")
    return text + asked.format(_demand(compare, names))


def checked_text(compare: Compare, names: Names, *, negated: bool = False) -> str:
    """Say one comparison whatever came of it: the value as it stands, and what is asked of it."""
    text = _value_text(names, compare.value)
    if compare.other:
        word = comparison_word(compare.comparison, _dates(names, compare.value))
        asked = f"{word}{_value_text(names, compare.other)}"
    elif negated and compare.operands in ((True,), (False,)):
        asked = "为“否”" if compare.operands[0] else "为“是”"
        negated = False
    else:
        asked = _demand(compare, names)
    return f"{text}（条件：{'不是' if negated else ''}{asked}）"


def _demand(compare: Compare, names: Names) -> str:
    return demand_text(
        compare.comparison,
        compare.operands,
        _measure(names, compare.value),
        _unit(names, compare.value),
    )
