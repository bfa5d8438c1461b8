"""Say what the parts of a checklist ask for, and how those that hold are counted."""

from __future__ import annotations

from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Checklist, Counting, Part
from engine.ruleset.model import RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import enumerated, points_said
from engine.sentences.worth import Stake


def checklist_sentence(method: Checklist, stake: Stake) -> str:
    """Say what each part gives: 每具备一项得0.3分, or the points of each behind it."""
    worth = {part.points for part in method.parts}
    is_even = len(worth) == 1 and len(method.parts) > 1
    asked = [
        part_text(part, stake.ruleset) + ("" if is_even else f"，{stake.worth(part.points)}")
        for part in method.parts
    ]
    head = _head(method, stake, is_even=is_even)
    sentence = f"{head}：{enumerated(asked)}" if len(asked) > 1 else f"具备{asked[0]}"
    for rule in (_limit_text(method, stake), _left_out_text(method)):
        sentence += f"。{rule}" if rule else ""
    return sentence


def _head(method: Checklist, stake: Stake, *, is_even: bool) -> str:
    if is_even:
        each = stake.worth(method.parts[0].points)
        if method.counting is Counting.HIGHEST:
            return f"下列各项具备任何一项即{each}"
        return f"下列各项，每具备一项{each}"
    if method.counting is Counting.HIGHEST:
        return "下列各项，只按具备的各项中最高的一项计分"
    return "下列各项，具备的累加计分"


def part_text(part: Part, ruleset: RuleSet) -> str:
    """Say what a part asks for: its name, and the condition where the name alone is not it."""
    details = [] if _says_itself(part) else [condition_text(part.condition, ruleset)]
    if part.applies is not None:
        details.append(f"只适用于{condition_text(part.applies, ruleset)}的")
    return part.name + (f"（{'；'.join(details)}）" if details else "")


def _says_itself(part: Part) -> bool:
    asked = part.condition
    if not isinstance(asked, Compare) or asked.comparison is not Comparison.EQUALS:
        return False
    return asked.operands == (True,) and asked.value == part.name


def least_text(least: int) -> str:
    """Say how many parts there must be: 至少做到2项才得分."""
    return f"至少做到{least}项才得分"


def _limit_text(method: Checklist, stake: Stake) -> str:
    rules = []
    if method.counting is Counting.CAPPED:
        rules.append(f"合计最多{stake.gain}{points_said(stake.full)}")
    if method.least_parts > 1:
        rules.append(least_text(method.least_parts))
    return "，".join(rules)


def _left_out_text(method: Checklist) -> str:
    has_own = any(part.applies is not None for part in method.parts)
    return "不适用的项，由其余各项按比例折算" if has_own else ""
