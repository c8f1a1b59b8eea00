"""What must not be found in any log or in Redis: the token, names, pictures."""

from time import monotonic

from redis.client import PubSub

from local.surroundings import SANDBOX_TOKEN
from sandbox.person import Person, Sandbox
from tests.whole.conftest import ANNA, BORIS
from tests.whole.samples import file_of, painting, photo
from tests.whole.service import Service, readable
from tests.whole.wishes import SOON, choose_fast, choose_own, open_card, wait_for_picture

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


def test_no_log_holds_the_token_or_a_name(service: Service, sandbox: Sandbox, anna: Person):
    sandbox.fault("500", method="editMessageMedia", chat_id=anna.id)
    sandbox.fault("reset", method="getFile")
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
