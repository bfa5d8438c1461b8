"""Comments of a sheet: the part with their texts, and the drawing with their boxes.

Comments that people wrote stay; to one that stands on a cell with a problem the text is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from engine.annotating.boxes import Boxes
from engine.annotating.parts import DECLARATION, Parts
from engine.annotating.sheet_part import Cell, SheetPart, column_number
from engine.annotating.splicing import Element, Splices, UnknownShape, escaped, read_elements
from engine.facts.table import column_letters

AUTHOR = "评衡"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW = (
    f'<comments xmlns="{_MAIN}"><authors><author>{AUTHOR}</author></authors>'
    "<commentList></commentList></comments>"
)
# How a problem is said in a comment; see findings.Remark.
_OUR_START = re.compile(r"【(?:错误|警告|提示) [A-Z]\d{3}】")
_OUR_LINE = re.compile(r"【(?:错误|警告|提示) [A-Z]\d{3}】|→ |（其余见问题清单）|$")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def write_comments(
    parts: Parts, name: str, sheet: SheetPart, texts: Mapping[Cell, str], boxes: Boxes
) -> None:
    """Put comments on the cells of a sheet.

    Args:
        name: Of the sheet's part. texts: What to say at each cell.
        boxes: Draws the boxes of the whole workbook's comments.
    """
    part = parts.related(name, "comments")
    if not part and not texts:
        return
    if not part:
        part = parts.free_name("xl/comments{}.xml")
        parts.put(part, DECLARATION + _NEW.encode())
        parts.set_type(part, _TYPE)
        parts.relate(name, "comments", part)
    xml, forgotten = _without_ours(parts.xml(part))
    comments = _Comments(xml)
    drawing = _drawing(parts, name, sheet)
    if forgotten and drawing in parts:
        parts.put(drawing, boxes.without(parts.xml(drawing), forgotten))
    known = comments.known()
    # A part of comments without any drawing: boxes are drawn for the old ones too.
    undrawn = {} if drawing in parts else {cell: comments.text(at) for cell, at in known.items()}
    if drawing not in parts:
        parts.put(drawing, boxes.empty())
    both = {
        cell: f"{comments.text(known[cell])}\n\n{text}" if cell in known else text
        for cell, text in texts.items()
    }
    vml = boxes.draw(parts.xml(drawing), sheet, {**undrawn, **both}, set(known) - set(undrawn))
    parts.put(drawing, vml)
    comments.add(texts)
    parts.put(part, comments.splices.done())


def _drawing(parts: Parts, name: str, sheet: SheetPart) -> str:
    """Return the name of the drawing of a sheet's comments, to which the sheet then refers."""
    relation = sheet.drawing_relation
    if relation:
        return parts.relations(name)[relation][1]
    drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
    parts.set_default_type("vml", _VML_TYPE)
    sheet.refer_to_drawing(parts.relate(name, "vmlDrawing", drawing))
    return drawing


def _without_ours(xml: bytes) -> tuple[bytes, set[Cell]]:
    """Take out what an earlier annotation said; what people added to it stays.

    Returns:
        The part, and the cells whose comments are gone.
    """
    comments = _Comments(xml)
    gone = comments.drop_ours()
    return (comments.splices.done(), gone)


def _lines_of_people(text: str) -> str:
    """Return a text without the lines that we write."""
    found = _OUR_START.search(text)
    start = found.start() if found else len(text)
    ours = text[start:].split("\n")
    left = [line for line in ours if not _OUR_LINE.match(line)]
    return "\n".join([text[:start].strip(), *left]).strip()


def _body(comment: Element) -> Element:
    for each in comment.children:
        if each.name == "text":
            return each
    raise UnknownShape("comment")


