"""Tables become ledger lines and sentences: why every point was lost."""
