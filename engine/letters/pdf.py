"""Print letters as PDF by typst, with the fonts that the computer has.

Everything that came from people goes in as data (JSON) and is shown as text: typst never reads it
as markup. The same values and fonts make the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from engine.diagnostics import InternalFault, UsageProblem
from engine.letters.papers import Paper

_FOLDER = Path(__file__).parent / "typst"
_SOURCES = {Paper.FEEDBACK: "feedback.typ", Paper.MENDING: "mending.typ"}
# By family name, as Windows, macOS, WPS and Linux have them; the first that is there is taken.
_SONG = ("SimSun", "NSimSun", "STSong", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC")
_FANGSONG = ("FangSong", "FangSong_GB2312", "STFangsong")
_HEI = ("SimHei", "STHeiti", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC")
_ANY = (
    *("Microsoft YaHei", "DengXian", "PingFang SC", "AR PL UMing CN", "AR PL SungtiL GB"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback"),
)
_LATIN = "Times New Roman"
_WANTED: Mapping[str, Sequence[str]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *_SONG),
    "body": (*_FANGSONG, *_SONG),
    "heading": (*_HEI, *_SONG),
    "small": _SONG,
}


class PdfPaper:
    """Prints one kind of paper.

    Raises:
        UsageProblem: typst or a Chinese font is not there.
    """

    def __init__(self, paper: Paper) -> None:
        typst = _typst()
        self._fonts, chosen = _fonts()
        self._chosen = json.dumps(chosen, ensure_ascii=False)
        self._error = typst.TypstError
        self._compiler = typst.Compiler(
            str(_FOLDER / _SOURCES[paper]), root=str(_FOLDER), font_paths=self._fonts
        )

    def filled(self, values: Mapping[str, Any]) -> bytes:
        """Return the bytes of the file for the values of one letter."""
        inputs = {"letter": json.dumps(values, ensure_ascii=False), "fonts": self._chosen}
        try:
            made = self._compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)
        except self._error as problem:
            raise InternalFault(f"PDF 排不出来：{problem}") from problem
        return bytes(made)


def _typst() -> Any:
    try:
        import typst
    except ImportError as problem:
        raise UsageProblem(
            '写 PDF 要先装 typst：pip install "pingheng[pdf]"。'
            "装不了的，去掉 --pdf 写成 Word，在 Word 或 WPS 里另存为 PDF。"
        ) from problem
    return typst


@cache
def _fonts() -> tuple[Any, dict[str, list[str]]]:
    """Return typst's fonts, and for each use the families that are there.

    Raises:
        UsageProblem: There is no Chinese font.
    """
    fonts = _typst().Fonts(include_system_fonts=True, include_embedded_fonts=False)
    there = set(fonts.families())
    latin = [_LATIN] if _LATIN in there else []
    chosen = {
        use: [name for name in (*names, *_ANY) if name in there] for use, names in _WANTED.items()
    }
    if not all(chosen.values()):
        raise UsageProblem(
            "这台电脑上没有找到中文字体，写出的 PDF 会全是方框，没有写。"
            "Windows 请装上“宋体”“仿宋”（系统自带，可能被删了）；"
            "Linux 请安装 fonts-noto-cjk；或者去掉 --pdf 写成 Word。"
        )
    return fonts, {use: [*latin, *names] for use, names in chosen.items()}
