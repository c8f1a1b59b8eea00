"""Somebody makes noise, or sends what is no picture: the others get theirs, and nothing dies of it."""

import random
import struct
import zlib
from collections.abc import Iterator
from itertools import cycle, islice

import psutil
import pytest

from jobs import keys
from jobs.catalogue import Lane
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.whole.samples import file_of, is_a_painting_of, opened, photo
from tests.whole.service import Service
from tests.whole.wishes import PAINTED, SOON, card_of, choose_fast, open_card, wait_for_picture

BOT = int(DEFAULT_TOKEN.partition(":")[0])
#: Seconds in which a chat is worked off that has very much in it, and is answered once a second.
ALL = 100
#: What turns pages and changes the draft of a card, again and again.
TURNS = ("v1|fast|", "v1|back|", "v1|colours|luminance", "v1|strength|", "v1|strong|40", "v1|gallery|")


@pytest.fixture
def steadily(service: Service) -> Iterator[None]:
    """The bot and whoever paints are the same processes afterwards."""

    def processes() -> list[tuple[int, float]]:
        names = [service.bot._process.pid, *(service.painter(lane) for lane in Lane)]
        return [(name, psutil.Process(name).create_time()) for name in names]

    before = processes()
    yield
    assert processes() == before


def press(person: Person, card: Message, data: str) -> None:
    """Press what a button sends, whether it is shown just now or not."""
    path = f"chats/{person.chat_id}/messages/{card.id}/press"
    card.client.post(path, json={"person_id": person.id, "data": data})


def press_much(person: Person, card: Message, number: int) -> None:
    """Press as fast as it goes."""
    for data in islice(cycle(TURNS), number):
        press(person, card, data)


def waiting(service: Service, person: Person) -> int:
    """How many updates of a person's chat are not handled yet."""
    return int(service.redis.llen(keys.inbox_chat(BOT, person.chat_id)))


@pytest.mark.slow
@pytest.mark.usefixtures("steadily")
def test_presses_without_end_keep_nobody_waiting_and_lose_no_order(
    service: Service, anna: Person, boris: Person
):
    content = photo(100, 80)
    _, noisy = open_card(anna, file_of(photo(90, 60)))
    press_much(anna, noisy, 300)
    press(anna, noisy, "v1|paint|wave")
    _, quiet = open_card(boris, file_of(content))
    choose_fast(boris, quiet)
    picture = wait_for_picture(boris, quiet)
    behind = waiting(service, anna)

    assert is_a_painting_of(content, opened(picture.download()))
    assert behind > 0  # who was quiet did not wait for who was not
    assert wait_for_picture(anna, noisy, ALL).size == (90, 60)
    assert anna.again(noisy).edits < 60


@pytest.mark.slow
@pytest.mark.usefixtures("steadily")
def test_photos_without_end_are_all_answered_and_keep_nobody_waiting(
    service: Service, anna: Person, boris: Person
):
    content = photo(100, 80)
    sent = [anna.send_photo(file_of(photo(64, 48))) for _ in range(30)]
    sent.append(anna.send_album([file_of(photo(64, 48))] * 10)[0])
    _, quiet = open_card(boris, file_of(content))
    choose_fast(boris, quiet)
    picture = wait_for_picture(boris, quiet)
    behind = waiting(service, anna)
    last = anna.wait_for_reply(sent[-1], ALL)
    cards = [message.reply_to for message in anna.messages() if message.from_bot]

    assert is_a_painting_of(content, opened(picture.download()))
    assert behind > 0
    assert last.button("v1|run|")
    assert cards == [each.id for each in sent]


def test_presses_of_many_others_in_a_group_do_nothing_to_somebody_s_card(sandbox: Sandbox, anna: Person):
    group = sandbox.group("Crowd")
    here = anna.within(group)
    card = card_of(here, here.send_photo(file_of(photo(72, 54)), "@atelier_sandbox_bot"))
    for _ in range(10):
        press_much(sandbox.person(language="en").within(group), card, 10)
    press(here, card, "v1|paint|wave")

    assert wait_for_picture(here, card, ALL).size == (72, 54)
    assert here.again(card).edits == 2  # in the queue, and the picture


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A black PNG of one bit a pixel, small as a file; with fewer rows than it says it has, where told."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    there = height if rows is None else rows
    body = b"".join(packer.compress(row) for _ in range(there)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def bad_files() -> dict[str, bytes]:
    """Files that call themselves pictures, by name."""
    whole = file_of(photo(300, 200))
    noise = random.Random(4)
    spoilt = bytearray(whole)
    for place in range(600, len(spoilt), 97):
        spoilt[place] = noise.randrange(256)
    return {
        "50-megapixels.png": png(10_000, 5_000),
        "bomb.png": png(30_000, 30_000),
        "claims.png": png(60_000, 60_000, rows=1),
        "half.jpg": whole[: len(whole) // 2],
        "head.jpg": whole[:30],
        "spoilt.jpg": bytes(spoilt),
        "one-byte.png": b"\x89",
        "noise.webp": noise.randbytes(5_000),
        "words.png": b"these are words " * 200,
        "page.jpg": b"<html><script>alert(1)</script></html>",
        "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "script.tiff": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        "paper.bmp": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        "empty.gif": b"GIF89a\x00\x00\x00\x00\x00\x00\x00;",
        "no-frames.gif": b"GIF89a\x10\x00\x10\x00\x00\x00\x00;",
        "icon.png": file_of(photo(64, 64), "ICO"),
        "half.png": file_of(photo(300, 200), "PNG")[:9_000],
        "half.webp": file_of(photo(300, 200), "WEBP")[:3_000],
        "half.tiff": file_of(photo(300, 200), "TIFF")[:60_000],
        "half.gif": file_of(photo(300, 200), "GIF")[:9_000],
    }


@pytest.mark.usefixtures("steadily")
def test_twenty_bad_files_are_told_and_nothing_dies_of_them(sandbox: Sandbox, boris: Person):
    files = bad_files()
    people = {name: sandbox.person(language="en") for name in files}
    cards = {}
    for name, content in files.items():
        cards[name] = card_of(people[name], people[name].send_document(content, name=name))
        press(people[name], cards[name], "v1|paint|wave")
    ends = {}
    for name, card in cards.items():
        ends[name] = people[name].wait_for(
            lambda seen, card=card: seen.id == card.id and (seen.media or "😕" in seen.words), PAINTED
        )
    pictures = {name for name, end in ends.items() if end.media}
    content = photo(100, 80)
    _, quiet = open_card(boris, file_of(content))
    choose_fast(boris, quiet)
    print(f"bad files: {len(ends) - len(pictures)} told, pictures of {sorted(pictures)}")

    assert len(ends) == 20
    # A damaged picture may still be one to some decoders; these never are.
    assert pictures <= {"spoilt.jpg", "icon.png", "half.gif", "no-frames.gif", "half.tiff"}
    assert "more pixels than I can take" in ends["50-megapixels.png"].words
    assert "more pixels than I can take" in ends["bomb.png"].words
    assert not [end for end in ends.values() if "three times" in end.words]  # nothing broke
    assert is_a_painting_of(content, opened(wait_for_picture(boris, quiet, SOON).download()))
