"""Three values of a fact: self-reported (自评), verified (核查), after review (复核)."""
