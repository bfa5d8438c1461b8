"""Change a few places of an XML part and leave every other byte as it was.

A part is never written anew from a tree: what nobody asked to change (prefixes, extensions of
Excel and WPS, the order of attributes) stays exactly as its program wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_START_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding=[\"']([\w.-]+)[\"'][^>]*\?>")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_BOM = b"\xef\xbb\xbf"


class UnknownShape(Exception):
    """A package is built in a way that we do not know: it is not changed."""


@dataclass(slots=True)
class Element:
    """One element of a part, and where it stands in its bytes.

    Args:
        name: Without prefix. attributes: As written, with their prefixes.
        start: Of the start tag. opened: Just after the start tag. closing: Of the end tag
            (the same as `opened` for an empty element). end: Just after the end tag.
        parent: Its number among all elements; -1 for the root. children: In their order.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    opened: int
    parent: int
    closing: int = -1
    end: int = -1
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        return self.end == self.opened


def read_elements(xml: bytes) -> list[Element]:
    """Return the elements of a part in their order.

    Raises:
        UnknownShape: It is no well-formed XML, or holds entities of its own.
    """
    elements: list[Element] = []
    open_ones: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = _START_TAG.match(xml, at)
        if tag is None:
            raise UnknownShape("start tag")
        prefix, _, local = name.rpartition(":")
        parent = open_ones[-1] if open_ones else -1
        open_ones.append(len(elements))
        elements.append(Element(local, prefix, attributes, at, tag.end(), parent))
        if parent >= 0:
            elements[parent].children.append(elements[-1])

    def end(_name: str) -> None:
        element, at = elements[open_ones.pop()], parser.CurrentByteIndex
        # Where an empty tag ends, the parser stands just behind it.
        is_empty = xml[element.opened - 2 : element.opened] == b"/>"
        element.closing = element.opened if is_empty else at
        element.end = element.opened if is_empty else xml.index(b">", at) + 1

    def refuse(*_: object) -> None:
        raise UnknownShape("document type")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as problem:
        raise UnknownShape(str(problem)) from problem
    return elements


def plain_xml(data: bytes) -> bytes:
    """Return a part as UTF-8 without a byte order mark, which is how nearly all are.

    Raises:
        UnknownShape: It is in another encoding.
    """
    data = data.removeprefix(_BOM)
    declared = _DECLARATION.match(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        declared and declared.group(1).lower() not in _PLAIN_ENCODINGS
    ):
        raise UnknownShape("encoding")
    return data


@dataclass(slots=True)
class Splices:
    """Replacements in one part, made all at once."""

    xml: bytes
    _made: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, text: bytes) -> None:
        """Put a text in place of some bytes."""
        self._made.append((start, end, len(self._made), text))

    def insert(self, at: int, text: bytes) -> None:
        """Put a text before a byte; of several at one place the first stays the first."""
        self.replace(at, at, text)

    def append_child(self, element: Element, text: bytes) -> None:
        """Put a text at the end of an element, which may be an empty tag."""
        if not element.is_empty_tag:
            self.insert(element.closing, text)
            return
        tag = self.xml[element.start : element.opened]
        opened = tag.rstrip(b">").rstrip().removesuffix(b"/").rstrip() + b">"
        name = re.match(rb"<([^\s/>]+)", tag)
        if name is None:
            raise UnknownShape("empty tag")
        self.replace(element.start, element.opened, opened + text + b"</" + name.group(1) + b">")

    def set_attributes(self, element: Element, **values: str) -> None:
        """Set attributes in the start tag of an element."""
        tag = self.xml[element.start : element.opened]
        for name, value in values.items():
            tag = with_attribute(tag, name, value)
        self.replace(element.start, element.opened, tag)

    def done(self) -> bytes:
        """Return the changed part."""
        pieces, at = [], 0
        for start, end, _, text in sorted(self._made):
            pieces += [self.xml[at:start], text]
            at = max(at, end)
        pieces.append(self.xml[at:])
        return b"".join(pieces)


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a start tag with an attribute set, or (None) taken out.

    >>> with_attribute(b'<c r="A1" s="3"/>', "s", "7"), with_attribute(b"<c/>", "s", "7")
    (b'<c r="A1" s="7"/>', b'<c s="7"/>')
    >>> with_attribute(b'<row r="1" spans="1:9">', "spans", None)
    b'<row r="1">'
    """
    written = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
    pattern = rb"\s+" + re.escape(name.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    changed, count = re.subn(pattern, lambda _: written, tag, count=1)
    if count:
        return changed
    end = b"/>" if tag.endswith(b"/>") else b">"
    return tag.removesuffix(end).rstrip() + written + end


def escaped(text: str) -> str:
    """Write a text so that it may stand in XML, in an attribute too.

    >>> escaped('a<b "c" & d')
    'a&lt;b &quot;c&quot; &amp; d'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _UNWRITABLE.sub("�", text.replace('"', "&quot;"))


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
