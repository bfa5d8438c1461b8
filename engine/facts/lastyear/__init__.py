"""Last year (上年): its facts and its results as inputs of this year's assessment."""
