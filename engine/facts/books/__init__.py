"""Files become sheets: workbooks, CSV files, and what their packages tell beyond the values."""
