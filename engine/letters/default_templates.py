"""The templates that letters are made from unless the office has its own."""

from __future__ import annotations

from engine.letters.official_form import Column, OfficialForm


def feedback_template() -> bytes:
    """Return 反馈意见书.docx."""
    form = OfficialForm()
    form.title("{{ 考核名称 }}")
    form.title("反馈意见书")
    form.under_title("{{ 文号 }}")
    form.addressee("{{ 学校名称 }}：")
    form.text(
        "按照《{{ 考核名称 }}》的规定，对{{ 称呼 }}{{ 年度 }}年度的工作进行了考核。"
        "现将考核结果和意见反馈如下。"
    )
    form.heading("一、考核依据")
    form.text(
        "本次考核适用的方案版本为{{ 方案版本 }}{% for 句 in 口径 %}，{{ 句 }}{% endfor %}。"
        "评分标准、扣分办法和一票否决条款均以该版本为准。"
    )
    _result(form)
    form.heading("三、做得好的方面")
    form.mark("{%p for 句 in 做得好的方面 %}")
    form.text("{{ loop.index }}. {{ 句 }}。")
    form.mark("{%p else %}")
    form.text("没有得满分的指标组，也没有加分。")
    form.mark("{%p endfor %}")
    _problems(form)
    _vetoes(form)
    form.heading("六、整改要求")
    form.mark("{%p if 问题清单 %}")
    form.text(
        "请{{ 称呼 }}对照上述问题，按随附的《整改清单》逐项落实责任人和整改措施，"
        "于{{ 整改期限 }}前完成整改，并将整改情况报{{ 发文机关 }}。"
        "整改完成后，由整改责任人以外的人员核验销号。"
    )
    form.mark("{%p if 全部补齐 %}")
    form.text("{{ 全部补齐 }}。{% if 升等说明 %}{{ 升等说明 }}。{% endif %}")
    form.mark("{%p endif %}", "{%p else %}")
    form.text("请{{ 称呼 }}巩固成果，继续做好各项工作。")
    form.mark("{%p endif %}")
    form.heading("七、申辩和复核")
    form.text(
        "对本反馈意见有异议的，请自收到之日起{{ 申辩天数 }}日内，向{{ 申辩机关 }}书面提出申辩，"
        "写明异议的事项、事实和理由，并附相关材料；逾期未提出的，视为无异议。"
        "{{ 申辩机关 }}自收到申辩之日起{{ 复核天数 }}日内复核，并书面答复。"
        "申辩和复核期间不停止整改。",
        "联系方式：{{ 联系方式 }}。",
    )
    form.signature("{{ 发文机关 }}", "{{ 日期 }}")
    return form.file("{{ 学校名称 }}考核反馈意见书")


def _result(form: OfficialForm) -> None:
    form.heading("二、考核结果")
    form.text("经考核，{{ 结论 }}。")
    form.mark("{%p if 未定等原因 %}")
    form.text("{{ 状态 }}的原因：")
    form.mark("{%p for 句 in 未定等原因 %}")
    form.text("{{ loop.index }}. {{ 句 }}{% if loop.last %}。{% else %}；{% endif %}")
    form.mark("{%p endfor %}", "{%p endif %}", "{%p if 已定等 %}")
    form.text("等次依次这样得出：{{ 定等经过|join('；') }}。")
    form.mark("{%p endif %}")
    form.text("总分的构成：{{ 总分构成 }}。各一级指标得分如下：")
    form.gap()
    form.rows(
        (
            Column("一级指标", "{{ 项.名称 }}", 6),
            Column("满分", "{{ 项.满分 }}", 2, is_centred=True),
            Column("得分", "{{ 项.得分 }}", 2, is_centred=True),
        ),
        ["{%tr for 项 in 维度得分 %}"],
        is_together=True,
    )
    form.gap()


def _problems(form: OfficialForm) -> None:
    form.heading("四、存在的问题")
    form.mark("{%p if 问题清单 %}")
    form.text("共{{ 问题数 }}项，按一级指标列出如下。")
    form.gap()
    form.rows(
        (
            Column("序号", "{{ 问题.序号 }}", 1.1, is_centred=True),
            Column("指标", "{{ 问题.指标 }}（{{ 问题.编号 }}）", 2.6),
            Column("问题", "{{ 问题.问题 }}", 5.2),
            Column("评分标准", "{{ 问题.标准 }}", 5.2),
            Column("失分", "{{ 问题.失分 }}", 1.5, is_centred=True),
        ),
        ["{%tr for 组 in 问题分组 %}", "{%tr for 问题 in 组.问题清单 %}"],
        ["{{ 组.名称 }}（{{ 组.项数 }}项）"],
    )
    form.gap()
    form.mark("{%p else %}")
    form.text("没有失分、缺项和扣分。")
    form.mark("{%p endif %}")


