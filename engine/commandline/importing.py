"""The command `pingheng rules import`: write what was changed in a rulebook into the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import RULES, code_of, print_page
from engine.commandline.options import edition_options, help_option
from engine.diagnostics import Severity, UsageProblem
from engine.ruleset.lookalikes import narrow

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven
    from engine.editing.folder import EditedFolder
    from engine.rulebook import Proposal
    from engine.ruleset.model import RuleSet

_YES, _NO = ("y", "yes", "是"), ("n", "no", "否")


@click.command(
    "import",
    cls=Command,
    options_metavar="[选项]",
    short_help="把规则手册（Excel）里的改动写回方案，先列出来再问。",
)
@click.argument("workbook", metavar="规则手册")
@click.argument("rules", metavar="方案文件夹")
@click.option("--yes", is_flag=True, help="不问，直接写入。")
@click.option("--dry-run", is_flag=True, help="只列出改动，不写入。")
@edition_options
@help_option
def import_rulebook(
    workbook: str, rules: str, yes: bool, dry_run: bool, edition: EditionGiven
) -> int:
    """把规则手册里的改动写回方案：先逐条列出改了什么，问过才写。

    \b
    只改动了的地方会变，注释、排版、没有改的行一个字节也不动。
    有错的（写在哪一格）先列出来，一处也不写。
    方案文件夹不在的，按规则手册新建一个。
    例：pingheng rules import 规则手册.xlsx rules/datong-2025
    """
    from engine.editing.folder import EditedFolder, check_edited, edit_folder
    from engine.reports.import_page import (
        no_changes_page,
        proposed_page,
        refused_page,
        written_page,
    )
    from engine.reports.page import line
    from engine.reports.terminal import diagnostic_lines
    from engine.rulebook import read_rulebook
    from engine.rulebook.texts import read_texts

    _check_is_whole(edition)
    folder = Path(rules).expanduser()
    rules = folder.as_posix()
    is_new = _is_to_be_made(folder)
    proposal = read_rulebook(Path(workbook).expanduser(), None if is_new else folder)
    texts = proposal.texts if is_new else read_texts(folder)
    old = check_edited(EditedFolder(texts, texts), rules, edition.as_of)
    _check_same_rules(proposal, old.ruleset, rules)
    found = list(proposal.diagnostics)
    if any(each.severity is Severity.ERROR for each in found):
        print_page(refused_page(found, {}, rules))
        return RULES
    wanted = edit_folder(texts, proposal.changes, rules, proposal.new_files, proposal.removed_files)
    if not wanted.changed and not is_new:
        print_page([*diagnostic_lines(found), *no_changes_page(rules)])
        return code_of(found)
    unchanged = {name for name, text in texts.items() if proposal.texts.get(name) == text}
    cells = {key: cell for key, cell in proposal.cells.items() if key[0] in unchanged}
    new = check_edited(wanted, rules, edition.as_of, cells)
    found += new.problems_since(old)
    others = new.errors_on_other_days_since(old)
    if new.ruleset is None or others:
        print_page(refused_page(found, others, rules))
        return RULES
    page = [*diagnostic_lines(found), *proposed_page(old.ruleset, new.ruleset, wanted)]
    if is_new:
        page.append(line(f"“{rules}”还不在，将按规则手册新建。", "strong"))
    print_page(page)
    if dry_run or not (yes or _is_wanted()):
        print_page([line(f"没有写入，“{rules}”没有改动。")])
        return code_of(found)
    _write(folder, wanted, is_new=is_new)
    print_page(written_page(wanted, rules, is_new=is_new))
    return code_of(found)


def _is_to_be_made(folder: Path) -> bool:
    """Tell whether the rules are not there yet; refuse what is something else.

    Raises:
        UsageProblem: With a way out.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return True
    if not (folder / "ruleset.yaml").is_file():
        raise UsageProblem(
            f"“{folder.as_posix()}”不是方案文件夹（里面没有 ruleset.yaml），没有导入。"
            "请给出导出这本手册的方案文件夹，或一个还没有的文件夹（按手册新建）。"
        )
    return False


def _check_is_whole(edition: EditionGiven) -> None:
    """Refuse a profile: a rulebook holds the whole ruleset.

    Raises:
        UsageProblem: With a way out.
    """
    if edition.profile is not None:
        raise UsageProblem(
            f"规则手册写的是整套方案，不能按剪裁“{edition.profile}”写回。请去掉 --profile；"
            "要改剪裁的，直接改方案 profiles 文件夹里的那一份。"
        )


def _check_same_rules(proposal: Proposal, ruleset: RuleSet | None, rules: str) -> None:
    """Refuse a workbook that was exported from other rules.

    Raises:
        UsageProblem: With a way out.
    """
    if ruleset is None or not proposal.ruleset_id or proposal.ruleset_id == ruleset.id:
        return
    raise UsageProblem(
        f"规则手册是从方案“{proposal.ruleset_id}”导出的，“{rules}”是方案“{ruleset.id}”，没有导入。"
        f"请换成对应的方案文件夹，或从“{rules}”重新导出一本来改。"
    )


def _is_wanted() -> bool:
    """Ask whether the changes shown are to be written.

    Raises:
        UsageProblem: Nobody is there to answer.
    """
    if not sys.stdin.isatty():
        raise UsageProblem("没有终端可以回答，没有写入。看过上面的改动后，加 --yes 再运行一次。")
    while True:
        # click.confirm takes y and n alone, and complains in English.
        said = click.prompt("写入这些改动吗？（是 y / 否 n）", default="n", show_default=False)
        answer = narrow(said).strip().lower()
        if answer in _YES or answer in _NO:
            return answer in _YES
        click.echo("请答 y（是）或 n（否）。")


def _write(folder: Path, wanted: EditedFolder, *, is_new: bool) -> None:
    from engine.editing.replacing import write_texts

    names = sorted(wanted.after) if is_new else wanted.changed
    before = {name: None if is_new else wanted.before.get(name) for name in names}
    write_texts(folder, before, {name: wanted.after.get(name) for name in names})
    if is_new:
        import shutil

        from engine.bundled import SCHEMA, bundled_schema

        # The first line of each file leads editors to it.
        shutil.copyfile(bundled_schema(), folder / SCHEMA)
