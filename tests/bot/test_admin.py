"""/admin and what belongs to it: figures that are true, pauses, bans; for operators alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.people_pages import asks, bot_with_workers, last, orders, presses, texts
from tests.chat.samples import result

OPERATOR = 5_000_000_001


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    monkeypatch.setenv("ATELIER_ADMINS", f"7,{OPERATOR}")
    monkeypatch.setenv("ATELIER_FLOWER_URL", "https://flower.example")
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot


@pytest.fixture
def olga(sandbox: Sandbox) -> Person:
    return sandbox.person(OPERATOR, name="Olga", language="en")


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def painted(bot: Bot, person: Person, outcome: State = State.DONE) -> None:
    await orders(bot, person)
    store = bot.desk.store
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, outcome, result=result() if outcome is State.DONE else None)
    await bot.delivery.deliver(claim.job.id, claim.fence)


@pytest.mark.parametrize("command", ["/admin", "/ban 7", "/unban 7", "/broadcast hello"])
async def test_to_others_there_is_no_such_command(bot: Bot, redis: Redis, anna: Person, command: str):
    answer = await asks(bot, anna, command)

    assert "don't know this command" in answer.words
    assert not redis.exists(keys.BANNED)


async def test_the_page_counts_todays_people_and_pictures(
    bot: Bot, sandbox: Sandbox, olga: Person, anna: Person
):
    await painted(bot, anna)
    await painted(bot, sandbox.person(name="Boris", language="en"))
    await painted(bot, anna, State.FAILED)
    await orders(bot, anna)
    page = await asks(bot, olga, "/admin")

    assert "2 people" in page.words
    assert "2 painted, 1 failed, 0 cancelled" in page.words
    assert "multistyle 2" in page.words
    assert "fast_gan: 1 waiting, 0 being painted" in page.words
    assert page.links["Flower"].startswith("https://flower.example")


async def test_the_page_names_what_is_not_installed_and_how_to_get_it(bot: Bot, olga: Person):
    page = await asks(bot, olga, "/admin")

    assert "python -m weights fetch" in page.words
    assert "johnson-candy" in page.words


async def test_a_paused_lane_rests_until_it_is_resumed(bot: Bot, olga: Person, anna: Person):
    page = await asks(bot, olga, "/admin")
    paused = await presses(bot, olga, "Pause fast_gan", page)
    await orders(bot, anna)
    rests = bot.desk.store.claim(Lane.FAST, "w1", {"wave"})
    resumed = await presses(bot, olga, "Resume fast_gan", paused)

    assert "fast_gan is paused" in paused.words
    assert rests is None
    assert "is paused" not in resumed.words
    assert bot.desk.store.claim(Lane.FAST, "w1", {"wave"}) is not None


async def test_nobody_else_can_press_the_operators_buttons(
    bot: Bot, sandbox: Sandbox, olga: Person, anna: Person
):
    group = sandbox.group("Operators")
    page = await asks(bot, olga.within(group), "/admin@atelier_sandbox_bot")
    press = anna.within(group).press("Pause fast_gan", on=page)
    await bot.handle_all()

    assert press.answer() is not None
    assert not bot.desk.store.is_paused(Lane.FAST)


async def test_who_is_banned_loses_what_waits_and_hears_it_once_a_day(bot: Bot, olga: Person, anna: Person):
    status = await orders(bot, anna)
    said = await asks(bot, olga, f"/ban {anna.id}")
    before = len(anna.messages())
    for _ in range(3):
        anna.send_text("hello?")
        await bot.handle_all()
    answers = [m for m in anna.messages()[before:] if m.from_bot]

    assert str(anna.id) in said.words
    assert "Cancelled" in anna.again(status).words
    assert [answer.words for answer in answers] == ["You can't use this bot any more."]


async def test_who_is_unbanned_is_served_again(bot: Bot, olga: Person, anna: Person):
    await asks(bot, olga, f"/ban {anna.id}")
    await asks(bot, olga, f"/unban {anna.id}")
    status = await orders(bot, anna)

    assert "Cancel" in " ".join(texts(status))


async def test_a_job_number_names_its_person(bot: Bot, redis: Redis, olga: Person, anna: Person):
    status = await orders(bot, anna)
    job_id = (status.button("Cancel").data or "").rpartition("|")[2]
    await asks(bot, olga, f"/ban #{job_id[:6]}")

    assert redis.smembers(keys.BANNED) == {str(anna.id)}


@pytest.mark.parametrize("words", ["/ban", "/ban #NOBODY", f"/ban {OPERATOR}"])
async def test_without_somebody_who_can_be_banned_nobody_is(bot: Bot, redis: Redis, olga: Person, words: str):
    answer = await asks(bot, olga, words)

    assert "Whom?" in answer.words
    assert not redis.exists(keys.BANNED)


async def test_a_banned_persons_press_changes_nothing(bot: Bot, olga: Person, anna: Person):
    anna.send_photo(picture())
    await bot.handle_all()
    card = last(anna)
    await asks(bot, olga, f"/ban {anna.id}")
    after = await presses(bot, anna, "v1|fast|", card)

    assert after.words == card.words
