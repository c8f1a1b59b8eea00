"""What broke earlier bots, shown with real painters and processes: see ``docs/pitfalls.md``."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from jobs.catalogue import Lane
from jobs.queue import ask_to_deliver, wake
from jobs.record import State
from local.finished import is_result
from sandbox.person import Message, Person
from tests.bot.lives import tickets_to
from tests.whole import odd_painters
from tests.whole.fleet import Fleet, fleet
from tests.whole.samples import file_of, is_a_painting_of, opened, painting, photo
from tests.whole.service import Service
from tests.whole.wishes import (
    PAINTED,
    SOON,
    card_of,
    choose_fast,
    choose_own,
    open_card,
    wait_for_button,
    wait_for_picture,
    wait_for_words,
)

pytestmark = pytest.mark.slow

#: Pixels; the sides that an earlier bot gave back as 1280×852 with a black frame.
WIDTH, HEIGHT = 1281, 853
#: Pixels of a side that are looked at, and levels of 255 by which they may be darker than what is further in.
FRAME, DARKER = 3, 30
#: The commands of what runs beside the bot, by name.
COMMANDS = {"fast": ("tests.whole.odd_painters", str(Lane.FAST)), "clerk": ("clerk",)}
#: Seconds for which Telegram wants nothing for a chat: longer than the next picture takes.
REST = 40


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A service without a bot, whose fast painter takes ten seconds at one width."""
    with fleet(Path(tmp_path_factory.mktemp("pitfalls"))) as run:
        start(run)
        yield run


def start(run: Fleet) -> None:
    """Start every process, and wait for the painter."""
    for name, command in COMMANDS.items():
        run.start(name, *command)
    run.wait_for_painters(Lane.FAST)


def pictures_in(person: Person) -> list[Message]:
    """What the bot has painted in this chat."""
    return [message for message in person.messages() if message.from_bot and is_result(message)]


def fast(person: Person, card: Message) -> None:
    choose_fast(person, card)


def own(person: Person, card: Message) -> None:
    choose_own(person, card, painting("waves"))
    person.press("v1|run|", on=card)


def sides(image: Image.Image) -> list[float]:
    """How much darker each side's edge is than the strip behind it: top, bottom, left, right."""
    light = numpy.asarray(image.convert("L"), dtype=float)
    turned = (light, light[::-1], light.T, light.T[::-1])
    return [float(rows[FRAME : 5 * FRAME].mean() - rows[:FRAME].mean()) for rows in turned]


@pytest.mark.parametrize("choose", [fast, own])
def test_a_file_of_1281_by_853_comes_back_at_that_size_without_a_dark_border(
    anna: Person, choose: Callable[[Person, Message], None]
):
    content = photo(WIDTH, HEIGHT).point(lambda light: 100 + light * 155 // 255)
    sent = anna.send_document(file_of(content, "PNG"), name="mine.png")
    card = card_of(anna, sent)
    choose(anna, card)
    picture = wait_for_picture(anna, card)
    painted = opened(picture.download())

    assert (picture.media, picture.size, painted.size) == ("document", (WIDTH, HEIGHT), (WIDTH, HEIGHT))
    assert is_a_painting_of(content, painted)
    assert max(after - before for before, after in zip(sides(content), sides(painted), strict=True)) < DARKER


def test_a_heic_file_as_phones_send_it_is_painted(anna: Person):
    register_heif_opener()
    content = photo(301, 201)
    sent = anna.send_document(file_of(content, "HEIF", quality=90), name="IMG_0001.HEIC")
    card = card_of(anna, sent)
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)
    painted = opened(picture.download())

    assert (picture.media, picture.mime, painted.format) == ("document", "image/jpeg", "JPEG")
    assert is_a_painting_of(content, painted)


def test_tickets_that_come_many_times_make_one_picture_in_one_message(
    service: Service, anna: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
):
    tickets_to(service.redis, monkeypatch)
    _, card = open_card(anna, file_of(photo(130, 90)))
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    with service.paused(Lane.FAST):
        anna.press("v1|paint|wave", on=card)
        job = service.job_id(wait_for_words(anna, card, "In the queue"), "Cancel")
        for _ in range(5):
            wake(Lane.FAST)
            ask_to_deliver(job)
    picture = wait_for_picture(anna, card)
    for _ in range(5):
        ask_to_deliver(job)
        wake(Lane.FAST)
    _, later = open_card(boris, file_of(photo(80, 60)))
    choose_fast(boris, later)
    wait_for_picture(boris, later)  # its ticket came after all of those

    assert service.record(job).attempts == 1
    assert pictures_in(anna) == [anna.again(picture)]
    assert anna.again(picture).edits == picture.edits


@pytest.fixture
def with_bot(run: Fleet) -> Iterator[Fleet]:
    """The same with a bot, for one test: it would answer the photos of others."""
    run.start("bot", "bot")
    yield run
    bot = run.running.pop("bot")
    bot.kill()
    bot.wait()


def test_all_is_killed_while_a_picture_is_painted_and_it_comes_once_all_the_same(with_bot: Fleet):
    run = with_bot
    anna = run.sandbox.person(name="Anna", language="en")
    sent, card = open_card(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 84)))
    choose_fast(anna, card)
    run.wait_for_line(f"at the brush: {odd_painters.PAINTS_SLOWLY}x84")
    for process in run.running.values():
        process.send_signal(signal.SIGKILL)
        process.wait()
    run.start("bot", "bot")
    start(run)
    picture = wait_for_picture(anna, card, 2 * PAINTED)
    anna.press("Original file", on=picture)
    file = anna.wait_for_document(picture, deadline_s=SOON)
    shown = [message for message in anna.messages() if message.from_bot and message.id != card.id]
    states = [state.message for state in run.sandbox.history() if state.message_id == card.id]
    results = {message.content for message in states if message and is_result(message)}

    # A picture that took long is announced by a line of its own, which is no second picture.
    assert [message.words for message in shown if message.id != file.id] in ([], ["✅ Ready"])
    assert len(results) == 1
    assert pictures_in(anna) == [picture]
    assert (picture.size, picture.reply_to) == ((odd_painters.PAINTS_SLOWLY, 84), sent.id)


def test_a_429_on_progress_delays_nobody_elses_picture_even_from_the_same_painter(run: Fleet):
    anna, boris = (run.sandbox.person(name=name, language="en") for name in ("Anna", "Boris"))
    slow = run.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 85)))
    run.wait_until(slow, State.RUNNING, progress=0.01)  # so that the next edit is one of its progress
    run.sandbox.fault("429", method="editmessage*", chat_id=anna.id, seconds=REST)
    quick = run.order(boris, file_of(photo(60, 40)))
    run.wait_for_call("editMessage*")
    begun = run.record(slow).state
    run.wait_until_over(quick)
    while_resting = run.record(slow).state
    run.wait_until_over(slow)

    assert begun is State.RUNNING
    assert while_resting is State.DELIVERING  # painted before the other one's, and put off
    assert run.edits(quick)[-1] == run.edits(slow)[-1] == "photo"
