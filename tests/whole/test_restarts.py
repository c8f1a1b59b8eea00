"""Bots that are killed, stopped and doubled, a Redis that is away: every message is answered, and once."""

import re
import signal
import subprocess
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import httpx
import pytest

from bot.updates.webhook import secret_of
from jobs import keys
from jobs.inbox import Inbox
from sandbox.person import Person
from sandbox.serving import DEFAULT_TOKEN
from tests.conftest import free_port
from tests.whole.bots import ACCOUNT, SOON, STOP, Bots, answers, bots

NOTICE = "I have your message and will start as soon as I can"
HINT = "I understand photos and buttons"
#: What a person writes, and words of the answer to each: no two neighbours are answered alike.
TALK = [
    ("/start", "I repaint photos"),
    ("hello", HINT),
    ("/cancel", "nothing to cancel"),
    ("/nonsense", "command"),
]


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Bots]:
    with bots(tmp_path) as fleet:
        yield fleet


def stop(bot: "subprocess.Popen[bytes]") -> int:
    """Stop a bot as a restart does; its exit status."""
    bot.terminate()
    return bot.wait(STOP)


def stored(fleet: Bots, count: int) -> None:
    """Wait until chats lie in the inbox, and Telegram has been told so."""
    inbox = Inbox(fleet.redis.client, ACCOUNT)
    fleet.wait(lambda: inbox.chats() == count, f"{count} chats in the inbox")
    fleet.wait_until_confirmed()


def hinted(people: list[Person]) -> bool:
    return all([message.words.startswith(HINT) for message in answers(person)] == [True] for person in people)


def test_updates_that_are_confirmed_and_not_handled_outlive_the_bot(fleet: Bots):
    people = [fleet.telegram.person() for _ in range(5)]
    fleet.telegram.fault("429", method="sendMessage", seconds=1, times=10_000)
    first = fleet.start()
    for person in people:
        person.send_text("hello")
    stored(fleet, len(people))
    first.kill()
    first.wait(STOP)
    silent = [answers(person) for person in people]
    let_leases_run_out(fleet)
    fleet.telegram.clear_faults()
    fleet.start()
    fleet.wait_until_handled()

    assert silent == [[]] * 5
    assert hinted(people)


def let_leases_run_out(fleet: Bots) -> None:
    """Let some seconds go by, as far as the inbox knows."""
    redis, due = fleet.redis.client, keys.inbox_due(ACCOUNT)
    redis.delete(keys.inbox_poller(ACCOUNT))
    redis.zadd(due, dict.fromkeys(redis.zrange(due, 0, -1), 1))


def test_a_clean_stop_is_quick_gives_back_what_waits_and_leaves_it_to_the_next(fleet: Bots):
    anna = fleet.telegram.person()
    first = fleet.start()
    for _ in range(30):  # more than the flood budget allows at once
        anna.send_text("hello")
    fleet.wait_until_confirmed()
    fleet.wait(lambda: answers(anna), "a first answer")
    status = stop(first)
    lines = fleet.log(0).read_text()
    claim = Inbox(fleet.redis.client, ACCOUNT).claim("test")

    assert status == 0
    assert lines.rstrip().rpartition("\n")[2].count("bot stopped") == 1
    assert "Traceback" not in lines
    assert claim is not None
    assert claim.begun == 1  # the one that was given back does not count as tried


@pytest.mark.slow
def test_a_stop_does_not_wait_for_telegrams_pauses(fleet: Bots):
    people = [fleet.telegram.person() for _ in range(5)]
    fleet.telegram.fault("429", method="sendMessage", seconds=40, times=len(people))
    first = fleet.start()
    for person in people:
        person.send_text("hello")
    fleet.wait(lambda: fleet.log(0).read_text().count("flood limit") == len(people), "all have to wait")
    status = stop(first)
    handed_back = fleet.log(0).read_text().count("↻ handed back")
    inbox = Inbox(fleet.redis.client, ACCOUNT)
    claims = [inbox.claim("test") for _ in people]

    assert (status, handed_back) == (0, len(people))
    assert [claim and claim.begun for claim in claims] == [1] * len(people)


