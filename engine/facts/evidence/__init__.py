"""Evidence (佐证): the catalogue that schools hand in, its files, and which facts need it."""