class _Comments:
    """The texts of a sheet's comments."""

    def __init__(self, xml: bytes) -> None:
        self.splices = Splices(xml)
        self._xml = xml
        self._elements = read_elements(xml)
        self._prefix = f"{self._elements[0].prefix}:" if self._elements[0].prefix else ""

    def known(self) -> dict[Cell, int]:
        """Return the comments that are there: cell -> number of the element."""
        found = {}
        for at, each in enumerate(self._elements):
            if each.name == "comment":
                match = _REFERENCE.fullmatch(each.attributes.get("ref", ""))
                if match:
                    found[int(match[2]), column_number(match[1])] = at
        return found

    def drop_ours(self) -> set[Cell]:
        """Take out our comments, and what we added to those of others.

        Returns:
            The cells whose comments are gone. Programs may forget who wrote a comment: ours are
            known by how they begin.
        """
        gone = set()
        for cell, at in self.known().items():
            comment, text = self._elements[at], self.text(at)
            if not _OUR_START.search(text):
                continue
            left = _lines_of_people(text)
            if not left:
                self.splices.replace(comment.start, comment.end, b"")
                gone.add(cell)
                continue
            body = _body(comment)
            ours = self._our_runs(body)
            if text.replace("".join(map(self._text_in, ours)), "").strip() == left:
                for run in ours:  # what others wrote keeps its look
                    self.splices.replace(run.start, run.end, b"")
            else:
                self.splices.replace(body.opened, body.closing, self._run(left).encode())
        return gone

    def _our_runs(self, body: Element) -> list[Element]:
        """Return the runs of a comment that we added."""
        return [run for run in body.children if _OUR_START.match(self._text_in(run).lstrip("\n"))]

    def _text_in(self, run: Element) -> str:
        text = re.sub(rb"<[^>]*>", b"", self._xml[run.start : run.end])
        return unescape(text.decode("utf-8", "replace"))

    def text(self, at: int) -> str:
        """Return the plain text of a comment."""
        body = _body(self._elements[at])
        return "".join(self._text_in(each) for each in body.children if each.name in ("t", "r"))

    def add(self, texts: Mapping[Cell, str]) -> None:
        """Add comments, and to those that are there what is to be said besides."""
        known, author = self.known(), self._author()
        new = []
        for (row, column), text in sorted(texts.items()):
            at = known.get((row, column))
            if at is not None:
                self._add_to(at, text)
                continue
            name = f"{column_letters(column)}{row}"
            new.append(self._comment(name, author, text))
        # Readers look a comment up by its cell: the order says nothing.
        if new:
            self.splices.append_child(self._first("commentList"), "".join(new).encode())

    def _comment(self, name: str, author: int, text: str) -> str:
        p = self._prefix
        return (
            f'<{p}comment ref="{name}" authorId="{author}"><{p}text>{self._run(text)}</{p}text>'
            f"</{p}comment>"
        )

    def _run(self, text: str) -> str:
        p = self._prefix
        return (
            f'<{p}r><{p}rPr><{p}sz val="9"/><{p}rFont val="宋体"/></{p}rPr>'
            f'<{p}t xml:space="preserve">{escaped(text)}</{p}t></{p}r>'
        )

    def _add_to(self, at: int, text: str) -> None:
        body = _body(self._elements[at])
        for each in body.children:
            if each.name == "t":  # plain text becomes a run, so that another may follow
                p = self._prefix
                self.splices.insert(each.start, f"<{p}r>".encode())
                self.splices.insert(each.end, f"</{p}r>".encode())
        self.splices.append_child(body, self._run(f"\n\n{text}").encode())

    def _first(self, name: str) -> Element:
        for each in self._elements:
            if each.name == name:
                return each
        raise UnknownShape(name)

    def _author_names(self) -> list[str]:
        authors = self._first("authors").children
        return [self._xml[each.opened : each.closing].decode() for each in authors]

    def _author(self) -> int:
        """Return our number among the authors."""
        authors, names = self._first("authors"), self._author_names()
        if AUTHOR in names:
            return names.index(AUTHOR)
        p = self._prefix
        self.splices.append_child(authors, f"<{p}author>{AUTHOR}</{p}author>".encode())
        return len(names)
