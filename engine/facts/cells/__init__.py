"""One raw cell is read by the type of its field: numbers, dates, choices, units."""
