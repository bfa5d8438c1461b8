"""A template that an office restyled works; one that it broke is told by the tag that is broken."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from engine.diagnostics import UsageProblem
from engine.letters.codes import CODES
from engine.letters.default_templates import feedback_template
from engine.letters.papers import Paper, templates_in
from engine.letters.tags import LETTER_TAGS
from engine.letters.template_file import read_template, template_of
from engine.letters.word_template import WordTemplate

Values = dict[str, dict[str, Any]]
BODY = "word/document.xml"


def opened(data: bytes) -> WordTemplate:
    return WordTemplate(template_of("改.docx", data), LETTER_TAGS)


def refused(data: bytes) -> str:
    """Return what is said of a template that cannot be used."""
    with pytest.raises(UsageProblem) as found:
        opened(data)
    codes = {each.code for each in found.value.diagnostics}
    assert codes <= CODES.keys()
    return "\n".join([str(found.value), *map(str, found.value.diagnostics)])


def test_a_restyled_template_keeps_its_fonts_and_moved_tags(
    values: Values, word_files: SimpleNamespace
) -> None:
    word = docx.Document(BytesIO(feedback_template()))
    word.styles["Body Text"].font.size = Pt(12)
    word.paragraphs[0].runs[0].font.bold = True
    word.sections[0].header.paragraphs[0].text = "{{ 发文机关 }}内部"
    word.add_paragraph("再说一遍：{{ 学校名称 }}得{{ 总分 }}分")
    written = BytesIO()
    word.save(written)
    data = opened(written.getvalue()).filled(values["云泉小学"])
    assert "再说一遍：云泉小学得93.57分" in word_files.text_of(data)
    made = docx.Document(BytesIO(data))
    assert made.styles["Body Text"].font.size == Pt(12)
    assert made.paragraphs[0].runs[0].font.bold
    assert made.sections[0].header.paragraphs[0].text == "市委教育工委内部"


def test_a_tag_that_word_cut_into_runs_is_still_a_tag(
    values: Values, word_files: SimpleNamespace
) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph()
    for piece in ("甲{", "{ 学", "校名", "称 }", "}乙"):
        paragraph.add_run(piece).font.bold = len(piece) == 2
        mark = OxmlElement("w:proofErr")
        mark.set(qn("w:type"), "spellStart")
        paragraph._p.append(mark)
    written = BytesIO()
    word.save(written)
    assert "甲云泉小学乙" in word_files.text_of(
        opened(written.getvalue()).filled(values["云泉小学"])
    )


def test_tags_in_text_boxes_are_filled_in(values: Values) -> None:
    box = parse_xml(
        f'<w:p {nsdecls("w", "r")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>'
        "<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{ 学校名称 }}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    word = docx.Document()
    word.element.body.insert(0, box)
    written = BytesIO()
    word.save(written)
    data = opened(written.getvalue()).filled(values["云泉小学"])
    assert "云泉小学" in docx.Document(BytesIO(data)).element.xml
    box.find(f".//{qn('w:t')}").text = "{{ 学校名称 }"
    broken = BytesIO()
    word.save(broken)
    assert "正文的文本框" in refused(broken.getvalue())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 学校名 }}", "没有“学校名”这个标签，是不是“学校名称”"),
        ("{{ 学校名称 }", "没有收尾的“}}”"),
        ("学校名称 }}", "前面没有开头的括号"),
        ("｛｛ 学校名称 ｝｝", "半角"),
        ("{ { 学校名称 } }", "中间不留空格"),
        ("{ 学校名称 }", "少了一层括号，请写成“{{ 学校名称 }}”"),
        ("{% if 等次 %}甲", "没有对应的 {% endif %}"),
        ("{%p endfor %}", "多了一个 {% endfor %}"),
        ("{% 如果 等次 %}", "不认得“如果”"),
        ("{{ 等次 +  }}", "写法认不得"),
        ("{{ 问题清单 }}", "“问题清单”是一张清单"),
        ("{% for 题 in 问题清单 %}{{ 题.指标名 }}{% endfor %}", "没有“指标名”这一项，是不是“指标”"),
        ("{%tr for 题 in 问题清单 %}", "写在表格的一行里"),
        ("{{ 总分 + 1 }}", "标签算不出来"),
        ("{{ 学校名称.__class__.__mro__ }}", "标签"),
    ],
)
def test_a_broken_tag_is_told_with_the_way_out(
    text: str, said: str, word_files: SimpleNamespace
) -> None:
    whole = refused(word_files.template_with("甲", text))
    assert said in whole
    assert "改.docx「正文」" in whole


def test_a_tag_broken_in_the_footer_is_found_there() -> None:
    word = docx.Document()
    word.sections[0].footer.paragraphs[0].text = "{{ 学校名成 }}"
    written = BytesIO()
    word.save(written)
    assert "「页脚」" in refused(written.getvalue())


def test_a_loop_that_leaves_no_whole_table_is_told() -> None:
    word = docx.Document()
    word.add_paragraph("{% if 等次 %}")
    table = word.add_table(1, 2)
    table.cell(0, 0).text = "{% endif %}"
    written = BytesIO()
    word.save(written)
    assert "没有套在完整的段落或表格行上" in refused(written.getvalue())
    word = docx.Document()
    table = word.add_table(3, 1)
    for row, text in enumerate(("{%tr for 题 in 问题清单 %}", "{{ 题.指标 }}", "{%tr endfor %}")):
        table.cell(row, 0).text = text
    written = BytesIO()
    word.save(written)
    assert "一行都不剩" in refused(written.getvalue())


def test_revisions_that_nobody_accepted_are_told(word_files: SimpleNamespace) -> None:
    data = word_files.changed(
        word_files.template_with("甲{{ 学校名称 }}"),
        BODY,
        lambda xml: re.sub(r"(<w:r>.*?</w:r>)", r'<w:ins w:id="1" w:author="a">\1</w:ins>', xml),
    )
    assert "请接受全部修订" in refused(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0old", "旧版 Word（.doc）、WPS 文字（.wps）"),
        (b"{\\rtf1}", "不是 .docx"),
        (b"PK\x03\x04broken", "不是能用的 Word 文件"),
    ],
)
def test_what_is_no_word_file_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "反馈意见书.docx"
    path.write_bytes(data)
    with pytest.raises(UsageProblem, match=re.escape(said)):
        read_template(path)


def test_templates_are_found_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="没有模板"):
        templates_in(tmp_path)
    mine = tmp_path / "我们的反馈意见书.docx"
    assert templates_in(mine) == {Paper.FEEDBACK: mine}
    with pytest.raises(UsageProblem, match="看不出"):
        templates_in(tmp_path / "模板.docx")


@pytest.mark.parametrize("entity", ["file:///etc/hostname", "http://localhost/"])
def test_a_part_that_declares_entities_is_no_word_file(
    entity: str, word_files: SimpleNamespace
) -> None:
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{entity}">]><w:document'
    data = word_files.changed(
        feedback_template(),
        BODY,
        lambda xml: xml.replace("<w:document", declared, 1).replace("<w:t>", "<w:t>&e;", 1),
    )
    with pytest.raises(UsageProblem, match="不是能用的 Word 文件"):
        opened(data)


def test_a_tag_nested_without_end_is_refused() -> None:
    word = docx.Document()
    word.add_paragraph("{{ " + "(" * 500 + "1" + ")" * 500 + " }}")
    written = BytesIO()
    word.save(written)
    assert "写法认不得" in refused(written.getvalue())
