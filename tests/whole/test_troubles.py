"""What goes wrong with machines: the picture arrives all the same, and once."""

import os
import signal

import pytest

from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State
from local.finished import is_result
from sandbox.person import Message, Person, Sandbox
from tests.whole.samples import file_of, is_a_painting_of, opened, painting, photo
from tests.whole.service import Service
from tests.whole.wishes import (
    PAINTED,
    SOON,
    answer_to,
    choose_fast,
    choose_own,
    open_card,
    order_at_once,
    wait_for_button,
    wait_for_picture,
    wait_for_words,
)


def pictures_in(person: Person) -> list[Message]:
    """What the bot has painted in this chat."""
    return [message for message in person.messages() if message.from_bot and is_result(message)]


@pytest.mark.parametrize("forgotten", [False, True], ids=["draft kept", "draft lost"])
def test_a_bot_that_was_killed_knows_its_cards_when_it_is_back(
    service: Service, anna: Person, forgotten: bool
):
    sent, card = open_card(anna, file_of(photo(150, 100)))
    service.bot.kill()
    if forgotten:
        assert service.redis.delete(keys.draft(anna.chat_id, card.id)) == 1
    service.bot.start()
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)

    assert (picture.size, picture.reply_to) == ((150, 100), sent.id)


def test_buttons_under_a_result_work_after_the_bot_was_killed(service: Service, anna: Person):
    _, card = open_card(anna, file_of(photo(90, 60)))
    choose_fast(anna, card)
    first = wait_for_picture(anna, card)
    service.bot.kill()
    service.bot.start()
    anna.press("Other style", on=first)
    fresh = anna.wait_for(lambda message: message.id > first.id and "What shall I do?" in message.words, SOON)
    choose_fast(anna, fresh, "v1|paint|cradle")

    assert "Klimt" in wait_for_picture(anna, fresh).words
    assert anna.again(first) == first


def test_a_picture_that_telegram_puts_off_comes_later_and_once(
    service: Service, sandbox: Sandbox, anna: Person
):
    sandbox.fault("429", method="editMessageMedia", chat_id=anna.id, seconds=2)
    _, card = open_card(anna, file_of(photo(120, 80)))
    order_at_once(anna, card)
    picture = wait_for_picture(anna, card)
    job = service.job_id(picture, "Again")
    service.wait_until_over(job, SOON)
    edits = [call["status"] for call in sandbox.calls("editMessageMedia") if call["chat_id"] == anna.id]

    assert edits == [429, 200]
    assert service.record(job).refused == 1
    assert service.record(job).attempts == 1  # not painted again
    assert pictures_in(anna) == [anna.again(card)]


def test_an_edit_that_arrived_without_an_answer_is_not_a_second_picture(
    service: Service, sandbox: Sandbox, anna: Person
):
    sandbox.fault("502_after", method="editMessageMedia", chat_id=anna.id)
    _, card = open_card(anna, file_of(photo(120, 80)))
    order_at_once(anna, card)
    job = service.job_id(wait_for_picture(anna, card), "Again")
    service.wait_until_over(job, SOON)

    assert service.record(job).state is State.DONE
    assert service.record(job).refused == 1
    assert pictures_in(anna) == [anna.again(card)]


def test_a_picture_whose_status_was_deleted_comes_as_a_reply(service: Service, anna: Person):
    sent, card = open_card(anna, file_of(photo(120, 80)))
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    with service.paused(Lane.FAST):
        anna.press("v1|paint|wave", on=card)
        wait_for_words(anna, card, "In the queue")
        anna.delete(card)
    picture = anna.wait_for_photo(sent, deadline_s=PAINTED)

    assert picture.size == (120, 80)
    assert picture.button("Original file")
    assert pictures_in(anna) == [picture]


