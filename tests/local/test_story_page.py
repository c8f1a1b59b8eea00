"""The page of a day: every state is there, as it was said, and nothing that people wrote becomes a tag."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from local.story.page import Page, marked_up
from local.story.teller import Teller
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


def photo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return file.getvalue()


def bot_says(sandbox: Sandbox, method: str, **parameters: object) -> dict[str, object]:
    """Do what a bot does."""
    answer = sandbox._http.post(f"{sandbox.base_url}/bot{DEFAULT_TOKEN}/{method}", json=parameters)
    return dict(answer.json()["result"])


def page_of(teller: Teller, folder: Path) -> str:
    return Page(folder).write("A day", "Words", teller.scenes).read_text("utf-8")


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna")


def test_a_message_that_changed_shows_what_it_was_and_what_it_became(
    sandbox: Sandbox, anna: Person, tmp_path: Path
):
    teller = Teller(sandbox)

    def does() -> None:
        sent = bot_says(sandbox, "sendMessage", chat_id=anna.chat_id, text="In the queue")
        bot_says(
            sandbox, "editMessageText", chat_id=anna.chat_id, message_id=sent["message_id"], text="Ready"
        )

    with teller.scene("A scene", anna):
        teller.step("Anna waits.", does)
    page = page_of(teller, tmp_path)

    assert page.index("In the queue") < page.index('aria-label="becomes"') < page.index("Ready")
    assert "Anna waits." in page


def test_pictures_lie_beside_it_also_those_that_a_message_showed_before(
    sandbox: Sandbox, anna: Person, tmp_path: Path
):
    teller = Teller(sandbox)
    with teller.scene("A scene", anna):
        teller.step(
            "Anna sends two.", lambda: (anna.send_photo(photo("red")), anna.send_photo(photo("blue")))
        )
    page = page_of(teller, tmp_path)
    names = sorted(file.name for file in (tmp_path / "pictures").iterdir())

    assert len(names) == 2
    assert all(f'src="pictures/{name}"' in page for name in names)


def test_what_people_write_stays_words(sandbox: Sandbox, anna: Person, tmp_path: Path):
    teller = Teller(sandbox)
    with teller.scene("<script>", anna):
        teller.step("Anna & co", lambda: anna.send_text("<b>not bold</b> <script>alert(1)</script>"))
    page = page_of(teller, tmp_path)

    assert "<script>" not in page
    assert "&lt;b&gt;not bold" in page
    assert "Anna &amp; co" in page


def test_what_happens_in_other_chats_is_not_told(sandbox: Sandbox, anna: Person, tmp_path: Path):
    teller, boris = Teller(sandbox), sandbox.person(name="Boris")
    with teller.scene("A scene", anna):
        teller.step("Both write.", lambda: (anna.send_text("mine"), boris.send_text("somebody else's")))
    page = page_of(teller, tmp_path)

    assert "mine" in page
    assert "somebody else" not in page


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>1st</b> of 7", "<b>1st</b> of 7"),
        ("🎨 <b>Styles</b>: <i>🌊 Wave</i>", "🎨 <b>Styles</b>: <i>🌊 Wave</i>"),
        ("<b>a <i>b</i> c</b>", "<b>a <i>b</i> c</b>"),
        ("a &lt; b\nc", "a &lt; b<br>c"),
    ],
)
def test_entities_become_the_tags_that_they_came_from(
    sandbox: Sandbox, anna: Person, html: str, expected: str
):
    bot_says(sandbox, "sendMessage", chat_id=anna.chat_id, text=html, parse_mode="HTML")
    shown = [message for message in anna.messages() if message.from_bot][-1]

    assert marked_up(shown) == expected


def test_a_press_shows_its_button_and_what_was_answered(sandbox: Sandbox, anna: Person, tmp_path: Path):
    teller = Teller(sandbox)
    keyboard = {"inline_keyboard": [[{"text": "✖️ Cancel", "callback_data": "x"}]]}
    bot_says(sandbox, "sendMessage", chat_id=anna.chat_id, text="?", reply_markup=keyboard)

    def answers() -> None:
        (update,) = [u for u in sandbox.waiting_updates() if "callback_query" in u]
        asked = update["callback_query"]["id"]
        sandbox._http.post(
            f"{sandbox.base_url}/bot{DEFAULT_TOKEN}/answerCallbackQuery",
            json={"callback_query_id": asked, "text": "Too late"},
        )

    with teller.scene("A scene", anna):
        teller.press("She presses", anna, "✖️", answers)
    page = page_of(teller, tmp_path)

    assert "<kbd>✖️ Cancel</kbd>" in page
    assert "Too late" in page
