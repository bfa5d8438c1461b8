"""Guard a folder of files that people look at: only ours, and unchanged, is replaced.

A mark in the folder says which files we wrote and what they held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from engine.diagnostics import UsageProblem
from engine.reports.placed_reports import OF_THE_SYSTEM
from engine.reports.receipts import PRODUCT, own_receipt
from engine.reports.staging import check_apart, check_is_folder


def check_output_place(out: Path, paths: Iterable[str], doing: str) -> None:
    """Refuse a folder in which the command reads, or that holds what it reads.

    Args:
        out: The folder. paths: What is read. doing: The act, as the user knows it (合并).

    Raises:
        UsageProblem: With a way out.
    """
    out = out.resolve()
    given = [Path(each).resolve() for each in paths]
    check_apart(out, given)
    for path in given:
        if path == out or out in path.parents:
            raise UsageProblem(
                f"“{path}”在要写的文件夹“{out}”里，{doing}会把它换掉。请用 -o 另指一个文件夹。"
            )


def check_own_folder(out: Path, mark: str, files: Iterable[str], what: str) -> None:
    """Refuse to replace what we did not write, or what somebody went on working in.

    Args:
        out: The folder. mark: Name of our mark in it. files: Names that we write there.
        what: Its content, as the user knows it (合并结果).

    Raises:
        UsageProblem: With a way out.
    """
    check_is_folder(out)
    names = sorted(each.name for each in out.iterdir()) if out.is_dir() else []
    held = [name for name in names if name.lower() not in OF_THE_SYSTEM]
    if not held:
        return
    written, ours = own_receipt(out, mark).get("outputs", {}), frozenset(files)
    for name in held:
        if name == mark:
            continue
        if name not in ours or name not in written:
            raise UsageProblem(
                f"文件夹“{out}”里有别的内容（如“{name}”），不是评衡写的{what}，没有覆盖。"
                "请用 -o 另指一个文件夹，或把它移走。"
            )
        if sha256((out / name).read_bytes()).hexdigest() != written[name]:
            raise UsageProblem(
                f"“{out / name}”写出后被改过，为免丢失改动没有覆盖。"
                "请先把改好的文件收走，或用 -o 另指一个文件夹。"
            )


def write_mark(folder: Path, mark: str, kind: str, files: Iterable[str], **said: Any) -> None:
    """Write which files stand in the folder, and what they hold.

    Args:
        kind: What the folder is. said: What else the mark says.
    """
    outputs = {
        name: sha256((folder / name).read_bytes()).hexdigest()
        for name in files
        if (folder / name).exists()
    }
    receipt = {"product": PRODUCT, "kind": kind, **said, "outputs": outputs}
    text = json.dumps(receipt, ensure_ascii=False, indent=1)
    (folder / mark).write_text(text + "\n", encoding="utf-8", newline="\n")
