"""Findings become consequences: vetoes, duties and effects, with their trace."""
