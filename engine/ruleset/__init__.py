"""Rules as text become one checked, immutable RuleSet."""
