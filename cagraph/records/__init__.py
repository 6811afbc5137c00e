"""Reading, checking and formatting the YAML records of data/."""
