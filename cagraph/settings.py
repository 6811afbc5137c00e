"""The settings of a run: one frozen object, read from the environment once and passed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cagraph.errors import ParameterError

DEFAULT_BASE = "https://w3id.org/cagraph/"
LOOPBACK = ("127.0.0.0/8", "::1")
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
    | `CAGRAPH_STORE` | a directory (default: `default_store`), a server `sparql+http://…`, or a service `https://…` |
    | `CAGRAPH_USER`, `CAGRAPH_PASSWORD` | for a server that asks for them; read by the store, kept nowhere else |
    | `CAGRAPH_TOKEN` | a bearer token in their place |
    | `CAGRAPH_DATA` | directory of the YAML records (default: the data that ships with the package) |
    | `CAGRAPH_BASE` | base IRI of everything in the graph, ending in `/` or `#` |
    | `CAGRAPH_HOST` | address that `cagraph serve` listens on (default 127.0.0.1) |
    | `CAGRAPH_PORT` | its port (default 8000) |
    | `CAGRAPH_URL` | address under which the public reaches it (default: where it listens) |
    | `CAGRAPH_HOSTS` | further Host names it answers to, separated by commas |
    | `CAGRAPH_PROXIES` | addresses or networks of proxies whose X-Forwarded-For is believed |
    | `CAGRAPH_SERVICES` | addresses of SPARQL endpoints that SERVICE may reach, separated by commas |
    | `CAGRAPH_KEYS` | file of the keys for writing (default: `keys.json` beside the store) |
    | `CAGRAPH_QUERY_SECONDS` | time limit of a SPARQL query (default 5) |
    | `CAGRAPH_QUERY_MEMORY` | memory limit of a query worker in MiB (default 384) |
    | `CAGRAPH_QUERY_ROWS` | most rows that one answer may have (default 100000) |
    | `CAGRAPH_LOG` | how requests are logged: `plain`, `json` or `none` (default) |
    | `CAGRAPH_METRICS` | addresses or networks that may read `/metrics` (default: this machine's own) |
    """

    store: str | Path
    data: Path | None = None
    base: str = DEFAULT_BASE
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    keys: Path | None = None
    query_seconds: int = 5
    query_memory: int = 384
    query_rows: int = 100_000
    log: str = "none"
    metrics: tuple[str, ...] = LOOPBACK

    @property
    def service(self) -> str:
        """The address of the service to ask; empty where the store is one's own."""
        return self.store if isinstance(self.store, str) and self.store.startswith(("http://", "https://")) else ""

    @property
    def keys_file(self) -> Path:
        """The file of the keys for writing."""
        beside = self.store if isinstance(self.store, Path) else default_store({}, _TOP)
        return self.keys or beside.parent / "keys.json"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables above; an empty one counts as not set. Raises ParameterError."""
        given = {key: value for key, value in environ.items() if value}
        base = given.get("CAGRAPH_BASE", DEFAULT_BASE)
        if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")) or " " in base:
            raise ParameterError(f"CAGRAPH_BASE: '{base}' is no base for IRIs", "an http(s) IRI ending in / or #")
        return cls(
            store=_location(given["CAGRAPH_STORE"]) if "CAGRAPH_STORE" in given else default_store(given, _TOP),
            data=Path(given["CAGRAPH_DATA"]) if "CAGRAPH_DATA" in given else None,
            base=base,
            host=given.get("CAGRAPH_HOST", "127.0.0.1"),
            port=_number(given, "CAGRAPH_PORT", 8000, range(65536), "port"),
            public_url=_web_address(given, "CAGRAPH_URL"),
            hosts=_list(given, "CAGRAPH_HOSTS"),
            proxies=_list(given, "CAGRAPH_PROXIES"),
            services=_list(given, "CAGRAPH_SERVICES"),
            keys=Path(given["CAGRAPH_KEYS"]) if "CAGRAPH_KEYS" in given else None,
            query_seconds=_number(given, "CAGRAPH_QUERY_SECONDS", 5, range(1, 3601), "number of seconds"),
            query_memory=_number(given, "CAGRAPH_QUERY_MEMORY", 384, range(32, 1 << 20), "number of MiB"),
            query_rows=_number(given, "CAGRAPH_QUERY_ROWS", 100_000, range(1, 10**9), "number of rows"),
            log=_one_of(given, "CAGRAPH_LOG", ("none", "plain", "json")),
            metrics=_list(given, "CAGRAPH_METRICS") or LOOPBACK,
        )


def _location(value: str) -> str | Path:
    """An address stays text, since a path would lose a slash of it."""
    return value if "://" in value else Path(value)


def _number(given: Mapping[str, str], name: str, default: int, allowed: range, what: str) -> int:
    value = given.get(name, str(default))
    if not (value.isascii() and value.isdecimal()) or len(value) > 9 or int(value) not in allowed:
        raise ParameterError(f"{name}: '{value}' is no {what}", f"a number from {allowed.start} to {allowed.stop - 1}")
    return int(value)


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, allowed[0])
    if value not in allowed:
        raise ParameterError(f"{name}: '{value}' is not known", f"one of {', '.join(allowed)}")
    return value


def _list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _web_address(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if value and (not value.startswith(("http://", "https://")) or " " in value or "?" in value or "#" in value):
        raise ParameterError(f"{name}: '{value}' is no address of a service", "as https://graph.example.org")
    return value
