"""A bot that is killed anywhere within a handler, and begins again, does what one that lives does."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.presence import Announcement, Presence
from jobs.record import State
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import running
from tests.bot.lives import Bot, bot_of, picture, tickets_to
from tests.chat.samples import result

#: What a person has done before, and the last thing done, which the bot is killed at.
Story = Callable[[Bot, Person], Awaitable[None]]
#: More steps than any handler makes.
MOST_STEPS = 40


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    for lane, able in ((Lane.FAST, {"wave", "microast"}), (Lane.SLOW, {"gatys"})):
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
        Presence(redis).announce(word)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        await bot.updates()  # those of other tests
        yield bot


async def press(bot: Bot, anna: Person, *buttons: str) -> None:
    """Press one button after the other under the bot's youngest message; the last is not handled yet."""
    for button in buttons:
        await bot.handle_all()
        anna.press(button, on=[message for message in anna.messages() if message.from_bot][-1])


async def a_photo(bot: Bot, anna: Person) -> None:
    anna.send_photo(picture())


async def a_file_that_is_no_picture(bot: Bot, anna: Person) -> None:
    anna.send_document(b"dear bot", name="letter.txt")


async def words(bot: Bot, anna: Person) -> None:
    anna.send_text("paint my cat")


async def a_style_picture(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|own|")
    await bot.handle_all()
    await a_photo(bot, anna)


async def a_mix(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|gallery|", "v1|pick|drawn_dots")


async def a_style_picked_out(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|gallery|", "v1|pick|drawn_ink")


async def more(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|more|0")


async def less(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|less|1")


async def removed(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|remove|0")


async def colours(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|colours|luminance")


async def closed(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|close|")


async def cancelled_in_words(bot: Bot, anna: Person) -> None:
    await a_style_picture(bot, anna)
    await bot.handle_all()
    anna.send_text("/cancel")


async def a_fast_order(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|fast|", "v1|paint|wave")


async def an_order_of_a_mix(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|run|")


async def a_waiting_picture_cancelled(bot: Bot, anna: Person) -> None:
    await a_fast_order(bot, anna)
    await press(bot, anna, "Cancel")


async def a_result(bot: Bot, anna: Person) -> None:
    await a_fast_order(bot, anna)
    await bot.handle_all()
    await painted(bot)


async def again(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Again")


async def other_style(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Other style")


async def the_original_file(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Original file")


async def sent_again(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    shown = anna.messages()[-1]
    data = f"v1|resend|{(shown.button('Again').data or '').rpartition('|')[2]}"
    anna._sandbox.post(
        f"chats/{anna.chat_id}/messages/{shown.id}/press", json={"person_id": anna.id, "data": data}
    )


#: What people do, and whether it is answered with a new message.
STORIES: dict[Story, bool] = {
    a_photo: True,
    a_file_that_is_no_picture: True,
    words: True,
    a_style_picture: False,
    a_mix: False,
    a_style_picked_out: False,
    more: False,
    less: False,
    removed: False,
    colours: False,
    closed: False,
    cancelled_in_words: True,
    a_fast_order: False,
    an_order_of_a_mix: False,
    a_waiting_picture_cancelled: False,
    again: True,
    other_style: True,
    the_original_file: True,
    sent_again: True,
}
#: These are enough to see that it works at all; the others are slow.
QUICK = frozenset({a_photo, a_style_picked_out, more, a_fast_order, a_waiting_picture_cancelled})


async def painted(bot: Bot) -> None:
    """Be the worker: paint and deliver the fast lane's next job."""
    store = bot.desk.store
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, State.DONE, result=result(seconds=1))
    await bot.delivery.deliver(claim.job.id, claim.fence)


def seen(bot: Bot, anna: Person) -> list[object]:
    """What the bot's messages show and Redis says of their drafts, without the numbers of this try."""
    mine = [message for message in anna.messages() if message.from_bot]
    jobs = {job for message in mine for job in ids(message)}
    first = anna.messages()[0].id

    def plain(text: str) -> str:
        for job in jobs:
            text = text.replace(job, "JOB").replace(job[:6], "JOB")
        return re.sub(r"\d+(\.\d+)? (s|min)\b", "TIME", text)

    def told(message: Message) -> object:
        buttons = [plain(f"{each.text} {each.data}") for row in message.buttons for each in row]
        draft = bot.desk.drafts.load(anna.chat_id, message.id)
        ours = (
            draft.model_dump(exclude={"card", "chat", "person", "photo_message", "content", "applied", "job"})
            | {"job": bool(draft.job)}
            if draft
            else None
        )
        parts = [part.pop("picture") is not None for part in ours["styles"]] if ours else None
        reply = message.reply_to - first if message.reply_to else None
        return message.media, plain(message.words), buttons, reply, ours, parts

    awaited = bot.desk.drafts.awaited(anna.chat_id, anna.id)
    return [[told(message) for message in mine], awaited is not None, states(bot, jobs)]


def ids(message: Message) -> set[str]:
    """The jobs that buttons under a message belong to."""
    datas = (button.data or "" for row in message.buttons for button in row)
    return {found[1] for data in datas if (found := re.fullmatch(r"v1\|\w+\|([A-Z2-7]{10})", data))}


def states(bot: Bot, jobs: set[str]) -> list[str]:
    """The states of these jobs."""
    records = (bot.desk.store.record(job) for job in jobs)
    return sorted(str(record.state) if record else "none" for record in records)


async def told(
    bot: Bot, sandbox: Sandbox, story: Story, killed_after: int | None
) -> tuple[bool, list[object]]:
    """Tell a story to a new person's chat: was the bot killed, and what is there at the end."""
    anna = sandbox.person(name="Anna", language="en")
    store = bot.desk.store
    await story(bot, anna)
    *before, last = await bot.updates()
    for update in before:
        await bot.handle(update)
    killed = killed_after is not None and await bot.killed_after(killed_after, last)
    if killed or killed_after is None:
        await bot.handle(last)
    there = seen(bot, anna)
    while (claim := store.claim(Lane.FAST, "w1", {"wave"})) or (
        claim := store.claim(Lane.SLOW, "w1", {"gatys"})
    ):
        assert claim.job.person == anna.id
        store.finish(claim.job.id, claim.fence if store.conclude(claim, State.FAILED) else 0)
    return killed, there


@pytest.mark.parametrize(
    ("story", "sends"),
    [
        pytest.param(*story, id=story[0].__name__, marks=[] if story[0] in QUICK else [pytest.mark.slow])
        for story in STORIES.items()
    ],
)
async def test_an_update_that_is_handled_again_ends_as_if_once(
    bot: Bot, sandbox: Sandbox, story: Story, sends: bool
):
    _, once = await told(bot, sandbox, story, None)
    ends = []
    for steps in range(MOST_STEPS):
        killed, there = await told(bot, sandbox, story, steps)
        ends.append(there)
        if not killed:
            break
    others = [end for end in ends if end != once]

    assert not killed
    assert len(ends) > 2
    # Killed between a message and the note of it: that one comes twice.
    assert len(others) == sends
    assert all(len(end[0]) == len(once[0]) + 1 for end in others)


@pytest.mark.parametrize("story", [a_fast_order, again])
async def test_an_order_that_is_begun_again_never_overwrites_the_picture(
    bot: Bot, sandbox: Sandbox, story: Story
):
    pictures = 0
    for steps in range(MOST_STEPS):
        anna = sandbox.person(name="Anna", language="en")
        await story(bot, anna)
        *before, last = await bot.updates()
        for update in before:
            await bot.handle(update)
        killed = await bot.killed_after(steps, last)
        if bot.desk.store.waiting(Lane.FAST):
            await painted(bot)
            pictures += 1
            finished = anna.messages()[-1]
            await bot.handle(last)

            assert anna.messages()[-1] == finished
            assert finished.media == "photo"
        if not killed:
            break

    assert pictures > 1
