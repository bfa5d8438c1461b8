"""Open a Word template: its parts that hold text, or in words why it cannot be one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from lxml import etree

from engine.diagnostics import UsageProblem, reason_of

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# A letter with a picture or two has a tenth of it; a file that unfolds to more is no template.
_LARGEST = 50_000_000
_OF_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
CORE_PROPERTIES = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of the file in which tags may stand: its XML, and what people call it."""

    name: str
    called: str
    xml: str


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as it was read.

    Args:
        entries: All files of the package, in order. parts: Those with text.
    """

    path: str
    docx: DocxTemplate
    entries: Mapping[str, bytes]
    parts: tuple[TextPart, ...]


def read_template(path: Path) -> TemplateFile:
    """Read a template.

    Raises:
        UsageProblem: It is not there, or no Word file of the kind that holds tags.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageProblem(f"模板“{path}”读不了：{reason_of(problem)}。") from problem
    return template_of(str(path), data)


def template_of(path: str, data: bytes) -> TemplateFile:
    """Return a template of its bytes.

    Args:
        path: As messages name it.

    Raises:
        UsageProblem: It is no Word file of the kind that holds tags.
    """
    if not data.startswith(_ZIP):
        raise UsageProblem(f"模板“{path}”用不了：{_what_it_is(data)}")
    try:
        docx = DocxTemplate(BytesIO(data))
        docx.init_docx()
        with zipfile.ZipFile(BytesIO(data)) as file:
            if sum(each.file_size for each in file.infolist()) > _LARGEST:
                raise UsageProblem(
                    f"模板“{path}”展开后超过 50 MB，太大了。请去掉里面的大图片再用。"
                )
            entries = {name: file.read(name) for name in file.namelist()}
        parts = tuple(_text_parts(docx, entries))
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError) as problem:
        raise UsageProblem(
            f"模板“{path}”不是能用的 Word 文件。"
            "请在 Word 或 WPS 里打开它，另存为“Word 文档（.docx）”再用。"
        ) from problem
    return TemplateFile(path, docx, entries, parts)


def _what_it_is(data: bytes) -> str:
    if data.startswith(_OLD_WORD):
        return (
            "它是旧版 Word（.doc）、WPS 文字（.wps）的文件，或者加了密码。"
            "请打开它，去掉密码，另存为“Word 文档（.docx）”再用。"
        )
    if not data:
        return "文件是空的。请换一份，或用 --new-template 重新写出一份。"
    return "它不是 .docx 文件。请在 Word 或 WPS 里另存为“Word 文档（.docx）”再用。"


def _text_parts(docx: DocxTemplate, entries: Mapping[str, bytes]) -> list[TextPart]:
    found = []
    for part in docx.docx.part.package.iter_parts():
        kind, name = str(part.content_type).removeprefix(_OF_WORD), part.partname.lstrip("/")
        is_body = part is docx.docx.part
        called = "正文" if is_body else _PARTS.get(kind.removesuffix("+xml"), "")
        if called:
            found.append(TextPart(name, called, _xml(entries[name])))
    if CORE_PROPERTIES in entries:
        found.append(TextPart(CORE_PROPERTIES, "文档属性", _xml(entries[CORE_PROPERTIES])))
    return found


def _xml(data: bytes) -> str:
    """Return the XML as docxtpl reads it: in one line, nothing fetched.

    Raises:
        ValueError: It declares entities, which no program for texts does.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part declares entities")
    return str(etree.tostring(root, encoding="unicode"))
