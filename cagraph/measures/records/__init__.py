"""Measures of records over time: contacts, instruments, ratifications, and where their rates change."""
