"""Record tables (台账): rows of one school, their year, repeats, and zero reports."""
