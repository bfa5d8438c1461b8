"""Workbooks of LibreOffice and WPS in .ods: what the reader does not tell is looked up."""

import zipfile

import pytest

from engine.facts.cells.display import cell_text

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def cell(value):
    """Write one cell; a tuple is (value type, value, shown text)."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    kind, number, text = value
    extra = "" if number is None else f' office:value="{number}"'
    return (
        f'<table:table-cell office:value-type="{kind}" calcext:value-type="{kind}"{extra}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def write_ods(path, rows, tail=""):
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="学校">'
        f"{lines}{tail}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)


HEAD = ["学校标识码", "支部数", "覆盖率"]
BLANK_TAIL = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def test_reading_ods_when_a_percentage_is_marked_then_1_is_100_percent(folder, codes):
    write_ods(
        folder.path / "a.ods",
        [HEAD, ["0012", ("float", 3, "3"), ("percentage", 1, "100%")]],
        BLANK_TAIL,
    )
    facts = folder.read()
    assert cell_text(facts.columns["支部数"], 0) == "3"
    assert cell_text(facts.columns["覆盖率"], 0) == "100%"
    assert codes(facts) == []


def test_reading_ods_when_a_cell_is_an_error_then_it_is_unreadable(folder, only):
    write_ods(folder.path / "a.ods", [HEAD, ["0012", ("error", None, "#N/A"), None]])
    facts = folder.read()
    assert cell_text(facts.columns["支部数"], 0) == "无法识读"
    assert only(facts, "F043").place.cell == "B2"


@pytest.mark.parametrize(
    "tail",
    [
        BLANK_TAIL.replace("1048570", "300000")
        + f"<table:table-row>{cell('远')}</table:table-row>",
        '<table:table-row><table:table-cell table:number-columns-repeated="9000" '
        'office:value-type="string"><text:p>远</text:p></table:table-cell></table:table-row>',
    ],
)
def test_reading_ods_when_a_value_lies_far_away_then_the_file_is_refused(folder, only, tail):
    folder.text("b.csv", "学校标识码\n0013\n")
    write_ods(folder.path / "a.ods", [HEAD, ["0012", None, None]], tail)
    facts = folder.read()
    assert facts.school_ids == ("0013",)
    assert only(facts, "F005").place.file.endswith("a.ods")
