"""Guard the folder of a merged table: only one that we wrote, and nobody changed, is replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.facts.books.merged import FILES, FOLDER_MARK
from engine.reports.staging import (
    OF_THE_SYSTEM,
    PRODUCT,
    check_apart,
    check_is_folder,
    own_receipt,
)


def check_mergeable(out: Path, paths: Iterable[str]) -> None:
    """Refuse a folder that may not be written.

    Args:
        out: The folder. paths: What is read.

    Raises:
        UsageProblem: With a way out.
    """
    out = out.resolve()
    given = [Path(each).resolve() for each in paths]
    check_apart(out, given)
    for path in given:
        if path == out or out in path.parents:
            raise UsageProblem(
                f"“{path}”在要写的文件夹“{out}”里，合并会把它换掉。请用 -o 另指一个文件夹。"
            )
    check_ours(out)


def check_ours(out: Path) -> None:
    """Refuse to replace what we did not write, or what somebody went on working in.

    Raises:
        UsageProblem: With a way out.
    """
    check_is_folder(out)
    names = sorted(each.name for each in out.iterdir()) if out.is_dir() else []
    held = [name for name in names if name.lower() not in OF_THE_SYSTEM]
    if not held:
        return
    written = own_receipt(out, FOLDER_MARK).get("outputs", {})
    for name in held:
        if name == FOLDER_MARK:
            continue
        if name not in FILES or name not in written:
            raise UsageProblem(
                f"文件夹“{out}”里有别的内容（如“{name}”），不是评衡写的合并结果，没有覆盖。"
                "请用 -o 另指一个文件夹，或把它移走。"
            )
        if sha256((out / name).read_bytes()).hexdigest() != written[name]:
            raise UsageProblem(
                f"“{out / name}”写出后被改过，为免丢失改动没有覆盖。"
                "请先把改好的文件收走，或用 -o 另指一个文件夹。"
            )


def write_receipt(folder: Path, ruleset_id: str) -> None:
    """Write which files stand in the folder, and what they hold."""
    outputs = {
        name: sha256((folder / name).read_bytes()).hexdigest()
        for name in FILES
        if (folder / name).exists()
    }
    receipt = {"product": PRODUCT, "kind": "merged", "ruleset": ruleset_id, "outputs": outputs}
    text = json.dumps(receipt, ensure_ascii=False, indent=1)
    (folder / FOLDER_MARK).write_text(text + "\n", encoding="utf-8", newline="\n")
