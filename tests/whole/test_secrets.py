"""What must not be found in any log or in Redis: the token, names, pictures."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from redis import Redis
from redis.client import PubSub

from jobs import keys
from jobs.catalogue import Lane
from local.surroundings import SANDBOX_TOKEN
from sandbox.person import Person, Sandbox
from tests.whole.conftest import ANNA, BORIS
from tests.whole.samples import file_of, painting, photo
from tests.whole.service import Service, readable
from tests.whole.wishes import (
    PAINTED,
    SOON,
    answer_to,
    choose_fast,
    choose_own,
    open_card,
    order_at_once,
    wait_for_picture,
    wait_for_words,
)

#: How JPEG and PNG files begin, plain and in base64.
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"JFIF", b"/9j/", b"iVBORw0KGgo", b"\\xff\\xd8\\xff")
#: What Flower shows of the jobs of ``paint_one_of_each`` when they are over.
ENDS = (b"wave 90x60 painted in", b"own 60x90 painted in")
SECRET = SANDBOX_TOKEN.partition(":")[2]


def paint_one_of_each(anna: Person) -> list[str]:
    """Let every process do what it does, a failing call included; returns the results' captions."""
    _, fast = open_card(anna, file_of(photo(90, 60)))
    choose_fast(anna, fast)
    _, slow = open_card(anna, file_of(photo(60, 90)))
    choose_own(anna, slow, painting("dots"))
    anna.press("v1|run|", on=slow)
    anna.send_text("/nonsense")
    return [wait_for_picture(anna, card).words for card in (fast, slow)]


def heard_until(heard: PubSub, wanted: tuple[bytes, ...]) -> bytes:
    """Everything that was published until all of this was, or for as long as a person would wait.

    Workers send the end of a task up to a second later: that of an earlier test's may come first.
    """
    until, events = monotonic() + SOON, b""
    while not all(words in events for words in wanted) and monotonic() < until:
        message = heard.get_message(timeout=1) or {}
        events += readable(f"{message.get('data')}\n".encode())
    return events


@contextmanager
def everything_heard(redis: Redis) -> Iterator[list[str]]:
    """All that is published while the block runs: Celery's events, and what Flower asks."""
    heard: list[str] = []
    over = Event()

    def listen() -> None:
        with redis.pubsub() as channel:
            channel.psubscribe("*")
            while not over.is_set():
                message = channel.get_message(timeout=0.2) or {}
                heard.append(str(message.get("data", "")))

    thread = Thread(target=listen)
    thread.start()
    try:
        yield heard
    finally:
        over.set()
        thread.join()


def let_everything_fail(service: Service, sandbox: Sandbox, anna: Person) -> None:
    """Be a person on a bad day: each process meets each kind of failure, and gets over it."""
    for kind in ("429", "502", "502_after", "reset", "reset_after"):
        sandbox.fault(kind, method="editMessageMedia", chat_id=anna.id)
        sandbox.fault(kind, method="sendMessage", chat_id=anna.id)
    sandbox.fault("500", method="getFile")
    sandbox.fault("reset", method="file")
    paint_one_of_each(anna)
    sent = anna.send_document(file_of(photo(300, 200))[:9000], name="broken.jpg")
    broken = anna.wait_for_reply(sent, SOON)
    choose_fast(anna, broken)
    wait_for_words(anna, broken, "😕", PAINTED)
    break_a_handler(service, anna)
    sandbox.fault("reset", times=None)  # Telegram is away
    anna.send_text("hello?")
    sleep(4)
    sandbox.clear_faults()
    kill_a_painter(service, sandbox, anna)


@contextmanager
def refused_until_put_off(service: Service, sandbox: Sandbox, anna: Person) -> Iterator[None]:
    """Refuse pictures until a finished one was put off: sheets and growing pictures are refused before it."""
    begun = len(service.log.read_text())
    sandbox.fault("502", method="editMessageMedia", chat_id=anna.id, times=None)
    yield
    until = monotonic() + 2 * PAINTED
    while "↻ told later" not in service.log.read_text()[begun:]:
        assert monotonic() < until, "no result was put off"
        sleep(0.1)
    sandbox.clear_faults()


