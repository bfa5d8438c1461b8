"""Say in the terminal which duty sheets were written."""

from __future__ import annotations

from engine.duty_sheets.writing import WrittenSheets
from engine.reports.duty_sheet import INTERNAL
from engine.reports.page import Line, line
from engine.reports.run_folder import RunFolder


def written_page(run: RunFolder, written: WrittenSheets) -> list[Line]:
    """Return the page."""
    counted = f"{written.n_schools}{run.subject.counted}、{written.n_leaders}人"
    lines = [line(f"已写出述职安全履职清单（{counted}）：{written.folder}", "good")]
    if not run.catalogue.get("duties"):
        text = "方案没有写“责任”（班子台账和责任矩阵），清单上没有人；请先写 duties.yaml。"
        return [*lines, line(text, "warn")]
    return [*lines, line(f"清单含个人信息，是{INTERNAL}，不得公示。", "dim")]
