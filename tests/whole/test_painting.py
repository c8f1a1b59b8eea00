"""A photo comes back painted: every way from a message to the picture in the chat."""

from PIL import ImageOps

from jobs.record import State
from local.finished import is_result
from sandbox.person import Person
from tests.whole.samples import file_of, is_a_painting_of, likeness, opened, painting, photo
from tests.whole.service import Service
from tests.whole.wishes import (
    PAINTED,
    card_of,
    choose_fast,
    choose_own,
    open_card,
    wait_for_picture,
    wait_for_words,
)


def test_a_photo_comes_back_painted_in_a_fast_style_at_its_own_size(service: Service, anna: Person):
    sent, card = open_card(anna, file_of(photo(333, 251)))
    choose_fast(anna, card)
    status = anna.wait_for(lambda message: message.id == card.id and "#" in message.words, PAINTED)
    picture = wait_for_picture(anna, card)

    assert "333×251" in card.words
    assert status.words.startswith(("⏳", "🎨", "✅"))
    assert (picture.media, picture.size, picture.reply_to) == ("photo", (333, 251), sent.id)
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))
    assert picture.words.startswith("✅ 🌊 Hokusai's wave · Atelier · 333×251")
    assert [[button.text for button in row] for row in picture.buttons] == [
        ["📄 Original file", "🔁 Again"],
        ["🎚 −20", "🎨 Keep my colours"],
        ["🖌 Other style", "⬆️ 2×"],
        ["⭐ Save style", "🔗 Share", "🗑"],
    ]
    assert service.record(service.job_id(picture, "Again")).state is State.DONE


def test_every_photo_is_seen_at_once(anna: Person):
    sent, _ = open_card(anna, file_of(photo(80, 60)))

    assert anna.again(sent).reactions == ("👀",)


def test_two_weighted_pictures_of_a_persons_own_are_mixed_by_gatys(anna: Person):
    sent, card = open_card(anna, file_of(photo(240, 161)))
    choose_own(anna, card, painting("waves"), painting("mosaic"))
    for share in ("60 %", "70 %"):
        anna.press("➕", on=card)
        wait_for_words(anna, card, share)
    anna.press("v1|run|", on=card)
    picture = wait_for_picture(anna, card)

    assert (picture.media, picture.size) == ("photo", (240, 161))
    assert "1st picture 70 % + 2nd picture 30 % · Gatys" in picture.words
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))


def test_a_style_of_the_gallery_is_painted_by_gatys(anna: Person):
    sent, card = open_card(anna, file_of(photo(96, 130)))
    choose_own(anna, card)
    anna.press("v1|gallery|", on=card)
    wait_for_words(anna, card, "Choose one or several")
    anna.press("v1|pick|drawn_ink", on=card)
    wait_for_words(anna, card, "🖋 Ink")
    anna.press("v1|run|", on=card)
    picture = wait_for_picture(anna, card)

    assert picture.size == (96, 130)
    assert picture.words.startswith("✅ 🖋 Ink · Gatys")
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))


def test_a_png_with_alpha_comes_back_as_a_png_with_the_same_alpha(anna: Person):
    sprite = photo(200, 120)
    sprite.putalpha(
        photo(200, 120, "coffee.png").convert("L").point(lambda light: 0 if light < 40 else light)
    )
    sent = anna.send_document(file_of(sprite, "PNG"), name="sprite.png")
    card = card_of(anna, sent)
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)
    painted = opened(picture.download())

    assert (picture.media, picture.mime) == ("document", "image/png")
    assert (painted.format, painted.mode, painted.size) == ("PNG", "RGBA", (200, 120))
    assert painted.getchannel("A").tobytes() == sprite.getchannel("A").tobytes()
    assert painted.convert("RGB").tobytes() != sprite.convert("RGB").tobytes()


def test_a_photo_that_lies_on_its_side_comes_back_upright(anna: Person):
    lying = photo(280, 180)
    exif = lying.getexif()
    exif[0x0112] = 6  # turn by a quarter to the right to see it upright
    sent = anna.send_document(file_of(lying, exif=exif, quality=95), name="lying.jpg")
    card = card_of(anna, sent)
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)
    painted = opened(picture.download())

    assert picture.media == "document"
    assert (painted.format, painted.size) == ("JPEG", (180, 280))
    assert 0x0112 not in painted.getexif()
    assert is_a_painting_of(ImageOps.exif_transpose(opened(sent.download())), painted)


def test_a_large_photo_sent_as_a_file_keeps_all_its_pixels(anna: Person):
    sent = anna.send_document(file_of(photo(1501, 1000)), name="large.jpg")
    card = card_of(anna, sent)
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)

    assert (picture.media, picture.size) == ("document", (1501, 1000))
    assert is_a_painting_of(opened(sent.download()), opened(picture.download()))


def test_two_people_at_once_keep_their_own_photos(anna: Person, boris: Person):
    wishes = [(anna, "chelsea.png", "v1|paint|wave"), (boris, "rocket.jpg", "v1|paint|wheatfield")]
    cards = [open_card(person, file_of(photo(240, 180, name))) for person, name, _ in wishes]
    for (person, _, style), (_, card) in zip(wishes, cards, strict=True):
        choose_fast(person, card, style)
    pictures = [wait_for_picture(who, card) for (who, *_), (_, card) in zip(wishes, cards, strict=True)]
    painted = [opened(picture.download()) for picture in pictures]
    photos = [opened(sent.download()) for sent, _ in cards]

    assert "Hokusai" in pictures[0].words
    assert "wheat" in pictures[1].words
    for mine, others in ((0, 1), (1, 0)):
        assert likeness(painted[mine], photos[mine]) > likeness(painted[mine], photos[others]) + 0.2


def test_again_paints_the_same_photo_once_more_and_leaves_the_first_result(anna: Person):
    sent, card = open_card(anna, file_of(photo(120, 90)))
    choose_fast(anna, card)
    first = wait_for_picture(anna, card)
    anna.press("Again", on=first)
    second = anna.wait_for(
        lambda message: message.id > card.id and message.reply_to == sent.id and is_result(message),
        PAINTED,
    )

    assert second.size == first.size == (120, 90)
    assert anna.again(first) == first


def test_the_original_file_is_the_painting_as_it_was_painted(service: Service, anna: Person):
    _, card = open_card(anna, file_of(photo(120, 90)))
    choose_fast(anna, card)
    picture = wait_for_picture(anna, card)
    anna.press("Original file", on=picture)
    file = anna.wait_for_document(picture, deadline_s=PAINTED)
    kept = service.surroundings.folder / "results" / service.job_id(picture, "Again")

    assert file.download() == kept.read_bytes()
    assert opened(file.download()).size == (120, 90)
