"""Lay out a preview for the terminal: who moves, through what, and where the rest stands."""

from __future__ import annotations

from engine.points import decimal_text
from engine.previewing.folder import (
    INDICATOR_FILE,
    PAGE_FILE,
    PART_FILE,
    PROBLEM_FILE,
    QUOTA_FILE,
    REMARK_FILE,
    RULE_FILE,
    SCHOOL_FILE,
    VETO_FILE,
    WORKBOOK_FILE,
)
from engine.previewing.matrix import matrix_of
from engine.previewing.preview import Preview
from engine.previewing.wording import (
    TITLE,
    Said,
    arrow,
    change_text,
    counted_text,
    deltas_text,
    main_parts,
    moving_rows,
    names_text,
    part_label,
    reading_text,
    ruleset_text,
    said_of,
    signed,
    year_text,
)
from engine.reports.page import Line, columns, line
from engine.reports.terminal import rule_line

_FIRST_SCHOOLS, _FIRST_PARTS, _FIRST_OTHERS = 12, 10, 8
_FILES = (
    (PAGE_FILE, "给人看的网页：图、名单、可排序筛选的表，双击就能打开，也能打印"),
    (WORKBOOK_FILE, "同样内容的工作簿"),
    (SCHOOL_FILE, "{each}一行：总分、等次、名次的前后和原因，按变动排列"),
    (PART_FILE, "{each}的分差由哪些指标、折算、封顶、否决组成，逐项相加正好是分差"),
    (INDICATOR_FILE, "指标一行：合计、平均、最大变动，多少所得多、多少所得少"),
    (VETO_FILE, "否决：新触发、不再触发、状态或后果有变"),
    (QUOTA_FILE, "名额：每组的名额前后，谁因名额落出、谁进来"),
    (RULE_FILE, "规则改了什么，原来和现在各在哪一行"),
    (PROBLEM_FILE, "只有一套方案遇到的问题"),
    (REMARK_FILE, "不是规则的影响：缺的事实、只有一套方案读得到的"),
)


def preview_page(preview: Preview, out: str, seconds: str) -> list[Line]:
    """Return the page of one preview.

    Args:
        preview: What was found. out: The folder, as the user gave it.
        seconds: How long it took.
    """
    said = said_of(preview)
    subject = preview.rules[1].subject
    return [
        line(TITLE, "title"),
        line(f"原方案　{ruleset_text(preview.written_rules[0])}", hang=8),
        line(f"新方案　{ruleset_text(preview.written_rules[1])}", hang=8),
        line(f"{preview.n_schools} {subject.counted}，{reading_text(preview)}，用时 {seconds} 秒"),
        *(line(text, "warn") for text in (year_text(preview),) if text),
        line(),
        *_rules(preview, out),
        *_remarks(preview, out),
        *_grades(preview),
        *_schools(preview, said, out),
        *_parts(preview, said, out),
        *_vetoes(preview, out),
        *_quotas(preview, out),
        *_where(preview, out),
    ]


def _rules(preview: Preview, out: str) -> list[Line]:
    """Say what changed in the rules, the first few changes alone."""
    lines = [rule_line("规则变动")]
    if not preview.changes:
        return [*lines, line("两套方案的规则没有差别。", "good", indent=2), line()]
    lines += [line(str(each), indent=2) for each in preview.changes[:_FIRST_OTHERS]]
    return [*lines, *_more(len(preview.changes), _FIRST_OTHERS, "处", out, RULE_FILE), line()]


def _remarks(preview: Preview, out: str) -> list[Line]:
    if not preview.remarks:
        return []
    lines = [rule_line(f"先看：这些变动不是规则的影响（{len(preview.remarks)} 条）")]
    for each in preview.remarks[:_FIRST_OTHERS]:
        lines.append(line(each.what, "warn", indent=2))
        lines.append(line(f"→ {each.hint}", "dim", indent=4))
    return [*lines, *_more(len(preview.remarks), _FIRST_OTHERS, "条", out, REMARK_FILE), line()]


def _more(whole: int, shown: int, measure: str, out: str, file: str) -> list[Line]:
    if whole <= shown:
        return []
    return [line(f"…… 其余 {whole - shown} {measure}见 {out}/{file}", "dim", indent=2)]


def _grades(preview: Preview) -> list[Line]:
    matrix = matrix_of(preview)
    rows = [["原＼新", *matrix.after, "合计"]]
    for name, counts, whole in zip(matrix.before, matrix.counts, matrix.row_sums, strict=True):
        rows.append([name, *(_cell(each) for each in counts), str(whole)])
    rows.append(["合计", *(str(each) for each in matrix.column_sums), str(preview.n_schools)])
    return [
        rule_line(f"等次变动（{counted_text(preview)}）"),
        *columns(rows, indent=2, right=range(1, len(rows[0]))),
        line(),
    ]


