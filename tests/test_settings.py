"""Settings."""

from pathlib import Path

import pytest

from cagraph.errors import ParameterError
from cagraph.settings import DEFAULT_BASE, Settings, default_store

TOP = Path(__file__).parent.parent


def test_outside_a_checkout_the_store_is_in_the_users_data(tmp_path: Path) -> None:
    assert default_store({"HOME": "/home/a"}, tmp_path) == Path("/home/a/.local/share/cagraph/store")
    assert default_store({"XDG_DATA_HOME": "/data"}, tmp_path) == Path("/data/cagraph/store")


def test_defaults() -> None:
    found = Settings.from_environment({"HOME": "/home/someone"})
    assert found.store == TOP / ".cagraph" / "store"
    assert (found.base, found.host, found.port, found.data) == (DEFAULT_BASE, "127.0.0.1", 8000, None)


def test_a_store_may_be_a_server() -> None:
    location = "sparql+http://127.0.0.1:7878/query?dialect=oxigraph"
    assert Settings.from_environment({"CAGRAPH_STORE": location}).store == location


def test_every_variable() -> None:
    found = Settings.from_environment(
        {
            "CAGRAPH_STORE": "/s",
            "CAGRAPH_DATA": "/d",
            "CAGRAPH_BASE": "https://example.org/kg#",
            "CAGRAPH_HOST": "::1",
            "CAGRAPH_PORT": "0",
        }
    )
    assert found == Settings(Path("/s"), Path("/d"), "https://example.org/kg#", "::1", 0)


@pytest.mark.parametrize(
    "environment",
    [{"CAGRAPH_PORT": "-1"}, {"CAGRAPH_PORT": "٣"}, {"CAGRAPH_BASE": "https://e.org/x"}, {"CAGRAPH_BASE": "urn:x:/"}],
)
def test_wrong_values_name_the_variable(environment: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match=next(iter(environment))):
        Settings.from_environment(environment)
