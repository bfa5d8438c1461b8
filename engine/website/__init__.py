"""Show a finished assessment as pages that open anywhere: no network, no other file."""