def _cell(number: int) -> str:
    return str(number) if number else "·"


def _schools(preview: Preview, said: Said, out: str) -> list[Line]:
    subject = preview.rules[1].subject
    moving = moving_rows(preview)
    title = f"{subject}变动（{deltas_text(preview)}）"
    if not moving:
        return [rule_line(title), line("总分、等次、名次都没有变动。", "good", indent=2), line()]
    rows = [
        [str(subject), "原总分", "新总分", "分差", "原等次", "新等次", "名次", "等次因", "主要来自"]
    ]
    for at in moving[:_FIRST_SCHOOLS]:
        rows.append(_school(preview, at, said))
    return [
        rule_line(title),
        *columns(rows, indent=2, right=(1, 2, 3)),
        *_more(len(moving), _FIRST_SCHOOLS, subject.measure, out, SCHOOL_FILE),
        line(),
    ]


def _school(preview: Preview, at: int, said: Said) -> list[str]:
    schools = preview.schools
    rated = bool(schools.rated_before[at]), bool(schools.rated_after[at])
    ranks = int(schools.rank_before[at]), int(schools.rank_after[at])
    return [
        schools.names[at],
        said(int(schools.total_before[at])) if rated[0] else "无",
        said(int(schools.total_after[at])) if rated[1] else "无",
        signed(said, int(schools.delta[at])) if all(rated) else "",
        schools.outcome_before[at],
        schools.outcome_after[at],
        "→".join(str(each) if each else "无" for each in ranks),
        schools.causes[at],
        main_parts(preview, at, said),
    ]


def _parts(preview: Preview, said: Said, out: str) -> list[Line]:
    moves = [each for each in preview.parts.moves if each.n_gaining or each.n_losing]
    moves.sort(key=lambda each: -abs(each.total))
    if not moves:
        return []
    rows = [
        [
            "项目",
            "名称",
            "改动",
            "合计",
            "平均",
            "升",
            "降",
            "最大",
            "是谁",
        ]
    ]
    for move in moves[:_FIRST_PARTS]:
        rows.append(
            [
                part_label(move),
                move.name,
                change_text(move),
                signed(said, move.total),
                decimal_text(move.mean),
                str(move.n_gaining),
                str(move.n_losing),
                signed(said, move.most),
                preview.schools.names[move.most_school],
            ]
        )
    return [
        rule_line(f"分从哪里变（{len(moves)} 项有变）"),
        *columns(rows, indent=2, right=(3, 4, 5, 6, 7)),
        *_more(len(moves), _FIRST_PARTS, "项", out, INDICATOR_FILE),
        line(),
    ]


def _vetoes(preview: Preview, out: str) -> list[Line]:
    if not preview.vetoes:
        return []
    rows = [["条款", "名称", str(preview.rules[1].subject), "变动", "原状态", "新状态"]]
    for move in preview.vetoes[:_FIRST_OTHERS]:
        rows.append(
            [
                move.clause,
                move.name,
                preview.schools.names[move.school],
                move.label,
                move.status_before or "无",
                move.status_after or "无",
            ]
        )
    return [
        rule_line(f"否决变动（{len(preview.vetoes)} 件）"),
        *columns(rows, indent=2),
        *_more(len(preview.vetoes), _FIRST_OTHERS, "件", out, VETO_FILE),
        line(),
    ]


def _quotas(preview: Preview, out: str) -> list[Line]:
    moves = [each for each in preview.quotas if not each.is_same]
    if not moves:
        return []
    rows = [["同组", "等次", "校数", "名额", "用了", "因名额落出", "进来"]]
    for move in moves[:_FIRST_OTHERS]:
        rows.append(
            [
                move.cohort,
                move.grade,
                arrow(move.size_before, move.size_after),
                arrow(move.places_before, move.places_after),
                arrow(move.taken_before, move.taken_after),
                names_text(preview, move.fell_out, 2) or "·",
                names_text(preview, move.came_in, 2) or "·",
            ]
        )
    return [
        rule_line(f"名额变动（{len(moves)} 处）"),
        *columns(rows, indent=2),
        *_more(len(moves), _FIRST_OTHERS, "处", out, QUOTA_FILE),
        line(),
    ]


def _where(preview: Preview, out: str) -> list[Line]:
    each = preview.rules[1].subject.each
    rows = [[f"{out}/{name}", said.format(each=each)] for name, said in _FILES]
    return [rule_line("结果"), *columns(rows, indent=2, header=False)]
