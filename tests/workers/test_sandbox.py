"""What a confined process can no longer do; each try is made in a child of its own."""

import platform
import subprocess
import sys

import pytest

from cagraph.workers import confinement
from cagraph.workers.sandbox import _DENIED, _filter

FILTERED = sys.platform == "linux" and platform.machine() in _DENIED
needs_filter = pytest.mark.skipif(not FILTERED, reason="no system call filter on this machine")

CONFINED = "from cagraph.workers.sandbox import forbid_sockets, limit_memory\nimport os, socket, sys\n{before}\n"
TRY = "try:\n    {what}\nexcept PermissionError as error:\n    sys.exit(77)\nsys.exit(0)\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def tried(what: str, before: str, confine: str = "forbid_sockets()") -> int:
    return run(CONFINED.format(before=before) + confine + "\n" + TRY.format(what=what)).returncode


@needs_filter
@pytest.mark.parametrize(
    ("what", "before"),
    [
        ("socket.socket()", ""),
        ("socket.socket(socket.AF_INET6)", ""),
        ("socket.socket(socket.AF_UNIX)", ""),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", ""),
        ("socket.socketpair()", ""),
        ("s.bind(('127.0.0.1', 0))", "s = socket.socket()"),
        (
            "s.connect(('127.0.0.1', p.getsockname()[1]))",
            "p = socket.create_server(('127.0.0.1', 0)); s = socket.socket()",
        ),
        ("s.accept()", "s = socket.create_server(('127.0.0.1', 0)); s.setblocking(False)"),
        ("os.execv('/bin/true', ['true'])", ""),
    ],
)
def test_calls_that_reach_out_are_refused(what: str, before: str) -> None:
    assert tried(what, before) == 77
    if "accept" not in what:
        assert tried(what, before, confine="pass") == 0


@needs_filter
def test_children_inherit_the_filter_and_start_no_program() -> None:
    code = "import subprocess\ntry:\n    subprocess.run(['/bin/true'])\nexcept PermissionError:\n    sys.exit(77)\n"
    assert run(CONFINED.format(before="") + "forbid_sockets()\n" + code).returncode == 77
    forked = "pid = os.fork()\nif pid == 0:\n" + "".join(
        f"    {line}\n" for line in TRY.format(what="socket.socket()").splitlines()
    )
    ended = "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    assert run(CONFINED.format(before="") + "forbid_sockets()\n" + forked + ended).returncode == 77


@needs_filter
def test_what_a_worker_needs_still_works() -> None:
    code = (
        "import pyoxigraph, tempfile\nours, theirs = socket.socketpair()\nassert forbid_sockets()\n"
        "ours.sendall(b'x'); assert theirs.recv(1) == b'x'\n"
        "store = pyoxigraph.Store(tempfile.mkdtemp())\nstore.update('INSERT DATA { <urn:a> <urn:b> 1 }')\n"
        "sys.exit(len(store))"
    )
    assert run(CONFINED.format(before="") + code).returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the cap is Linux's")
def test_memory_is_capped_on_top_of_what_there_is() -> None:
    code = CONFINED.format(before="small = bytearray(8 << 20); limit_memory(64 << 20)") + (
        "more = bytearray(32 << 20)\ntry:\n    too_much = bytearray(128 << 20)\nexcept MemoryError:\n    sys.exit(77)\n"
    )
    assert run(code).returncode == 77


@pytest.mark.parametrize("machine", sorted(_DENIED))
def test_the_filter_lets_pass_what_is_not_denied(machine: str) -> None:
    """The program, run by hand on each system call number of interest."""
    import struct

    code = [struct.unpack_from("=HBBI", _filter(machine), at) for at in range(0, len(_filter(machine)), 8)]
    arch = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

    def verdict(number: int, architecture: int) -> int:
        at, loaded = 0, 0
        while True:
            operation, if_so, if_not, value = code[at]
            if operation == 0x06:
                return value
            if operation == 0x20:
                loaded = architecture if value == 4 else number
                at += 1
            else:
                holds = loaded == value if operation == 0x15 else loaded >= value
                at += 1 + (if_so if holds else if_not)

    denied = set(_DENIED[machine].values())
    for number in range(500):
        assert verdict(number, arch[machine]) == (0x00050001 if number in denied else 0x7FFF0000), number
        assert verdict(number | 0x40000000, arch[machine]) == 0x00050001
        assert verdict(number, 0x40000003) == 0x00050001, "another architecture has other numbers"


def test_the_operator_is_told_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    if FILTERED:
        assert "no sockets" in confinement()
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    if sys.platform == "linux":
        assert "no system call filter for riscv64" in confinement()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confinement().startswith("time limit only")
