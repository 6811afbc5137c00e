"""Formats of tables: all data as CSV, Parquet and SQLite. A module here that declares an EXPORTER adds one."""
