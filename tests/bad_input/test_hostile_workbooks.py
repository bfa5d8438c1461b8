"""Workbooks made to break a reader: small to send, endless to open, or not what they say.

Each is made on the fly, small where its kind allows; one diagnostic, and the batch goes on.
"""

import io
import re
import warnings
import zipfile
from pathlib import Path

import pytest
from made_workbooks import repacked, workbook

from engine.facts import read_facts
from engine.facts.books import package
from engine.facts.table import column_letters
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parents[1] / "rulesets" / "small"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
LINKS = "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def rules():
    return load_ruleset(SMALL)


def more_rows(rows):
    """Return a change that adds rows to the sheet."""

    def change(parts):
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return change


def replaced(part, old, new):
    def change(parts):
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def far(reference):
    return more_rows(f"<row><c {reference}><v>1</v></c></row>")


def ten_thousand_columns(parts):
    cells = "".join(f'<c r="{column_letters(n)}3"><v>{n}</v></c>' for n in range(1, 10_001))
    more_rows(f'<row r="3">{cells}</row>')(parts)


def long_text_in_many_cells(parts):
    """20,000 cells show one text of 1 MB: 20 GB, from a file of some kB."""
    number = parts[TEXTS].count(b"<si>")
    parts[TEXTS] = parts[TEXTS].replace(b"</sst>", b"<si><t>%s</t></si></sst>" % (b"B" * 2**20))
    more_rows(
        "".join(
            f'<row r="{n}"><c r="A{n}" t="s"><v>{number}</v></c></row>' for n in range(3, 20_000)
        )
    )(parts)


def entities_in_texts(parts):
    bomb = b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts[TEXTS] = parts[TEXTS].replace(b"?>", bomb, 1).replace(b"<t>", b"<t>&b;")


def many_sheets(parts):
    more = "".join(f'<sheet name="x{n}" sheetId="{n}" r:id="rId1"/>' for n in range(2, 3000))
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", more.encode() + b"</sheets>")


def one_sheet_twice(parts):
    more = b'<sheet name="x" sheetId="2" r:id="rId1"/></sheets>'
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", more)


