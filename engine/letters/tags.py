"""Every tag that a template may hold (标签), with its meaning and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Args:
        about: What stands there, for those who restyle a template. example: Of a letter.
        inner: For a list of rows, what each row has.
    """

    name: str
    about: str
    example: Any = ""
    inner: tuple[Tag, ...] = ()

    @property
    def sample(self) -> Any:
        """Return a value of the kind that the tag has."""
        if self.inner:
            return [sample(self.inner)]
        return self.example


def sample(tags: Sequence[Tag]) -> dict[str, Any]:
    """Return a value for every tag, as one letter might have them."""
    return {each.name: each.sample for each in tags}


def emptied(tags: Sequence[Tag]) -> dict[str, Any]:
    """Return values for every tag, where each list and each text is empty."""
    return {each.name: type(each.sample)() for each in tags}


def rows_of(tags: Sequence[Tag]) -> Mapping[str, tuple[Tag, ...]]:
    """Return the tags that hold rows, with what each row has."""
    return {each.name: each.inner for each in _all(tags) if each.inner}


def _all(tags: Sequence[Tag]) -> Iterator[Tag]:
    for each in tags:
        yield each
        yield from _all(each.inner)


OFFICE_TAGS = (
    Tag("发文机关", "发文机关名称（--office）；没有给出的，是留给手填的横线", "中共某市委教育工委"),
    Tag("文号", "发文字号（--number）；没有给出的，是留给手填的横线", "某教党函〔2026〕3号"),
    Tag("日期", "落款日期（--date）；没有给出的，是留给手填的横线", "2026年1月20日"),
    Tag("联系方式", "联系人和电话（--contact）；没有给出的，是留给手填的横线", "0352-0000000"),
)

ASSESSMENT_TAGS = (
    Tag("考核名称", "方案的名称", "某市学校年度党建考核"),
    Tag("年度", "考核年度", "2025"),
    Tag("方案版本", "方案编号和校验码：同一校验码就是同一套规则", "datong-2025（c3484b44c6ec）"),
    Tag("口径", "基准日、剪裁等，一句一项；没有的，是空的", ["基准日：2025-12-31"]),
    Tag("对象", "考核的是什么", "学校"),
    Tag("量词", "怎样计数", "所"),
)

_PROBLEM_TAGS = (
    Tag("序号", "从 1 起", 1),
    Tag("编号", "指标或扣分项的编号", "A105"),
    Tag("指标", "指标或扣分项的名称", "厘清党政权责边界"),
    Tag("维度", "所在的一级指标；加分项和扣分项是“加分和扣分”", "组织建设固本"),
    Tag("问题", "失分的说明：事实、标准、算法", "党政权责边界清单“否”，要求为“是”，不得分"),
    Tag("失分", "失了多少分", "0.75"),
    Tag("标准", "评分标准的原文", "有党组织与行政班子权责边界清单的得0.75分，没有的不得分。"),
    Tag("依据", "依据的文件", "源文 深入推进党组织领导的校长负责制"),
    Tag("整改要求", "规则里写的整改建议；没有写的，按标准提出", "制定清单并经党组织会议审议"),
    Tag("责任人", "按责任规则担全责的人和岗位；查不到的，是空的", "张某（书记）、李某（校长）"),
    Tag("补齐后", "整改到位后能加多少分、等次会怎样", "补齐后 +0.75 分，总分 86.3 → 87.05"),
    Tag("补齐加分", "同上，只写加多少分；说不上的，是空的", "+0.75"),
    Tag("整改期限", "整改期限（--mend-by）；没有给出的，是空的", "2026年3月31日"),
)

_VETO_TAGS = (
    Tag("名称", "条款编号、名称和状态", "SD-S3 师德严重问题〔生效〕"),
    Tag("对应", "是哪张台账、哪一事件，或本校的哪些事实", "“师德案件”台账"),
    Tag(
        "要点",
        "触发、认定、减轻免除、后果等，一项一行",
        inner=(
            Tag("标签", "是什么", "后果"),
            Tag("内容", "怎样说", "等次不得高于合格"),
        ),
    ),
)