def _vetoes(form: OfficialForm) -> None:
    form.heading("五、一票否决事项")
    form.mark("{%p for 项 in 否决事项 %}")
    form.text("{{ loop.index }}. {{ 项.名称 }}（{{ 项.对应 }}）")
    form.mark("{%p for 点 in 项.要点 %}")
    form.text("{{ 点.标签 }}：{{ 点.内容 }}{% if loop.last %}。{% else %}；{% endif %}")
    form.mark("{%p endfor %}", "{%p else %}")
    form.text("没有触发一票否决条款，也没有待核实的情形。")
    form.mark("{%p endfor %}", "{%p if 没有否决时 %}")
    form.text("如果没有以上任何否决：{{ 没有否决时 }}。")
    form.mark("{%p endif %}")


def mending_template() -> bytes:
    """Return 整改清单.docx."""
    form = OfficialForm(is_wide=True)
    form.title("{{ 学校名称 }}考核整改清单")
    form.small(
        "{{ 考核名称 }}　{{ 年度 }}年度　{{ 对象 }}标识码：{{ 学校标识码 }}　"
        "总分：{{ 总分 or '无' }}　等次：{{ 等次 or 状态 }}　整改期限：{{ 整改期限 }}"
    )
    form.mark("{%p if 问题清单 %}")
    form.rows(
        (
            Column("序号", "{{ 问题.序号 }}", 1.1, is_centred=True),
            Column("指标", "{{ 问题.指标 }}（{{ 问题.编号 }}）", 2.4),
            Column("问题", "{{ 问题.问题 }}", 4.4),
            Column("依据", "{{ 问题.依据 }}", 2.6),
            Column("整改要求", "{{ 问题.整改要求 }}", 4.4),
            Column("责任人", "{{ 问题.责任人 }}", 3.4),
            Column("补齐后加分", "{{ 问题.补齐加分 }}", 1.6, is_centred=True),
            Column("整改期限", "{{ 问题.整改期限 }}", 2.9, is_centred=True),
            Column("完成情况", "", 1.8, is_centred=True),
            Column("销号", "", 1.3, is_centred=True),
        ),
        ["{%tr for 问题 in 问题清单 %}"],
    )
    form.gap()
    form.cells(
        [["{{ 对象 }}负责人（签字）", "", "核验人（签字）", "", "销号日期", ""]],
        [3, 5, 3, 5, 2.4, 4],
    )
    form.small("完成情况由{{ 对象 }}填写并附佐证；销号由整改责任人以外的人员核验后签字。")
    form.mark("{%p else %}")
    form.text("没有需要整改的失分、缺项和扣分。")
    form.mark("{%p endif %}")
    return form.file("{{ 学校名称 }}考核整改清单")


def publication_template() -> bytes:
    """Return 公示名单.docx."""
    form = OfficialForm()
    form.title("{{ 考核名称 }}")
    form.title("{{ 年度 }}年度考核结果公示")
    form.under_title("{{ 文号 }}")
    form.text(
        "按照《{{ 考核名称 }}》的规定，{{ 年度 }}年度考核已经完成。"
        "现将{{ 学校数 }}{{ 量词 }}{{ 对象 }}的考核结果予以公示，"
        "自{{ 公示开始 }}起，公示{{ 公示天数 }}个工作日。",
        "公示期间如有异议，请以书面形式向{{ 申辩机关 }}实名反映，写明具体事项并提供有关材料；"
        "反映人的信息予以保密。联系方式：{{ 联系方式 }}。",
    )
    form.gap()
    name = Column("{{ 对象 }}", "{{ 校.名称 }}", 8)
    number = Column("序号", "{{ 校.序号 }}", 1.4, is_centred=True)
    grade = Column(
        "等次", "{{ 校.等次 }}{% if 校.说明 %}（{{ 校.说明 }}）{% endif %}", 4.5, is_centred=True
    )
    total = Column("总分", "{{ 校.总分 }}", 2.2, is_centred=True)
    loops = ["{%tr for 组 in 分组名单 %}", "{%tr for 校 in 组.学校名单 %}"]
    heads = ["{{ 组.组别 }}（{{ 组.校数 }}{{ 量词 }}）"]
    form.mark("{%p if 公布总分 %}")
    form.rows((number, name, total, grade), loops, heads)
    form.mark("{%p else %}")
    form.rows((number, name, grade), loops, heads)
    form.mark("{%p endif %}")
    form.small("同一组内按等次排列。")
    form.mark("{%p if 有未定等 %}")
    form.small("“暂缓定等”的，有关情况核实后另行公示；“不定等”的，按规定本年度只计分、不定等。")
    form.mark("{%p endif %}")
    form.signature("{{ 发文机关 }}", "{{ 日期 }}")
    return form.file("{{ 考核名称 }}结果公示")