@pytest.mark.slow
def test_two_bots_share_the_work_and_what_one_had_in_hand_the_other_finishes(fleet: Bots):
    people = [fleet.telegram.person() for _ in range(100)]  # more than one takes in hand
    first, _ = fleet.start(), fleet.start()
    fleet.wait(lambda: all("bot ready" in fleet.log(n).read_text() for n in (0, 1)), "both are up")
    fleet.telegram.fault("429", method="sendMessage", seconds=2, times=len(people))
    for person in people:
        person.send_text("hello")
    fleet.wait(lambda: all("flood limit" in fleet.log(n).read_text() for n in (0, 1)), "both are at work")
    first.kill()
    first.wait(STOP)
    fleet.wait_until_handled()

    assert hinted(people)


@pytest.mark.slow
def test_a_chat_stays_in_order_though_whoever_has_it_is_killed_again_and_again(fleet: Bots):
    anna = fleet.telegram.person()
    running = [fleet.start(), fleet.start()]
    talk = TALK * 4
    for text, _ in talk:
        anna.send_text(text)
    for count in (2, 5, 8):
        fleet.wait(lambda count=count: len(answers(anna)) >= count, f"{count} answers")
        victim = holder(fleet, running)
        victim.kill()
        victim.wait(STOP)
        running = [bot for bot in running if bot is not victim] + [fleet.start()]
    fleet.wait_until_handled()
    said = [message.words for message in answers(anna)]
    seen = [next(number for number, (_, words) in enumerate(TALK) if words in text) for text in said]

    # A bot that is killed between an answer and its note gives it again: the same one, and never another.
    assert [number for number, _ in groupby(seen)] == list(range(len(TALK))) * 4


def holder(fleet: Bots, running: list["subprocess.Popen[bytes]"]) -> "subprocess.Popen[bytes]":
    """The bot that has the one chat in hand."""
    redis, found = fleet.redis.client, []

    def held() -> bool:
        owners = [redis.hget(key, "owner") or "" for key in redis.keys(f"inbox:{ACCOUNT}:state:*")]
        found[:] = [bot for bot in running if any(owner.endswith(f".{bot.pid}") for owner in owners)]
        return bool(found)

    fleet.wait(held, "a bot has the chat")
    return found[0]


def test_an_update_that_comes_twice_to_two_bots_is_answered_once(fleet: Bots):
    anna = fleet.telegram.person()
    fleet.start()
    fleet.start()
    fleet.telegram.fault("twice", method="update", times=3)
    for _ in range(3):
        anna.send_text("hello")
        fleet.wait_until_handled()
    anna.send_text("/cancel")
    fleet.wait_until_handled()

    words = [message.words for message in answers(anna)]
    assert [text.startswith(HINT) for text in words] == [True, True, True, False]


@pytest.mark.slow
def test_while_redis_is_killed_and_away_each_person_hears_once_and_then_is_answered(fleet: Bots):
    people = [fleet.telegram.person() for _ in range(5)]
    fleet.start()
    fleet.wait_for_line(0, "asking for updates")
    fleet.redis.kill()
    for _ in range(3):
        for person in people:
            person.send_text("hello")
    fleet.wait(lambda: all(answers(person) for person in people), "everybody has heard")
    waiting = len(fleet.telegram.waiting_updates())
    fleet.redis.start()
    fleet.wait_until_handled()

    assert waiting == 15
    for person in people:
        notice, *hints = [message.words for message in answers(person)]
        assert NOTICE in notice
        assert [hint.startswith(HINT) for hint in hints] == [True] * 3


