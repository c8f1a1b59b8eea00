"""When a waiting person hears of a new place."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from redis import Redis

from chat.bot_api import BotThread, bot
from chat.deliver import Delivery
from clerk.desk import Desk
from clerk.places import REST, is_due, show_places, worth_showing
from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.estimates import Estimates
from jobs.job import Job
from jobs.places import Standing, standings
from jobs.presence import Announcement, Presence
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running
from tests.chat.samples import ROOM, job


def test_places_are_shown_seldom_far_back_and_often_near_the_front():
    shown = worth_showing(110)

    assert shown == [1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18, 23, 29, 36, 45, 56, 70, 88, 110]


def test_further_back_each_place_is_about_a_quarter_behind_the_one_before():
    shown = worth_showing()

    assert all(1.15 < after / before < 1.35 for before, after in pairwise(shown[6:]))


@pytest.mark.parametrize(
    ("place", "shown", "since", "due"),
    [
        (8, 0, 1e9, True),  # none was shown yet: any place
        (7, 9, REST, True),
        (8, 9, REST, False),  # not worth it
        (7, 7, 1e9, False),  # shown already
        (9, 7, 1e9, False),  # further back: nobody wants to hear that
        (7, 9, REST - 0.1, False),  # too soon
        (1, 40, REST, True),  # those between were passed over
        (30, 36, 1e9, False),
        (29, 36, 1e9, True),
    ],
)
def test_a_place_is_shown_when_it_is_nearer_worth_it_and_not_too_soon(
    place: int, shown: int, since: float, due: bool
):
    assert is_due(Standing(id="A", place=place, shown=shown, since=since)) is due


def test_from_the_two_thousandth_place_to_the_first_a_message_is_edited_about_thirty_times():
    shown, edits = 2000, 0
    for place in range(1999, 0, -1):
        if is_due(Standing(id="A", place=place, shown=shown, since=1e9)):
            shown, edits = place, edits + 1

    assert shown == 1
    assert edits == len(worth_showing(1999)) - (worth_showing(1999)[-1] > 1999)
    assert edits < 35


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def desk(sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[Desk]:
    """A clerk's, beside a worker that takes 20 s for everything."""
    settings = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url)
    store, results = Store(redis), Results(tmp_path.as_uri())
    thread = BotThread(bot(settings, redis))
    desk = Desk(settings, store, results, thread, Delivery(thread.bot, store, results), Estimates(redis))
    worker = Announcement(name="w1", lane=Lane.FAST, device="cpu", able=frozenset({"wave"}))
    Presence(redis).announce(worker)
    for _ in range(30):
        desk.estimates.learn(Method.MULTISTYLE, "cpu", 0.003072, 20)
    yield desk
    thread.close()


def hand_in(desk: Desk, person: Person, language: str = "en") -> Job:
    """A job whose status message says nothing yet."""
    status = desk.thread.run(desk.thread.bot.send_message(person.chat_id, "…"))
    wanted = job(person.chat_id, status_message=status.message_id, language=language)
    desk.store.accept(wanted, allowed=60, limits=ROOM)
    return wanted


def said(person: Person) -> str:
    return str(person.messages()[-1].words)


def test_each_is_told_the_place_and_the_time_and_again_only_when_nearer(desk: Desk, sandbox: Sandbox):
    people = [sandbox.person(name=name) for name in ("Anna", "Boris", "Clara")]
    jobs = [hand_in(desk, person) for person in people]
    show_places(desk)
    first = [said(person) for person in people]
    for wanted in jobs:  # long ago
        desk.store.redis.hset(keys.job(wanted.id), "shown_at", 0)
    show_places(desk)
    edits = [person.messages()[-1].edits for person in people]
    claim = desk.store.claim(Lane.FAST, "w1", {"wave"})
    until = monotonic() + 20
    while monotonic() < until and not all("of 2" in said(person) for person in people[1:]):
        show_places(desk)  # dropped where the chat's budget is short, and made again
        sleep(0.1)
    then = [said(person) for person in people]

    order = [standing.shown for standing in standings(desk.store.redis, Lane.FAST)]
    assert all(f"{place}" in words and "of 3" in words for place, words in enumerate(first, 1))
    assert all(re.search(r"· (~|\d+–|\d+ s to )\d+ (s|min)\b", words) for words in first)
    assert edits == [1, 1, 1]
    assert claim is not None
    assert then[0] == first[0]
    assert all("of 2" in words for words in then[1:])
    assert order == [1, 2]


@pytest.mark.parametrize(("language", "rests"), [("en", "Painting rests"), ("ru", "приостановлена")])
def test_that_a_lane_rests_is_said_with_each_place_until_it_goes_on(
    desk: Desk, sandbox: Sandbox, language: str, rests: str
):
    anna = sandbox.person(name="Anna", language=language)
    wanted, told = hand_in(desk, anna, language=language), []
    for paused in (True, False):
        desk.store.pause(Lane.FAST, paused=paused)
        before, until = anna.messages()[-1].edits, monotonic() + 20
        while monotonic() < until and anna.messages()[-1].edits == before:  # as above
            desk.store.redis.hset(keys.job(wanted.id), mapping={"shown": 0, "shown_at": 0})
            show_places(desk)
            sleep(0.1)
        told.append(said(anna))

    assert [rests in words for words in told] == [True, False]
    assert all("#" + wanted.label in words for words in told)
