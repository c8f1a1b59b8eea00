"""What a process that reads foreign bytes may still do: compute, and answer through the pipes that it has.

Limits of ``resource`` hold on every Unix. The filter of system calls is Linux's, and for x86-64 alone, where
it was tried; it refuses with EPERM instead of killing, so that a library that asks for more goes on without.

RLIMIT_NPROC is of no use here: it counts a person's threads too, which libheif needs, and root is exempt.
"""

import ctypes
import platform
import resource
import signal
import struct
import sys
from errno import ENOSYS, EPERM
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP: Final = 317  # the system call's number
_SECCOMP_SET_MODE_FILTER: Final = 1
_SECCOMP_FILTER_FLAG_TSYNC: Final = 1  # for every thread that there is

#: System calls of x86-64 that memory, threads, clocks, signals of one's own and open pipes need.
ALLOWED: Final = {
    "read": 0,
    "write": 1,
    "close": 3,
    "fstat": 5,
    "lseek": 8,
    "mmap": 9,
    "mprotect": 10,
    "munmap": 11,
    "brk": 12,
    "rt_sigaction": 13,
    "rt_sigprocmask": 14,
    "rt_sigreturn": 15,
    "readv": 19,
    "writev": 20,
    "sched_yield": 24,
    "mremap": 25,
    "madvise": 28,
    "nanosleep": 35,
    "alarm": 37,
    "setitimer": 38,
    "getpid": 39,
    "exit": 60,
    "gettimeofday": 96,
    "getrusage": 98,
    "sigaltstack": 131,
    "gettid": 186,
    "futex": 202,
    "sched_getaffinity": 204,
    "restart_syscall": 219,
    "clock_gettime": 228,
    "clock_getres": 229,
    "clock_nanosleep": 230,
    "exit_group": 231,
    "set_robust_list": 273,
    "getrandom": 318,
    "membarrier": 324,
    "rseq": 334,
}
_CLONE: Final = 56
_CLONE3: Final = 435
_CLONE_THREAD: Final = 0x10000

# Classic BPF: code, jump if true, jump if false, operand. The data is struct seccomp_data.
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X86_64: Final = 0xC000003E
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Be killed when the thread that started this process ends; off Linux, end of file must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(size: int) -> None:
    """Let this process map ``size`` bytes (on Linux), write no file, and leave no core behind."""
    if sys.platform == "linux":  # macOS refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def seal() -> bool:
    """Open nothing from now on: no file, no socket; and where it can be had, start and signal no process.

    Returns:
        Whether system calls are filtered too.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    libc, lines = ctypes.CDLL(None), _filter()
    program = _Program(len(lines) // 8, lines)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    answer: int = libc.syscall(
        _SECCOMP, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, ctypes.byref(program)
    )
    return answer == 0


def _filter() -> bytes:
    """Allow the table and new threads; glibc starts threads by ``clone`` where ``clone3`` is not there."""
    lines = [
        _line(_LOAD, _ARCHITECTURE_AT),
        _line(_EQUAL, _X86_64, 1, 0),
        _line(_RETURN, _REFUSE | EPERM),
        _line(_LOAD, _NUMBER_AT),
    ]
    for number in ALLOWED.values():
        lines += [_line(_EQUAL, number, 0, 1), _line(_RETURN, _ALLOW)]
    lines += [
        _line(_EQUAL, _CLONE3, 0, 1),
        _line(_RETURN, _REFUSE | ENOSYS),
        _line(_EQUAL, _CLONE, 0, 3),
        _line(_LOAD, _FIRST_ARGUMENT_AT),
        _line(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, _REFUSE | EPERM),
    ]
    return b"".join(lines)


def _line(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)
