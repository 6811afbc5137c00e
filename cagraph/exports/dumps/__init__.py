"""Formats of the data as a whole: a module here that declares an EXPORTER adds one."""
