"""The workbook's own part: which sheets it has, and a new sheet in front of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.annotating.parts import Parts
from engine.annotating.splicing import Element, Splices, UnknownShape, escaped, read_elements

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool

    @property
    def is_worksheet(self) -> bool:
        """Tell whether it has cells: a sheet may be one chart."""
        return "/worksheets/" in f"/{self.part}"


class WorkbookPart:
    """The list of a workbook's sheets, and what counts by their positions."""

    def __init__(self, parts: Parts) -> None:
        """Read it.

        Raises:
            UnknownShape: It is no workbook as we know them.
        """
        self._parts = parts
        self.name = parts.related("", "officeDocument")
        if not self.name:
            raise UnknownShape("workbook")
        self._xml = parts.xml(self.name)
        self._elements = read_elements(self._xml)
        if any("purl.oclc.org" in each for each in self._elements[0].attributes.values()):
            raise UnknownShape("strict")  # other names for everything, and hardly a program
        relations = parts.relations(self.name)
        self._sheets = [each for each in self._elements if each.name == "sheet"]
        self.sheets = [
            SheetEntry(
                each.attributes.get("name", ""),
                relations.get(_relation(each), ("", ""))[1],
                each.attributes.get("state", "visible") != "visible",
            )
            for each in self._sheets
        ]
        if not self.sheets or not all(each.part in parts for each in self.sheets):
            raise UnknownShape("sheets")

    def free_sheet_name(self, wanted: str) -> str:
        """Return a name for a new sheet: the wanted one, or one with a number."""
        taken = {each.name.casefold() for each in self.sheets}
        names = (wanted, *(f"{wanted}{number}" for number in range(2, 10_000)))
        return next(name for name in names if name.casefold() not in taken)

    def put_in_front(self, sheet_name: str, xml: bytes) -> None:
        """Add a sheet before all others, and open the workbook at it."""
        splices = Splices(self._xml)
        part = self._parts.free_name("xl/worksheets/sheet{}.xml")
        self._parts.put(part, xml)
        self._parts.set_type(part, _TYPE)
        relation = self._parts.relate(self.name, "worksheet", part)
        first = self._sheets[0]
        number = 1 + max(int(each.attributes.get("sheetId", "0")) for each in self._sheets)
        prefix = f"{first.prefix}:" if first.prefix else ""
        splices.insert(
            first.start,
            f'<{prefix}sheet xmlns:r="{_RELATIONS}" name="{escaped(sheet_name)}"'
            f' sheetId="{number}" r:id="{relation}"/>'.encode(),
        )
        self._open_at(0, splices)
        for each in self._elements:
            local = each.attributes.get("localSheetId")
            if each.name == "definedName" and local is not None:
                splices.set_attributes(each, localSheetId=str(int(local) + 1))
        self._parts.put(self.name, splices.done())

    def put_again(self, sheet_name: str, xml: bytes) -> None:
        """Put a sheet in place of one of the same name, and open the workbook at it."""
        splices = Splices(self._xml)
        at = next(number for number, each in enumerate(self.sheets) if each.name == sheet_name)
        self._parts.put(self.sheets[at].part, xml)
        self._open_at(at, splices)
        for each in self._elements:
            # What Excel made of the old list's filter; the new one is of another length.
            if each.name == "definedName" and each.attributes.get("localSheetId") == str(at):
                splices.replace(each.start, each.end, b"")
        if any(each.name == "definedNames" for each in self._elements):
            self._parts.put(self.name, _without_empty_names(splices.done()))
        else:
            self._parts.put(self.name, splices.done())

    def _open_at(self, position: int, splices: Splices) -> None:
        for each in self._elements:
            if each.name == "workbookView":
                splices.set_attributes(each, activeTab=str(position), firstSheet="0")

    def unselect(self, entry: SheetEntry) -> None:
        """Take a sheet without cells out of the selected ones."""
        xml = self._parts.xml(entry.part)
        splices = Splices(xml)
        for each in read_elements(xml):
            if each.name == "sheetView" and each.attributes.get("tabSelected") in ("1", "true"):
                splices.set_attributes(each, tabSelected="0")
        self._parts.put(entry.part, splices.done())


def _without_empty_names(xml: bytes) -> bytes:
    """Take out an empty <definedNames>, which no schema allows."""
    return re.sub(rb"<((?:\w+:)?definedNames)\s*>\s*</\1>", b"", xml)


def _relation(sheet: Element) -> str:
    return next(
        (value for name, value in sheet.attributes.items() if name.rpartition(":")[2] == "id"), ""
    )
