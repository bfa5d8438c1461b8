"""The command `pingheng facts evidence`: list evidence files, and what changed in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import code_of, print_page
from engine.commandline.options import edition_options, help_option, inputs_options

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven
    from engine.facts import Inputs


@click.command(
    "evidence",
    cls=Command,
    options_metavar="[选项]",
    short_help="清点佐证：缺的、空的、改动过的。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option("-o", "--out", metavar="文件", help="清点表写到哪个 .csv 文件。")
@click.option("--against", metavar="清点表", help="以前写出的清点表：列出改动过、不见了的文件。")
@edition_options
@inputs_options
@help_option
def facts_evidence(
    rules: str, out: str | None, against: str | None, edition: EditionGiven, **given: Any
) -> int:
    """清点佐证：目录里写的文件在不在、有没有改动，每件算出 SHA-256；只读，不计分。

    \b
    例：pingheng facts evidence rules/datong-2025 各县区 --evidence 佐证 -o 佐证清点.csv
        pingheng facts evidence rules/datong-2025 各县区 --evidence 佐证 --against 佐证清点.csv
    """
    from engine.commandline.given import inputs_given
    from engine.diagnostics import Diagnostics, Place
    from engine.facts import read_facts
    from engine.facts.evidence.comparing import compare_files
    from engine.reports.evidence_page import evidence_page
    from engine.reports.evidence_tables import read_inventory, write_inventory
    from engine.reports.progress import progress_bar

    inputs = inputs_given(**given)
    listed = Path(out).expanduser() if out else None
    _check_list(listed, Path(against).expanduser() if against else None, inputs)
    earlier = read_inventory(Path(against).expanduser()) if against else None
    ruleset = edition.ruleset(rules)
    with progress_bar() as stage:
        table = read_facts(ruleset, inputs, progress=stage("读取事实表"))
    diagnostics, comparison = Diagnostics(table.problems), None
    if earlier is not None and against:
        place = Place(Path(against).as_posix())
        proofs = table.evidence.proofs if table.evidence else ()
        comparison = compare_files(
            proofs, earlier, table.school_ids, ruleset.subject, place, diagnostics
        )
    if listed is not None:
        write_inventory(listed, table, comparison)
    own = [each for each in diagnostics.sorted() if "F080" <= each.code <= "F089"]
    n_others = len(table.problems) - sum("F080" <= each.code <= "F089" for each in table.problems)
    print_page(
        evidence_page(
            ruleset, table, own, n_others, comparison, listed.as_posix() if listed else ""
        )
    )
    return code_of(own)


def _check_list(listed: Path | None, against: Path | None, inputs: Inputs) -> None:
    """Refuse a list that would be read as evidence or facts next time, or lose the earlier one.

    Raises:
        UsageProblem: With a way out.
    """
    from engine.diagnostics import UsageProblem
    from engine.reports.evidence_tables import INVENTORY
    from engine.reports.list_place import begins_with, check_list_place

    if against is not None and inputs.evidence is None:
        raise UsageProblem("要与以前的清点表比，请用 --evidence 指明佐证文件夹。")
    if listed is None:
        return
    if listed.suffix.lower() != ".csv":
        raise UsageProblem(f"清点表“{listed}”请写成 .csv 文件。")
    if against is not None and listed.resolve() == against.resolve():
        raise UsageProblem("-o 与 --against 是同一个文件，旧的清点表会被盖掉。请换一个名称。")
    for given in inputs.paths():
        if Path(given).is_dir() and listed.resolve().is_relative_to(Path(given).resolve()):
            raise UsageProblem(
                f"清点表“{listed}”在“{given}”里面，下次会被当成佐证或事实表。请写到别处。"
            )
    check_list_place(listed, inputs.paths(), "清点表", lambda path: begins_with(path, INVENTORY))
