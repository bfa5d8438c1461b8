"""The parts of an .xlsx package: what there is, how parts refer to each other, writing it back."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from engine.annotating.splicing import (
    Element,
    Splices,
    UnknownShape,
    escaped,
    plain_xml,
    read_elements,
)
from engine.facts.books.package import Package, UnusablePackage

_TYPES = "[Content_Types].xml"
_RELATION_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_OF_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same input gives the same bytes


class Parts:
    """A package whose parts are read, changed and added one by one; the rest is carried over."""

    def __init__(self, data: bytes) -> None:
        """Open a package.

        Raises:
            UnknownShape: It is no package as we know them.
        """
        try:
            Package(data)  # refuses what unpacks to too much, and what is encrypted
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (UnusablePackage, zipfile.BadZipFile, OSError, ValueError) as problem:
            raise UnknownShape(str(problem)) from problem
        self._changed: dict[str, bytes] = {}
        self._names = {name.lower(): name for name in self._zip.namelist()}
        if len(self._names) != len(self._zip.namelist()) or _TYPES.lower() not in self._names:
            raise UnknownShape("parts")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> Iterator[str]:
        """Yield the names of all parts."""
        yield from self._names.values()

    def xml(self, name: str) -> bytes:
        """Return a part as UTF-8.

        Raises:
            UnknownShape: It is not there, or is damaged.
        """
        if name in self._changed:
            return self._changed[name]
        try:
            return plain_xml(self._zip.read(self._names[name.lower()]))
        except UnknownShape:
            raise
        except Exception as problem:  # zlib.error is no OSError, a lost part a KeyError
            raise UnknownShape(name) from problem

    def put(self, name: str, data: bytes) -> None:
        """Set a part, new or changed."""
        name = self._names.setdefault(name.lower(), name)
        self._changed[name] = data

    def free_name(self, pattern: str) -> str:
        """Return a part's name that is not taken; the pattern has {} for a number."""
        return next(
            name for number in range(1, 100_000) if (name := pattern.format(number)) not in self
        )

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id -> (last word of the type, target's name)."""
        rels = _rels_of(source)
        if rels not in self:
            return {}
        found = {}
        for each in read_elements(self.xml(rels)):
            target = each.attributes.get("Target", "")
            if each.name == "Relationship" and each.attributes.get("TargetMode") != "External":
                kind = each.attributes.get("Type", "").rpartition("/")[2]
                found[each.attributes.get("Id", "")] = (kind, _resolved(source, target))
        return found

    def related(self, source: str, kind: str) -> str:
        """Return the first part that a part refers to in this way; empty where there is none."""
        return next((name for word, name in self.relations(source).values() if word == kind), "")

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let a part refer to another one, and return the id of the relation."""
        rels = _rels_of(source)
        if rels not in self:
            self.put(rels, DECLARATION + f'<Relationships xmlns="{_OF_RELATIONS}"/>'.encode())
        xml = self.xml(rels)
        elements = read_elements(xml)
        taken = {each.attributes.get("Id") for each in elements}
        new = next(name for n in range(1, 100_000) if (name := f"rIdPh{n}") not in taken)
        splices = Splices(xml)
        kind_text = kind if "/" in kind else _RELATION_TYPES + kind
        splices.append_child(
            elements[0],
            f'<{_tag(elements[0], "Relationship")} Id="{new}" Type="{kind_text}"'
            f' Target="/{escaped(target)}"/>'.encode(),
        )
        self.put(rels, splices.done())
        return new

    def set_type(self, name: str, content_type: str) -> None:
        """Say what kind of part a new part is."""
        self._add_type(f'Override PartName="/{escaped(name)}" ContentType="{content_type}"')

    def set_default_type(self, extension: str, content_type: str) -> None:
        """Say what kind of part all parts with an extension are, unless it is said already."""
        known = {
            each.attributes.get("Extension", "").lower()
            for each in read_elements(self.xml(_TYPES))
            if each.name == "Default"
        }
        if extension not in known:
            self._add_type(f'Default Extension="{extension}" ContentType="{content_type}"')

    def _add_type(self, text: str) -> None:
        xml = self.xml(_TYPES)
        root = read_elements(xml)[0]
        splices = Splices(xml)
        # Defaults stand before overrides by custom; the order means nothing.
        splices.append_child(root, f"<{_tag(root, text)}/>".encode())
        self.put(_TYPES, splices.done())

    def written(self) -> bytes:
        """Return the whole package: old parts in their order, then the new ones."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name in self._names.values():
                data = self._changed.get(name)
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, self._zip.read(name) if data is None else data)
        return out.getvalue()


def _tag(beside: Element, name: str) -> str:
    return f"{beside.prefix}:{name}" if beside.prefix else name


def _rels_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(source: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
