"""Say how a school stands to last year, from its row of years.csv."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explain.units_text import signed_text

Row = dict[str, str]


def year_sentences(row: Row) -> Iterator[str]:
    """Yield how the total changed, and what of that the rules and what the work made.

    >>> row = dict.fromkeys(
    ...     ("last_grade", "by_rules", "by_performance", "by_rules_2", "note"), ""
    ... )
    >>> row |= {"last_total": "90", "total": "91.5", "change": "1.5"}
    >>> list(year_sentences(row))
    ['去年总分 90，今年总分 91.5，+1.5 分']
    """
    if row["last_total"]:
        last = f"（{row['last_grade']}）" if row["last_grade"] else ""
        this = f"今年总分 {row['total']}" if row["total"] else "今年没有总分"
        change = f"，{signed_text(row['change'])} 分" if row["change"] else ""
        yield f"去年总分 {row['last_total']}{last}，{this}{change}"
    elif row.get("seen"):
        yield f"{row['seen']}，没有去年的总分可比"
    if row["by_rules"] and row["by_performance"]:
        yield (
            f"其中方案变动 {signed_text(row['by_rules'])} 分"
            f"（去年的事实按今年的方案得 {row['last_by_this']} 分），"
            f"工作变动 {signed_text(row['by_performance'])} 分"
        )
    if row["by_rules_2"]:
        yield (
            f"换一个次序看：工作变动 {signed_text(row['by_performance_2'])} 分"
            f"（今年的事实按去年的方案得 {row['this_by_last']} 分），"
            f"方案变动 {signed_text(row['by_rules_2'])} 分"
        )
    if row["note"]:
        yield row["note"]