@pytest.mark.slow
def test_while_redis_is_frozen_the_webhook_answers_and_afterwards_everything_is_handled(fleet: Bots):
    address = f"http://127.0.0.1:{free_port()}"
    people = [fleet.telegram.person() for _ in range(5)]
    fleet.start(ATELIER_WEBHOOK_URL=f"{address}/hook", ATELIER_WEBHOOK_LISTEN=address.partition("//")[2])
    fleet.wait_for_line(0, "updates are sent here")
    people[0].send_text("/start")
    fleet.wait_until_handled()
    with httpx.Client(base_url=address, trust_env=False, timeout=4) as outside:
        before = outside.get("/healthz").status_code
        with fleet.frozen_redis():
            for person in people:
                person.send_text("hello")
            sick = while_frozen(fleet, outside, people)
            refused = outside.post("/hook", json={}, headers={"X-Telegram-Bot-Api-Secret-Token": "x"})
        fleet.wait(lambda: outside.get("/healthz").status_code == 200, "well again")
    fleet.wait_until_handled()

    assert before == 200
    assert sick == {200, 503}
    assert refused.status_code == 403
    for person in people:
        said = [message.words for message in answers(person)]
        assert [NOTICE in words for words in said].count(True) == 1
        assert sum(words.startswith(HINT) for words in said) == 1


def while_frozen(fleet: Bots, outside: httpx.Client, people: list[Person]) -> set[int]:
    """Ask how the bot is until it knows that it is not well and all have heard; a late answer is an error."""
    seen: set[int] = set()

    def told() -> bool:
        seen.add(outside.get("/healthz").status_code)
        return 503 in seen and all(any(NOTICE in one.words for one in answers(person)) for person in people)

    fleet.wait(told, "everybody has heard")
    return seen


@pytest.mark.slow
def test_a_bot_stops_while_redis_is_frozen(fleet: Bots):
    anna = fleet.telegram.person()
    bot = fleet.start()
    fleet.wait_for_line(0, "asking for updates")
    with fleet.frozen_redis():
        anna.send_text("hello")
        fleet.wait(lambda: answers(anna), "a notice")
        status = stop(bot)
    fleet.start()
    fleet.wait_until_handled()

    assert status == 0
    assert [NOTICE in message.words for message in answers(anna)] == [True, False]


def test_a_bot_without_telegram_stops_when_told(fleet: Bots):
    bot = fleet.start(ATELIER_BOT_API_URL="http://127.0.0.1:1")
    fleet.wait_for_line(0, "waiting for Telegram")

    assert stop(bot) == 0


def test_what_is_set_wrongly_ends_the_bot_and_is_named(fleet: Bots):
    wrong = [
        ({"ATELIER_BOT_TOKEN": "42:" + "wrong-token"}, "Telegram does not know this token"),
        (
            {"ATELIER_WEBHOOK_URL": f"https://a.example/{DEFAULT_TOKEN}"},
            "ATELIER_WEBHOOK_URL holds the token",
        ),
        (
            {"ATELIER_WEBHOOK_URL": "https://a.example/hook", "ATELIER_WEBHOOK_LISTEN": "127.0.0.1:99999"},
            "ATELIER_WEBHOOK_LISTEN",
        ),
    ]
    ended = [fleet.start(**environment) for environment, _ in wrong]
    status = [bot.wait(SOON) for bot in ended]
    lines = [fleet.log(number).read_text() for number in range(len(wrong))]

    assert status == [1] * len(wrong)
    for (_, said), text in zip(wrong, lines, strict=True):
        assert said in text
        assert not re.search("Traceback|wrong-token|sandbox-token", text)


def test_ctrl_c_stops_a_webhook_bot_cleanly(fleet: Bots):
    address = f"127.0.0.1:{free_port()}"
    bot = fleet.start(ATELIER_WEBHOOK_URL=f"http://{address}/hook", ATELIER_WEBHOOK_LISTEN=address)
    fleet.wait_for_line(0, "updates are sent here")
    bot.send_signal(signal.SIGINT)
    status = bot.wait(STOP)
    lines = fleet.log(0).read_text()

    assert status == 0
    assert "bot stopped" in lines
    assert not re.search(f"Traceback|uvicorn|/hook|{secret_of(DEFAULT_TOKEN)}", lines)