def break_a_handler(service: Service, anna: Person) -> None:
    """Leave something in Redis that a handler cannot read: it fails by its own fault, three times."""
    service.redis.set(keys.awaiting(anna.chat_id, anna.id), "no number")
    answer_to(anna, "hello")
    service.redis.delete(keys.awaiting(anna.chat_id, anna.id))


def kill_a_painter(service: Service, sandbox: Sandbox, anna: Person) -> None:
    """Have a picture painted whose first painter dies of it, and which Telegram then does not take."""
    _, card = open_card(anna, file_of(photo(300, 200)))
    choose_own(anna, card, painting("brush"))
    anna.press("v1|run|", on=card)
    job = service.job_id(wait_for_words(anna, card, "#"), "✖️ Cancel")
    service.wait_until_painting(job, SOON)
    with refused_until_put_off(service, sandbox, anna):
        os.kill(service.painter(Lane.SLOW), signal.SIGKILL)
    wait_for_picture(anna, card, 180)


@pytest.mark.slow
def test_no_failure_writes_the_token_or_a_name_anywhere(service: Service, sandbox: Sandbox, anna: Person):
    with everything_heard(service.redis) as heard:
        let_everything_fail(service, sandbox, anna)
    log = service.log.read_text()
    results = b"".join(
        file.name.encode() + file.read_bytes()
        for file in (service.surroundings.folder / "results").rglob("*")
        if file.is_file()
    )
    told = readable("\n".join(heard).encode())
    records = "\n".join(
        f"{key} {service.redis.hgetall(key)}" for key in service.redis.scan_iter("job:*")
    ).encode()

    assert "Traceback" in log  # so that the text of some exception was looked through
    assert "! a handler broke" in log
    assert "! set aside" in log
    assert "↻ told later" in log
    assert "↻ lost its worker, queued again" in log
    assert b"task-started" in told
    assert b"file_id" in records
    for secret in (SECRET, SECRET[:12], ANNA, BORIS, "/bot42"):
        for place in (log.encode(), service.written(), told, results, records):
            assert secret.encode() not in place
    assert str(anna.id).encode() not in told


def test_no_log_holds_the_token_or_a_name(service: Service, sandbox: Sandbox, anna: Person):
    sandbox.fault("reset", method="getFile")
    _, card = open_card(anna, file_of(photo(120, 80)))
    with refused_until_put_off(service, sandbox, anna):
        order_at_once(anna, card)
    wait_for_picture(anna, card)
    paint_one_of_each(anna)
    log = service.log.read_text()

    assert "→ accepted" in log
    assert "↻ told later" in log
    for secret in (SECRET, SECRET[:12], ANNA, BORIS, "/bot42"):
        assert secret not in log


def test_redis_never_gets_the_token_a_name_or_a_picture(service: Service, anna: Person):
    paint_one_of_each(anna)
    written = service.written()

    assert str(anna.id).encode() in written
    assert b"paint.fast_gan" in written
    assert b'"callbacks": null' in written  # from inside a ticket
    for secret in (SECRET.encode(), ANNA.encode(), BORIS.encode(), *PICTURES):
        assert secret not in written


def test_what_flower_hears_names_jobs_and_no_people(service: Service, anna: Person):
    with service.redis.pubsub() as heard:
        heard.psubscribe("*")
        paint_one_of_each(anna)
        events = heard_until(heard, ENDS)

    for told in ENDS:
        assert told in events
    for secret in (SECRET.encode(), ANNA.encode(), str(anna.id).encode()):
        assert secret not in events


def test_a_finished_record_is_small_and_holds_no_picture(service: Service, anna: Person):
    _, card = open_card(anna, file_of(photo(400, 300)))
    choose_fast(anna, card)
    job = service.job_id(wait_for_picture(anna, card), "Again")
    fields = service.redis.hgetall(f"job:{job}")

    assert fields["state"] == "done"
    assert sum(len(value) for value in fields.values()) < 4096
