"""Canonical nodes become the dataclasses of the model, one file for each file of the rules."""
