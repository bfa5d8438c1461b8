from engine.facts.cells.display import cell_text


def test_cell_text_when_a_cell_of_any_type_is_shown_then_it_reads_as_people_write_it(folder):
    facts = folder.read_rows(
        [
            "学校标识码",
            "有食堂",
            "支部数",
            "经费",
            "覆盖率",
            "修订日期",
            "学段",
            "球类项目",
            "备注栏",
        ],
        ["1", "√", 3.0, "12.50", 0.8999, "2025年9月1日", "初中", "篮球 足球", " 甲 "],
        ["2", "×", "无", "-3", "100%", "20250901", "小学", "无", "乙"],
        ["3", "也许", "不适用", None, "/", "九月", "—", "乒乓球", "不适用"],
    )
    shown = [
        [cell_text(column, at) for name, column in facts.columns.items() if name in SHOWN]
        for at in range(3)
    ]
    assert shown == [
        ["是", "3", "12.5", "89.99%", "2025-09-01", "初中", "足球、篮球", "甲"],
        ["否", "0", "-3", "100%", "2025-09-01", "小学", "无", "乙"],
        ["无法识读", "不适用", "缺失", "不适用", "无法识读", "不适用", "无法识读", "不适用"],
    ]


SHOWN = ("有食堂", "支部数", "经费", "覆盖率", "修订日期", "学段", "球类项目", "备注栏")
