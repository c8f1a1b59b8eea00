"""What people do wrong, or to somebody else: each gets an answer that helps."""

from time import monotonic, sleep

import pytest

from jobs.catalogue import Lane
from jobs.record import State
from local.finished import is_result
from sandbox.person import Message, Person, Sandbox
from tests.whole.conftest import ANNA
from tests.whole.samples import file_of, photo
from tests.whole.service import Service
from tests.whole.wishes import (
    PAINTED,
    SOON,
    answer_to,
    card_of,
    choose_fast,
    choose_own,
    open_card,
    wait_for_button,
    wait_for_picture,
    wait_for_words,
)

#: What makes a photo in a group the bot's business.
FOR_THE_BOT = "please, @atelier_sandbox_bot"


def test_a_truncated_jpeg_is_told_to_the_person(anna: Person):
    whole = file_of(photo(300, 200))
    sent = anna.send_document(whole[: len(whole) // 2], name="half.jpg")
    card = card_of(anna, sent)
    choose_fast(anna, card)
    told = wait_for_words(anna, card, "😕", PAINTED)

    assert "damaged or incomplete" in told.words
    assert told.button("Try again")
    assert not any(is_result(message) for message in anna.messages() if message.from_bot)


def test_a_file_that_only_calls_itself_a_picture_is_told_to_the_person(anna: Person):
    sent = anna.send_document(b"these are words, not pixels " * 40, name="photo.png")
    card = card_of(anna, sent)
    choose_fast(anna, card)

    assert "could not read this as a picture" in wait_for_words(anna, card, "😕", PAINTED).words


def test_a_broken_style_picture_is_told_to_the_person(anna: Person):
    whole = file_of(photo(300, 200))
    _, card = open_card(anna, file_of(photo(64, 64)))
    choose_own(anna, card)
    anna.send_document(whole[: len(whole) // 2], name="style.jpg")
    wait_for_button(anna, card, "v1|run|")
    anna.press("v1|run|", on=card)

    assert "damaged or incomplete" in wait_for_words(anna, card, "😕", PAINTED).words


def test_a_text_file_is_answered_at_once(anna: Person):
    sent = anna.send_document(b"dear bot,\n", name="letter.txt")
    answer = anna.wait_for_reply(sent, SOON)

    assert answer.words.startswith("This file is not a picture")
    assert answer.buttons == []


def test_a_file_too_big_for_bots_is_answered_at_once(anna: Person):
    sent = anna.send_document(bytes(20_300_000), name="huge.png")

    assert "This file has 20.3 MB" in anna.wait_for_reply(sent, SOON).words


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/start", "I repaint photos"),
        ("/help", "The painting has exactly the size of your photo"),
        ("/paintmycat", "I don't know this command"),
        ("paint my cat", "I understand photos and buttons"),
        ("/cancel", "There is nothing to cancel"),
    ],
)
def test_words_get_an_answer_never_silence(anna: Person, said: str, answer: str):
    assert answer in answer_to(anna, said)


def test_words_instead_of_a_style_picture_get_a_hint_for_that(anna: Person):
    _, card = open_card(anna, file_of(photo(64, 64)))
    choose_own(anna, card)

    assert "Send the picture whose style" in answer_to(anna, "like Monet")


def test_after_cancel_the_next_picture_is_a_photo_again_with_no_old_styles(anna: Person):
    _, card = open_card(anna, file_of(photo(64, 64)))
    choose_own(anna, card, file_of(photo(80, 80, "coffee.png")))
    said = answer_to(anna, "/cancel")
    _, fresh = open_card(anna, file_of(photo(90, 70)))
    anna.press("v1|own|", on=fresh)
    asked = wait_for_words(anna, fresh, "🎨")

    assert "forgotten" in said
    assert anna.again(card).words.startswith("✖️ Closed")
    assert "90×70" in fresh.words
    assert asked.words.startswith("🎨 Send the picture whose style")


def test_a_person_with_a_russian_telegram_is_spoken_to_in_russian(sandbox: Sandbox):
    vera = sandbox.person(name=ANNA, language="ru")
    _, card = open_card(vera, file_of(photo(100, 75)))
    choose_fast(vera, card)
    picture = wait_for_picture(vera, card)

    assert card.words == "📷 100×75. Что сделать?"
    assert "как у вашего фото" in picture.words
    assert picture.button("Ещё раз")
    assert "фотографии и кнопки" in answer_to(vera, "нарисуй мне кота")


def card_in_a_group(sandbox: Sandbox, anna: Person) -> tuple[Person, Person, Message]:
    """Two people in a group, and the card of the first one's photo."""
    group = sandbox.group("Friends")
    here, other = anna.within(group), sandbox.person(name="Other", language="en").within(group)
    sent = here.send_photo(file_of(photo(72, 54)), FOR_THE_BOT)
    return here, other, card_of(here, sent)


def test_a_button_of_somebody_elses_card_says_whose_it_is(sandbox: Sandbox, anna: Person):
    here, other, card = card_in_a_group(sandbox, anna)
    refused = other.wait_for_answer(other.press("v1|fast|", on=card), SOON)
    taken = here.wait_for_answer(here.press("v1|fast|", on=card), SOON)

    assert refused.text.startswith("These buttons work only for whoever called me.")
    assert refused.alert
    assert taken.text is None
    assert wait_for_button(here, card, "v1|paint|wave")


def test_only_its_author_can_cancel_a_picture_in_a_group(service: Service, sandbox: Sandbox, anna: Person):
    here, other, card = card_in_a_group(sandbox, anna)
    here.press("v1|fast|", on=card)
    wait_for_button(here, card, "v1|paint|wave")
    with service.paused(Lane.FAST):
        here.press("v1|paint|wave", on=card)
        status = wait_for_words(here, card, "In the queue")
        refused = other.wait_for_answer(other.press("Cancel", on=status), SOON)
    picture = wait_for_picture(here, card)

    assert refused.text == "Only the author can cancel this."
    assert picture.size == (72, 54)


def test_a_photo_in_a_group_that_is_not_for_the_bot_is_left_alone(sandbox: Sandbox, anna: Person):
    group = sandbox.group("Family")
    here = anna.within(group)
    here.send_photo(file_of(photo(72, 54)), reply_to=here.send_text("look"))
    card = card_of(here, here.send_photo(file_of(photo(60, 60)), FOR_THE_BOT))

    assert [message for message in here.messages() if message.from_bot] == [card]


def test_a_cancelled_picture_is_never_painted(service: Service, anna: Person):
    _, card = open_card(anna, file_of(photo(100, 80)))
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    with service.paused(Lane.FAST):
        anna.press("v1|paint|wave", on=card)
        queued = wait_for_words(anna, card, "In the queue")
        anna.press("✖️ Cancel", on=card)
        cancelled = wait_for_words(anna, card, "Cancelled")
    _, later = open_card(anna, file_of(photo(100, 80)))
    choose_fast(anna, later)
    wait_for_picture(anna, later)  # its ticket came after that of the cancelled one

    assert queued.words.startswith("⏳ In the queue: 1st of 1 · ")
    assert anna.again(card) == cancelled
    assert not is_result(cancelled)
    assert cancelled.button("Try again")


@pytest.mark.parametrize("word", ["🗑 Drop", "✅ Keep"])
def test_a_picture_is_stopped_while_it_is_painted_and_then_dropped_or_kept(
    service: Service, anna: Person, word: str
):
    _, card = open_card(anna, file_of(photo(128, 128)))
    choose_own(anna, card, file_of(photo(128, 128, "coffee.png")))
    anna.press("v1|run|", on=card)
    status = wait_for_words(anna, card, "#")
    job = service.job_id(status, "✖️ Cancel")
    service.wait_until_painting(job, SOON)
    wait_until_worth_keeping(service, job)
    with service.paused(Lane.SLOW):
        answer = anna.wait_for_answer(anna.press("✖️ Cancel", on=card), SOON)
    asked = wait_for_words(anna, card, "Keep it?", PAINTED)
    anna.press(word, on=asked)
    over = wait_for_picture(anna, card) if word == "✅ Keep" else wait_for_words(anna, card, "Cancelled")
    service.wait_until_over(job, SOON)

    assert answer.text == "⏹ Stopping…"
    assert asked.words.startswith("⏹")
    assert over.words.startswith("✅" if word == "✅ Keep" else "✖️")
    assert service.record(job).result.share < 1


def wait_until_worth_keeping(service: Service, job: str) -> None:
    """Wait until there is something to be asked about."""
    until = monotonic() + PAINTED
    while service.record(job).progress < 0.12:
        assert monotonic() < until, f"{job} is not painted"
        sleep(0.02)


def test_for_a_person_who_blocks_the_bot_nothing_more_is_painted(
    service: Service, anna: Person, boris: Person
):
    jobs = []
    with service.paused(Lane.SLOW):  # it is idle: no lease runs out
        for number in range(3):
            _, card = open_card(anna, file_of(photo(128 + number, 128)))
            choose_own(anna, card, file_of(photo(128, 128, "coffee.png")))
            anna.press("v1|run|", on=card)
            jobs.append(service.job_id(wait_for_words(anna, card, "#"), "✖️ Cancel"))
        anna.block()
    for job in jobs:
        service.wait_until_over(job, 2 * PAINTED)
    _, card = open_card(boris, file_of(photo(100, 80)))
    choose_fast(boris, card)
    wait_for_picture(boris, card)

    assert [service.record(job).state for job in jobs[1:]] == [State.CANCELLED, State.CANCELLED]
    assert service.record(jobs[2]).started == 0
