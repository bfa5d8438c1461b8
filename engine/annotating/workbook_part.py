"""The workbook's own part: which sheets it has, and a new sheet in front of them."""

from __future__ import annotations

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

    def put_in_front(self, sheet_name: str, xml: bytes) -> str:
        """Add a sheet before all others, and open the workbook at it.

        Returns:
            The name of its part.
        """
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
        for each in self._elements:
            local = each.attributes.get("localSheetId")
            if each.name == "definedName" and local is not None:
                splices.set_attributes(each, localSheetId=str(int(local) + 1))
            elif each.name == "workbookView":
                splices.set_attributes(each, activeTab="0", firstSheet="0")
        self._parts.put(self.name, splices.done())
        return part


def _relation(sheet: Element) -> str:
    return next(
        (value for name, value in sheet.attributes.items() if name.rpartition(":")[2] == "id"), ""
    )
