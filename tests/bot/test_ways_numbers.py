"""Numbers that people type: beside a style or a picture, and in answer to a result."""

import pytest

from jobs import keys
from jobs.catalogue import Lane
from jobs.job import Job
from jobs.record import State
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import answers, card_of, draft_on, press, said, says
from tests.chat.samples import result

NEAREST = {"en": "🎚 It goes from 10 to 100 %, so I took", "ru": "🎚 Бывает от 10 до 100 %, поэтому беру"}


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def work(bot: Bot) -> None:
    """Be the worker: paint and deliver the next job of the fast lane."""
    store = bot.desk.store
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, State.DONE, result=result())
    await bot.delivery.deliver(claim.job.id, claim.fence)


async def painted(bot: Bot, person: Person) -> Message:
    """A finished picture of the person's, in a style of the fast lane."""
    shown = await card_of(bot, person)
    await press(bot, person, "v1|fast|", shown)
    await press(bot, person, "v1|paint|wave", shown)
    await work(bot)
    return person.again(shown)


def queued(bot: Bot) -> list[Job]:
    """The jobs that wait."""
    store = bot.desk.store
    names = (key.removeprefix(keys.job("")) for key in store.redis.scan_iter(keys.job("*")))
    records = [record for name in names if (record := store.record(name))]
    return [record.job for record in records if record.state is State.QUEUED]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("typed", "taken"), [("/style wave 400", 100), ("/style wave 3 %", 10), ("wave 0", 10)]
)
async def test_a_weight_beside_a_name_is_taken_as_the_nearest_and_that_is_said(
    bot: Bot, sandbox: Sandbox, language: str, typed: str, taken: int
):
    person = sandbox.person(name="Anna", language=language)
    card = await card_of(bot, person)
    person.send_text(typed)
    chosen, line = await answers(bot, person)

    assert chosen.reply_to == card.id
    assert line.words == f"{NEAREST[language]} {taken} %."
    assert draft_on(bot, card).strength == taken / 100


@pytest.mark.parametrize("caption", ["/style 900 %", "/style wave 900"])
async def test_a_caption_says_the_same_as_the_command(bot: Bot, anna: Person, caption: str):
    card = await card_of(bot, anna)
    anna.send_photo(picture(80, 80), caption=caption)
    await bot.handle_all()
    youngest = draft_on(bot, card if caption == "/style 900 %" else said(anna)[-2])

    assert said(anna)[-1].words == f"{NEAREST['en']} 100 %."
    assert ([part.weight for part in youngest.styles], youngest.strength) in (([100], 1), ([], 1))


async def test_so_does_a_style_that_is_kept_for_the_next_photo(bot: Bot, anna: Person):
    anna.send_photo(picture(80, 80), caption="/style 3")
    kept, line = await answers(bot, anna)
    card = await card_of(bot, anna)

    assert kept.words.startswith("🎨 Taken as a style")
    assert line.words == f"{NEAREST['en']} 10 %."
    assert [part.weight for part in draft_on(bot, card).styles] == [10]


async def test_a_number_that_fits_and_one_beside_nothing_are_answered_as_ever(bot: Bot, anna: Person):
    fits = await says(bot, anna, "/style wave 100")
    alone = await says(bot, anna, "/style 400")

    assert fits.words.startswith("🎨 🌊 Hokusai's wave: chosen.")
    assert alone.words == "A weight from 10 to 100, please: for example /style wave 60."


async def test_a_number_in_answer_to_a_result_paints_it_with_that_strength(bot: Bot, anna: Person):
    shown = await painted(bot, anna)
    status = await says(bot, anna, "60 %", reply_to=shown)
    (job,) = queued(bot)

    assert "In the queue" in status.words
    assert (status.reply_to, job.status_message) == (shown.reply_to, status.id)
    assert (job.strength, [part.gallery for part in job.styles]) == (0.6, ["wave"])
    assert anna.again(shown) == shown


