"""The decoding process itself: what it knows, what it can still do, and when it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.worker.foreign import files
from worker.confinement import ALLOWED
from worker.decoder import Decoder, limits
from worker.decoding import REQUEST, Limits
from worker.decoding_process import COMMAND, GIVEN

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def ran(code: str, asked: bytes = b"") -> str:
    """What a fresh Python prints, in the environment that the process has."""
    command = [sys.executable, "-P", "-c", code]
    run = subprocess.run(command, input=asked, capture_output=True, cwd="/", env=dict(GIVEN), timeout=60)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


STRANGERS = {"torch", "redis", "celery", "telegram", "httpx", "pydantic", "jobs", "chat", "nst", "cyclegan"}


def test_the_process_knows_neither_nets_nor_queue_nor_chat() -> None:
    loaded = set(ran("import sys, worker.decoding; print(*{n.split('.')[0] for n in sys.modules})").split())

    assert "PIL" in loaded
    assert loaded & STRANGERS == set()


LOADED_LATER = """
import os, struct, sys
from worker import decoding
out = os.dup(1)
decoding._prepare(decoding.Limits(pixels=10**6, memory=0, seconds=1))
before = set(sys.modules)
while head := sys.stdin.buffer.read(8):
    decoding.taken_apart(sys.stdin.buffer.read(*struct.unpack(">Q", head)), 10**6)
later = set(sys.modules) - before
os.write(out, " ".join(later | {name for name in sys.modules if "EpsImage" in name}).encode())
"""


def test_nothing_is_loaded_any_more_once_no_file_can_be_opened() -> None:
    asked = b"".join(REQUEST.pack(len(file)) + file for file in files().values())

    assert ran(LOADED_LATER, asked) == ""


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    one = Decoder()
    one.open()
    yield one
    one.close()


@linux
def test_the_process_has_no_secret_and_no_descriptor_but_its_pipes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ATELIER_BOT_TOKEN", "not to be seen")
    inherited = socket.socket()
    os.set_inheritable(inherited.fileno(), True)
    decoder = Decoder()
    decoder.open()
    process = Path(f"/proc/{decoder.pid}")
    environment = process.joinpath("environ").read_bytes().split(b"\0")
    opened = {
        int(entry.name): str(entry.readlink()).split(":")[0] for entry in process.joinpath("fd").iterdir()
    }
    where, group = process.joinpath("cwd").readlink(), os.getpgid(decoder.pid or 0)
    decoder.close()
    inherited.close()

    assert {entry.split(b"=")[0].decode() for entry in environment if entry} <= {
        *GIVEN,
        "LD_LIBRARY_PATH",
        "PYTHONHOME",
    }
    assert {kind for number, kind in opened.items() if number not in (1, 2)} == {"pipe"}
    assert {opened[1], opened[2]} == {"/dev/null"}
    assert (str(where), group != os.getpgid(0)) == ("/", True)


@linux
def test_the_kernel_knows_its_limits(decoder: Decoder) -> None:
    rows = Path(f"/proc/{decoder.pid}/limits").read_text().splitlines()
    hard = {row[:25].strip(): row[26:].split()[1] for row in rows[1:]}
    status = Path(f"/proc/{decoder.pid}/status").read_text()

    assert hard["Max address space"] == str(limits().memory)
    assert [hard[f"Max {name}"] for name in ("file size", "core file size", "open files")] == ["0", "0", "0"]
    assert "NoNewPrivs:\t1\nSeccomp:\t2" in status or os.uname().machine != "x86_64"


ATTEMPTS = """
import ctypes, json, os, resource, socket, sys, threading
from worker import confinement
outside = os.open("/", os.O_RDONLY)
libc = ctypes.CDLL(None, use_errno=True)
thread, started = threading.Thread(target=lambda: started.append(True)), []
filtered = confinement.seal()

def refused(what):
    try:
        what()
    except (OSError, ValueError):  # ValueError is what the module resource makes of EPERM
        return True
    return False

seen = {
    "open": refused(lambda: open("/etc/hostname")),
    "openat": refused(lambda: os.open("etc", os.O_RDONLY, dir_fd=outside)),
    "socket": refused(socket.socket),
    "pipe": refused(os.pipe),
}
if filtered:
    seen |= {
        "fork": refused(os.fork),
        "exec": refused(lambda: os.execv(sys.executable, [sys.executable, "-c", ""])),
        "kill": refused(lambda: os.kill(os.getppid(), 0)),
        "chmod": refused(lambda: os.chmod("/", os.stat(outside).st_mode)),
        "list": refused(lambda: os.listdir(outside)),
        "more files": refused(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))),
        "ptrace": libc.ptrace(16, os.getppid(), 0, 0) == -1 and ctypes.get_errno() == 1,
    }
thread.start()
thread.join()
seen["a thread all the same"] = started == [True]
print(json.dumps([filtered, seen]))
"""


def test_a_sealed_process_opens_starts_and_signals_nothing() -> None:
    filtered, seen = json.loads(ran(ATTEMPTS))

    assert [attempt for attempt, as_wished in seen.items() if not as_wished] == []
    assert filtered or sys.platform != "linux" or os.uname().machine != "x86_64"


OWNER = "from worker.decoder import Decoder\nd = Decoder(); d.open(); print(d.pid, flush=True); input()"


def is_gone(pid: int) -> bool:
    """Whether it ended; who reaps orphans may be slow, or nobody."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def waited_for(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_gone(pid)


@linux
@pytest.mark.parametrize("stopped", [False, True], ids=["waiting", "hanging"])
def test_the_process_dies_with_its_owner_however_that_ends(stopped: bool) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", OWNER], cwd=ROOT, **pipes) as owner:
        assert owner.stdout
        pid = pid_said(owner.stdout)
        if stopped:
            os.kill(pid, signal.SIGSTOP)
        owner.kill()
    gone = waited_for(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

    assert gone


def pid_said(said) -> int:
    for line in said:
        if line.strip().isdigit():
            return int(line)
    raise AssertionError("the owner said no process id")


def started(seconds: int = 30) -> "subprocess.Popen[bytes]":
    """The process, asked by nobody yet."""
    arguments = Limits(pixels=10**6, memory=1 << 30, seconds=seconds).arguments
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([*COMMAND, *arguments], cwd="/", env=dict(GIVEN), **pipes)
    assert process.stdout
    assert b"sealed" in process.stdout.read(18)
    return process


def test_the_process_ends_in_peace_when_nobody_asks_any_more() -> None:
    with started() as process:
        assert process.stdin
        process.stdin.close()

        assert process.wait(20) == 0


@pytest.mark.slow
def test_the_process_ends_itself_when_its_owner_hangs() -> None:
    with started(seconds=1) as process:
        assert process.stdin
        process.stdin.write(REQUEST.pack(100) + bytes(50))
        process.stdin.flush()

        assert process.wait(20) == -signal.SIGALRM


def test_what_may_be_called_leads_nowhere_outside() -> None:
    assert ALLOWED.keys() & {"open", "openat", "socket", "execve", "fork", "kill", "ptrace", "prctl"} == set()
