"""The font and the quiet colours of every workbook that we write, so that they look alike."""

FONT = "等线"
INK, SLATE, LINE, STONE = "#22303C", "#3F5B73", "#C9D1D8", "#6B7780"
INPUT, LOCKED, BAND, STAR = "#FFFBE6", "#F2F4F6", "#E6ECF1", "#C0392B"
WHITE, LINK = "#FFFFFF", "#1F5FA8"
# What cannot be read, as spreadsheets usually mark what is wrong.
WRONG_INK, WRONG = "#9C0006", "#FFC7CE"
