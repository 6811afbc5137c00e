"""Addresses and networks as settings name them."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from cagraph.errors import ParameterError


def checked(name: str, networks: Sequence[str]) -> tuple[str, ...]:
    """The networks of a setting. Raises ParameterError for what is none."""
    for network in networks:
        try:
            ip_network(network)
        except ValueError as error:
            raise ParameterError(f"{name}: '{network}' is no address or network", "as 10.0.0.0/8") from error
    return tuple(networks)


def holds(networks: Sequence[str], peer: str) -> bool:
    """Whether an address lies in one of the networks; a name is no address.

    >>> holds(["10.0.0.0/8"], "10.1.2.3"), holds(["10.0.0.0/8"], "testclient")
    (True, False)
    """
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in ip_network(network) for network in networks)
