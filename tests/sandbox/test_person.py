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
        told = next(line for line in lines if line.startswith("data: "))

    heard = json.loads(told.removeprefix("data: "))
    assert heard == {"chat_id": anna.id, "message_id": written.id}
