"""Which sheets a rulebook has, what stands on them, and in which columns: the one list.

A column is named by its head and by the keys that lead to what it shows: `source.document`;
`scoring.*` is every key of the method that has no column, `*` every key of the row that has
none; `@name` is the name of an entry, `@value` its whole value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Every key of a mapping whose keys are names: a column each.
EACH = "duties.@each"
REST, READS = "其他设置", "读作"


@dataclass(frozen=True, slots=True)
class Ask:
    """One column that is wanted.

    Args:
        offered: The list of names that its drop-down offers.
        of: The kinds of rows in which it shows its keys, where not in all.
    """

    title: str
    keys: str
    width: float = 12
    offered: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One section that is wanted.

    Args:
        form: `list` (items), `entries` (of a mapping), `tree` (indicators, adjustments, record
            tables with their columns) or `keys` (a key a row).
        files: The file, or the folder with a slash; several are parted by a blank.
        at: The keys (canonical) that lead to what is listed.
        schema: Its definition and the keys that lead to the rows' own schema.
        left_out: Keys that other sections show.
        kind: Of its rows, where they are of one kind.
        n_spare: How many blank rows stand ready for new ones.
    """

    id: str
    title: str
    form: str
    files: str
    at: tuple[str, ...]
    schema: str
    asks: tuple[Ask, ...] = ()
    note: str = ""
    left_out: frozenset[str] = frozenset()
    kind: str = "item"
    n_spare: int = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that is wanted."""

    name: str
    note: str
    plans: tuple[Plan, ...] = field(default=())


_SOURCE = (Ask("依据文件", "source.document", 14, "sources"), Ask("依据条款", "source.clause", 22))
_NOTE = Ask("说明", "note", 26)
_READS = Ask(READS, "@reads", 40)
_REST = Ask(REST, "*", 26)
_NAME = Ask("名称", "name", 20)
_ID = Ask("编号", "id", 11)
_ORDER = Ask("序", "@order", 5)
_FILE = Ask("文件", "@file", 16)

_SCORED = (
    Ask("评分标准", "standard", 34),
    Ask("方法", "scoring.method", 11),
    Ask("方法参数", "scoring.*", 44),
    _READS,
    Ask("事项", "matters", 14, "matters"),
    Ask("责任领域", "area", 11, "areas"),
    Ask("责任科室", "office", 11, "offices"),
    Ask("适用", "applies", 22, "conditions"),
    Ask("缺失时", "missing", 10),
    Ask("不适用时", "not_applicable", 10),
    Ask("佐证", "evidence", 18),
    Ask("不可整改", "not_rectifiable", 20),
    Ask("整改建议", "rectification_advice", 24),
    *_SOURCE,
    Ask("人工评定", "manual", 8),
)
_FIELD = (
    Ask("类型", "type", 9, of=("field",)),
    Ask("选项", "choices", 24, of=("field",)),
    Ask("单位", "unit", 7, of=("field",)),
    Ask("范围", "range", 11, of=("field",)),
    Ask("小数位", "decimals", 7, of=("field",)),
    Ask("必填", "required", 6, of=("field",)),
)

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "方案",
        "方案本身的设置，一项一行。空着的是没有写，按“说明”一列里的默认办。",
        (
            Plan(
                "ruleset", "方案设置", "keys", "ruleset.yaml", (), "ruleset_file",
                left_out=frozenset({
                    "scales", "grades", "quotas", "results", "grade_limits", "exclusions",
                    "data_sources", "sources", "ignored_findings",
                }),
            ),
        ),
    ),
    Sheet(
        "指标表",
        "一行一个指标，深色行是维度（一级），浅色行是组（二级）。下级分值之和与本级不符的，“下级合计”会变红。",
        (
            Plan(
                "indicators", "指标表", "tree", "dimensions/", (), "indicator",
                (
                    _ORDER,
                    Ask("一级指标", "name", 14, of=("dimension",)),
                    Ask("二级指标", "name", 16, of=("group",)),
                    _ID,
                    Ask("指标", "name", 22, of=("indicator",)),
                    Ask("分值", "points", 8),
                    Ask("下级合计", "@sum", 9),
                    *_SCORED,
                    Ask("仅供参考", "informative", 8, of=("indicator",)),
                    Ask("列示", "value", 16, "fields", of=("indicator",)),
                    Ask("权重", "weight", 10),
                    _NOTE, _REST,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "加分扣分",
        "加分项得多少加多少，扣分项失多少扣多少；“封顶”是各项合计最多加（扣）多少。",
        (
            Plan(
                "adjustments", "加分扣分", "tree", "adjustments.yaml", (), "item",
                (
                    _ORDER, Ask("类别", "@head", 9), _ID, Ask("项目", "name", 22, of=("item",)),
                    Ask("分值", "points", 8, of=("item",)), Ask("封顶", "cap", 8, of=("head",)),
                    *_SCORED, _NOTE, _REST,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "字段",
        "学校要填的事实，一行一个。改名称的，用到它的地方（条件、计分、核对……）要一起改，导入时会逐处指出。",
        (
            Plan(
                "fields", "字段清单", "entries", "fields.yaml fields/", ("fields",), "field",
                (
                    Ask("名称", "@name", 24), *_FIELD, Ask("填报", "filled_by", 10, "fillers"),
                    Ask("工作表", "sheet", 12, "sheets"), Ask("适用", "applies", 22, "conditions"),
                    Ask("佐证", "evidence", 18), Ask("须佐证", "evidence_required", 8), _NOTE,
                    _REST, _FILE,
                ),
                kind="field", n_spare=10,
            ),
        ),
    ),
    Sheet(
        "台账",
        "一张台账一个深色行，下面是它的各列，一列一行。",
        (
            Plan(
                "tables", "台账清单", "tree", "fields.yaml fields/", ("tables",), "table",
                (
                    Ask("台账", "@name", 16, of=("table",)), Ask("列", "@name", 18, of=("field",)),
                    *_FIELD, Ask("待定值", "pending", 10, of=("field",)),
                    Ask("零报告", "zero_report", 8, of=("table",)),
                    Ask("归属日期", "date_field", 12, of=("table",)),
                    Ask("事件编号", "event_field", 12, of=("table",)),
                    Ask("填报", "filled_by", 10, "fillers", of=("field",)), _NOTE, _REST, _FILE,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "派生值",
        "由字段、台账算出来的值。“怎么算”里写一种算法和它的参数。",
        (
            Plan(
                "derived", "派生值", "entries", "fields.yaml fields/", ("derived",), "derived",
                (
                    Ask("名称", "@name", 24), Ask("怎么算", "*", 60), _READS,
                    Ask("单位", "unit", 8), _NOTE, _FILE,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "核对",
        "计分之前，几个事实之间应有的关系。“部分”配“不超过”；或写“条件”；或写“窗口内”。",
        (
            Plan(
                "checks", "核对", "list", "checks.yaml fields.yaml fields/", ("checks",), "check",
                (
                    _ORDER, _ID, _NAME, Ask("程度", "severity", 8),
                    Ask("部分", "part", 20, "fields"), Ask("不超过", "at_most", 20, "fields"),
                    Ask("条件", "condition", 36), Ask("窗口内", "in_window", 16),
                    Ask("当", "when", 26), Ask("台账", "table", 12, "tables"), _READS,
                    Ask("不采用", "reject", 8), *_SOURCE, _NOTE, _REST, _FILE,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "否决",
        "一票否决，一行一条。认定字段都填了才生效，否则是否决建议。后果一项一行，前面写“- ”。",
        (
            Plan(
                "vetoes", "否决条款", "list", "vetoes.yaml", ("vetoes",), "clause",
                (
                    _ORDER, _ID, _NAME, Ask("轻重", "gravity", 7),
                    Ask("责任领域", "area", 11, "areas"), Ask("台账", "table", 12, "tables"),
                    Ask("触发", "trigger", 34), Ask("认定字段", "decision_fields", 18),
                    Ask("尽职免责", "no_fault", 18, "conditions"), Ask("减轻免除", "reliefs", 40),
                    Ask("后果", "effects", 44), _READS, Ask("分别计", "separately", 8), *_SOURCE,
                    _NOTE, _REST,
                ),
            ),
        ),
    ),
    Sheet(
        "责任",
        "责任类型，和班子台账的设置。",
        (
            Plan(
                "kinds", "责任类型", "entries", "duties.yaml", ("duties", "kinds"),
                "duties_file/duties/kinds",
                (Ask("代号", "@name", 16), Ask("名称", "name", 30), Ask("系数", "coefficient", 10),
                 _NOTE, _REST),
            ),
            Plan(
                "duties", "责任设置", "keys", "duties.yaml", ("duties",), "duties_file/duties",
                left_out=frozenset({"kinds", "matrix", "deeds"}),
            ),
        ),
    ),
    Sheet(
        "责任矩阵",
        "哪个领域出了事，哪个岗位担哪种责任；格里写责任类型的代号，空着是不担责。要加岗位，在右边加一列。",
        (
            Plan(
                "matrix", "责任矩阵", "list", "duties.yaml", ("duties", "matrix"),
                "duties_file/duties/matrix",
                (_ORDER, Ask("责任领域", "area", 16), Ask("", EACH, 9, "duty_kinds"),
                 *_SOURCE, _NOTE, _REST),
            ),
        ),
    ),
    Sheet(
        "履职事项",
        "哪些事实说明责任落实了，列在班子成员的述职安全履职清单上，不影响得分。取值和台账写一个。",
        (
            Plan(
                "deeds", "履职事项", "list", "duties.yaml", ("duties", "deeds"),
                "duties_file/duties/deeds",
                (_ORDER, Ask("责任领域", "area", 12, "areas"), _NAME, Ask("取值", "value", 20),
                 Ask("台账", "table", 12, "tables"), Ask("条件", "condition", 26, "conditions"),
                 Ask("人员字段", "person_field", 10), Ask("不少于", "at_least", 9),
                 Ask("岗位", "posts", 18), *_SOURCE, _NOTE, _REST),
            ),
        ),
    ),
    Sheet(
        "等次与名额",
        "分数线、名额、等次限定、不定等，和它们用到的结果值、共用的分档表。",
        (
            Plan(
                "grades", "等次设置", "list", "ruleset.yaml", ("grades",), "grade",
                (_ORDER, Ask("等次", "grade", 14), Ask("不低于", "at_least", 12),
                 Ask("另定", "cases", 44), _NOTE, _REST),
                "由高到低；只有最后一个等次不写分数线。",
            ),
            Plan(
                "quotas", "名额", "list", "ruleset.yaml", ("quotas",), "quota",
                (_ORDER, Ask("等次", "grade", 14, "grades"), Ask("比例", "share", 12),
                 Ask("数量", "number", 12), Ask("取整", "rounding", 12), Ask("同分", "ties", 12),
                 Ask("比较次序", "compare_by", 24), Ask("适用", "applies", 24, "conditions"),
                 _NOTE, _REST),
                "比例和数量写一个。",
            ),
            Plan(
                "grade_limits", "等次限定", "list", "ruleset.yaml", ("grade_limits",),
                "grade_limit",
                (_ORDER, Ask("名称", "name", 14), Ask("不高于", "at_most", 12, "grades"),
                 Ask("不低于", "at_least", 12, "grades"), Ask("条件", "condition", 44), *_SOURCE,
                 _NOTE, _REST),
            ),
            Plan(
                "exclusions", "不定等", "list", "ruleset.yaml", ("exclusions",),
                "ruleset_file/exclusions",
                (_ORDER, Ask("原因", "reason", 14), Ask("参加排名", "ranked", 12),
                 Ask("条件", "condition", 44), _REST),
            ),
            Plan(
                "results", "结果值", "entries", "ruleset.yaml", ("results",), "result",
                (Ask("名称", "@name", 14), Ask("怎么算", "*", 44), _NOTE),
                "算分之后才有的值，只供等次限定的条件读。",
            ),
            Plan(
                "scales", "分档表", "entries", "ruleset.yaml", ("scales",), "ruleset_file/scales",
                (Ask("名称", "@name", 14), Ask("档次", "@value", 44)),
                "几个指标共用的档次，指标的“档次”写这里的名称。",
            ),
        ),
    ),
    Sheet(
        "依据目录",
        "规则所依据的文件。“编号”供别处引用。",
        (
            Plan(
                "sources", "依据目录", "list", "ruleset.yaml", ("sources",),
                "ruleset_file/sources",
                (_ORDER, Ask("编号", "id", 20), Ask("名称", "name", 80), _NOTE, _REST),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "数据来源",
        "几个科室各填一部分的，各来自哪些文件；“来源冲突”写“按次序”时，先写的为准。",
        (
            Plan(
                "data_sources", "数据来源", "list", "ruleset.yaml", ("data_sources",),
                "ruleset_file/data_sources",
                (
                    _ORDER, Ask("来源", "origin", 20), Ask("文件名", "file_names", 24),
                    Ask("工作表", "sheet", 18), Ask("字段", "only_fields", 24),
                    Ask("名册", "roster", 7), _NOTE, _REST,
                ),
            ),
        ),
    ),
    Sheet(
        "不再提示",
        "检查（pingheng check）提示过、看过以后决定不改的，各写理由；不参与考核。",
        (
            Plan(
                "ignored", "不再提示", "list", "ruleset.yaml", ("ignored_findings",),
                "ruleset_file/ignored_findings",
                (_ORDER, Ask("代号", "code", 10), Ask("哪几项", "items", 50),
                 Ask("理由", "reason", 70), _REST),
            ),
        ),
    ),
    Sheet(
        "全市数据",
        "由各校的事实汇总的全市数，不计分。求和、比率、计数、不同数写一个；不能算的写“原因”，只列出。",
        (
            Plan(
                "city", "全市数据", "list", "city.yaml", ("city_figures",), "city_figure",
                (
                    _ORDER, Ask("编号", "id", 12), Ask("名称", "name", 26),
                    Ask("求和", "total", 26), Ask("比率", "ratio", 26),
                    Ask("计数", "count", 26), Ask("不同数", "distinct", 24),
                    _READS, Ask("适用", "applies", 22, "conditions"), Ask("单位", "unit", 7),
                    Ask("小数位", "decimals", 7), Ask("时段起", "span.from", 12),
                    Ask("时段止", "span.to", 12), Ask("各年", "years", 8),
                    Ask("原文数", "printed", 10), Ask("原文写法", "printed_as", 20),
                    Ask("原因", "reason", 24), *_SOURCE, _NOTE, _REST,
                ),
                n_spare=5,
            ),
        ),
    ),
    Sheet(
        "落实表",
        "源文逐条落实到哪条规则、哪个事实；不参与考核。",
        (
            Plan(
                "coverage", "落实表", "list", "coverage.yaml", ("coverage",),
                "coverage_file/coverage",
                (_ORDER, Ask("清单行", "row", 10), _NAME, Ask("条款", "clause", 26),
                 Ask("用途", "purposes", 14), Ask("规则", "rules", 22), Ask("事实", "facts", 34),
                 Ask("状态", "status", 10), Ask("原因", "reason", 20), Ask("说明", "note", 34),
                 _REST),
                n_spare=5,
            ),
        ),
    ),
)  # fmt: skip
REMAINDER = "其余"
