"""Everything is restarted, one process after the other, under load: nothing lost, nothing twice."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from clerk.stopping import EXIT_WITHIN as CLERK_EXITS
from jobs.catalogue import Lane
from local.finished import is_result
from sandbox.person import Message, Person
from tests.whole.fleet import Fleet, fleet
from tests.whole.samples import file_of, is_a_painting_of, opened, photo
from tests.whole.wishes import choose_fast, open_card, wait_for_picture
from worker.stopping import EXIT_WITHIN

PEOPLE = 4
#: Seconds beyond the stated ones, and that a picture may take meanwhile.
MARGIN, PATIENCE = 15, 120
COMMANDS = {
    "bot": ("bot",),
    "first": ("worker", str(Lane.FAST)),
    "second": ("worker", str(Lane.FAST)),
    "clerk": ("clerk",),
    "other": ("clerk",),
}


@dataclass
class Customer:
    """Sends one picture after the other."""

    person: Person
    served: list[tuple[Message, Message]] = field(default_factory=list)

    def keep_sending(self, enough: Event) -> None:
        while not enough.is_set():
            number = len(self.served)
            sent, card = open_card(self.person, file_of(photo(100 + number, 70)))
            choose_fast(self.person, card)
            self.served.append((sent, wait_for_picture(self.person, card, PATIENCE)))


@contextmanager
def customers(run: Fleet) -> Iterator[list[Customer]]:
    """People who send pictures while the block runs; then each waits for their last one."""
    crowd = [Customer(run.sandbox.person(name="Anna")) for _ in range(PEOPLE)]
    enough = Event()
    with ThreadPoolExecutor(PEOPLE) as pool:
        sending = [pool.submit(customer.keep_sending, enough) for customer in crowd]
        try:
            yield crowd
        finally:
            enough.set()
        for each in sending:
            each.result(2 * PATIENCE)


def restart(run: Fleet, name: str) -> None:
    """Restart one process; the next one's turn comes when it is there."""
    before = run.painters(Lane.FAST)
    run.running[name].send_signal(signal.SIGTERM)
    run.running[name].wait(max(EXIT_WITHIN, CLERK_EXITS) + MARGIN)
    run.start(name, *COMMANDS[name])
    if COMMANDS[name][0] == "worker":
        run.wait_for_new_painter(Lane.FAST, before)


@pytest.mark.slow
def test_a_rolling_restart_loses_nothing_and_repeats_nothing(tmp_path: Path):
    with fleet(tmp_path) as run:
        for name, command in COMMANDS.items():
            run.start(name, *command)
        run.wait_for_painters(Lane.FAST, 2)
        with customers(run) as crowd:
            for name in COMMANDS:
                restart(run, name)
        served = [each for customer in crowd for each in customer.served]
        shown = [
            message for customer in crowd for message in customer.person.messages() if is_result(message)
        ]
        keys = list(run.redis.scan_iter("job:*"))
        attempts = [run.redis.hget(key, "attempts") for key in keys]

        assert len(served) > len(COMMANDS)
        assert all(is_a_painting_of(opened(sent.download()), opened(got.download())) for sent, got in served)
        assert len([message for message in shown if message.from_bot]) == len(served) == len(keys)
        assert set(attempts) == {"1"}
