from engine.facts.cells.display import cell_text


def test_read_facts_when_one_workbook_holds_many_schools_then_each_is_a_row(folder, codes):
    facts = folder.read_rows(
        ["学校标识码", "学校名称", "有食堂", "支部数", "覆盖率", "球类项目"],
        ["0012", "二中", "是", 3, 0.95, "足球、篮球"],
        ["0003", "三小", "否", 0, "９５％", "无"],
    )
    assert facts.school_ids == ("0003", "0012")
    assert facts.names == ("三小", "二中")
    row = [cell_text(facts.columns[name], 1) for name in ("有食堂", "支部数", "覆盖率", "球类项目")]
    assert row == ["是", "3", "95%", "足球、篮球"]
    assert cell_text(facts.columns["球类项目"], 0) == "无"
    assert facts.columns["支部数"].all_present
    assert str(facts.columns["支部数"].places.place(1)).endswith("事实表.xlsx「学校」!D2")
    assert codes(facts) == ["F111"]
