"""What the issuing office says in its letters: its name, the date, the days, who is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BLANK = "＿＿＿＿＿＿"
_BLANK_NUMBER = "＿＿＿〔＿＿＿＿〕＿＿号"
_BLANK_DAY = "＿＿＿＿年＿＿月＿＿日"


@dataclass(frozen=True, slots=True)
class Office:
    """What only the office knows; what it did not say is left as a blank to be filled by hand.

    Args:
        name: 发文机关. number: 发文字号. day: 落款日期. contact: 联系人和电话.
        objection_days: Within how many days a school may object (申辩).
        objection_to: To whom; the office itself where it is not said.
        review_days: Within how many days it is answered (复核).
        mend_by: 整改期限.
        publication_days: 公示期, in working days. publication_from: Its first day.
    """

    name: str = ""
    number: str = ""
    day: date | None = None
    contact: str = ""
    objection_days: int = 10
    objection_to: str = ""
    review_days: int = 15
    mend_by: date | None = None
    publication_days: int = 5
    publication_from: date | None = None

    def values(self) -> dict[str, object]:
        """Return the values of the tags that are the office's."""
        return {
            "发文机关": self.name or BLANK,
            "文号": self.number or _BLANK_NUMBER,
            "日期": day_text(self.day),
            "联系方式": self.contact or BLANK,
        }

    def deadlines(self) -> dict[str, object]:
        """Return the values of the tags of objections and of mending."""
        return {
            "整改期限": day_text(self.mend_by),
            "申辩天数": str(self.objection_days),
            "申辩机关": self.objection_to or self.name or BLANK,
            "复核天数": str(self.review_days),
        }


def day_text(day: date | None) -> str:
    """Write a day as official documents do; without one, a blank.

    >>> day_text(date(2026, 1, 20))
    '2026年1月20日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else _BLANK_DAY
