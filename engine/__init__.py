"""评衡: rules in YAML, facts from Excel, exact scores, a veto trace, and a ledger that closes."""
