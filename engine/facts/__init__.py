"""Files become one FactTable: typed columns, states, and the place of every cell."""
