"""Lay out one indicator alone, with everything that the rules say of it."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.rendering.parts.indicators import points_text, standard_lines
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.ruleset.roles import Role, role_of
from engine.sentences.indicators import policy_sentences

_ROLES = {Role.BASE: "", Role.BONUS: "加分项目", Role.DEDUCTION: "扣分项目"}


def single_blocks(indicator: Indicator, ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out one indicator."""
    where = " › ".join(f"{group.id} {group.name}" for group in _path(indicator, ruleset))
    source = str(indicator.source) if indicator.source is not None else ""
    first, *others = standard_lines(indicator, ruleset)
    told = (
        ("所属", where or _ROLES[role_of(indicator, ruleset)]),
        ("分值", points_text(indicator)),
        ("评分标准", first),
        *(("", line) for line in (*others, *policy_sentences(indicator))),
        ("佐证材料", indicator.evidence),
        ("责任科室", indicator.office),
        ("责任领域", indicator.area),
        ("事项", "、".join(indicator.matters)),
        ("依据", source),
        ("规则", str(indicator.place)),
    )
    texts = (f"{label}：{text}" if label else text for label, text in told if text)
    return (Paragraphs(tuple(texts)),)


def _path(indicator: Indicator, ruleset: RuleSet) -> tuple[Group, ...]:
    def below(path: tuple[Group, ...]) -> tuple[Group, ...]:
        for child in path[-1].children:
            if isinstance(child, Group):
                found = below((*path, child))
                if found:
                    return found
            elif child.id == indicator.id:
                return path
        return ()

    paths = (below((dimension,)) for dimension in ruleset.dimensions)
    return next(filter(None, paths), ())
