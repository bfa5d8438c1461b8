"""Fill in a Word template (docxtpl's language), many times over.

`DocxTemplate.render` reads the file, patches its XML, and compiles it again for every letter.
Here all of that is done once; what is left for each letter is to run the compiled template and to
put the text beside the other parts of the file. The same template and values make the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from engine.diagnostics import Diagnostic, Diagnostics, Place, UsageProblem
from engine.letters.name_checks import unknown_names
from engine.letters.tag_checks import broken_tags, has_revisions
from engine.letters.tags import Tag, emptied, sample
from engine.letters.template_file import CORE_PROPERTIES, TemplateFile, TextPart, read_template
from engine.reports.word_form import fixed_entry

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Signs that docxtpl turns into line breaks, tabs, paragraphs and pages.
_LAID_OUT = re.compile(r"[\n\t\a\f]")
_UNCLOSED = re.compile(r"block that needs to be closed is '(\w+)'")
_UNKNOWN_BLOCK = re.compile(r"unknown tag '(\w+)'")
_UNKNOWN_ATTRIBUTE = re.compile(r"has no attribute '(.+)'|'(.+)' is undefined")


class WordTemplate:
    """A template that was found good, ready to be filled in.

    Args:
        file: As it was read. tags: What it may hold.

    Raises:
        UsageProblem: Something in it cannot be filled in; with every finding.
    """

    def __init__(self, file: TemplateFile, tags: Sequence[Tag]) -> None:
        self._file = file
        self._compiled = _Checker(file, tags).compiled()
        self._rest = self._packed_rest()

    def filled(self, values: Mapping[str, Any]) -> bytes:
        """Return the bytes of the file for the values of one letter.

        Args:
            values: A value for every tag; texts hold no control characters.
        """
        packed = BytesIO(self._rest)
        with zipfile.ZipFile(packed, "a") as target:
            for name, template in self._compiled.items():
                xml = _rendered(self._file, template, values)
                target.writestr(fixed_entry(name), xml.encode())
        return packed.getvalue()

    def _packed_rest(self) -> bytes:
        """Pack the parts that are the same in every letter, once."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as target:
            for name, data in self._file.entries.items():
                if name not in self._compiled and not name.endswith("/"):
                    target.writestr(fixed_entry(name), data)
        return packed.getvalue()


def word_template(path: Path, tags: Sequence[Tag]) -> WordTemplate:
    """Read and check a template.

    Raises:
        UsageProblem: It cannot be used.
    """
    return WordTemplate(read_template(path), tags)


def _rendered(file: TemplateFile, template: Template, values: Mapping[str, Any]) -> str:
    xml = template.render(values).replace("\n<w:p", "<w:p")
    if _LAID_OUT.search(xml):
        xml = file.docx.resolve_listing(xml)
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml


