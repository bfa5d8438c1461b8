"""Put what is made from a finished assessment in its folder, without losing anybody's work.

Pages, books and letters stand beside the tables they were made from. A mark says which files
are ours and what they held: a file that somebody went on working in is never replaced, not by
a second report and not by a second assessment.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.diagnostics import UsageProblem, reason_of
from engine.reports.placed_reports import (
    REPORTS,
    Written,
    all_files,
    files_below,
    written_reports,
)
from engine.reports.receipts import PRODUCT, RECEIPT, digest
from engine.reports.staging import check_is_folder


@contextmanager
def report_place(
    folder: Path, kind: str, *, is_whole: bool = True, option: str = "-o"
) -> Iterator[Path]:
    """Yield an empty folder; what is written into it takes its place in `folder` at the end.

    Args:
        folder: The folder of a run, or any other. kind: What is written, as the user knows it
            (考核报告).
        is_whole: Whether all of the kind is written, so that what an earlier writing left goes;
            else earlier files of the kind stay.
        option: By which the user named the folder.

    Raises:
        UsageProblem: A file in the way is not ours, was worked in, or cannot be written.
    """
    folder = folder.resolve()
    if not (folder / RECEIPT).is_file():
        check_is_folder(folder, option)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{PRODUCT}-", dir=folder))
    except OSError as problem:
        raise UsageProblem(
            f"文件夹“{folder}”写不进去（{reason_of(problem)}）。请用 {option} 另指一个位置。"
        ) from problem
    try:
        yield stage
        _put(stage, folder, kind, is_whole)
    except OSError as problem:
        raise UsageProblem(
            f"{kind}写不进“{folder}”（{reason_of(problem)}）。"
            f"若有文件正在 Excel、WPS 或 Word 里打开着，请关闭后重试，或用 {option} 另指一个位置。"
        ) from problem
    except UnicodeEncodeError as problem:
        raise UsageProblem(
            f"文件名里的“{problem.object[problem.start : problem.end]}”在这台电脑的文件名编码"
            f"（{problem.encoding}）里写不出来，{kind}没有写。"
            "请先设环境变量 PYTHONUTF8=1（Linux 也可 export LANG=C.UTF-8），再运行一次。"
        ) from problem
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def check_place(folder: Path, kind: str, names: Collection[str], *, is_whole: bool = True) -> None:
    """Refuse, before long work is begun, what `report_place` would refuse at its end.

    Args:
        folder, kind, is_whole: As there. names: What is going to be written, by paths below it.

    Raises:
        UsageProblem: A file in the way is not ours, or was worked in.
    """
    written = written_reports(folder)
    gone = _gone(written, kind, names) if is_whole else []
    _check_unaltered(folder, [*names, *gone], written, kind)


def _put(stage: Path, folder: Path, kind: str, is_whole: bool) -> None:
    new = {name: digest(stage / name) for name in files_below(stage)}
    check_place(folder, kind, new, is_whole=is_whole)
    written = written_reports(folder)
    earlier = written.get(kind, {})
    gone = _gone(written, kind, new) if is_whole else []
    for name in new:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).replace(folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
        _drop_empty(folder, (folder / name).parent)
    written[kind] = new if is_whole else {**earlier, **new}
    text = json.dumps({"product": PRODUCT, "reports": written}, ensure_ascii=False, indent=1)
    mark = stage / REPORTS
    mark.write_text(text + "\n", encoding="utf-8", newline="\n")
    mark.replace(folder / REPORTS)


def _gone(written: Written, kind: str, names: Collection[str]) -> list[str]:
    """Return what an earlier writing of all of a kind left and this one does not write again."""
    return [name for name in written.get(kind, {}) if name not in names]


def _check_unaltered(folder: Path, names: Sequence[str], written: Written, kind: str) -> None:
    ours = all_files(written)
    for name in names:
        path = folder / name
        if not path.exists():
            continue
        if name not in ours:
            raise UsageProblem(
                f"“{path}”不是评衡写的{kind}，没有覆盖。请把它移走，或用 -o 另指一个文件夹。"
            )
        if not path.is_file() or digest(path) != ours[name]:
            raise UsageProblem(
                f"“{path}”写出后被改过，为免丢失改动没有覆盖。"
                "请先把改好的文件收走，或用 -o 另指一个文件夹。"
            )


def _drop_empty(folder: Path, below: Path) -> None:
    while below != folder and below.is_dir() and not any(below.iterdir()):
        below.rmdir()
        below = below.parent
