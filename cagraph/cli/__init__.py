"""The command line.

Exit codes: 0 done or answered; 1 an error; 2 wrong usage; 3 covered, but no source states it, or some of what was to
be loaded was left out; 4 not answered.
"""

from cagraph.cli.commands import main

__all__ = ["main"]