class _Checker:
    """Compiles the parts of one template, and finds what is wrong with it."""

    def __init__(self, file: TemplateFile, tags: Sequence[Tag]) -> None:
        self._file, self._tags = file, tags
        self._found = Diagnostics()
        self._environment = ImmutableSandboxedEnvironment(
            autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
        )

    def compiled(self) -> dict[str, Template]:
        """Return name of part -> its template, ready to run.

        Raises:
            UsageProblem: With every finding.
        """
        for part in self._file.parts:
            self._check_text(part)
        self._end_if_wrong()
        compiled = {part.name: self._compile(part) for part in self._file.parts}
        self._end_if_wrong()
        for part in self._file.parts:
            template = compiled[part.name]
            assert template is not None  # else the findings were raised
            for values in (sample(self._tags), emptied(self._tags)):
                self._try(part, template, values)
        self._end_if_wrong()
        return {name: each for name, each in compiled.items() if each is not None}

    def _check_text(self, part: TextPart) -> None:
        if has_revisions(part.xml):
            self._error("T005", part, "还有没接受的修订", "请接受全部修订、关掉修订，再保存")
        names = [each.name for each in self._tags]
        for in_box, said in broken_tags(part.xml, names):
            self._error("T002", part, said, called=f"{part.called}的文本框" if in_box else "")

    def _compile(self, part: TextPart) -> Template | None:
        source = part.xml
        if part.name != CORE_PROPERTIES:
            source = self._file.docx.patch_xml(source)
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        try:
            tree = self._environment.parse(source)
            for said in unknown_names(tree, self._tags):
                self._error("T001", part, said)
            return self._environment.from_string(tree)
        except TemplateSyntaxError as problem:
            self._error("T003", part, _said_of_syntax(problem, source))
        except (TemplateError, RecursionError) as problem:
            self._error("T003", part, f"写法认不得（{problem}）")
        return None

    def _try(self, part: TextPart, template: Template, values: Mapping[str, Any]) -> None:
        """Fill in a part, and look whether Word would open it."""
        try:
            tree = etree.fromstring(_rendered(self._file, template, values).encode())
        except UndefinedError as problem:
            missing = _UNKNOWN_ATTRIBUTE.search(str(problem))
            name = next(filter(None, missing.groups())) if missing else str(problem)
            self._error("T001", part, f"标签里的“{name}”没有这一项；全部标签见《标签说明》")
        except etree.XMLSyntaxError:
            self._error(
                "T004",
                part,
                "成对的标签没有套在完整的段落或表格行上",
                "逐行重复的写 {%tr … %}、逐段的写 {%p … %}，开头和结尾各占一行或一段",
            )
        except Exception as problem:  # a template is a small program: it may fail in any way
            self._error("T003", part, f"标签算不出来（{type(problem).__name__}：{problem}）")
        else:
            self._check_whole(part, tree)

    def _check_whole(self, part: TextPart, tree: etree._Element) -> None:
        if any(cell.find(f"{_W}p") is None for cell in tree.iter(f"{_W}tc")):
            self._error(
                "T004",
                part,
                "有的表格单元格里一段都不剩，Word 打不开",
                "单元格里的 {%p if … %} 之外请留一个空段",
            )
        if any(table.find(f"{_W}tr") is None for table in tree.iter(f"{_W}tbl")):
            self._error(
                "T004",
                part,
                "清单为空时有的表格一行都不剩，Word 打不开",
                "请给表格留一行表头，或用 {%p if 清单名 %} 把整张表包起来",
            )

    def _error(
        self, code: str, part: TextPart, said: str, hint: str = "", called: str = ""
    ) -> None:
        place = Place(self._file.path, sheet=called or part.called)
        self._found.error(code, said, place, hint=hint)

    def _end_if_wrong(self) -> None:
        found: tuple[Diagnostic, ...] = self._found.sorted()
        if found:
            raise UsageProblem(
                f"模板“{self._file.path}”有 {len(found)} 处用不了，没有写出任何文件。"
                "请在 Word 或 WPS 里改好再运行。",
                found,
            )


def _said_of_syntax(problem: TemplateSyntaxError, source: str) -> str:
    """Say in Chinese what Jinja found wrong, with the text of the paragraph."""
    message = problem.message or ""
    line = source.split("\n")[problem.lineno - 1] if problem.lineno else ""
    text = re.sub(r"<[^>]+>", "", line).strip()
    if unclosed := _UNCLOSED.search(message):
        return f"{{% {unclosed[1]} … %}} 没有对应的 {{% end{unclosed[1]} %}}"
    where = f"“{text[:60]}”" if text else "标签"
    if unknown := _UNKNOWN_BLOCK.search(message):
        name = unknown[1]
        if name in ("tr", "tc", "p", "r"):
            need = {"tr": "表格的一行", "tc": "表格的一格"}.get(name, "一段")
            return f"{where}：“{name}”要紧跟在“{{%”后面，并且写在{need}里"
        if name.startswith("end"):
            return f"{where}：多了一个 {{% {name} %}}，前面没有对应的开头"
        return f"{where}：不认得“{name}”；可用的是 for、if、else、endfor、endif"
    return f"{where}的写法认不得（{message}）"