LETTER_TAGS = (
    *OFFICE_TAGS,
    *ASSESSMENT_TAGS,
    Tag("学校名称", "被考核学校的名称", "云泉小学"),
    Tag("学校标识码", "被考核学校的标识码", "0120020"),
    Tag("称呼", "你校；考核的不是学校时是“你单位”", "你校"),
    Tag("同组", "在哪一组里比较", "小学·公办·市直"),
    Tag("同组校数", "这一组有多少所", 8),
    Tag("名次", "组内名次；没有定等的，是空的", "5"),
    Tag("总分", "总分；没有总分的，是空的", "93.57"),
    Tag("满分", "满分", "100"),
    Tag("等次", "等次；没有定等的，是空的", "合格"),
    Tag("已定等", "是否已定等，用在 {%p if 已定等 %}", True),
    Tag("状态", "已定等、暂缓定等或不定等", "已定等"),
    Tag("结论", "总分、等次、名次连成的一句话", "你校总分93.57分（满分100分），等次为合格"),
    Tag("定等经过", "等次怎样一步步得出，一句一项", ["总分93.57，按分数线为优秀"]),
    Tag("未定等原因", "为什么没有定等，一句一项；已定等的，是空的", ["某条款待核实：缺某事实"]),
    Tag("总分构成", "总分由哪几部分组成，连成一句", "满分100，失分4项 −2.225，加分3项 +0.7"),
    Tag(
        "得分构成",
        "同上，一部分一行",
        inner=(
            Tag("类别", "失分、加分、扣分等", "加分"),
            Tag("笔数", "有几笔", 3),
            Tag("分数", "合计多少分", "0.7"),
        ),
    ),
    Tag(
        "维度得分",
        "各一级指标的得分，一个一行",
        inner=(
            Tag("名称", "一级指标的名称", "组织建设固本"),
            Tag("满分", "满分", "20"),
            Tag("得分", "得分；不适用的，写“不适用”", "19.975"),
        ),
    ),
    Tag("做得好的方面", "得满分的一级、二级指标和加分，一句一项", ["“校长负责制”各项指标均得满分"]),
    Tag("问题数", "问题清单有几项", 1),
    Tag("问题清单", "失分、缺项、扣分，一项一行", inner=_PROBLEM_TAGS),
    Tag(
        "问题分组",
        "同一份清单，按一级指标分好组",
        inner=(
            Tag("名称", "一级指标的名称；加分项和扣分项是“加分和扣分”", "组织建设固本"),
            Tag("项数", "这一组有几项", 1),
            Tag("问题清单", "这一组的问题", inner=_PROBLEM_TAGS),
        ),
    ),
    Tag("全部补齐", "能补的都补齐会怎样；没有可补的，是空的", "能补的5项全部补齐，共+5.33分"),
    Tag("升等说明", "最少补哪几项能升一等；不能再升的，是空的", "到“优秀”最少补1项"),
    Tag("否决事项", "一票否决的情形，一个条款一项", inner=_VETO_TAGS),
    Tag(
        "没有否决时",
        "如果没有任何否决，总分和等次会怎样；没有否决的，是空的",
        "总分95.37，等次良好",
    ),
    Tag("整改期限", "整改期限（--mend-by）；没有给出的，留横线", "2026年3月31日"),
    Tag("申辩天数", "提出申辩的期限，单位日（--objection-days）", "10"),
    Tag("申辩机关", "向谁提出申辩（--objection-to）；没有给出的，同发文机关", "某市委教育工委"),
    Tag("复核天数", "作出复核答复的期限，单位日（--review-days）", "15"),
)

PUBLICATION_TAGS = (
    *OFFICE_TAGS,
    *ASSESSMENT_TAGS,
    Tag("公示天数", "公示几个工作日（--days）", "5"),
    Tag("公示开始", "从哪一天起（--from）；没有给出的，是留给手填的横线", "2026年1月20日"),
    Tag("申辩机关", "有异议向谁反映（--objection-to）；没有给出的，同发文机关", "某市委教育工委"),
    Tag("学校数", "名单上有多少所", 1),
    Tag("公布总分", "是否公布总分（--with-totals），用在 {%p if 公布总分 %}", True),
    Tag("有未定等", "名单上有没有没定等的", True),
    Tag(
        "分组名单",
        "一组一项，组内按等次、名次排列",
        inner=(
            Tag("组别", "组的名称", "小学·公办·市直"),
            Tag("校数", "这一组有多少所", 1),
            Tag(
                "学校名单",
                "一所一行",
                inner=(
                    Tag("序号", "从 1 起，各组连着编", 1),
                    Tag("名称", "学校名称；里面像个人信息的内容已去掉", "云泉小学"),
                    Tag("等次", "等次；没有定等的，写暂缓定等或不定等", "合格"),
                    Tag("总分", "总分；不公布或没有定等的，是空的", "93.57"),
                    Tag("说明", "限制了等次的否决条款名称（--with-clauses）；不公布的，是空的"),
                ),
            ),
        ),
    ),
)
