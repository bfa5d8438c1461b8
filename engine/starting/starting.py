"""Write a new ruleset into a folder that is not there yet, and see that it can be used."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from engine.bundled import SCHEMA, bundled_schema
from engine.diagnostics import InternalFault, Severity, UsageProblem
from engine.reports.staging import staged_folder
from engine.ruleset import check_ruleset
from engine.starting.texts import texts_of
from engine.starting.wish import Wish

# What Windows takes as a name, and no command line takes apart.
_REFUSED = re.compile(r'[<>:"/\\|?*\s\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_UNFIT_AS_ID = re.compile(r"[,\[\]{}'#&!%@`，：]")


def start_rules(folder: Path, wish: Wish) -> tuple[str, ...]:
    """Write a new ruleset; return the names of its files.

    Raises:
        UsageProblem: The folder is there already, has no proper name, or cannot be written.
    """
    return write_rules(folder, texts_of(wish))


def write_rules(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files of a ruleset, with the schema for editors beside them, and check them.

    Raises:
        UsageProblem: The folder is there already, or cannot be written.
        InternalFault: What was written is no ruleset.
    """
    with staged_folder(folder, refuse_taken, option="NAME") as stage:
        for name, text in texts.items():
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        shutil.copyfile(bundled_schema(), stage / SCHEMA)
        _, found = check_ruleset(stage, folder.name)
        wrong = [each for each in found if each.severity is Severity.ERROR]
        if wrong:
            raise InternalFault(f"写出的方案通不过检查：{wrong[0]}")
    return (*texts, SCHEMA)


def proper_id(folder: Path) -> str:
    """Return the id of a ruleset in a folder: the name of the folder.

    Raises:
        UsageProblem: The name is none that every system takes.
    """
    name = folder.name
    if not name or len(name) > 60 or _REFUSED.search(name) or name[-1] in ". ":
        raise UsageProblem(
            f'“{name}”不能作方案文件夹的名称：至多 60 字，不含空格和 < > : " / \\ | ? *，'
            "不以句点结尾；例如 rules/jinshan-2026。"
        )
    if _DEVICES.match(name) or name[0] in ".~-_" or _UNFIT_AS_ID.search(name) or name.isdigit():
        raise UsageProblem(f"“{name}”不能作方案文件夹的名称，请换一个，例如 rules/jinshan-2026。")
    return name


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that is there already: nothing of anybody's is ever written over.

    Raises:
        UsageProblem: It is there.
    """
    if folder.exists():
        raise UsageProblem(f"“{folder}”已经有了，没有写。请换一个名称，或先移走它。")
