"""Keys for those who may write: shown once when made, kept as hashes, compared in constant time."""

import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from cagraph.errors import ForbiddenError, NotFoundError, ParameterError, StoreError, UnauthorizedError, suggestion

SCOPES: Final[Mapping[str, str]] = {
    "write": "SPARQL Update and the Graph Store Protocol on graphs of one's own",
    "curate": "the same on everything, curated facts included",
}
_INCLUDES: Final = {"write": {"write"}, "curate": {"write", "curate"}}
_PREFIX: Final = "cagraph_"
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.@-]{0,63}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Key:
    """Who holds a key, and what it is for. The secret itself is kept nowhere."""

    name: str
    scope: str
    digest: str

    def allows(self, scope: str) -> bool:
        """Whether it holds a scope."""
        return scope in _INCLUDES[self.scope]


class Keys:
    """The keys in a file, which is read anew when it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at: tuple[int, int] = (0, 0)
        self._keys: tuple[Key, ...] = ()

    def all(self) -> tuple[Key, ...]:
        """Every key. Raises StoreError when the file cannot be read."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._unreadable(error) from error
        if (state.st_mtime_ns, state.st_size) != self._read_at:
            self._keys = self._load()
            self._read_at = (state.st_mtime_ns, state.st_size)
        return self._keys

    def _load(self) -> tuple[Key, ...]:
        try:
            values: list[dict[str, Any]] = json.loads(self._path.read_text(encoding="ascii"))
            if not isinstance(values, list):
                raise TypeError("it holds no list")
            return tuple(_checked(Key(value["name"], value["scope"], value["digest"])) for value in values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(f"{self._path} cannot be read as keys: {error}", "make the keys anew")

    def add(self, name: str, scope: str) -> str:
        """Make a key; the secret is returned here and nowhere else. Raises ParameterError."""
        if scope not in SCOPES:
            raise ParameterError(f"there is no scope '{scope}'", suggestion(scope, list(SCOPES)))
        if not _NAME.fullmatch(name):
            raise ParameterError(f"'{name[:80]}' is no name for a key", "letters, digits, and . @ _ - inside")
        if any(key.name == name for key in self.all()):
            raise ParameterError(f"there is a key named '{name}' already", "remove it first, or take another name")
        secret = _PREFIX + secrets.token_urlsafe(32)
        self._save((*self.all(), Key(name, scope, _digest(secret))))
        return secret

    def remove(self, name: str) -> None:
        """Withdraw a key. Raises NotFoundError."""
        kept = tuple(key for key in self.all() if key.name != name)
        if len(kept) == len(self.all()):
            raise NotFoundError(f"there is no key '{name}'", suggestion(name, [key.name for key in self.all()]))
        self._save(kept)

    def _save(self, keys: tuple[Key, ...]) -> None:
        rows = [{"name": key.name, "scope": key.scope, "digest": key.digest} for key in keys]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self._path.parent, delete=False, encoding="ascii") as file:
                json.dump(rows, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(file.name, self._path)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be written: {error.strerror}", "check permissions") from error

    def holder(self, authorization: str, scope: str) -> Key:
        """The key of an Authorization header, if it is known and holds the scope.

        Raises UnauthorizedError for no or an unknown key, ForbiddenError for one without the scope.
        """
        kind, _, secret = authorization.strip().partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise UnauthorizedError(
                "writing needs a key", "send 'Authorization: Bearer KEY'; keys are made with: cagraph key add NAME"
            )
        given = _digest(secret.strip())
        found = None
        for key in self.all():  # all of them, so that the time does not tell which
            if hmac.compare_digest(key.digest, given):
                found = key
        if found is None:
            raise UnauthorizedError("this key is not known", "ask the operator for one")
        if not found.allows(scope):
            raise ForbiddenError(
                f"the key '{found.name}' does not hold the scope '{scope}'", "ask the operator for one that does"
            )
        return found


def _checked(key: Key) -> Key:
    """The key, if it can be one. Raises ValueError, TypeError."""
    if key.scope not in SCOPES or not _NAME.fullmatch(key.name) or not _DIGEST.fullmatch(key.digest):
        raise ValueError("a key has a plain name, a scope that there is, and a SHA-256 digest")
    return key


def _digest(secret: str) -> str:
    # A key has 256 random bits, so one hash is enough: there is nothing to guess.
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
