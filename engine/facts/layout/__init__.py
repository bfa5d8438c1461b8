"""How a sheet is laid out: which row is its header, which table it holds, what names mean."""
