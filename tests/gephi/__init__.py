"""Our files in the programs that they are made for: Gephi, and what Gephi Lite reads with."""
