"""Write a case that a person is to check (案例初稿), and say what is in it and what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.assess import assess
from engine.cases.drafting import Draft, draft_case
from engine.diagnostics import Diagnostic, UsageProblem
from engine.facts import Inputs, read_facts
from engine.facts.schools.choosing import Choice, choose_school
from engine.facts.unread import unread_of
from engine.reports.page import Line, line, typed
from engine.reports.staging import staged_file
from engine.ruleset.model import RuleSet

_WHAT = "案例"


def write_draft(
    ruleset: RuleSet,
    inputs: Inputs,
    school: str,
    path: Path,
    rules: Path,
    *,
    with_cohort: bool = False,
    keep_names: bool = False,
    as_of: date | None = None,
) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Draft a case of a school and write it; return it, and what of the facts was not read.

    Args:
        ruleset: The rules. inputs: The facts. school: Its id or name.
        path: Where the case is written. rules: The folder of the rules.
        with_cohort, keep_names, as_of: As in `draft_case`.

    Raises:
        UsageProblem: There is no such school, or the file cannot be written there.
    """
    _check_place(path, rules)
    facts = read_facts(ruleset, inputs)
    names = zip(facts.school_ids, facts.names, strict=True)
    row = choose_school(
        [Choice(school_id, name) for school_id, name in names],
        school,
        ruleset.subject,
        among="事实表中",
        see="事实表",
    )
    draft = draft_case(
        ruleset,
        facts,
        assess(ruleset, facts),
        row,
        with_cohort=with_cohort,
        keep_names=keep_names,
        as_of=as_of,
    )
    with staged_file(path, _WHAT) as stage:
        stage.write_text(draft.text, encoding="utf-8", newline="\n")
    return draft, unread_of(facts.problems)


def _check_place(path: Path, rules: Path) -> None:
    """Refuse a place that is taken, that does not exist, or whose name is no case's."""
    if path.suffix != ".yaml":
        raise UsageProblem(f"案例是 .yaml 文件，写的是“{path}”。请写成 {path.stem}.yaml 的样子。")
    if path.exists():
        raise UsageProblem(f"“{path}”已经在那里，没有覆盖。请用 -o 另写一个名称。")
    if not path.parent.is_dir():
        home = (rules / "cases" / path.name).as_posix()
        raise UsageProblem(f"没有文件夹“{path.parent}”。案例放在方案的 cases 里：-o {home}")


def draft_page(draft: Draft, path: Path, rules: str) -> list[Line]:
    """Return what was written, what hangs on other schools, and what to look through."""
    (name, school_id), *beside = draft.schools
    others = f"，连同组的 {len(beside)} 所" if beside else ""
    text = f"写出 {path.as_posix()}：{name}（{school_id}）{others}，{draft.n_values} 个值都待核对。"
    lines = [line(text, "good")]
    if draft.depending:
        said = "没有写进期望（取决于别的学校、去年，或读不出来的事实）："
        lines.append(line(f"{said}{'、'.join(draft.depending)}", "warn", indent=2))
        if not beside:
            lines.append(line("要连同组的学校一起写进去，加 --group。", "dim", indent=2))
    if draft.unreadable:
        told = f"读不出来的事实没有写进案例，请先改正：{'、'.join(draft.unreadable)}"
        lines.append(line(told, "warn", indent=2))
    if draft.texts:
        listed = "、".join(f"{table}·{field}" if table else field for table, field in draft.texts)
        told = f"学校、人员已换成代称；这些文字列照抄，请看一遍有没有能认出谁的字：{listed}"
        lines.append(line(told, indent=2))
    cases = (Path(rules) / "cases").as_posix()
    if path.parent.resolve() != Path(cases).resolve():
        lines.append(line(f"放进 {cases} 的案例才会运行。", "warn", indent=2))
    lines.append(
        line(f"用笔核对后，把 已核对 改为 是，写上 核对人；再运行 pingheng cases {typed(rules)}")
    )
    return lines
