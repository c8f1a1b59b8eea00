"""Ways in, with a bot that is killed anywhere within their handlers: they end as if it had lived."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from bot.updates.arrivals import arrival
from bot.ways.chosen import Choices
from jobs import keys
from jobs.catalogue import Lane
from jobs.inbox import Inbox
from jobs.record import State
from sandbox.person import Person, Sandbox
from tests.bot.cards import announce
from tests.bot.lives import Bot, picture
from tests.bot.test_twice import MOST_STEPS, Story, a_photo, a_result, a_style_picture, press, seen, told
from tests.bot.ways import bot_at_work


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    async with bot_at_work(sandbox, redis, tmp_path, monkeypatch) as bot:
        announce(bot, Lane.FAST, "wave", "candy", "microast")
        yield bot


async def a_style_in_a_caption(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    anna.send_photo(picture(80, 80), caption="/style 60")


async def a_style_before_the_photo(bot: Bot, anna: Person) -> None:
    anna.send_photo(picture(80, 80), caption="/style 60")


async def a_photo_after_its_style(bot: Bot, anna: Person) -> None:
    await a_style_before_the_photo(bot, anna)
    await bot.handle_all()
    await a_photo(bot, anna)


async def a_named_style(bot: Bot, anna: Person) -> None:
    anna.send_text("/style wave 60")


async def a_photo_after_a_named_style(bot: Bot, anna: Person) -> None:
    await a_named_style(bot, anna)
    await a_photo(bot, anna)


async def a_named_style_for_the_card(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await a_named_style(bot, anna)


async def an_unknown_style_in_a_caption(bot: Bot, anna: Person) -> None:
    anna.send_photo(picture(), caption="/style mosaik")


async def a_style_in_answer(bot: Bot, anna: Person) -> None:
    photo = anna.send_photo(picture())
    await a_photo(bot, anna)
    anna.send_text("/style wave", reply_to=photo)


async def a_photo_in_answer(bot: Bot, anna: Person) -> None:
    photo = anna.send_photo(picture())
    await a_photo(bot, anna)
    anna.send_photo(picture(80, 80), reply_to=photo)


async def nst(bot: Bot, anna: Person) -> None:
    await a_style_picture(bot, anna)
    anna.send_text("/nst")


async def nst_without_styles(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    anna.send_text("/nst")


async def gan(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    anna.send_text("/gan")


async def gan_in_a_caption(bot: Bot, anna: Person) -> None:
    anna.send_photo(picture(), caption="/gan")


async def gan_in_answer(bot: Bot, anna: Person) -> None:
    photo = anna.send_photo(picture())
    await a_photo(bot, anna)
    anna.send_text("/gan", reply_to=photo)


async def a_net_named_onto_a_mix(bot: Bot, anna: Person) -> None:
    await a_style_picture(bot, anna)
    anna.send_text("wave")


async def a_weight_beyond(bot: Bot, anna: Person) -> None:
    anna.send_text("/style wave 400")


async def nst_in_answer(bot: Bot, anna: Person) -> None:
    photo = anna.send_photo(picture())
    await a_photo(bot, anna)
    anna.send_text("/nst", reply_to=photo)


async def a_style_far_below_its_card(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|own|")
    anna.send_text("hello")
    await bot.handle_all()
    await a_photo(bot, anna)


async def no_style_but_a_photo(bot: Bot, anna: Person) -> None:
    await a_style_far_below_its_card(bot, anna)
    await press(bot, anna, "No, paint this one")


async def no_style_of_an_ordered_mix_but_a_photo(bot: Bot, anna: Person) -> None:
    await a_style_far_below_its_card(bot, anna)
    await bot.handle_all()
    line = anna.messages()[-1]
    card = next(message for message in anna.messages() if message.id == line.reply_to)
    anna.press("v1|run|", on=card)
    anna.press("📷", on=line)


async def a_photo_in_answer_to_a_result(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    anna.send_photo(picture(80, 80), reply_to=anna.messages()[-1])


async def a_strength_in_answer_to_a_result(bot: Bot, anna: Person) -> None:
    await a_result(bot, anna)
    anna.send_text("60", reply_to=anna.messages()[-1])


async def a_late_item(bot: Bot, anna: Person) -> None:
    anna.send_album([picture(60, 40), picture(70, 40)])


async def two_late_items(bot: Bot, anna: Person) -> None:
    anna.send_album([picture(60, 40), picture(70, 40), picture(80, 40)])


async def a_late_style(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    anna.send_album([picture(60, 40), picture(70, 40)], captions=["/style", "/style 30"])


async def a_strength(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    anna.send_text("70 %")


async def no_strength(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    await press(bot, anna, "v1|strength|")
    anna.send_text("много")


async def weights(bot: Bot, anna: Person) -> None:
    await a_style_picture(bot, anna)
    anna.send_photo(picture(80, 80))
    anna.send_text("70 30")


async def a_changed_caption(bot: Bot, anna: Person) -> None:
    await a_photo(bot, anna)
    style = anna.send_photo(picture(80, 80), caption="/style 60")
    anna.edit_caption(style, "/style 20")


async def a_changed_caption_of_a_kept_style(bot: Bot, anna: Person) -> None:
    style = anna.send_photo(picture(80, 80), caption="/style 60")
    anna.edit_caption(style, "/style 20")


async def the_start(bot: Bot, anna: Person) -> None:
    anna.start()


async def a_link(bot: Bot, anna: Person) -> None:
    anna.start("style_wave")


async def the_styles(bot: Bot, anna: Person) -> None:
    anna.send_text("/styles")


async def a_choice(bot: Bot, anna: Person) -> None:
    await the_styles(bot, anna)
    await press(bot, anna, "v1|choose|wave")


async def a_choice_taken_back(bot: Bot, anna: Person) -> None:
    await a_named_style(bot, anna)
    await press(bot, anna, "v1|unchoose|")


async def a_choice_cancelled(bot: Bot, anna: Person) -> None:
    await a_named_style(bot, anna)
    anna.send_text("/cancel")


async def a_sample(bot: Bot, anna: Person) -> None:
    await the_start(bot, anna)
    await press(bot, anna, "v1|sample|")


async def help_pressed(bot: Bot, anna: Person) -> None:
    await the_start(bot, anna)
    await press(bot, anna, "v1|help|")


async def a_lost_card(bot: Bot, anna: Person) -> None:
    photo = anna.send_photo(picture())
    await bot.handle_all()
    card = anna.messages()[-1]
    bot.desk.store.redis.delete(keys.draft(anna.chat_id, card.id))
    anna.delete(photo)
    anna.press("v1|fast|", on=card)


#: What people do, and how many new messages answer it.
STORIES: dict[Story, int] = {
    a_style_in_a_caption: 1,
    a_style_before_the_photo: 1,
    a_photo_after_its_style: 1,
    a_named_style: 1,
    a_photo_after_a_named_style: 1,
    a_named_style_for_the_card: 1,
    an_unknown_style_in_a_caption: 2,
    a_style_in_answer: 1,
    a_photo_in_answer: 1,
    nst: 0,
    nst_without_styles: 0,
    gan: 0,
    gan_in_a_caption: 1,
    gan_in_answer: 1,
    a_net_named_onto_a_mix: 1,
    a_weight_beyond: 2,
    nst_in_answer: 1,
    a_style_far_below_its_card: 1,
    no_style_but_a_photo: 1,
    no_style_of_an_ordered_mix_but_a_photo: 1,
    a_photo_in_answer_to_a_result: 2,
    a_strength_in_answer_to_a_result: 1,
    a_late_item: 0,
    two_late_items: 0,
    a_late_style: 1,
    a_strength: 0,
    no_strength: 1,
    weights: 0,
    a_changed_caption: 0,
    a_changed_caption_of_a_kept_style: 0,
    the_start: 1,
    a_link: 1,
    the_styles: 1,
    a_choice: 1,
    a_choice_taken_back: 0,
    a_choice_cancelled: 1,
    a_sample: 2,
    help_pressed: 1,
    a_lost_card: 1,
}
#: These are enough to see that it works at all; the others are slow.
QUICK = frozenset({a_photo_after_a_named_style, gan_in_a_caption, a_late_item, no_style_but_a_photo})


async def ended(bot: Bot, sandbox: Sandbox, story: Story, killed_after: int | None) -> tuple[bool, object]:
    """Tell a story: was the bot killed, and what is there at the end, what is chosen for later included."""
    people: list[Person] = []

    async def known(bot: Bot, anna: Person) -> None:
        people.append(anna)
        await story(bot, anna)

    killed, there = await told(bot, sandbox, known, killed_after)
    chosen = Choices(bot.desk.store.redis).load(people[0].chat_id, people[0].id)
    parts = [(part.gallery, part.weight) for part in chosen.parts]
    return killed, [*there, parts, chosen.strength]


@pytest.mark.parametrize(
    ("story", "sends"),
    [
        pytest.param(*story, id=story[0].__name__, marks=[] if story[0] in QUICK else [pytest.mark.slow])
        for story in STORIES.items()
    ],
)
async def test_a_way_in_that_is_handled_again_ends_as_if_once(
    bot: Bot, sandbox: Sandbox, story: Story, sends: int
):
    _, once = await ended(bot, sandbox, story, None)
    ends = []
    for steps in range(MOST_STEPS):
        killed, there = await ended(bot, sandbox, story, steps)
        ends.append(there)
        if not killed:
            break
    others = [end for end in ends if end != once]

    assert not killed
    assert len(ends) > 1
    # Killed between a message and the note of it: that one comes twice.
    assert len(others) == sends
    assert all(len(end[0]) == len(once[0]) + 1 for end in others)


def finished(bot: Bot) -> None:
    """Be the workers: leave no job to the next try."""
    store = bot.desk.store
    for lane, able in ((Lane.FAST, {"wave", "candy"}), (Lane.SLOW, {"gatys"})):
        while claim := store.claim(lane, "w1", able):
            store.conclude(claim, State.FAILED)
            store.finish(claim.job.id, claim.fence)


@pytest.mark.slow
@pytest.mark.parametrize("caption", [None, "/style", "/nst", "/gan"])
async def test_an_album_whose_first_item_is_handled_again_ends_as_if_once(
    bot: Bot, sandbox: Sandbox, caption: str | None
):
    ends = []
    for steps in range(-1, MOST_STEPS):
        anna = sandbox.person(name="Anna", language="en")
        anna.send_album([picture(60, 40), picture(70, 40), picture(80, 40)], caption=caption)
        updates = await bot.updates()
        inbox = Inbox(bot.desk.store.redis, bot.app.bot.id)
        inbox.put(arrival(update.to_dict()).entry for update in updates)
        killed = await bot.killed_after(steps, updates[0]) if steps >= 0 else True
        for update in updates if killed else updates[1:]:
            await bot.handle(update)
        bot.desk.store.redis.delete(keys.inbox_chat(bot.app.bot.id, anna.chat_id))
        ends.append(seen(bot, anna))
        finished(bot)
        if not killed:
            break
    once, *ends = ends
    others = [end for end in ends if end != once]

    assert not killed
    assert len(others) == 1
    assert len(others[0][0]) == len(once[0]) + 1
