"""Put edited texts in place: all of them or none, as far as a file system can."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from engine.diagnostics import UsageProblem, reason_of


def write_texts(
    folder: Path, before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> None:
    """Replace files of a folder.

    Every text is first written beside its file, and only when all are, each takes the place
    of its file; where one cannot, those that were replaced are put back.

    Args:
        folder: The folder; made where it is not there.
        before: File (relative) -> the text that it must still hold; None: it is not there.
        after: File -> its new text; None: it goes.

    Raises:
        UsageProblem: A file cannot be written, or changed meanwhile; nothing is changed then.
    """
    targets = {name: Path(folder, *name.split("/")).resolve() for name in after}
    for name, path in targets.items():
        _check(name, path, before.get(name))
    stages: dict[str, Path] = {}
    done: list[str] = []
    name = ""
    try:
        for name, text in after.items():
            if text is not None:
                stages[name] = _stage(targets[name], text)
        for name, text in after.items():
            if text is None:
                targets[name].unlink()
            else:
                stages[name].replace(targets[name])
            done.append(name)
    except OSError as problem:
        left = [each for each in done if not _put_back(targets[each], before.get(each))]
        raise UsageProblem(_said(name, problem, left)) from problem
    finally:
        for stage in stages.values():
            stage.unlink(missing_ok=True)


def _check(name: str, path: Path, before: str | None) -> None:
    """Refuse a file that is read-only, or is no longer what was read."""
    try:
        now = path.read_bytes() if path.exists() else None
        mode = path.stat().st_mode if now is not None else stat.S_IWUSR
    except OSError as problem:
        raise UsageProblem(_said(name, problem, [])) from problem
    if now != (None if before is None else before.encode()):
        raise UsageProblem(
            f"“{name}”在这期间被别的程序改过，没有写入任何改动。请再运行一次，看过新的改动再确认。"
        )
    if not mode & stat.S_IWUSR:
        raise UsageProblem(
            f"“{name}”是只读的，没有写入任何改动。请取消它的“只读”属性（或改权限）后再运行一次。"
        )


def _stage(path: Path, text: str) -> Path:
    """Write a text beside the file whose place it is to take, with the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(path.suffix, ".pingheng-", path.parent)
    stage = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        stage.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
    except OSError:
        stage.unlink(missing_ok=True)
        raise
    return stage


def _put_back(path: Path, before: str | None) -> bool:
    """Give a file its old text again; tell whether that went well."""
    with suppress(OSError):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _stage(path, before).replace(path)
        return True
    return False


def _said(name: str, problem: OSError, left: list[str]) -> str:
    said = f"“{name}”写不进去（{reason_of(problem)}）。"
    if left:
        files = "、".join(f"“{each}”" for each in left)
        return said + f"{files}已经换成新的，退不回去：请关闭打开着它们的程序，再运行一次。"
    return said + "没有写入任何改动。若正被别的程序打开着，请关闭后再运行一次。"
