"""Tell what letters were written, and what in them is left to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.letters.office import Office
from engine.letters.papers import Paper
from engine.letters.writing import Wish, Written
from engine.reports.page import Line, line, typed


def written_page(written: Written, wish: Wish) -> list[Line]:
    """Return how many letters stand where, and which blanks they hold."""
    papers, files = "、".join(wish.papers), written.n_schools * len(wish.papers)
    form = "PDF" if wish.is_pdf else "Word"
    page = [
        line(
            f"写好 {files} 份{papers}（{form}，{written.n_schools} 所），"
            f"在文件夹 {written.folder.as_posix()}",
            "good",
        )
    ]
    if wish.templates:
        own = "、".join(path.as_posix() for path in wish.templates.values())
        page.append(line(f"用的模板：{own}", indent=2))
        others = [each for each in wish.papers if each not in wish.templates]
        if others:
            page.append(line(f"没有自己的模板、用自带样式的：{'、'.join(others)}", indent=2))
    blanks = _blanks(wish.office)
    if blanks:
        page.append(line(f"留空待手填的：{'、'.join(blanks)}", "warn", indent=2))
    if Paper.FEEDBACK in wish.papers:
        page.append(
            line(
                f"信里写明：收到后 {wish.office.objection_days} 日内可申辩，"
                f"{wish.office.review_days} 日内复核答复"
                "（以你们的规定为准，可用 --objection-days、--review-days 改）",
                indent=2,
            )
        )
    return page


def new_template_page(files: Sequence[Path]) -> list[Line]:
    """Return which templates were written, and how they are used."""
    folder = files[0].parent.as_posix()
    return [
        line(f"写好模板：{'、'.join(each.name for each in files)}，在文件夹 {folder}", "good"),
        line("在 Word 或 WPS 里改好样式，再运行：", indent=2),
        line(f"pingheng letter 结果文件夹 --template {typed(folder)}", indent=4),
    ]


def _blanks(office: Office) -> list[str]:
    given = {
        "发文机关（--office）": office.name,
        "文号（--number）": office.number,
        "落款日期（--date）": office.day,
        "整改期限（--mend-by）": office.mend_by,
        "联系方式（--contact）": office.contact,
    }
    return [name for name, value in given.items() if not value]
