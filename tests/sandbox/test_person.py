"""The client of the people's side, as tests and the demo use it."""

import json
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import opened, picture


async def test_a_person_is_known_again_by_the_id(sandbox: Sandbox, bot: Bot) -> None:
    first = sandbox.person(name="Vera", language="ru")
    sandbox.person(id=first.id).send_text("again")

    [update] = await bot.get_updates(timeout=10)
    writer = update.message.from_user
    assert (writer.id, writer.first_name, writer.language_code) == (first.id, "Vera", "ru")


async def test_a_person_may_have_no_language(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.person(language="").send_text("hm")

    [update] = await bot.get_updates(timeout=10)
    assert update.message.from_user.language_code is None


def test_a_photo_can_be_sent_from_a_file(anna: Person, tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(picture(2560, 1280, "PNG"))
    photo = anna.send_photo(tmp_path / "wide.png")
    document = anna.send_document(tmp_path / "wide.png")

    assert (photo.media, photo.size, photo.mime) == ("photo", (1280, 640), "image/jpeg")
    assert (document.media, document.size, document.file_name) == ("document", (2560, 1280), "wide.png")


def test_people_do_not_see_each_other(sandbox: Sandbox, anna: Person) -> None:
    boris = sandbox.person(name="Boris")
    anna.send_text("mine")

    assert boris.messages() == []


def test_waiting_in_vain_says_what_is_there_instead(anna: Person) -> None:
    anna.send_text("only this")

    with pytest.raises(TimeoutError, match="only this"):
        anna.wait_for_photo(deadline_s=0.1)


def test_a_look_shows_edits_and_deletions_since_the_last_one(anna: Person) -> None:
    first, second = anna.send_text("one"), anna.send_text("two")
    before = [message.text for message in anna.messages()]
    anna.delete(first)

    assert before == ["one", "two"]
    assert anna.messages() == [second]
    with pytest.raises(LookupError, match="is gone"):
        anna.again(first)


def test_a_refusal_says_why(anna: Person) -> None:
    with pytest.raises(ValueError, match="IMAGE_PROCESS_FAILED"):
        anna.send_photo(b"not a picture")
    with pytest.raises(ValueError, match="message text is empty"):
        anna.send_text("  ")

    assert anna.messages() == []


async def test_a_long_photo_is_shrunk_by_the_persons_app(anna: Person, bot: Bot) -> None:
    seen = anna.send_photo(picture(9000, 3000))

    assert opened(seen.download()).size == (1280, 427)


def test_a_page_that_listens_hears_of_a_message(sandbox: Sandbox, anna: Person) -> None:
    with httpx.stream("GET", f"{sandbox.base_url}/sandbox/events", timeout=20) as events:
        lines = events.iter_lines()
        next(lines)
        written = anna.send_text("hello")
        told = next(line for line in lines if line.startswith("data: ") and "chat_id" in line)

    heard = json.loads(told.removeprefix("data: "))
    assert heard == {"chat_id": anna.id, "message_id": written.id}


async def test_what_a_person_changes_is_told_as_an_edit(anna: Person, bot: Bot) -> None:
    written, photo = anna.send_text("wvae"), anna.send_photo(picture(80, 60), caption="/style")
    anna.edit_text(written, "wave")
    anna.edit_caption(photo, "/style 60")
    with pytest.raises(ValueError, match="message is not modified"):
        anna.edit_text(written, "wave")
    edited = [update.edited_message for update in await bot.get_updates()][2:]

    assert [(one.text, one.caption) for one in edited] == [("wave", None), (None, "/style 60")]
    assert edited[1].photo
    assert anna.again(written).edits == 1


async def test_nobody_edits_what_somebody_else_wrote(anna: Person, bot: Bot) -> None:
    await bot.send_message(anna.id, "mine")

    with pytest.raises(ValueError, match="message can't be edited"):
        anna.edit_text(anna.messages()[0], "yours")


async def test_a_deep_link_carries_up_to_64_characters(anna: Person, bot: Bot) -> None:
    for payload in ("x" * 65, "a b", "стиль"):
        with pytest.raises(ValueError, match="START_PARAM_INVALID"):
            anna.start(payload)
    anna.start("style_wave-1")
    anna.start()

    assert [update.message.text for update in await bot.get_updates()] == ["/start style_wave-1", "/start"]


def test_a_persons_app_does_not_send_what_is_too_long(anna: Person) -> None:
    with pytest.raises(ValueError, match="message is too long"):
        anna.send_text("x" * 4097)
    with pytest.raises(ValueError, match="message caption is too long"):
        anna.send_photo(picture(80, 60), caption="x" * 1025)

    assert anna.messages() == []


async def test_a_forwarded_photo_says_who_sent_it_first(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    boris = sandbox.person(name="Boris")
    photo = boris.send_photo(picture(80, 60), caption="mine")
    forwarded = anna.forward(photo)
    again = boris.forward(forwarded)
    updates = [update.message for update in await bot.get_updates()]

    assert [message.forward_origin.sender_user.id for message in updates[1:]] == [boris.id] * 2
    assert [message.chat.id for message in updates] == [boris.id, anna.id, boris.id]
    assert (forwarded.content, again.caption) == (photo.content, "mine")
