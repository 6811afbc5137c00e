"""Reads files of records to be loaded, in the formats that people have them in."""

from cagraph.intake.draft import Circumstances
from cagraph.intake.formats import FORMATS, parse, read

__all__ = ["FORMATS", "Circumstances", "parse", "read"]
