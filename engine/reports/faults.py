"""Keep what went wrong inside for the maintainers, and off the user's screen."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from engine.diagnostics import InternalFault
from engine.reports.page import Line, line
from engine.version import engine_version


def write_fault_report(problem: BaseException, arguments: Sequence[str]) -> Path | None:
    """Write the traceback and the circumstances to a file; None where none can be written."""
    now = datetime.now().astimezone()
    name = f"pingheng-fault-{now:%Y%m%d-%H%M%S}.txt"
    text = "\n".join(
        (
            f"pingheng {engine_version()}",
            f"time: {now.isoformat(timespec='seconds')}",
            f"python: {sys.version}",
            f"platform: {platform.platform()}",
            f"arguments: {list(arguments)!r}",
            "",
            "".join(traceback.format_exception(problem)),
        )
    )
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError:
            continue
        return folder / name
    return None


def fault_page(problem: BaseException, report: Path | None) -> list[Line]:
    """Tell the user that the fault is ours, and what to do with the report."""
    page = [line("评衡内部出错，没有写出结果。这不是您操作的问题。", "bad")]
    if isinstance(problem, InternalFault):
        page.append(line(str(problem), indent=2))
    else:
        page.append(line(f"{type(problem).__name__}: {problem}", indent=2))
    if report is not None:
        page.append(line(f"详细情况已记入“{report}”，请把它连同所用的方案发给维护人员。", indent=2))
    return page