def wide_characters(parts):
    parts[SHEET] = parts[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")


def second_part_of_a_name(name):
    data = io.BytesIO(workbook())
    with warnings.catch_warnings(), zipfile.ZipFile(data, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"<worksheet/>")
    return data.getvalue()


def foreign_package(name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, b"x")
    return data.getvalue()


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(BOOK, b"<workbook/>")
        with archive.open(TEXTS, "w") as part:
            for _ in range(51):
                part.write(bytes(10 * 2**20))
    return data.getvalue()


def open_document(rows):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{NAMES}:office:1.0"'
            f' xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="学校">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return data.getvalue()


REPEATED = (
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell'
    ' office:value-type="string" table:number-columns-repeated="{columns}">'
    "<text:p>{text}</text:p></table:table-cell></table:table-row>"
)

BAD = {
    "columns.xlsx": (repacked(ten_thousand_columns), "F005"),
    "lower_case.xlsx": (repacked(far('r="xfd1048576"')), "F003"),
    "spaced.xlsx": (repacked(far('r = "XFD1048576"')), "F003"),
    "broken_line.xlsx": (repacked(far('\nr="XFD1048576"')), "F005"),
    "beyond_all_rows.xlsx": (repacked(far('r="A99999999999"')), "F003"),
    "beyond_all_columns.xlsx": (repacked(far('r="AAAAAAA1"')), "F003"),
    "no_reference.xlsx": (repacked(far('r="??"')), "F003"),
    "texts.xlsx": (repacked(long_text_in_many_cells), "F005"),
    "entities.xlsx": (repacked(entities_in_texts), "F003"),
    "no_text.xlsx": (repacked(more_rows('<row><c t="s"><v>9999</v></c></row>')), "F003"),
    "sheets.xlsx": (repacked(many_sheets), "F005"),
    "one_sheet_twice.xlsx": (repacked(one_sheet_twice), "F003"),
    "wide_characters.xlsx": (repacked(wide_characters), "F003"),
    "outside.xlsx": (repacked(replaced(LINKS, b"worksheets/sheet1", b"../../secret")), "F003"),
    "styles.xlsx": (repacked(lambda parts: parts.update({"xl/styles.xml": b"<st"})), "F003"),
    "twice.xlsx": (second_part_of_a_name(SHEET), "F003"),
    "twice_but_for_case.xlsx": (second_part_of_a_name(SHEET.upper()), "F003"),
    "document.xlsx": (foreign_package("word/document.xml"), "F003"),
    "binary.xlsx": (foreign_package("xl/workbook.bin"), "F003"),
    "bomb.xlsx": (bomb(), "F005"),
    "wide.ods": (open_document(REPEATED.format(rows=1, columns=16_384, text="x")), "F005"),
    "texts.ods": (
        open_document(REPEATED.format(rows=100_000, columns=90, text="长" * 1000)),
        "F005",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_reading_a_batch_when_a_workbook_is_hostile_then_it_is_refused_and_the_rest_is_read(
    rules, good, name
):
    data, code = BAD[name]
    (good.parent / name).write_bytes(data)
    facts = read_facts(rules, [good.parent])
    assert facts.names == ("二中",)
    told = [item for item in facts.problems if item.place and item.place.file.endswith(name)]
    assert [(item.code, item.severity) for item in told] == [(code, "error")]
    assert told[0].hint


def blank_rows(with_cells):
    """Return a change that formats all rows of the sheet, down to the last."""
    cell = '<c r="A{n}" s="0"/><c r="B{n}" s="0"/>' if with_cells else ""
    row = f'<row r="{{n}}" ht="15" customHeight="1">{cell}</row>'
    return more_rows("".join(row.format(n=n) for n in range(3, 2**20 + 1)))


HARMLESS = {
    "no_styles": lambda parts: parts.pop("xl/styles.xml"),
    "style_beyond_all": replaced(SHEET, b'<c r="B2"', b'<c r="B2" s="99999"'),
    "blank_columns": more_rows(
        '<row r="3">'
        + "".join(f'<c r="{column_letters(n)}3" s="0"/>' for n in range(1, 10_001))
        + "</row>"
    ),
    "blank_rows": blank_rows(with_cells=False),
    "blank_cells_in_all_rows": blank_rows(with_cells=True),
    "nested_archive": lambda parts: parts.update({"xl/media/x.zip": bomb()[:1000]}),
    "names_in_other_case": lambda parts: parts.update({TEXTS.lower(): parts.pop(TEXTS)}),
    "strict_names": lambda parts: parts.update(
        {
            name: re.sub(
                rb"http://schemas.openxmlformats.org/(spreadsheetml|officeDocument)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                data,
            )
            for name, data in parts.items()
            if name in (SHEET, BOOK, TEXTS)
        }
    ),
    "merged_to_the_end": replaced(
        SHEET,
        b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_reading_a_workbook_when_it_only_looks_hostile_then_it_is_read(rules, good, name):
    (good.parent / f"{name}.xlsx").write_bytes(repacked(HARMLESS[name]))
    facts = read_facts(rules, [good.parent])
    assert facts.school_ids == ("0012", "0013")


def test_reading_a_workbook_when_its_sheets_together_are_too_large_then_it_is_refused(
    rules, good, monkeypatch
):
    """Each sheet alone would do, but all of them are held at once."""
    from engine.facts.books import workbook as reading

    monkeypatch.setattr(reading, "MAX_CELLS", 6)
    (good.parent / "表.xlsx").write_bytes(
        workbook((("学校标识码", "支部数"),) + (("0013", 3),) * 3)
    )
    codes = [item.code for item in read_facts(rules, [good.parent]).problems]
    assert "F005" in codes


def test_reading_a_workbook_when_a_text_is_shown_often_but_is_short_then_it_is_read(
    rules, good, monkeypatch
):
    """Only what the cells show counts, not the longest text times all cells."""
    monkeypatch.setattr(package, "LARGEST_TEXTS", 2_000)
    rows = (("学校标识码", "学校名称"), *((f"1{n:03}", "中学") for n in range(20)))
    (good.parent / "表.xlsx").write_bytes(workbook((*rows, ("1099", "长" * 300))))
    assert read_facts(rules, [good.parent]).n_schools == 22
