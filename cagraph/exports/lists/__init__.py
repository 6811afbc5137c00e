"""Formats of lists and single entities: a module here that declares a WRITER adds one."""
