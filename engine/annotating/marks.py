"""Mark a workbook as an annotated copy, in its custom properties; find what we left in one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from engine.annotating.parts import DECLARATION, Parts
from engine.annotating.splicing import Splices, read_elements
from engine.facts.books.annotated import LIST_SHEET, LIST_TITLE, MARK

_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST = 2  # by the standard, 0 and 1 are not given out
_USUAL = "docProps/custom.xml"


def mark(parts: Parts, digest: str) -> None:
    """Write into a copy from which original (its SHA-256) it was made."""
    name = parts.related("", "custom-properties")
    if not name:
        name = parts.free_name("docProps/custom{}.xml") if _USUAL in parts else _USUAL
        parts.put(name, DECLARATION + f'<Properties xmlns="{_SPACE}"/>'.encode())
        parts.set_type(name, _TYPE)
        parts.relate("", "custom-properties", name)
    xml = parts.xml(name)
    elements = read_elements(xml)
    splices = Splices(xml)
    numbers = [int(each.attributes.get("pid", "0")) for each in elements if each.name == "property"]
    for each in elements:
        if each.name == "property" and each.attributes.get("name") == MARK:
            splices.replace(each.start, each.end, b"")
    p = f"{elements[0].prefix}:" if elements[0].prefix else ""
    splices.append_child(
        elements[0],
        f'<{p}property fmtid="{_FORMAT}" pid="{max([_FIRST - 1, *numbers]) + 1}" name="{MARK}">'
        f'<vt:lpwstr xmlns:vt="{_VALUES}">{digest}</vt:lpwstr></{p}property>'.encode(),
    )
    parts.put(name, splices.done())


def own_list(data: bytes, sheet_names: Sequence[str]) -> str:
    """Return the name of the list of problems that an earlier annotation left; else nothing."""
    candidates = [name for name in sheet_names if name.startswith(LIST_SHEET)]
    if not candidates:
        return ""
    from python_calamine import load_workbook

    workbook = load_workbook(BytesIO(data))
    for name in candidates:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=1)
        if rows and LIST_TITLE in rows[0][:1]:
            return name
    return ""
