"""The form in which Word files are issued: styles, page numbers, and the same bytes each time.

Fonts are named, not shipped: whoever opens the file has them with Windows, Word or WPS.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

LATIN = "Times New Roman"
_FIXED = (1980, 1, 1, 0, 0, 0)


def paragraph_style(word: WordDocument, name: str) -> ParagraphStyle:
    """Return a style of paragraphs by its name."""
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def set_style(
    word: WordDocument,
    name: str,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float,
    centred: bool = False,
) -> ParagraphStyle:
    """Set how a style looks, and return it.

    Args:
        font: Of Chinese. size, before, after: In points.
    """
    style = paragraph_style(word, name)
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in list(fonts.attrib):  # fonts of the theme would go before those that are named
        del fonts.attrib[each]
    fonts.set(qn("w:hint"), "eastAsia")  # “ ” are as wide as the Chinese around them
    for kind, named in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font), ("cs", LATIN)):
        fonts.set(qn(f"w:{kind}"), named)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 1.15
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    if centred:
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return style


def number_pages(footer: Paragraph, texts: Sequence[tuple[str, str]]) -> None:
    """Write texts into a footer, each before a field (PAGE, NUMPAGES) or none."""
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in texts:
        footer.add_run(text)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
            simple.append(run)
            footer._p.append(simple)


def fixed_bytes(word: WordDocument) -> bytes:
    """Return the file with the times of its entries fixed, and without the thumbnail."""
    written, fixed = BytesIO(), BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            target.writestr(fixed_entry(name), source.read(name))
    return fixed.getvalue()


def fixed_entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a file in a package, with the same time and rights on every machine."""
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
