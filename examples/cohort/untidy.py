"""Type some cells as people do: full-width digits, units, dates in words. All of it legal."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from cohort.schools import Cell, School, Written
from engine.points import decimal_text
from engine.ruleset.model import Field, FieldType, RuleSet

_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
ONE_IN = 160  # about one cell in so many


def make_untidy(ruleset: RuleSet, schools: list[School], seed: int) -> None:
    """Rewrite a few cells of every workbook in another legal way; none changes its meaning."""
    for school in schools:
        random = Random()
        for field in ruleset.fields.values():
            random.seed(f"{seed}/untidy/{school.number}/{field.id}")
            # The field that ties everything together stays as it is.
            if random.randrange(ONE_IN) == 0 and field.id != ruleset.id_field:
                school.facts[field.id] = written_otherwise(
                    field, school.facts.get(field.id), random
                )


def written_otherwise(field: Field, cell: Cell, random: Random) -> Cell:
    """Return the same value, typed in another way that the reader has to understand."""
    match cell:
        case bool():
            return Written(random.choice(("有", "√")) if cell else random.choice(("无", "×")))
        case int() if field.type is FieldType.INTEGER:
            with_unit = f"{cell}{field.unit}" if field.unit else f"{cell}"
            return Written(random.choice((with_unit, str(cell).translate(_WIDE))))
        case Fraction() if field.type is FieldType.PERCENT:
            percent = decimal_text(cell * 100) + "%"
            return Written(random.choice((percent, percent.translate(_WIDE))))
        case date():
            dotted = f"{cell.year}.{cell.month}.{cell.day}"
            return Written(random.choice((dotted, f"{cell.year}年{cell.month}月{cell.day}日")))
    return cell
