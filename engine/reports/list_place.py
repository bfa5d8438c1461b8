"""Where a list may be written that is one file: never over what someone filled in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from engine.diagnostics import UsageProblem


def check_list_place(
    path: Path,
    given: Iterable[str | os.PathLike[str]],
    what: str,
    is_ours: Callable[[Path], bool],
) -> None:
    """Refuse a file that is read by the same command, or that we did not write.

    Args:
        path: Where the list is to go. given: What the command reads.
        what: The list, as the user knows it. is_ours: Whether a file is an earlier such list.

    Raises:
        UsageProblem: With a way out.
    """
    if path.is_dir():
        raise UsageProblem(f"“{path}”是文件夹，{what}要写成一个文件。请换一个名称。")
    for each in given:
        if path.resolve() == Path(each).resolve():
            raise UsageProblem(
                f"{what}不能写到正在读的“{path}”上，那会把它盖掉。请用 -o 另写一个名称。"
            )
    if path.exists() and not is_ours(path):
        raise UsageProblem(
            f"“{path}”已经在那里，不是以前写出的{what}，没有覆盖。请用 -o 另写一个名称。"
        )


def begins_with(path: Path, header: Sequence[str]) -> bool:
    """Tell whether a CSV file begins with a header of ours, or holds nothing."""
    wanted = ",".join(header)
    with suppress(OSError, UnicodeDecodeError):
        with path.open("rb") as file:
            start = file.read(len(wanted.encode()) + 8)
        return not start or start.decode("utf-8-sig", "ignore").startswith(wanted)
    return False