async def test_it_is_for_the_result_and_not_for_the_card_at_hand(bot: Bot, anna: Person):
    shown = await painted(bot, anna)
    other = await card_of(bot, anna, 70)
    await says(bot, anna, "60", reply_to=shown)
    wrong = await says(bot, anna, "150", reply_to=shown)

    assert draft_on(bot, other).strength == 1
    assert [job.strength for job in queued(bot)] == [0.6]
    assert wrong.words == "A number from 0 to 100, please: for example 70."


async def test_a_result_of_days_ago_is_known_by_the_history(bot: Bot, anna: Person):
    shown = await painted(bot, anna)
    name = (shown.button("Again").data or "").rpartition("|")[2]
    assert bot.desk.store.redis.delete(keys.job(name))
    await says(bot, anna, "60", reply_to=shown)

    assert [job.strength for job in queued(bot)] == [0.6]


async def test_what_was_painted_so_before_comes_at_once(bot: Bot, anna: Person):
    shown = await painted(bot, anna)
    await says(bot, anna, "60", reply_to=shown)
    await work(bot)
    again = await says(bot, anna, "60", reply_to=shown)

    assert again.media == "photo"
    assert queued(bot) == []


@pytest.mark.slow
async def test_a_number_in_answer_to_somebody_elses_result_is_a_comment(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    group = sandbox.group()
    here, there = anna.within(group), sandbox.person(name="Boris", language="en").within(group)
    here.send_photo(picture(), caption=f"@{bot.app.bot.username}")
    *_, card = await answers(bot, here)
    await press(bot, here, "v1|fast|", card)
    await press(bot, here, "v1|paint|wave", card)
    await work(bot)
    there.send_text("60", reply_to=there.again(card))
    comment = await answers(bot, there)
    here.send_text("60", reply_to=here.again(card))
    mine = await answers(bot, here)

    assert comment == []
    assert ["In the queue" in message.words for message in mine] == [True]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "🎨 🌊 Hokusai's wave is on your card ⬆️ It paints alone: press ✅ Paint there."),
        (
            "ru",
            "🎨 🌊 Волна Хокусая: уже на вашей карточке ⬆️ Этот стиль рисует один: нажмите там ✅ Нарисовать.",
        ),
    ],
)
async def test_a_net_named_onto_a_mix_is_shown_ready_to_paint_and_the_mix_is_kept(
    bot: Bot, sandbox: Sandbox, language: str, words: str
):
    person = sandbox.person(name="Anna", language=language)
    card = await card_of(bot, person)
    await press(bot, person, "v1|own|", card)
    person.send_photo(picture(80, 80))
    await bot.handle_all()
    line = await says(bot, person, "wave 60")
    shown = person.again(card)
    mix = await press(bot, person, "v1|own|", card)

    assert line.words.startswith(words)
    assert line.words.endswith(("🎨 My own style.", "🎨 Мой стиль."))
    assert "Hokusai" in shown.words or "Хокусая" in shown.words
    assert shown.buttons[0][0].data == "v1|paint|wave"
    assert draft_on(bot, card).strength == 0.6
    assert mix.words.startswith(("🎨 Styles: your picture.", "🎨 Стили: ваша картина."))


async def test_after_it_a_strength_stays_on_that_page_and_the_next_photo_is_no_style(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|own|", card)
    anna.send_photo(picture(80, 80))
    await bot.handle_all()
    await says(bot, anna, "/style wave")
    anna.send_text("40")
    await bot.handle_all()
    shown = anna.again(card)
    following = await card_of(bot, anna, 90)
    await press(bot, anna, "v1|paint|wave", card)
    (job,) = queued(bot)

    assert "🎨 Chosen: 🌊 Hokusai's wave" in shown.words
    assert following.words == "📷 90×48. What shall I do?"
    assert (job.strength, [part.gallery for part in job.styles]) == (0.4, ["wave"])


@pytest.mark.slow
async def test_a_net_named_in_an_albums_caption_is_shown_though_the_album_has_styles(bot: Bot, anna: Person):
    anna.send_photo(picture(80, 80), caption="/style 60")
    await bot.handle_all()
    anna.send_photo(picture(), caption="/style wave")
    await bot.handle_all()
    card = said(anna)[-1]

    assert card.buttons[0][0].data == "v1|paint|wave"
    assert len(draft_on(bot, card).styles) == 1
