"""Find names that a clerk may take for one another when filling in a sheet or writing a rule.

Two names are alike where they differ only in width, signs, particles (的, 之, 及…), 人数 against
数, the order of their characters, or characters that are often typed for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics import Place
from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.ruleset.lookalikes import narrow
from engine.ruleset.model import Derived, Field, RecordTable

# What is often typed for another: the same sound, or nearly the same shape.
_TAKEN_FOR_ANOTHER = (
    "账帐", "份分", "像象", "作做", "订定", "记纪", "己已", "未末", "复覆", "即既", "需须",
    "登等", "察查", "戴带", "其期", "化划", "至致", "练炼", "坐座", "申审", "制治", "历例",
)  # fmt: skip
_ONE_OF_THEM = {ord(other): signs[0] for signs in _TAKEN_FOR_ANOTHER for other in signs[1:]}
_PARTICLES = str.maketrans("", "", "的之及和与其了 　_-—·、，,.。()（）“”\"'《》〔〕[]/")
_COUNTS = (("人数", "数"), ("次数", "数"), ("个数", "数"))
# Shorter names in another order are other words: 学校 and 校学.
_LONG_ENOUGH = 4

# A name, where it stands, and what it is the name of.
Named = tuple[str, Place | None, str]


def names_alike(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each name that is much like an earlier one beside it."""
    ruleset = survey.ruleset
    school: dict[str, Field | Derived] = {**ruleset.fields, **ruleset.derived}
    groups: list[tuple[str, list[Named]]] = [
        ("", [named for part in school.values() for named in _names_of(part)]),
        ("台账", [named for table in ruleset.tables.values() for named in _names_of(table)]),
        ("指标", [(each.name, each.place, each.id) for each in ruleset.all_indicators()]),
        ("否决条款", [(each.name, each.place, each.id) for each in ruleset.clauses.values()]),
    ]
    for table in ruleset.tables.values():
        columns = [named for column in table.fields.values() for named in _names_of(column)]
        groups.append((f"台账“{table.id}”的列", columns))
    fields = [*ruleset.fields.values()]
    fields += [column for table in ruleset.tables.values() for column in table.fields.values()]
    for field in fields:
        place = survey.at(field.place, "choices")
        groups.append((f"“{field.id}”的选项", [(each, place, each) for each in field.choices]))
    for what, names in groups:
        yield from _alike(what, names)


def _names_of(part: Field | Derived | RecordTable) -> Iterator[Named]:
    """Yield the name of a part, and the other names by which its column is found."""
    yield part.id, part.place, part.id
    if not isinstance(part, Derived):
        yield from ((alias, part.place, part.id) for alias in part.aliases)


def _alike(what: str, names: Iterable[Named]) -> Iterator[Remark]:
    first: dict[str, Named] = {}
    for name, place, owner in names:
        plain = plain_name(name)
        for key in dict.fromkeys((plain, _in_any_order(plain))):
            before, at, other = first.setdefault(key, (name, place, owner))
            if other != owner:
                yield Remark(
                    f"{what}“{name}”和“{before}”（{at}）容易认混",
                    place,
                    (before, name),
                    "请改其中一个的名称，使人一眼看得出是两样；本是一样的，请合成一个",
                )
                break


def plain_name(name: str) -> str:
    """Return a name without what a reader may overlook.

    >>> plain_name("心理教师人数") == plain_name("心理教师数")
    True
    >>> plain_name("应签责任书数") == plain_name("已签责任书数")
    False
    """
    plain = narrow(name).casefold().translate(_PARTICLES).translate(_ONE_OF_THEM)
    for longer, shorter in _COUNTS:
        if plain.endswith(longer) and len(plain) > len(longer) + 1:
            plain = plain.removesuffix(longer) + shorter
    return plain or name


def _in_any_order(plain: str) -> str:
    return "".join(sorted(plain)) if len(plain) >= _LONG_ENOUGH else plain
