"""The settings of a run: one frozen object, read from the environment once and passed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cagraph.errors import ParameterError

DEFAULT_BASE = "https://w3id.org/cagraph/"
_TOP = Path(__file__).parent.parent


def default_store(environ: Mapping[str, str], top: Path) -> Path:
    """Where the store is when nobody says: in the checkout at `top`, or in the user's data directory."""
    if (top / "pyproject.toml").is_file():
        return top / ".cagraph" / "store"
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or ".")
    shared = Path(environ["XDG_DATA_HOME"]) if "XDG_DATA_HOME" in environ else home / ".local" / "share"
    return shared / "cagraph" / "store"


@dataclass(frozen=True)
class Settings:
    """Where the store and the data are, the base of all IRIs, and where the service listens.

    | variable | meaning |
    |---|---|
    | `CAGRAPH_STORE` | directory of the built store (default: see `default_store`), or a server: `sparql+http://…` |
    | `CAGRAPH_USER`, `CAGRAPH_PASSWORD` | for a server that asks for them; read by the store, kept nowhere else |
    | `CAGRAPH_TOKEN` | a bearer token in their place |
    | `CAGRAPH_DATA` | directory of the YAML records (default: the data that ships with the package) |
    | `CAGRAPH_BASE` | base IRI of everything in the graph, ending in `/` or `#` |
    | `CAGRAPH_HOST` | address that `cagraph serve` listens on (default 127.0.0.1) |
    | `CAGRAPH_PORT` | its port (default 8000) |
    """

    store: str | Path
    data: Path | None = None
    base: str = DEFAULT_BASE
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables above; an empty one counts as not set. Raises ParameterError."""
        given = {key: value for key, value in environ.items() if value}
        base = given.get("CAGRAPH_BASE", DEFAULT_BASE)
        if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")) or " " in base:
            raise ParameterError(f"CAGRAPH_BASE: '{base}' is no base for IRIs", "an http(s) IRI ending in / or #")
        port = given.get("CAGRAPH_PORT", "8000")
        if not (port.isascii() and port.isdecimal()) or not 0 <= int(port) <= 65535:
            raise ParameterError(f"CAGRAPH_PORT: '{port}' is no port", "a number from 0 to 65535")
        return cls(
            store=_location(given["CAGRAPH_STORE"]) if "CAGRAPH_STORE" in given else default_store(given, _TOP),
            data=Path(given["CAGRAPH_DATA"]) if "CAGRAPH_DATA" in given else None,
            base=base,
            host=given.get("CAGRAPH_HOST", "127.0.0.1"),
            port=int(port),
        )


def _location(value: str) -> str | Path:
    """An address stays text, since a path would lose a slash of it."""
    return value if "://" in value else Path(value)
