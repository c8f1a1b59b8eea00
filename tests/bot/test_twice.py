"""A bot that is killed anywhere within a handler, and begins again, does what one that lives does."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from redis import Redis

from bot.cards.saved import Saved
from jobs import keys
from jobs.catalogue import Lane
from jobs.job import ENLARGE, StylePart
from jobs.presence import Announcement, Presence
from jobs.record import State
from jobs.sheets import Sheet, Sheets
from sandbox.person import Message, Person, Sandbox
from sandbox.seen import Button
from tests.bot.lives import Bot, bot_of, picture, tickets_to
from tests.chat.samples import result

#: What a person has done before, and the last thing done, which the bot is killed at.
Story = Callable[[Bot, Person], Awaitable[None]]
_SPAN = r"\d+(?:\.\d+)?(?:–\d+)? (?:min|s)\b(?: \d+ s\b)?"
#: Times, and ranges of times, as they are said in English: they differ from try to try.
TIME = re.compile(rf"~?{_SPAN}(?: to {_SPAN})?|a few seconds")
#: More steps than any handler makes.
MOST_STEPS = 40
#: What of a draft differs from try to try.
OF_THIS_TRY = {"card", "chat", "person", "photo_message", "content", "applied", "job", "messages"}
#: Styles that the fast worker paints.
NETS = ("wave", "candy")


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    announce(redis)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        await bot.updates()  # those of other tests
        yield bot


def announce(redis: Redis) -> None:
    """Let a worker of each lane say that it is there, which holds for some seconds."""
    for lane, able in ((Lane.FAST, {*NETS, "microast", ENLARGE}), (Lane.SLOW, {"gatys"})):
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
        Presence(redis).announce(word)


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


async def weaker(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "−20")


async def in_my_colours(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Keep my colours")


async def twice_as_large(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "2×")


async def one_style_more(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|run|")
    await bot.handle_all()
    await painted(bot, Lane.SLOW)
    await press(bot, anna, "Add style")


async def a_style_saved(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Save style")


async def a_picture_deleted(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "🗑", "Yes, delete it")


async def a_picture_spared(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "🗑", "No, keep it")


async def the_same_again(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    await press(bot, anna, "Other style", "v1|fast|", "v1|paint|wave")


async def a_question(bot: Bot, anna: Person) -> None:
    await an_order_of_a_mix(bot, anna)
    await bot.handle_all()
    store = bot.desk.store
    claim = store.claim(Lane.SLOW, "w1", {"gatys"})
    assert claim is not None
    store.cancel(claim.job.id, anna.id, ask=True)
    bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, State.STOPPED, result=result(seconds=1, share=0.5))
    await bot.delivery.deliver(claim.job.id, claim.fence)


async def a_stopped_painting_kept(bot: Bot, anna: Person) -> None:
    await a_question(bot, anna)
    await press(bot, anna, "Keep")


async def a_stopped_painting_dropped(bot: Bot, anna: Person) -> None:
    await a_question(bot, anna)
    await press(bot, anna, "Drop")


async def a_button_older_than_its_job(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    shown = anna.messages()[-1]
    job = shown.button("Again").data.rpartition("|")[2]
    bot.desk.store.redis.delete(keys.job(job), keys.history(anna.id))
    await press(bot, anna, "Again")


async def the_history(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    anna.send_text("/history")


async def a_page_of_the_history(bot: Bot, anna: Person) -> None:
    await weaker(bot, anna)
    await bot.handle_all()
    await painted(bot)
    anna.send_text("/history")
    await press(bot, anna, "»")


async def a_picture_off_the_list(bot: Bot, anna: Person) -> None:
    await a_page_of_the_history(bot, anna)
    await press(bot, anna, "Off the list")


async def sent_again(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    shown = anna.messages()[-1]
    data = f"v1|resend|{(shown.button('Again').data or '').rpartition('|')[2]}"
    anna._sandbox.post(
        f"chats/{anna.chat_id}/messages/{shown.id}/press", json={"person_id": anna.id, "data": data}
    )


async def swapped(bot: Bot, anna: Person) -> None:
    await a_style_picture(bot, anna)
    await press(bot, anna, "v1|swap|")


async def a_size(bot: Bot, anna: Person) -> None:
    anna.send_photo(picture(1280, 720))
    await press(bot, anna, "v1|size|", "v1|longest|640")


async def as_a_file(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|size|", "v1|form|file")


async def a_strength(bot: Bot, anna: Person) -> None:
    await a_mix(bot, anna)
    await press(bot, anna, "v1|strength|", "v1|strong|40")


async def a_tick(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|gallery|", "v1|several|0", "v1|tick|drawn_ink")


async def a_sheet(bot: Bot, anna: Person) -> None:
    sheets = Sheets(bot.desk.store.redis, bot.desk.results)
    sheets.forget(Sheet(NETS))
    sheets.results.write(sheets.name_of(Sheet(NETS)), picture(640, 320))
    await a_photo(bot, anna)
    await press(bot, anna, "v1|fast|")


async def a_sheet_left(bot: Bot, anna: Person) -> None:
    await a_sheet(bot, anna)
    await press(bot, anna, "v1|back|")


async def an_order_from_a_sheet(bot: Bot, anna: Person) -> None:
    await a_sheet(bot, anna)
    await press(bot, anna, "v1|paint|wave")


async def a_saved_style(bot: Bot, anna: Person) -> None:
    Saved(bot.desk.store.redis).save(anna.id, "My style 1", StylePart(gallery="drawn_ink", weight=50))
    await a_photo(bot, anna)
    await press(bot, anna, "v1|own|", "v1|mine|")
    await bot.handle_all()


async def a_saved_style_taken(bot: Bot, anna: Person) -> None:
    await a_saved_style(bot, anna)
    await press(bot, anna, "My style 1")


async def a_saved_style_removed(bot: Bot, anna: Person) -> None:
    await a_saved_style(bot, anna)
    await press(bot, anna, "🗑")


async def all_tried(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|try|")


async def previews(bot: Bot, anna: Person) -> None:
    await all_tried(bot, anna)
    await bot.handle_all()
    await painted(bot)


async def one_of_the_previews(bot: Bot, anna: Person) -> None:
    await previews(bot, anna)
    await press(bot, anna, "Candy")


async def other_previews(bot: Bot, anna: Person) -> None:
    word = Announcement(name="more@test.1", lane=Lane.FAST, device="cpu", able=frozenset({*NETS, "mosaic"}))
    presence = Presence(bot.desk.store.redis)
    presence.leave(word)  # the story is told several times
    await previews(bot, anna)
    presence.announce(word)  # else there are no others
    await press(bot, anna, "Others")


async def all_previews(bot: Bot, anna: Person) -> None:
    await previews(bot, anna)
    await press(bot, anna, "Send all")


#: What people do, and how many new messages answer it.
STORIES: dict[Story, int] = {
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
    swapped: False,
    a_size: False,
    as_a_file: False,
    a_strength: False,
    a_tick: False,
    a_sheet: False,
    a_sheet_left: False,
    an_order_from_a_sheet: False,
    a_saved_style_taken: False,
    a_saved_style_removed: False,
    all_tried: False,
    one_of_the_previews: True,
    other_previews: True,
    all_previews: 2,
    weaker: True,
    in_my_colours: True,
    twice_as_large: True,
    one_style_more: True,
    a_style_saved: False,
    a_picture_deleted: False,
    a_picture_spared: False,
    the_same_again: False,
    a_stopped_painting_kept: False,
    a_stopped_painting_dropped: False,
    a_button_older_than_its_job: True,
    the_history: True,
    a_page_of_the_history: False,
    a_picture_off_the_list: False,
}
#: These are enough to see that it works at all; the others are slow.
QUICK = frozenset({a_photo, a_style_picked_out, more, a_fast_order, a_waiting_picture_cancelled})


async def painted(bot: Bot, lane: Lane = Lane.FAST) -> None:
    """Be the worker: paint and deliver a lane's next job."""
    store = bot.desk.store
    claim = store.claim(lane, "w1", {*NETS, "gatys"})
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
        return TIME.sub("TIME", text)

    def data(button: Button) -> str:
        """What it sends; messages are named by how far they lie from the first."""
        return re.sub(r"\d{6,}", lambda found: str(int(found[0]) - first), plain(button.data or ""))

    def told(message: Message) -> object:
        buttons = [f"{plain(each.text)} {data(each)}" for row in message.buttons for each in row]
        draft = bot.desk.drafts.load(anna.chat_id, message.id)
        ours = draft.model_dump(exclude=OF_THIS_TRY) | {"job": bool(draft.job)} if draft else None
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
    announce(store.redis)
    await story(bot, anna)
    *before, last = await bot.updates()
    for update in before:
        await bot.handle(update)
    killed = killed_after is not None and await bot.killed_after(killed_after, last)
    if killed or killed_after is None:
        await bot.handle(last)
    there = seen(bot, anna)
    while (claim := store.claim(Lane.FAST, "w1", {*NETS, "mosaic", "microast", ENLARGE})) or (
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
    bot: Bot, sandbox: Sandbox, story: Story, sends: int
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
