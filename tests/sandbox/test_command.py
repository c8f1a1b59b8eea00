"""``python -m sandbox`` as a process."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from sandbox.person import Sandbox

TOKEN = "77:another-token"


@pytest.fixture
def process(tmp_path: Path):
    # Its files lie in a folder of this test, so that it can be seen whether it clears up.
    (tmp_path / "files").mkdir()
    here = os.environ | {"TMPDIR": str(tmp_path / "files")}
    command = [sys.executable, "-m", "sandbox", "--address-file", tmp_path / "address", "--token", TOKEN]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, env=here) as process:
        yield process
        process.kill()


async def test_it_prints_its_address_and_never_the_token(
    process: subprocess.Popen[str], tmp_path: Path
) -> None:
    address = process.stdout.readline().removeprefix("sandbox: ").strip()
    written = _content(tmp_path / "address", deadline_s=20)
    with Sandbox(address) as sandbox:
        anna = sandbox.person()
        async with Bot(TOKEN, base_url=f"{address}/bot") as bot:
            await bot.send_message(anna.id, "hello")
        texts = [message.text for message in anna.messages()]
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)

    assert written == address
    assert texts == ["hello"]
    assert process.returncode == 0
    assert list((tmp_path / "files").iterdir()) == []
    assert TOKEN.partition(":")[2] not in out + err


async def test_it_ends_at_once_though_a_bot_waits_for_updates(process: subprocess.Popen[str]) -> None:
    address = process.stdout.readline().removeprefix("sandbox: ").strip()
    async with Bot(TOKEN, base_url=f"{address}/bot") as bot:
        asking = asyncio.create_task(bot.get_updates(timeout=50))
        await asyncio.sleep(0.2)  # either the question is there, or it finds nobody: both must end
        process.send_signal(signal.SIGTERM)
        [answer] = await asyncio.wait_for(asyncio.gather(asking, return_exceptions=True), 20)
    out, err = await asyncio.to_thread(process.communicate, timeout=20)

    assert answer == () or isinstance(answer, Exception)
    assert "Traceback" not in out + err


async def test_dropped_connections_leave_nothing_in_the_log(process: subprocess.Popen[str]) -> None:
    address = process.stdout.readline().removeprefix("sandbox: ").strip()
    with Sandbox(address) as sandbox:
        anna = sandbox.person()
        sandbox.fault("reset", "sendMessage")
        sandbox.fault("reset_after", "sendMessage")
        _cut_off_upload(address)
        async with Bot(TOKEN, base_url=f"{address}/bot") as bot:
            for _ in range(2):
                with pytest.raises(NetworkError):
                    await bot.send_message(anna.id, "hello")
            await bot.send_message(anna.id, "at last")
        texts = [message.text for message in anna.messages()]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert texts == ["hello", "at last"]
    assert (process.returncode, out, err) == (0, "", "")


def _cut_off_upload(address: str) -> None:
    """Promise more bytes than are sent, as a bot does that is killed."""
    head = "content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\nhost: sandbox"
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
        connection.sendall(f"POST /bot{TOKEN}/sendPhoto HTTP/1.1\r\n{head}\r\n\r\n--x\r\n".encode())


def _content(file: Path, deadline_s: float) -> str:
    until = time.monotonic() + deadline_s
    while not file.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{file.name} was not written in {deadline_s} s")
        time.sleep(0.02)
    return file.read_text().strip()
