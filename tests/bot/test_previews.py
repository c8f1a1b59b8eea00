"""Try all: one sheet of small previews, and what its buttons order."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from chat.texts import LANGUAGES
from jobs import keys
from jobs.catalogue import STYLES, Lane
from jobs.offer import SPECIAL
from jobs.record import State
from jobs.settings import settings
from sandbox.person import Message, Person, Sandbox
from tests.bot.cards import announce, answer, card, datas, jobs, press, texts
from tests.bot.lives import Bot, bot_of, picture, tickets_to
from tests.chat.samples import result

FIRST = ("wave", "wheatfield", "cradle", "visit", "candy", "mosaic", "rain_princess", "udnie")
THEN = ("cezanne", "ukiyoe", "vangogh")


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    monkeypatch.setenv("ATELIER_FAST_WAITING", "4")
    settings.cache_clear()
    async with bot_of(sandbox, redis, tmp_path) as bot:
        announce(bot, Lane.FAST, *FIRST, *THEN, "sat2map")
        await bot.updates()
        yield bot
    settings.cache_clear()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def sheet(bot: Bot, person: Person, able: frozenset[str] = frozenset({*FIRST, *THEN})) -> Message:
    """A sheet of previews of a photo, painted and delivered."""
    shown = await press(bot, person, await card(bot, person, 640, 480), "v1|strong|60", "v1|try|")
    claim = bot.desk.store.claim(Lane.FAST, "w1", able)
    assert claim is not None
    bot.desk.results.write(claim.job.id, picture(512, 400))
    bot.desk.store.conclude(claim, State.DONE, result=result(width=512, height=400))
    await bot.delivery.deliver(claim.job.id, claim.fence)
    return person.again(shown)


def named(job: object) -> list[str | None]:
    return [part.gallery for part in job.styles]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_eight_styles_that_suit_any_photo_are_tried_in_one_job(
    bot: Bot, sandbox: Sandbox, language: str
):
    shown = await sheet(bot, sandbox.person(name="Anna", language=language))
    [job] = jobs(bot)
    tiles = [data.rpartition(":")[0] for data in datas(shown)[:8]]

    assert (job.purpose, job.lane, job.strength) == ("previews", Lane.FAST, 0.6)
    assert named(job) == list(FIRST)
    assert "sat2map" in SPECIAL
    assert shown.words.startswith("Выберите" if language == "ru" else "Pick one: I'll redo it at full size")
    assert tiles == [f"v1|redo|{name}" for name in FIRST]
    assert texts(shown)[-1] == (
        ["🎲 Другие", "📦 Прислать все"] if language == "ru" else ["🎲 Others", "📦 Send all"]
    )


async def test_only_what_one_worker_can_paint_stands_on_a_sheet(bot: Bot, anna: Person):
    announce(bot, Lane.FAST, "wave", "candy", "sat2map")
    shown = await press(bot, anna, await card(bot, anna), "v1|try|")
    [job] = jobs(bot)

    assert named(job) == ["wave", "candy"]
    assert job.needs == {"wave", "candy"}
    assert "In the queue" in shown.words


async def test_where_nobody_is_there_nothing_is_ordered_and_that_is_said(bot: Bot, anna: Person):
    announce(bot, Lane.FAST)
    shown = await press(bot, anna, await card(bot, anna), "v1|try|")

    assert shown.words.startswith("No fast style is ready")
    assert datas(shown) == ["v1|back|"]
    assert jobs(bot) == []


async def test_a_tile_is_painted_at_full_size_in_a_message_of_its_own(bot: Bot, anna: Person):
    shown = await sheet(bot, anna)
    await press(bot, anna, shown, datas(shown)[1])
    previews, full = jobs(bot)
    status = anna.messages()[-1]

    assert named(full) == ["wheatfield"]
    assert (full.purpose, full.strength, full.content) == ("picture", 0.6, previews.content)
    assert (status.id, status.reply_to) == (full.status_message, previews.photo_message)
    assert "In the queue" in status.words
    assert anna.again(shown) == shown


async def test_others_takes_the_next_ones_and_then_begins_anew(bot: Bot, anna: Person):
    shown = await sheet(bot, anna)
    await press(bot, anna, shown, f"v1|others|{jobs(bot)[0].id}")
    again = anna.messages()[-1]
    await press(bot, anna, again, f"v1|others|{jobs(bot)[1].id}")

    assert named(jobs(bot)[1]) == [*THEN, *FIRST[:5]]
    assert named(jobs(bot)[2]) == [*FIRST[5:], *THEN, *FIRST[:2]]


async def test_where_all_styles_stand_on_the_sheet_others_are_not_painted_again(bot: Bot, anna: Person):
    announce(bot, Lane.FAST, *FIRST[:4])
    shown = await sheet(bot, anna, frozenset(FIRST[:4]))
    [job] = jobs(bot)
    told = await answer(bot, anna, shown, f"v1|others|{job.id}")

    assert named(job) == list(FIRST[:4])
    assert told is not None
    assert (told.alert, told.text) == (True, "These are all the styles that there are at the moment.")
    assert jobs(bot) == [job]


async def test_all_are_sent_as_far_as_the_person_s_limits_go_and_that_is_said(
    bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ATELIER_HELD", "2")
    settings.cache_clear()
    shown = await sheet(bot, anna)
    since = len(anna.messages())
    await press(bot, anna, shown, f"v1|sendall|{jobs(bot)[0].id}")
    *statuses, last, told = anna.messages()[since:]
    states = [bot.desk.store.record(job.id).state for job in jobs(bot)[1:]]  # type: ignore[union-attr]

    assert [named(job) for job in jobs(bot)[1:]] == [[name] for name in FIRST[:6]]
    assert states == [State.QUEUED] * 4 + [State.HELD] * 2
    assert [job.status_message for job in jobs(bot)[1:]] == [status.id for status in statuses]
    assert all(words in status.words for words, status in zip(["In the queue"] * 4, statuses, strict=False))
    assert last.words.startswith("You have 4 pictures in hand and 2 more waiting")
    assert told.words == "📦 6 pictures of 8 on the way."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "📦 2 pictures, each in a message of its own: I'm at it."),
        ("ru", "📦 2 картинки, каждая в своём сообщении: берусь."),
    ],
)
async def test_that_all_are_on_the_way_is_said_at_the_press_and_not_after_them(
    bot: Bot, sandbox: Sandbox, language: str, words: str
):
    announce(bot, Lane.FAST, "wave", "candy")
    person = sandbox.person(name="Anna", language=language)
    shown = await sheet(bot, person, frozenset({"wave", "candy"}))
    since = len(person.messages())
    told = await answer(bot, person, shown, f"v1|sendall|{jobs(bot)[0].id}")

    assert told is not None
    assert (told.text, told.alert) == (words, False)
    assert [message.id for message in person.messages()[since:]] == [
        job.status_message for job in jobs(bot)[1:]
    ]


async def test_a_sheet_that_was_forgotten_is_known_by_its_photo(bot: Bot, anna: Person):
    shown = await sheet(bot, anna)
    redis = bot.desk.store.redis
    redis.delete(keys.job(jobs(bot)[0].id), keys.history(anna.id))
    await press(bot, anna, shown, datas(shown)[0])
    [full] = jobs(bot)

    assert (named(full), full.content.width) == (["wave"], 640)


async def test_a_tile_whose_style_is_gone_says_so(bot: Bot, anna: Person):
    shown = await sheet(bot, anna)
    told = await answer(bot, anna, shown, f"v1|redo|gone:{jobs(bot)[0].id}")

    assert told is not None
    assert told.alert
    assert (told.text or "").startswith("This style is not here")


async def test_another_one_s_sheet_gives_nothing_away(bot: Bot, anna: Person, sandbox: Sandbox):
    shown = await sheet(bot, anna)
    [job] = jobs(bot)
    boris = sandbox.person(name="Boris", language="en")
    his = await card(bot, boris)
    for data in (f"v1|redo|wave:{job.id}", f"v1|others|{job.id}", f"v1|sendall|{job.id}"):
        told = await answer(bot, boris, his, data)

        assert told is not None
        assert told.text.startswith("These buttons work only for whoever called me.")
    assert jobs(bot) == [job]
    assert anna.again(shown) == shown


def test_styles_for_special_pictures_are_of_the_catalogue():
    assert set(STYLES) >= SPECIAL
