"""The parts of a score sheet, one module each."""
