"""What the guide tells people to do: a school's clerk, or an office that fills in for all."""

from __future__ import annotations

from engine.facts.evidence.titles import SHEET as CATALOGUE
from engine.templates.content import Content
from engine.templates.wording import NONE

_VALUES = (
    "空着表示没有填；0 就是零；“不适用”是不适用。三者不会混同，没有的事请填 0 或“否”，不要空着，"
    "也不要填斜杠、横线。",
    "能选的从下拉框里选；日期写 2025-09-01；百分数写 95%；只填数字，不写单位。"
    "填得不对，表格会当场提示。"
    "从别处复制来的，请用“选择性粘贴—数值”，否则会把格子的格式和提示一起换掉。",
)
_KEEP = (
    "不要改工作表名和表头，不要删列。工作表有保护但没有密码：确要改版式的，“审阅—撤消工作表保护”即可。",
)


def steps_for_school(content: Content) -> tuple[str, ...]:
    """Return what a school's clerk has to do."""
    subject = content.ruleset.subject
    home = content.parts[0].name
    known = bool(content.given) or content.roster is not None
    who = (
        f"先看“{home}”：{subject.id_word}和名称已经填好，其他内容请核对、补全。"
        if known
        else f"先填“{home}”：{subject.id_word}按文本填，前面的 0 不能丢。"
    )
    zero = (
        (
            f"台账（{_named([each.id for each in content.tables])}）一条记录一行，"
            "行数不够接着往下填。"
            f"要求零报告的，没有也要填一行“{NONE}”：空着不等于没有。",
        )
        if content.tables
        else ()
    )
    evidence = (
        (f"“{CATALOGUE}”一份材料一行，写明证明哪个字段或台账、是哪个文件；文件另外交。",)
        if content.evidence
        else ()
    )
    last = ("灰色的“上年”一列是上年的数，只供对照，不用填。",) if content.last else ()
    return (
        who,
        "只填浅黄色的格子；带 * 的必填。“填报科室”写明由谁填，不归本单位填的空着，由它另报。",
        *_VALUES,
        *last,
        *zero,
        *evidence,
        *_KEEP,
        "填完看下面的“进度”，还空着的再核对一遍；保存为 .xlsx 交回，文件名不要改。",
    )


def steps_for_office(content: Content) -> tuple[str, ...]:
    """Return what an office has to do that fills in for many schools."""
    subject = content.ruleset.subject
    zero = (
        (f"台账一条记录一行，写明{subject.id_word}。要求零报告的，没有的也要写一行“{NONE}”。",)
        if content.tables
        else ()
    )
    return (
        f"{subject.each}一行，{subject.id_word}和名称不要改；只填浅黄色的格子，带 * 的必填。",
        *_VALUES,
        "灰格里写着“不适用”的不用填。表头右上角有红点的，鼠标停上去可以看怎样填。",
        *zero,
        *_KEEP,
        "填完保存为 .xlsx 交回。几个科室的表可以一起读，各填各的，不用拼到一起。",
    )


def _named(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")
