"""Read school ids (学校标识码): text, never a number, whatever a sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.gathering import cell_place
from engine.facts.sheet import Raw, Sheet, Unreadable, is_blank, number_text, plain, shown

_LONGEST_ID = 64
_LONGEST_NUMBER = 15  # digits that a cell keeps


@dataclass(slots=True)
class IdColumn:
    """The cells of a sheet that hold ids; what is wrong with them is told once for all."""

    sheet: Sheet
    column: int
    numeric: list[tuple[int, str]] = field(default_factory=list)  # (row, id)
    unusable: dict[str, list[tuple[int, Raw]]] = field(default_factory=dict)

    def read(self, row: int) -> str:
        """Return the id in a row; an empty text where the cell is blank or cannot be one."""
        raw = self.sheet.rows[row][self.column]
        if isinstance(raw, str):
            text = "".join(plain(raw).split()).lstrip("'’‘`")
            if text.startswith('="') and text.endswith('"'):  # ="0012", how CSV keeps zeros
                text = text[2:-1]
            if text.endswith(".0") and text[:-2].isdigit():  # a number that became a text
                text = text[:-2]
                self.numeric.append((row, text))
            if text and len(text) <= _LONGEST_ID and text != "无":
                return text
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            text = number_text(raw)
            if text.isdigit() and len(text) <= _LONGEST_NUMBER:
                if width := self.sheet.zero_width(row, self.column):
                    return text.zfill(width)  # the zeros that the cell shows
                self.numeric.append((row, text))
                return text
        if not is_blank(raw):
            written = raw.shown if isinstance(raw, Unreadable) else shown(raw)
            self.unusable.setdefault(written, []).append((row, raw))
        return ""

    def report(self, diagnostics: Diagnostics) -> None:
        """Say which cells are no ids, and which may have lost zeros in front."""
        for written, cells in self.unusable.items():
            row, raw = cells[0]
            message, hint = f"“{written}”不能作学校标识码", "请按文本填写学校标识码"
            if isinstance(raw, Unreadable) and raw.code == "F042":
                message = "学校标识码是公式，但文件里没有保存它的结果"
                hint = "请用 Excel 或 WPS 打开并保存一次，或直接填写标识码"
            which = "这一行" if len(cells) == 1 else f"这样的 {len(cells)} 行都"
            diagnostics.error(
                "F020",
                f"{message}，{which}没有读",
                cell_place(self.sheet.origin, row + 1, self.column + 1),
                written,
                hint,
            )
        if self.numeric:
            row, text = self.numeric[0]
            others = f"等 {len(self.numeric)} 个" if len(self.numeric) > 1 else ""
            diagnostics.warning(
                "F021",
                f"学校标识码“{text}”{others}是数字，若有前面的 0 已经丢了",
                cell_place(self.sheet.origin, row + 1, self.column + 1),
                text,
                "请把这一列的单元格格式设为“文本”，重填标识码",
            )
