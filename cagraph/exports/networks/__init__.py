"""Formats of networks: a module here that declares an EXPORTER adds one, for every view."""
