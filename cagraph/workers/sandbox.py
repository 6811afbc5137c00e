"""Takes away from a process what it never needs: memory past a cap, sockets, other programs.

The filter is classic BPF over system call numbers, as seccomp(2) describes. Linux on x86-64 and ARM64 has it;
elsewhere a worker still has its time limit, and `confinement` says what is missing.
"""

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

# From asm/unistd.h of each architecture: calls that reach the network, run programs or trace others.
_DENIED: Final = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "socketpair": 53, "execve": 59,
        "ptrace": 101, "accept4": 288, "execveat": 322, "io_uring_setup": 425,
    },
    "aarch64": {
        "ptrace": 117, "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203,
        "execve": 221, "accept4": 242, "execveat": 281, "io_uring_setup": 425,
    },
}  # fmt: skip
_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT: Final = 0x40000000

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_EPERM: Final = 0x00050001
_LOAD, _JUMP_EQUAL, _JUMP_GREATER, _RETURN = 0x20, 0x15, 0x35, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confinement() -> str:
    """What holds workers here, in a sentence for the operator."""
    if sys.platform != "linux":
        return f"time limit only: {sys.platform} has neither seccomp nor scheduling classes"
    if platform.machine() not in _DENIED:
        return f"time and memory limits; no system call filter for {platform.machine()}"
    return "time and memory limits, no sockets, no programs (seccomp)"


def limit_memory(more: int) -> None:
    """Cap the address space at what the process has now and `more` bytes on top; no core files."""
    if sys.platform != "linux":
        return
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
    cap = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_sockets() -> bool:
    """From here on, no call of this process opens a socket or starts a program. False where that cannot be had."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _DENIED:
        return False
    code = _filter(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


def _filter(machine: str) -> bytes:
    """The BPF program: another architecture and every denied call fail with EPERM, all else passes."""
    denied = sorted(_DENIED[machine].values())
    instructions = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_JUMP_EQUAL, 0, len(denied) + 3, _AUDIT_ARCH[machine]),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_JUMP_GREATER, len(denied) + 1, 0, _X32_BIT),
        *((_JUMP_EQUAL, len(denied) - place, 0, number) for place, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
