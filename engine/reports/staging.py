"""Put an output folder in place: write beside it, then rename; never touch what is not ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.diagnostics import UsageProblem, reason_of
from engine.reports.placed_reports import files_below, reports_in
from engine.reports.receipts import PRODUCT, RECEIPT, read_receipt

STORIES = "explanations.jsonl"
# Counted up when the files of a folder change their shape.
FORMAT = 2
# How far differences can be relied upon: ranks under other weights, indicators, what to say of it.
ROBUSTNESS_FILES = ("robustness.csv", "indicator_analysis.csv", "robustness_notes.csv")
FILES = (
    "scores.csv",
    "indicators.csv",
    "ledger.csv",
    "vetoes.csv",
    "trace.json",
    "duties.csv",
    "persons.csv",
    "posts.csv",
    "offices.csv",
    "problems.csv",
    "cohorts.csv",
    "gains.csv",
    "trend.csv",
    *ROBUSTNESS_FILES,
    STORIES,
    RECEIPT,
)

# Only where a team verified facts.
STAGE_FILES = ("revisions.csv", "inflation.csv")
# Only where there is an evidence catalogue, or a policy about it.
EVIDENCE_FILE = "evidence.csv"
# Only where two places gave two values for a fact.
CONFLICT_FILE = "conflicts.csv"
# Only where facts hold raters' marks.
ASSESSORS_FILE = "assessors.csv"
# Only where the rules give places (名额) for grades.
QUOTA_FILE = "quotas.csv"
# Only where the rules have figures of the city, or something of last year was given.
CITY_FILES = ("city.csv", "city_sources.csv", "years.csv")
AT_TIMES = (*STAGE_FILES, EVIDENCE_FILE, CONFLICT_FILE, QUOTA_FILE, ASSESSORS_FILE, *CITY_FILES)


@contextmanager
def staged_folder(
    out: Path, check: Callable[[Path], None] | None = None, option: str = "-o"
) -> Iterator[Path]:
    """Yield an empty folder beside `out`; when all went well, it becomes `out`.

    An earlier finished run of ours at `out` is replaced; anything else is left alone.

    Args:
        out: The folder. check: Refuses what may not be replaced; `check_replaceable` where
            it is left out. option: By which the user named the folder.

    Raises:
        UsageProblem: `out` cannot be written, or holds what we did not write.
    """
    out = Path(out).resolve()
    (check or check_replaceable)(out)
    stage = out.parent / f".{out.name}.{PRODUCT}-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if stage.exists():
            shutil.rmtree(stage)
        stage.mkdir()
    except OSError as problem:
        raise UsageProblem(
            f"输出文件夹“{out}”建不起来（{reason_of(problem)}）。"
            f"请用 {option} 另指一个有写入权限的位置。"
        ) from problem
    try:
        yield stage
        _put_in_place(stage, out, option)
    except OSError as problem:
        raise UsageProblem(
            f"结果写不下去（{reason_of(problem)}），“{out}”没有改动。"
            f"请腾出空间，或用 {option} 另指一个位置，再运行一次。"
        ) from problem
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def check_replaceable(out: Path) -> None:
    """Refuse a place that is a file, or a folder that we did not write.

    Raises:
        UsageProblem: With a way out.
    """
    check_is_folder(out)
    if not out.is_dir():
        return
    held = sorted(each.name for each in out.iterdir())
    if not held:
        return
    if not _is_finished_run(out):
        raise UsageProblem(
            f"文件夹“{out}”里已有别的内容（如“{held[0]}”），不是一次完整的评衡结果，没有覆盖。"
            "请用 -o 另指一个文件夹，或自行清空它。"
        )
    reports, altered = reports_in(out)
    if altered:
        raise UsageProblem(
            f"“{out / altered[0]}”写出后被改过，为免丢失改动没有覆盖。"
            "请先把改好的文件收走，或用 -o 另指一个文件夹。"
        )
    ours = (*FILES, *AT_TIMES, *reports)
    foreign = [name for name in files_below(out) if name not in ours]
    if foreign:
        raise UsageProblem(
            f"文件夹“{out}”里除了上次的结果还有“{foreign[0]}”{'等' if len(foreign) > 1 else ''}，"
            "为免误删没有覆盖。请把它移走，或用 -o 另指一个文件夹。"
        )


def check_is_folder(out: Path, option: str = "-o") -> None:
    """Refuse a place that is a file, or a folder in which the user stands.

    Raises:
        UsageProblem: With a way out.
    """
    blocking = next((each for each in (out, *out.parents) if each.is_file()), None)
    if blocking is not None:
        raise UsageProblem(
            f"“{blocking}”是文件，不是文件夹，结果没有地方放。请用 {option} 另指一个文件夹。"
        )
    if out == Path.cwd() or out in Path.cwd().parents:
        raise UsageProblem(
            f"“{out}”就是当前所在的文件夹（或它的上级），不能整个换成结果。"
            f"请用 {option} 另指一个文件夹，例如 {option} out。"
        )


def check_apart(out: Path, facts: Sequence[Path], below: Sequence[Path] = ()) -> None:
    """Refuse to write into a folder of fact sheets: the next run would read its own results.

    Args:
        below: Results of lower units that this run reads: writing over them would lose them.

    Raises:
        UsageProblem: With a way out.
    """
    for folder in facts:
        if folder.is_dir() and (out == folder or folder in out.parents):
            raise UsageProblem(
                f"结果文件夹“{out}”在事实表文件夹“{folder}”里面，"
                "下次考核会把结果当成事实表来读。请用 -o 指到别处。"
            )
    for folder in below:
        if out == folder or folder in out.parents or out in folder.parents:
            raise UsageProblem(
                f"结果文件夹“{out}”与下级的结果“{folder}”是同一处，或一个套着另一个，"
                "会把它覆盖掉。请用 -o 指到别处。"
            )


def _is_finished_run(folder: Path) -> bool:
    return read_receipt(folder).get("product") == PRODUCT


def _put_in_place(stage: Path, out: Path, option: str) -> None:
    """Swap the new folder in; the old one goes last, so that there always is a whole one."""
    old = out.parent / f"{stage.name}-old"
    try:
        if out.exists():
            out.rename(old)
        try:
            stage.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    except OSError as problem:
        raise UsageProblem(
            f"结果已算完，但“{out}”换不上去（{reason_of(problem)}）。"
            f"多半是其中的文件正被 Excel 等程序打开：请关闭后重试，或用 {option} 另指一个文件夹。"
        ) from problem
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def staged_file(path: Path, what: str) -> Iterator[Path]:
    """Yield a file beside `path`, which takes its name when all went well.

    Args:
        path: Its folder is made where it is missing.
        what: The file, as the user knows it.

    Raises:
        UsageProblem: It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(path.suffix, ".pingheng-", path.parent)
        os.close(handle)
        stage = Path(name)
        try:
            yield stage
            stage.chmod(0o644)
            stage.replace(path)
        finally:
            stage.unlink(missing_ok=True)
    except OSError as problem:
        raise UsageProblem(
            f"{what}“{path}”写不进去（{reason_of(problem)}）。"
            "若正在 Excel 或 WPS 里打开着，请关闭后重试，或用 -o 换一个位置。"
        ) from problem
