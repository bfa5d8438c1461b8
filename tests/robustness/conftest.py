"""A tiny cohort whose facts are its points, assessed by rules of a few indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from engine.assess import Assessment, assess
from engine.ruleset.combining import Combination, Weight, WeightCase
from engine.ruleset.methods import Direct
from engine.ruleset.model import Field, FieldType, Grade, Indicator, Quota

Assess = Callable[..., Assessment]


@pytest.fixture(scope="session")
def assess_points(world: SimpleNamespace) -> Assess:
    """Assess schools by their points: a row a school, a column an indicator of 10 points.

    Args: `weights` makes the one group a weighted mean by them; `quota` is the share that may
    be 优秀.
    """
    return lambda *schools, **more: _assessed(world, schools, **more)


def _assessed(
    world: SimpleNamespace,
    schools: Sequence[Sequence[int]],
    full: Sequence[int] = (),
    weights: Sequence[int] = (),
    records: Any = None,
    extra: Sequence[Indicator] = (),
    tables: Any = None,
    quota: Fraction | None = None,
) -> Assessment:
    names = [f"甲{at}" for at in range(len(schools[0]))]
    fulls = full or [10] * len(names)
    fields = {name: world.field(name, low=Fraction(0), high=Fraction(100)) for name in names}
    leaves = [
        world.indicator(f"A{at}", Direct(name, Fraction(points or 10), world.HERE), points)
        for at, (name, points) in enumerate(zip(names, fulls, strict=True))
    ]
    if weights:
        leaves = [
            replace(leaf, weight=Weight((WeightCase(world.HERE, Fraction(weight)),), world.HERE))
            for leaf, weight in zip(leaves, weights, strict=True)
        ]
    group = world.group("A", *leaves, *extra)
    if weights:
        group = replace(group, combine=Combination.WEIGHTED_MEAN)
    ids = {name: Field(name, FieldType.TEXT, world.HERE) for name in ("id", "name")}
    grades = (
        Grade("优秀", group.points * Fraction(9, 10), world.HERE),
        Grade("合格", group.points * Fraction(6, 10), world.HERE),
        Grade("不合格", None, world.HERE),
    )
    quotas = (Quota("优秀", world.HERE, share=quota),) if quota is not None else ()
    rules = world.ruleset(
        [group], fields={**ids, **fields}, grades=grades, tables=tables or {}, quotas=quotas
    )
    columns = {
        **{
            name: world.column(ids[name], [f"{at:03d}" for at in range(len(schools))])
            for name in ids
        },
        **{
            name: world.column(fields[name], [row[at] for row in schools])
            for at, name in enumerate(names)
        },
    }
    return assess(rules, world.facts(columns, records), engine="forward")
