"""The bot's process is small: how large and how fast it is, told as figures."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest
from redis import Redis

from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

ROOT = Path(__file__).parents[2]
#: Megabytes that the bot may take.
MOST_MEMORY = 120
DEADLINE = 60


@pytest.mark.slow
def test_the_bot_takes_under_120_megabytes(redis: Redis, tmp_path: Path):
    port = redis.get_connection_kwargs()["port"]
    with running() as address, Sandbox(address) as sandbox:
        environment = os.environ | {
            "ATELIER_REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "ATELIER_RESULTS_URL": tmp_path.as_uri(),
            "ATELIER_BOT_TOKEN": DEFAULT_TOKEN,
            "ATELIER_BOT_API_URL": address,
        }
        began = monotonic()
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )
        try:
            while not sandbox.calls("setMyCommands") and monotonic() < began + DEADLINE:
                sleep(0.02)
            ready = monotonic() - began
            people = [sandbox.person() for _ in range(30)]
            for person in people:
                person.send_text("hello")
            for person in people:
                person.wait_for(lambda message: message.from_bot, DEADLINE)
            megabytes = psutil.Process(bot.pid).memory_info().rss / 1e6
        finally:
            bot.terminate()
            bot.wait(20)
        print(f"bot: ready after {ready:.2f} s, {megabytes:.0f} MB")

    assert megabytes < MOST_MEMORY
