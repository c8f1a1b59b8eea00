"""What of an update is written to Redis: all that handlers need, and nobody's name."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.updates.arrivals import Unreadable, arrival, nameless, read

BOT = {"id": 42, "is_bot": True, "first_name": "Atelier", "username": "atelier_bot"}
ANNA = {
    "id": 7,
    "is_bot": False,
    "first_name": "Quetzalina",
    "last_name": "Xocoyotzin",
    "username": "quetzi",
    "language_code": "ru",
}
PRIVATE = {"id": 7, "type": "private", "first_name": "Quetzalina", "username": "quetzi"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Quetzi's friends", "is_forum": True}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 4, "height": 3}]


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1, "chat": PRIVATE, "from": ANNA} | more


EVERYWHERE = {
    "update_id": 9,
    "callback_query": {
        "id": "1",
        "from": ANNA,
        "chat_instance": "x",
        "data": "v1|fast|",
        "message": message(
            chat=GROUP,
            text="card",
            **{"from": BOT},
            reply_to_message=message(
                chat=GROUP,
                photo=PHOTO,
                caption="look",
                caption_entities=[{"type": "text_mention", "offset": 0, "length": 4, "user": ANNA}],
                via_bot=BOT,
                sender_chat=GROUP,
                author_signature="Quetzalina",
                forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Quetzalina"},
                new_chat_title="Quetzi's friends",
                new_chat_members=[ANNA],
                forum_topic_created={"name": "Quetzi's topic", "icon_color": 1},
                contact={"phone_number": "+49555", "first_name": "Quetzalina", "vcard": "FN:Quetzalina"},
            ),
        ),
    },
}


def test_names_of_people_and_chats_are_nowhere_in_what_is_stored():
    stored = arrival(EVERYWHERE).entry.text

    assert not any(word in stored for word in ("uetz", "Xocoyotzin", "Atelier", "atelier_bot", "+49555"))
    assert all(word in stored for word in ("look", "v1|fast|", "text_mention", '"language_code":"ru"'))


def test_the_library_reads_what_is_stored_and_knows_its_own_account():
    update = Update.de_json(json.loads(arrival(EVERYWHERE).entry.text), None)
    query = update.callback_query

    assert query is not None
    assert (query.from_user.id, query.from_user.first_name, query.message.from_user.id) == (7, "", 42)
    photo = query.message.reply_to_message
    assert photo.photo[0].file_id == "f"
    assert photo.caption_entities[0].user.id == 7
    assert photo.new_chat_title  # tells what kind of message it is
    assert photo.forward_origin.sender_user_name == ""


@pytest.mark.parametrize(
    ("content", "chat", "private", "language"),
    [
        ({"message": message()}, 7, True, "ru"),
        ({"message": message(chat=GROUP)}, -1001, False, "ru"),
        (EVERYWHERE, -1001, False, "ru"),
        ({"callback_query": {"id": "1", "from": ANNA, "inline_message_id": "i"}}, 7, False, "ru"),
        ({"channel_post": {"message_id": 1, "date": 1, "chat": GROUP}}, -1001, False, None),
        ({"message": {"chat": {"id": "7"}, "from": {"language_code": 5}}}, 0, False, None),
        ({"message": "words"}, 0, False, None),
        ({}, 0, False, None),
    ],
)
def test_an_update_belongs_to_the_chat_it_happened_in(
    content: dict[str, Any], chat: int, private: bool, language: str | None
):
    seen = arrival({"update_id": 9} | content)

    assert (seen.entry.update, seen.entry.chat) == (9, chat)
    assert (seen.private, seen.language) == (private, language)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.5}',
        b'{"update_id": 0}',
        b'{"update_id": -7}',
        b'{"update_id": 99999999999999999999}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 7, "x": NaN}',
        b'{"update_id": 7',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": 7, "x": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)
def test_what_is_no_update_is_told_apart_without_a_crash(body: bytes):
    with pytest.raises(Unreadable):
        read(body)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_an_update_or_are_not(body: bytes):
    try:
        seen = read(body)
    except Unreadable:
        return

    assert json.loads(body)["update_id"] == seen.entry.update


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from(["chat", "from", "message", "id", "x"]), part, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON, st.integers(1, 2**40))
def test_an_update_of_any_shape_is_stored_as_it_is_where_no_names_are(content: object, number: int):
    raw = {"update_id": number, "message": content}
    seen = read(json.dumps(raw).encode())

    assert json.loads(seen.entry.text) == raw
    assert nameless(raw) == raw
