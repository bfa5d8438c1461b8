"""Find indicators that give every school of a cohort the same mark."""

from __future__ import annotations

from collections.abc import Iterator

from engine.linting.cohort import Cohort, Mask
from engine.linting.finding import Remark

# Fewer schools than that happen to have the same mark; of a smaller batch all of them must.
_ENOUGH = 10
_FEWEST = 3


def same_mark(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each base indicator by which nobody is told from anybody."""
    for index, indicator in cohort.base:
        schools = cohort.with_mark(index)
        if not is_same(cohort, index, schools):
            continue
        yield Remark(
            f"“{indicator.id} {indicator.name}”{cohort.how_many(int(schools.sum()))}得分都一样："
            f"{cohort.mark_text(index, schools)}",
            indicator.place,
            (indicator.id,),
            "请改评分标准拉开档次，或改为仅供参考，把分值匀给别的指标",
        )


def same_mark_in_group(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each group with the indicators that tell nobody apart just there."""
    everywhere = {
        index for index, _ in cohort.base if is_same(cohort, index, cohort.with_mark(index))
    }
    for label, group in cohort.groups:
        if int(group.sum()) < _ENOUGH:
            continue
        same = [
            f"{indicator.id}（{cohort.mark_text(index, schools)}）"
            for index, indicator in cohort.base
            if index not in everywhere
            and is_same(cohort, index, schools := cohort.with_mark(index) & group)
        ]
        if same:
            yield Remark(
                f"“{label}”这一组 {cohort.how_many(int(group.sum()))}，"
                f"有 {len(same)} 项得分都一样：{'、'.join(same)}",
                cohort.ruleset.cohorts.place,
                (label,),
                "请看这些项对这一组还分不分得出高下；分不出的，可写“适用”只考别的组",
            )


def is_same(cohort: Cohort, index: int, schools: Mask) -> bool:
    """Tell whether enough schools have one and the same mark."""
    if int(schools.sum()) < max(min(_ENOUGH, cohort.n_schools), _FEWEST):
        return False
    if not (schools & ~cohort.missing(index)).any():
        return False  # nobody's facts are there: that is told as such
    marks = cohort.marks(index)[schools]
    return bool((marks == marks[0]).all())
