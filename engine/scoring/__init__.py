"""FactTable and RuleSet become a ScoreTable: the arithmetic, all schools at once."""
