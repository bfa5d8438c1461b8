"""Recognise full-width look-alikes and other slips of the keyboard, and name the way out.

A Chinese input method writes ： ， （ ） “ ” ％ and full-width digits; YAML reads them as
plain letters, so that a rule changes its meaning without an error. Every place that
rejects a text asks here first whether a slip explains it.
"""

from __future__ import annotations

import re
import unicodedata

_FULL_WIDTH = re.compile("[！-～　“”‘’【】、。]")
_KEY_WITH_WIDE_COLON = re.compile(r"^\s*(?:-\s+)*[\"']?([^\s：:，,#{}\[\]\"']+)[\"']?\s*：")
# A space that YAML does not take for one (full-width, no-break) is none.
_KEY_WITHOUT_SPACE = re.compile(r"^\s*(?:-\s+)*([^\s：:，,#{}\[\]\"'/]+):(?=[^ \t\r\n/])")
_WRAPPED = (("“", "”"), ("‘", "’"), ("「", "」"), ("＂", "＂"))
_BRACKETS = "［］｛｝【】〔〕（）"


def narrow(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half-width.

    >>> narrow("９５％"), narrow("１：３０，"), narrow("“甲”")
    ('95%', '1:30,', '"甲"')
    """
    quotes = str.maketrans("“”‘’【】。", "\"\"''[].")
    return unicodedata.normalize("NFKC", text).translate(quotes)


def has_full_width(text: str) -> bool:
    """Tell whether a text contains a full-width sign, digit or letter."""
    return bool(_FULL_WIDTH.search(text))


def key_with_wide_colon(line: str) -> str:
    """Return the key before a full-width colon at the start of a line, or an empty text.

    >>> key_with_wide_colon("  - 分值：2")
    '分值'
    >>> key_with_wide_colon("名称: 党建：方案")
    ''
    """
    found = _KEY_WITH_WIDE_COLON.match(line)
    return found.group(1) if found else ""


def key_without_space(line: str) -> str:
    """Return the key whose colon is not followed by a space, or an empty text.

    >>> key_without_space("分值:2")
    '分值'
    >>> key_without_space("分值: 2")
    ''
    """
    found = _KEY_WITHOUT_SPACE.match(line)
    return found.group(1) if found else ""


def is_wrapped_in_wide_quotes(text: str) -> bool:
    """Tell whether a whole text stands in Chinese quotation marks."""
    return len(text) > 2 and any(
        text.startswith(left) and text.endswith(right) and right not in text[1:-1]
        for left, right in _WRAPPED
    )


def slip_hint(text: str) -> str:
    """Explain by a slip of the keyboard why a text is not what was meant; empty if none.

    >>> slip_hint("分值：2")
    '冒号是全角的，请写成“分值: 2”（半角冒号加一个空格）'
    >>> slip_hint("９５％")
    '有全角字符，请写成“95%”'
    """
    key = key_with_wide_colon(text)
    if key and not key.isdigit():
        rest = text.split("：", 1)[1].strip()
        return f"冒号是全角的，请写成“{key}: {rest}”（半角冒号加一个空格）"
    key = key_without_space(text)
    if key and not key.isdigit():
        rest = text.split(":", 1)[1].strip()
        return f"冒号后面要有一个空格，请写成“{key}: {rest}”"
    if text[:1] in _BRACKETS and text[-1:] in _BRACKETS:
        return f"括号是全角的，请写成“{narrow(text)}”（半角）"
    if "，" in text or "、" in text:
        return "项与项之间请用半角逗号“,”分开，并用半角方括号括起来，如 [甲, 乙]"
    if has_full_width(text) and narrow(text) != text:
        return f"有全角字符，请写成“{narrow(text)}”"
    return ""
