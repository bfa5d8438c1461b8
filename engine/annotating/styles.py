"""Cell styles of a workbook: the style of a cell with another fill, and those of the list sheet.

A cell that has a problem keeps its font, borders, number format and protection: its style is
copied and only the fill is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.annotating.parts import Parts
from engine.annotating.splicing import (
    Element,
    Splices,
    UnknownShape,
    read_elements,
    with_attribute,
)
from engine.diagnostics import Severity
from engine.reports.sheet_colours import FONT, INK, LINE, LINK, SLATE, WHITE

# Light enough to read black text on, and not quite the reds and yellows that people use.
COLOURS = {
    Severity.ERROR: "FFFFB3B8",
    Severity.WARNING: "FFFFE08A",
    Severity.NOTE: "FFD2E6F7",
}


def _argb(colour: str) -> str:
    return f"FF{colour[1:]}"


def _font(size: int, colour: str, marks: str = "") -> str:
    return (
        f'<{{p}}font>{marks}<{{p}}sz val="{size}"/><{{p}}color rgb="{_argb(colour)}"/>'
        f'<{{p}}name val="{FONT}"/></{{p}}font>'
    )


_FONTS = {
    "title": _font(15, SLATE, "<{p}b/>"),
    "head": _font(10, WHITE, "<{p}b/>"),
    "text": _font(10, INK),
    "link": _font(10, LINK, "<{p}u/>"),
}
_BORDER = "".join(
    f'<{{p}}{side} style="thin"><{{p}}color rgb="{_argb(LINE)}"/></{{p}}{side}>'
    for side in ("left", "right", "top", "bottom")
)
_BORDER = f"<{{p}}border>{_BORDER}<{{p}}diagonal/></{{p}}border>"
_FRONT = re.compile(rb"<(?:\w+:)?fgColor([^<>]*?)/?>")
_BACK = re.compile(rb"<(?:\w+:)?bgColor([^<>]*?)/?>")
_NO_COLOUR = 'indexed="64"'


@dataclass(frozen=True, slots=True)
class _Kept:
    """The colour of a fill, as attributes; for a fill of ours the colour that it covers."""

    is_ours: bool
    colour: str


class Styles:
    """The styles part, to which fills, fonts and cell styles are added as they are wanted."""

    def __init__(self, parts: Parts, workbook: str) -> None:
        """Read the styles.

        Raises:
            UnknownShape: There are none, or not as we know them.
        """
        self._parts = parts
        self._name = parts.related(workbook, "styles")
        self._xml = parts.xml(self._name)
        self._elements = read_elements(self._xml)
        self._fonts = self._list("fonts")
        self._fills = self._list("fills")
        self._formats = self._list("cellXfs")
        self._parents = {
            "fonts": self._fonts,
            "fills": self._fills,
            "cellXfs": self._formats,
        }
        if any(each.name == "borders" and each.children for each in self._elements):
            self._parents["borders"] = self._list("borders")
        self._xfs = self._formats.children
        self._new: dict[str, list[bytes]] = {
            "fonts": [],
            "fills": [],
            "borders": [],
            "cellXfs": [],
        }
        self._copies: dict[tuple[int, int], int] = {}
        self._own: dict[str, int] = {}
        self._fill_numbers: dict[tuple[str, str], int] = {}
        self._kept = [self._kept_of(each) for each in self._fills.children]

    def _list(self, name: str) -> Element:
        found = [each for each in self._elements if each.name == name and each.parent == 0]
        if len(found) != 1:
            raise UnknownShape(name)
        return found[0]

    def coloured(self, style: int, severity: Severity) -> int:
        """Return the style that is like another one, with the fill of a severity."""
        kept = self._kept[self._fill_of(style)]
        return self._with_fill(style, self._fill(COLOURS[severity], kept.colour))

    def uncoloured(self, style: int) -> int:
        """Return the style that a cell had before we coloured it; the same where we did not."""
        kept = self._kept[self._fill_of(style)]
        if not kept.is_ours:
            return style
        return self._with_fill(style, self._fill("", kept.colour) if kept.colour else 0)

    @property
    def ours(self) -> frozenset[int]:
        """Return the styles that have a fill of ours, from an earlier annotation."""
        return frozenset(
            style for style in range(len(self._xfs)) if self._kept[self._fill_of(style)].is_ours
        )

    def _kept_of(self, fill: Element) -> _Kept:
        """Return which colour a fill has, or keeps below ours."""
        xml = self._xml[fill.start : fill.end]
        if b'"solid"' not in xml:
            return _Kept(False, "")
        front, back = _FRONT.search(xml), _BACK.search(xml)
        if front is None:
            return _Kept(False, "")
        attributes = front.group(1).decode().strip()
        is_ours = any(colour in attributes for colour in COLOURS.values())
        if not is_ours:
            return _Kept(False, attributes)
        below = back.group(1).decode().strip() if back else ""
        return _Kept(True, "" if below == _NO_COLOUR or self._loses_colours else below)

    @property
    def _loses_colours(self) -> bool:
        """Tell whether a program saved the workbook that writes back colours of its own."""
        name = "docProps/app.xml"
        return name in self._parts and b"LibreOffice" in self._parts.xml(name)

    def _fill_of(self, style: int) -> int:
        if style >= len(self._xfs):
            raise UnknownShape("cellXfs")
        number = int(self._xfs[style].attributes.get("fillId", "0"))
        if number >= len(self._kept):
            raise UnknownShape("fills")
        return number

    def _with_fill(self, style: int, fill: int) -> int:
        known = self._copies.get((style, fill))
        if known is not None:
            return known
        old = self._xfs[style]
        tag = with_attribute(self._xml[old.start : old.opened], "fillId", str(fill))
        tag = with_attribute(tag, "applyFill", "1")
        number = self._add("cellXfs", tag + self._xml[old.opened : old.end])
        self._copies[style, fill] = number
        return number

    def _fill(self, colour: str, below: str = "") -> int:
        """Return a solid fill.

        Args:
            colour: Red, green, blue; "" for that of `below` itself.
            below: The attributes of the colour that the cell had: kept as the colour behind,
                which a solid fill does not show, so that it can be given back.
        """
        known = self._fill_numbers.get((colour, below))
        if known is not None:
            return known
        front, back = (f'rgb="{colour}"', below or _NO_COLOUR) if colour else (below, _NO_COLOUR)
        text = (
            '<{p}fill><{p}patternFill patternType="solid">'
            f"<{{p}}fgColor {front}/><{{p}}bgColor {back}/></{{p}}patternFill></{{p}}fill>"
        )
        number = self._fill_numbers[colour, below] = self._add("fills", self._prefixed(text))
        return number

    def own(self, font: str, *, colour: str = "", is_cell: bool = False, across: str = "") -> int:
        """Return a style of the list sheet.

        Args:
            is_cell: It has borders, and its text wraps. across: How the text is aligned.
        """
        key = f"{font} {colour} {is_cell} {across}"
        if key not in self._own:
            number = self._own.get(f"font {font}")
            if number is None:
                number = self._add("fonts", self._prefixed(_FONTS[font]))
                self._own[f"font {font}"] = number
            fill = self._fill(colour) if colour else 0
            border = self._border() if is_cell else 0
            alignment = ' vertical="center"'
            alignment += f' horizontal="{across}"' if across else ""
            alignment += ' wrapText="1"' if is_cell else ""
            self._own[key] = self._add(
                "cellXfs",
                self._prefixed(
                    f'<{{p}}xf numFmtId="0" fontId="{number}" fillId="{fill}"'
                    f' borderId="{border}" xfId="0" applyFont="1" applyFill="1" applyBorder="1"'
                    f' applyAlignment="1"><{{p}}alignment{alignment}/></{{p}}xf>'
                ),
            )
        return self._own[key]

    def head(self) -> int:
        """Return the style of the header of the list sheet."""
        return self.own("head", colour=_argb(SLATE), is_cell=True, across="center")

    def _border(self) -> int:
        """Return the thin lines around a cell of the list; none where no style has any."""
        if "borders" not in self._parents:
            return 0
        if "border" not in self._own:
            self._own["border"] = self._add("borders", self._prefixed(_BORDER))
        return self._own["border"]

    def _prefixed(self, text: str) -> bytes:
        prefix = f"{self._fonts.prefix}:" if self._fonts.prefix else ""
        return text.replace("{p}", prefix).encode()

    def _add(self, name: str, text: bytes) -> int:
        parent = self._parents[name]
        self._new[name].append(text)
        return len(parent.children) + len(self._new[name]) - 1

    def save(self) -> None:
        """Put the styles back into the package."""
        splices = Splices(self._xml)
        for parent in self._parents.values():
            added = self._new[parent.name]
            if not added:
                continue
            if parent.is_empty_tag:
                raise UnknownShape(parent.name)
            splices.set_attributes(parent, count=str(len(parent.children) + len(added)))
            splices.append_child(parent, b"".join(added))
        self._parts.put(self._name, splices.done())
