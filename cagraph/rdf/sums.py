"""A digest of a set of lines that follows what is added and taken away, without going through the rest again.

It is the sum, modulo 2^2048, of a hash of each line as a number: the same in whatever order lines come, and that of a
changed set is that of the old one, less what went, plus what came. Nobody knows how to make other lines of a given sum
in less than about 2^90 steps, which a sum of 256 bits alone would allow in 2^32 (D. Wagner, A Generalized Birthday
Problem, 2002). Decision 13 says why.
"""

from collections.abc import Iterable
from hashlib import shake_128
from typing import Final

_BYTES: Final = 256
_MODULUS: Final = 1 << 8 * _BYTES
DIGITS: Final = 2 * _BYTES


def summed(lines: Iterable[bytes]) -> int:
    """The sum of some lines, each of which counts as often as it comes."""
    read = int.from_bytes
    return sum(read(shake_128(line).digest(_BYTES), "big") for line in lines) % _MODULUS


def follow(total: int, removed: Iterable[bytes], added: Iterable[bytes]) -> int:
    """The sum of a set of which some lines were taken away, and others added."""
    return (total - summed(removed) + summed(added)) % _MODULUS


def shown(total: int) -> str:
    """A sum as hexadecimal digits."""
    return total.to_bytes(_BYTES, "big").hex()
