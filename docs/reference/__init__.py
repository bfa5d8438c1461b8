"""What makes docs/rule-reference.md: keys from the schema, methods from their docstrings."""
