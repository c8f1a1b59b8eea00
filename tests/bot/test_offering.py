"""What the bot offers follows the workers: bot and sandbox run, the workers only say that they are there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from PIL import Image
from redis import Redis

from jobs.catalogue import Lane, Method, Style
from jobs.job import Job
from jobs.presence import Announcement, Presence
from jobs.record import State
from jobs.store import Store
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

ROOT = Path(__file__).parents[2]
#: Seconds for one answer of the bot.
SOON = 30
#: On a page these names would be tags.
FOREST = Style(name="forest", title="🌲 <Forest> & Co's", method=Method.GATYS, lane=Lane.SLOW)
LAKE = Style(name="lake", title="🏞 Lake", method=Method.MICROAST, lane=Lane.FAST)


@pytest.fixture(scope="module")
def sandbox(redis_server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Telegram with the bot in it."""
    port = redis_server.get_connection_kwargs()["port"]
    with running() as address, Sandbox(address) as sandbox:
        environment = os.environ | {
            "ATELIER_REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "ATELIER_RESULTS_URL": tmp_path_factory.mktemp("results").as_uri(),
            "ATELIER_BOT_TOKEN": DEFAULT_TOKEN,
            "ATELIER_BOT_API_URL": address,
            "ATELIER_FAST_WAITING": "50",
        }
        bot = subprocess.Popen([sys.executable, "-m", "bot"], cwd=ROOT, env=environment)
        try:
            yield sandbox
        finally:
            bot.terminate()
            bot.wait(20)


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
def workers(redis: Redis, sandbox: Sandbox) -> Iterator["Workers"]:
    workers, over = Workers(redis), Event()
    thread = Thread(target=workers.repeat, args=(over,))
    thread.start()
    yield workers
    over.set()
    thread.join()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "picture.jpg"
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(file)
    return file


class Workers:
    """A worker in each lane, as far as the bot can see."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._words: dict[Lane, Announcement] = {}
        self.say(Lane.FAST, "wave")
        self.say(Lane.SLOW, "gatys")

    def say(self, lane: Lane, *able: str, own: tuple[Style, ...] = ()) -> None:
        """Announce what the lane's worker can paint."""
        names = frozenset(able) | {style.name for style in own}
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=names, own=own)
        self._words[lane] = word
        Presence(self.redis).announce(word)

    def repeat(self, over: Event) -> None:
        """Go on saying the same, as workers do: nobody is counted as present for long."""
        while not over.wait(1):
            for word in list(self._words.values()):
                Presence(self.redis).announce(word)

    def queued(self, status: Message) -> Job:
        """The job that a status message is about; its record is written after the message."""
        store, until = Store(self.redis), monotonic() + SOON
        while (record := store.record((status.button("Cancel").data or "").rpartition("|")[2])) is None:
            assert monotonic() < until, "no job was queued"
            sleep(0.02)
        assert record.state is State.QUEUED
        return record.job


def shown(person: Person, card: Message, button: str) -> Message:
    """The card, as soon as it has a button with this data."""
    return person.wait_for(lambda seen: seen.id == card.id and button in data(seen), SOON)


def data(message: Message) -> list[str]:
    """What the buttons under a message send."""
    return [button.data or "" for row in message.buttons for button in row]


def pressed(person: Person, card: Message, button: str, then: str) -> Message:
    """Press a button and wait until the card has another."""
    person.press(button, on=person.again(card))
    return shown(person, card, then)


def ordered(person: Person, card: Message, button: str) -> Message:
    """Press a button that begins a job: its status."""
    person.press(button, on=person.again(card))
    return person.wait_for(lambda seen: seen.id == card.id and "In the queue" in seen.words, SOON)


def card_of(person: Person, picture: Path) -> Message:
    """Send a photo: its card."""
    return person.wait_for_reply(person.send_photo(picture), SOON)


def mixed(person: Person, picture: Path, *styles: str) -> Message:
    """A card with these styles of the gallery in its mix."""
    card = card_of(person, picture)
    pressed(person, card, "v1|own|", "v1|gallery|")
    for number, style in enumerate(styles):
        pressed(person, card, "v1|gallery|", f"v1|pick|{style}")
        pressed(person, card, f"v1|pick|{style}", f"v1|remove|{number}")
    return person.again(card)


def test_own_pictures_run_fast_where_a_worker_can(workers: Workers, anna: Person, picture: Path):
    workers.say(Lane.FAST, "wave", "microast", "adain")
    card = card_of(anna, picture)
    pressed(anna, card, "v1|own|", "v1|gallery|")
    anna.send_photo(picture)
    mix = shown(anna, card, "v1|run|fast")
    job = workers.queued(ordered(anna, card, "v1|run|fast"))

    assert "v1|run|" in data(mix)
    assert (job.method, job.lane, job.needs) == (Method.MICROAST, Lane.FAST, {"microast"})


def test_own_pictures_run_carefully_too_and_only_so_where_nobody_is_fast(
    workers: Workers, anna: Person, picture: Path
):
    card = mixed(anna, picture, "drawn_ink")
    job = workers.queued(ordered(anna, card, "v1|run|"))

    assert "v1|run|fast" not in data(card)
    assert (job.method, job.lane, job.needs) == (Method.GATYS, Lane.SLOW, {"gatys"})


def test_colours_and_arrangement_reach_the_job(workers: Workers, anna: Person, picture: Path):
    card = mixed(anna, picture, "drawn_ink", "drawn_dots")
    pressed(anna, card, "v1|colours|luminance", "v1|colours|matched")
    pressed(anna, card, "v1|arrange|split", "v1|arrange|blend")
    job = workers.queued(ordered(anna, card, "v1|run|"))

    assert (job.colours, job.arrangement) == ("luminance", "split")
    assert [part.gallery for part in job.styles] == ["drawn_ink", "drawn_dots"]


