"""Whose a row is: ids, names, the roster, and what several rows say about one school."""