def test_an_update_that_comes_twice_makes_one_job(service: Service, sandbox: Sandbox, anna: Person):
    _, card = open_card(anna, file_of(photo(120, 80)))
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    sandbox.fault("twice", method="update", chat_id=anna.id)
    since = len(service.log.read_text())
    anna.press("v1|paint|wave", on=card)
    picture = wait_for_picture(anna, card)
    job = service.job_id(picture, "Again")
    said = answer_to(anna, "still there?")
    log = service.log.read_text()[since:]

    assert "I understand photos" in said  # answered in order: the repeated update was handled before
    assert log.count(f"← claimed                      [worker.tasks] attempt=1 job={job[:6]}") == 1
    assert "! a handler broke" not in log
    assert pictures_in(anna) == [anna.again(card)]


def test_a_failure_is_not_overwritten_by_an_update_that_comes_twice(
    service: Service, sandbox: Sandbox, anna: Person
):
    whole = file_of(photo(300, 200))
    sent = anna.send_document(whole[: len(whole) // 2], name="half.jpg")
    card = anna.wait_for_reply(sent, SOON)
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    press = anna.press("v1|paint|wave", on=card)
    failed = wait_for_words(anna, card, "😕", PAINTED)
    sandbox.repeat_update()
    said = answer_to(anna, "still there?")

    assert anna.wait_for_answer(press, SOON).text is None
    assert "I understand photos" in said
    assert anna.again(card) == failed


def test_again_that_comes_twice_opens_one_card(sandbox: Sandbox, anna: Person):
    sent, card = open_card(anna, file_of(photo(60, 60)))
    choose_fast(anna, card)
    first = wait_for_picture(anna, card)
    anna.press("Again", on=first)
    second = anna.wait_for(lambda message: message.id > first.id and is_result(message), PAINTED)
    sandbox.repeat_update()
    answer_to(anna, "still there?")

    replies = [message for message in anna.messages() if message.from_bot and message.reply_to == sent.id]
    assert replies == [first, second]


def test_a_person_who_blocked_the_bot_holds_nobody_up(service: Service, anna: Person, boris: Person):
    _, card = open_card(anna, file_of(photo(120, 80)))
    anna.press("v1|fast|", on=card)
    wait_for_button(anna, card, "v1|paint|wave")
    with service.paused(Lane.FAST):
        anna.press("v1|paint|wave", on=card)
        job = service.job_id(wait_for_words(anna, card, "In the queue"), "Cancel")
        anna.block()
    service.wait_until_over(job, PAINTED)
    _, other = open_card(boris, file_of(photo(80, 80)))
    choose_fast(boris, other)

    assert wait_for_picture(boris, other).size == (80, 80)
    assert pictures_in(anna) == []


@pytest.mark.slow
def test_a_picture_whose_painter_is_killed_is_painted_again_and_comes_once(service: Service, anna: Person):
    sent, card = open_card(anna, file_of(photo(300, 200)))
    choose_own(anna, card, painting("brush"))
    anna.press("v1|run|", on=card)
    job = service.job_id(wait_for_words(anna, card, "#"), "✖️ Cancel")
    service.wait_until_painting(job, SOON)
    os.kill(service.painter(Lane.SLOW), signal.SIGKILL)
    picture = wait_for_picture(anna, card, 180)
    service.wait_until_over(job, SOON)

    assert service.record(job).attempts == 2
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))
    assert pictures_in(anna) == [anna.again(card)]


@pytest.mark.slow
def test_a_picture_that_waits_while_a_crowd_is_served_shows_its_place(
    service: Service, sandbox: Sandbox, anna: Person
):
    crowd = [sandbox.person(name="Crowd") for _ in range(4)]
    cards = []
    for person in (*crowd, anna):
        _, card = open_card(person, file_of(photo(120, 80)))
        choose_own(person, card, painting("ink"))
        cards.append(card)
    with service.paused(Lane.SLOW):
        for person, card in zip((*crowd, anna), cards, strict=True):
            person.press("v1|run|", on=card)
            wait_for_words(person, card, "In the queue")
        last = anna.again(cards[-1])
    pictures = [
        wait_for_picture(person, card, 180) for person, card in zip((*crowd, anna), cards, strict=True)
    ]

    assert " of 5 · " in last.words
    assert len(pictures) == 5
    assert service.store.load(Lane.SLOW) == (0, 0)
