"""Evidence decides as a person would who goes through the lines one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Diagnostics
from engine.facts.reading import facts_from_nodes
from engine.facts.table import State
from engine.ruleset import load_ruleset
from engine.ruleset.model import EvidenceAction, EvidencePolicy, RuleSet
from engine.ruleset.reading import parse_yaml

RULES = load_ruleset(Path(__file__).parent.parent / "rulesets" / "evidence")
DUE = date(2026, 1, 15)
KEEP, HOLD, MISSING, NOT_TAKEN = (
    EvidenceAction.KEEP,
    EvidenceAction.HOLD,
    EvidenceAction.AS_MISSING,
    EvidenceAction.NOT_TAKEN,
)
ACTIONS = st.sampled_from(list(EvidenceAction))
VERDICTS = st.lists(st.sampled_from(["认可", "部分", "不认可", ""]), max_size=4)
POLICIES = st.builds(
    EvidencePolicy,
    place=st.just(RULES.place),
    due=st.sampled_from([None, DUE]),
    in_time=ACTIONS,
    overdue=ACTIONS,
    rejected=ACTIONS,
    partly=ACTIONS,
    unchecked=ACTIONS,
)
# Field -> (a value, whether it claims something).
VALUES = st.fixed_dictionaries(
    {
        "主题党日次数": st.sampled_from([("3", True), ("0", False)]),
        "章程已核准": st.sampled_from([("是", True), ("否", False)]),
        "信访投诉数": st.sampled_from([("2", True), ("0", True)]),  # 零值须佐证
    }
)
STATE = {KEEP: State.PRESENT, MISSING: State.MISSING}


def meant(policy: EvidencePolicy, day: date, verdicts: list[str], claims: bool) -> State:
    """Work out by hand what becomes of one value."""
    worth = {"认可": KEEP, "部分": policy.partly, "不认可": policy.rejected, "": policy.unchecked}
    counted = [verdict for verdict in verdicts if claims or verdict]
    if counted:
        for mildest in (KEEP, HOLD, NOT_TAKEN, MISSING):
            if any(worth[verdict] is mildest for verdict in counted):
                return STATE.get(mildest, State.UNREADABLE)
    if not claims:
        return State.PRESENT
    still = policy.due is not None and day <= policy.due
    return STATE.get(policy.in_time if still else policy.overdue, State.UNREADABLE)


def read(ruleset: RuleSet, day: date, text: str) -> Any:
    node = parse_yaml(text.encode(), "甲.yaml", Diagnostics())
    assert node is not None
    return facts_from_nodes(ruleset, [node], evidence_date=day)


@settings(max_examples=120)
@given(
    policy=POLICIES,
    values=VALUES,
    lines=st.fixed_dictionaries(
        dict.fromkeys(("主题党日次数", "章程已核准", "信访投诉数"), VERDICTS)
    ),
    late=st.integers(-1, 1),
)
def test_values_when_they_have_any_evidence_then_the_policy_decides_as_by_hand(
    policy: EvidencePolicy,
    values: dict[str, tuple[str, bool]],
    lines: dict[str, list[str]],
    late: int,
) -> None:
    day = DUE + timedelta(days=late)
    rows = [
        f"  - {{佐证编号: E{number}-{field}, 对应字段: {field}, 佐证名称: 材料, "
        f"核验结论: {verdict or '~'}, 理由: 有}}"
        for field, verdicts in lines.items()
        for number, verdict in enumerate(verdicts)
    ]
    text = '学校标识码: "0001"\n学校名称: 甲校\n获奖: []\n'
    text += "".join(f"{field}: {value}\n" for field, (value, _) in values.items())
    text += "佐证目录:\n" + "\n".join(rows) if rows else ""
    facts = read(replace(RULES, evidence_policy=policy), day, text)
    for field, (_, claims) in values.items():
        state = State(int(facts.columns[field].states[0]))
        assert state is meant(policy, day, lines[field], claims), field
        assert (state is State.PRESENT) == (0 not in facts.evidence.fallen.get(field, {}))


@settings(max_examples=60)
@given(policy=POLICIES, verdicts=VERDICTS, late=st.integers(-1, 1))
def test_records_when_they_name_any_evidence_then_only_what_is_proven_counts(
    policy: EvidencePolicy, verdicts: list[str], late: int
) -> None:
    day = DUE + timedelta(days=late)
    numbers = "、".join(f"E{at}" for at in range(len(verdicts)))
    rows = [
        f"  - {{佐证编号: E{at}, 对应字段: 获奖, 佐证名称: 证书, "
        f"核验结论: {verdict or '~'}, 理由: 有}}"
        for at, verdict in enumerate(verdicts)
    ]
    text = '学校标识码: "0001"\n学校名称: 甲校\n'
    text += f"获奖: [{{项目: 合唱, 级别: 省, 佐证编号: {numbers or '~'}}}]\n"
    text += "佐证目录:\n" + "\n".join(rows) if rows else ""
    records = read(replace(RULES, evidence_policy=policy), day, text).records["获奖"]
    state = meant(policy, day, verdicts, claims=True)
    assert bool(records.in_window[0]) is (state is State.PRESENT)
    assert (0 in records.left_out) is (state is not State.PRESENT)
