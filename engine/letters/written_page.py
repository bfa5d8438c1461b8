"""Tell what letters were written, and what in them is left to be filled in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.diagnostics import Diagnostic, Severity
from engine.letters.office import Office
from engine.letters.papers import Paper
from engine.letters.publishing import PublicationWish, Published
from engine.letters.writing import Wish, Written
from engine.reports.page import Line, line, typed
from engine.reports.terminal import diagnostic_lines


def written_page(written: Written, wish: Wish) -> list[Line]:
    """Return how many letters stand where, and which blanks they hold."""
    papers, files = "、".join(wish.papers), written.n_schools * len(wish.papers)
    form = "PDF" if wish.is_pdf else "Word"
    page = [
        line(
            f"写好 {files} 份{papers}（{form}，{written.counted}），"
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
    office = wish.office
    page += _blanks(office, {"整改期限（--mend-by）": office.mend_by})
    if Paper.FEEDBACK in wish.papers:
        page.append(
            line(
                f"信里写明：收到后 {office.objection_days} 日内可申辩，"
                f"{office.review_days} 日内复核答复"
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


def published_page(published: Published, wish: PublicationWish) -> list[Line]:
    """Return where the list stands, and what has to be looked at before it is put up."""
    problems = [Diagnostic("T006", Severity.WARNING, each) for each in published.doubts]
    page = diagnostic_lines(problems)
    files = "、".join(each.as_posix() for each in published.files)
    page.append(line(f"写好公示名单（{published.counted}）：{files}", "good"))
    said = ["名称", "组别", "等次"]
    said += ["总分"] if wish.with_totals else []
    said += ["限制了等次的否决条款名称"] if wish.with_clauses else []
    page.append(line(f"公布的只有：{'、'.join(said)}；不含任何人名和事由", indent=2))
    page += _blanks(wish.office, {"公示起始日（--from）": wish.office.publication_from})
    page.append(
        line(
            f"公示 {wish.office.publication_days} 个工作日（以你们的规定为准，可用 --days 改）",
            indent=2,
        )
    )
    return page


def _blanks(office: Office, more: Mapping[str, object]) -> list[Line]:
    given = {
        "发文机关（--office）": office.name,
        "文号（--number）": office.number,
        "落款日期（--date）": office.day,
        "联系方式（--contact）": office.contact,
        **more,
    }
    blank = [name for name, value in given.items() if not value]
    return [line(f"留空待手填的：{'、'.join(blank)}", "warn", indent=2)] if blank else []
