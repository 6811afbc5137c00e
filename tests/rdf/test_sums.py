"""A sum of hashes tells sets of lines apart, and follows what is added and taken away."""

from hypothesis import given
from hypothesis import strategies as st

from cagraph.rdf import sums

_sets = st.sets(st.binary(max_size=9), max_size=6)


@given(_sets, _sets)
def test_it_follows_a_change(old: set[bytes], new: set[bytes]) -> None:
    assert sums.follow(sums.summed(old), old - new, new - old) == sums.summed(new)
    assert (sums.summed(old) == sums.summed(new)) == (old == new)


def test_it_is_shown_in_full() -> None:
    assert len(sums.shown(0)) == len(sums.shown(sums.summed([b"a"]))) == sums.DIGITS
    assert int(sums.shown(sums.summed([b"a", b"b"])), 16) == sums.summed([b"b", b"a"])
