"""Make the workbooks that were wished for, and put them in place when all went well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics import Diagnostic, UsageProblem
from engine.facts import FactTable
from engine.facts.layout.names import Dictionary
from engine.reports.file_names import file_names
from engine.reports.staging import staged_file, staged_folder
from engine.ruleset.model import RuleSet, joined_id
from engine.ruleset.suggesting import closest
from engine.templates.applying import judge_applying
from engine.templates.content import Content
from engine.templates.parts import for_office, is_filled_by, offices_of, parts_of, tables_of
from engine.templates.roster import find_school, last_facts, open_roster
from engine.templates.workbook import write_office_workbook, write_school_workbook

ENDING = ".xlsx"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made.

    Args:
        school: Only this school (its id; with a roster its name too).
        roster: The file with the schools.
        last_facts: Files with last year's facts. last_rules: The rules that they were asked by.
        wide: One workbook with a school a row, instead of one a school.
        office: Only the fields that this office fills in.
    """

    school: str = ""
    roster: str = ""
    last_facts: tuple[str, ...] = ()
    last_rules: str | None = None
    wide: bool = False
    office: str = ""

    @property
    def makes_folder(self) -> bool:
        """Tell whether several workbooks are made."""
        return bool(self.roster) and not self.wide and not self.school


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the files (names alone in a folder), and what there is to say."""

    out: Path
    files: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()


def make_templates(
    ruleset: RuleSet, wish: Wish, out: Path, progress: Progress | None = None
) -> Made:
    """Write the workbook, or the folder of workbooks.

    Raises:
        UsageProblem: The wish cannot be fulfilled, or the place is taken.
        FactsUnusable: The roster holds no school.
    """
    check_wish(ruleset, wish, out)
    content, problems = _content(ruleset, wish)
    names, roster = Dictionary(ruleset), content.roster
    if wish.makes_folder and roster is not None:
        files = file_names(zip(roster.school_ids, _own_names(roster), strict=True))
        with staged_folder(out) as stage:
            for school, file in enumerate(files):
                write_school_workbook(stage / file, content, names, school)
                if progress:
                    progress(school + 1, len(files))
        return Made(out, tuple(files), problems)
    with staged_file(out, "填报表") as stage:
        if wish.wide:
            write_office_workbook(stage, content, names)
        else:
            at = find_school(ruleset, roster, wish.school) if roster else None
            write_school_workbook(stage, content, names, at)
    return Made(out, (out.name,), problems)


def check_wish(ruleset: RuleSet, wish: Wish, out: Path) -> None:
    """Refuse what cannot be made, before anything is read.

    Raises:
        UsageProblem: With a way out.
    """
    if wish.wide and wish.last_facts:
        raise UsageProblem("--last-facts 只用于一校一本的表，与 --wide 不能同写。请去掉其中一个。")
    if wish.wide and wish.school:
        raise UsageProblem("--wide 是一行一校的表，与 --school 不能同写。请去掉其中一个。")
    if wish.last_facts and not wish.roster:
        raise UsageProblem("--last-facts 要与 --roster 同写，才知道是哪些学校。请给出名册。")
    if wish.last_rules and not wish.last_facts:
        raise UsageProblem("给了 --last-rules，没有给 --last-facts。请补上去年的事实表。")
    if wish.office and wish.office not in offices_of(ruleset):
        known = offices_of(ruleset)
        near = closest(wish.office, known)
        guess = f"是不是“{near}”？" if near else ""
        listed = f"写了的有：{'、'.join(known)}。" if known else "字段清单里没有写过“填报”。"
        raise UsageProblem(f"字段清单里没有“{wish.office}”填报的字段。{guess}{listed}")
    if wish.makes_folder:
        if out.suffix.lower() == ENDING:
            raise UsageProblem(
                f"按名册要做很多本，-o 请写文件夹，不是“{out.name}”。"
                "只要一本的，请加 --school 或 --wide。"
            )
        if out.is_dir() and any(out.iterdir()):
            raise UsageProblem(
                f"文件夹“{out}”里已有内容，没有覆盖：里面可能有填了数的表。请用 -o 另指一个文件夹。"
            )
        return
    if out.suffix.lower() != ENDING or out.is_dir():
        raise UsageProblem(f"-o 请写工作簿的名称，如 填报表{ENDING}（现在写的是“{out}”）。")
    if out.exists():
        raise UsageProblem(f"“{out}”已经在那里，没有覆盖：里面可能填了数。请用 -o 另写一个名称。")


def _content(ruleset: RuleSet, wish: Wish) -> tuple[Content, tuple[Diagnostic, ...]]:
    roster: FactTable | None = None
    last: FactTable | None = None
    problems: tuple[Diagnostic, ...] = ()
    if wish.roster:
        opened, problems = open_roster(ruleset, wish.roster)
        roster = opened.facts
        if wish.last_facts:
            last, more = last_facts(ruleset, wish.last_facts, wish.last_rules, opened)
            problems = (*problems, *more)
    parts, tables = parts_of(ruleset), tables_of(ruleset)
    if wish.office:
        parts = for_office(parts, wish.office)
        tables = tuple(
            table
            for table in tables
            if any(is_filled_by(field, wish.office) for field in table.fields.values())
        )
    content = Content(
        ruleset,
        parts,
        tables,
        roster,
        last,
        judge_applying(ruleset, roster, last),
        {} if roster else _given(ruleset, wish.school),
        wish.office,
        evidence=not wish.office,
    )
    return content, problems


def _given(ruleset: RuleSet, school: str) -> dict[str, str]:
    """Return the id of the school that was asked for, part by part."""
    if not school:
        return {}
    fields = ruleset.id_fields
    if len(fields) == 1:
        return {fields[0]: school}
    parts = school.split("-")
    if len(parts) != len(fields):
        raise UsageProblem(
            f"标识码由“{joined_id(fields)}”连成，“{school}”分不开。请用 --roster 给出名册。"
        )
    return dict(zip(fields, parts, strict=True))


def _own_names(roster: FactTable) -> Sequence[str]:
    """Return the names of the schools; nothing for one that is known by its id alone."""
    pairs = zip(roster.names, roster.school_ids, strict=True)
    return ["" if name == school_id else name for name, school_id in pairs]
