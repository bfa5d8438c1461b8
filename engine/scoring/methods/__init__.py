"""Scoring methods, one file a method, named as in `engine.ruleset.methods`."""
