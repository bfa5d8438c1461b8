"""Everything a person looks at; no arithmetic here."""
