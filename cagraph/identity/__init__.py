"""Which records are of one thing: candidates for duplicates, what curators judge of them, and merging two into one."""

from cagraph.identity.candidates import LEAST, Candidate, candidates
from cagraph.identity.judgements import Judgement, Verdict, pair_of, standing
from cagraph.identity.merging import Merge, merge

__all__ = [
    "LEAST",
    "Candidate",
    "Judgement",
    "Merge",
    "Verdict",
    "candidates",
    "merge",
    "pair_of",
    "standing",
]