def test_my_colours_are_kept_with_a_fast_style_too(workers: Workers, anna: Person, picture: Path):
    card = card_of(anna, picture)
    pressed(anna, card, "v1|colours|luminance", "v1|colours|matched")
    pressed(anna, card, "v1|fast|", "v1|paint|wave")
    job = workers.queued(ordered(anna, card, "v1|paint|wave"))

    assert (job.colours, job.method) == ("luminance", Method.MULTISTYLE)


def test_a_style_that_the_operator_drops_in_is_offered_while_the_bot_runs(
    workers: Workers, anna: Person, picture: Path
):
    card = card_of(anna, picture)
    before = data(pressed(anna, card, "v1|fast|", "v1|paint|wave"))
    pressed(anna, card, "v1|back|", "v1|fast|")
    workers.say(Lane.FAST, "wave", "microast", own=(LAKE,))
    pressed(anna, card, "v1|fast|", "v1|paint|lake")
    status = ordered(anna, card, "v1|paint|lake")
    job = workers.queued(status)

    assert "v1|paint|lake" not in before
    assert "🏞 Lake" in status.words
    assert (job.method, job.lane, job.needs, job.styles[0].title) == (
        Method.MICROAST,
        Lane.FAST,
        {"microast", "lake"},
        "🏞 Lake",
    )


def test_an_operator_s_picture_is_mixed_with_others_and_named(workers: Workers, anna: Person, picture: Path):
    workers.say(Lane.SLOW, "gatys", own=(FOREST,))
    card = mixed(anna, picture, "drawn_ink", "forest")
    job = workers.queued(ordered(anna, card, "v1|run|"))

    assert "🌲 <Forest> & Co's 50 %" in card.words
    assert (job.method, job.needs) == (Method.GATYS, {"gatys", "forest"})


def test_a_fast_style_of_the_operator_s_can_be_painted_carefully(
    workers: Workers, anna: Person, picture: Path
):
    workers.say(Lane.SLOW, "gatys", own=(LAKE,))
    card = mixed(anna, picture, "lake")
    job = workers.queued(ordered(anna, card, "v1|run|"))

    assert (job.method, job.lane, job.needs) == (Method.GATYS, Lane.SLOW, {"gatys", "lake"})


def test_only_the_run_that_some_worker_can_do_is_offered(workers: Workers, anna: Person, picture: Path):
    workers.say(Lane.FAST, "microast", own=(LAKE,))

    assert [each for each in data(mixed(anna, picture, "lake")) if "|run|" in each] == ["v1|run|fast"]


def test_a_style_whose_worker_went_is_told_and_the_mix_stays(workers: Workers, anna: Person, picture: Path):
    workers.say(Lane.SLOW, "gatys", own=(FOREST,))
    card = mixed(anna, picture, "forest")
    workers.say(Lane.SLOW, "gatys")
    anna.press("v1|run|", on=anna.again(card))
    told = anna.wait_for(lambda seen: seen.id == card.id and "cannot be painted here" in seen.words, SOON)
    workers.say(Lane.SLOW, "gatys", own=(FOREST,))
    pressed(anna, card, "v1|gallery|", "v1|mix|")
    pressed(anna, card, "v1|mix|", "v1|run|")

    assert "🌲 <Forest> & Co's" in told.words
    assert workers.queued(ordered(anna, card, "v1|run|")).needs == {"gatys", "forest"}


def test_an_old_button_of_a_style_that_is_gone_shows_what_there_is(
    workers: Workers, anna: Person, picture: Path
):
    workers.say(Lane.FAST, "wave", "microast", own=(LAKE,))
    card = card_of(anna, picture)
    pressed(anna, card, "v1|fast|", "v1|paint|lake")
    workers.say(Lane.FAST, "wave")
    anna.press("v1|paint|lake", on=anna.again(card))
    fresh = anna.wait_for(lambda seen: seen.id == card.id and "v1|paint|lake" not in data(seen), SOON)

    assert data(fresh) == ["v1|paint|wave", "v1|mine|", "v1|several|", "v1|back|"]


def test_again_repeats_the_way_it_was_painted(workers: Workers, anna: Person, picture: Path):
    workers.say(Lane.FAST, "microast", own=(LAKE,))
    card = mixed(anna, picture, "drawn_ink", "lake")
    pressed(anna, card, "v1|colours|luminance", "v1|colours|matched")
    first = ordered(anna, card, "v1|run|fast")
    job = workers.queued(first)
    anna.press("Cancel", on=first)
    cancelled = anna.wait_for(lambda seen: seen.id == card.id and "Cancelled" in seen.words, SOON)
    anna.press("Try again", on=cancelled)
    second = anna.wait_for(lambda seen: seen.id > card.id and "In the queue" in seen.words, SOON)
    again = workers.queued(second)

    different = {"id", "status_message", "created", "anew"}
    assert again.id != job.id
    assert again.model_dump(exclude=different) == job.model_dump(exclude=different)


def test_again_with_a_style_that_is_gone_says_so_in_plain_words(
    workers: Workers, anna: Person, picture: Path
):
    workers.say(Lane.SLOW, "gatys", own=(FOREST,))
    first = ordered(anna, mixed(anna, picture, "forest"), "v1|run|")
    workers.queued(first)
    anna.press("Cancel", on=first)
    cancelled = anna.wait_for(lambda seen: seen.id == first.id and "Cancelled" in seen.words, SOON)
    workers.say(Lane.SLOW, "gatys")
    answer = anna.wait_for_answer(anna.press("Try again", on=cancelled), SOON)

    assert answer.alert
    assert "🌲 <Forest> & Co's cannot be painted here" in (answer.text or "")
