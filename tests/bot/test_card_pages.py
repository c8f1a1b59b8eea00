"""Each page of a card, in both languages: what it says, what its buttons say, and where they lead."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from bot.cards.card import within, words
from bot.cards.draft import Draft
from bot.cards.pairs import ADVICE, FIRST
from bot.cards.saved import Saved
from bot.people import Preferences
from chat.texts import LANGUAGES
from jobs.catalogue import STYLES, Lane, Method, Style
from jobs.job import Photo, StylePart
from painting.sizes import limited
from sandbox.person import Message, Person, Sandbox
from tests.bot.cards import announce, card, datas, jobs, press, texts
from tests.bot.lives import Bot, bot_of, picture, tickets_to

PAIRS = ("summer2winter", "winter2summer", "horse2zebra", "monet", "vangogh")
FAST = ("wave", "candy", "microast", *PAIRS)
FOREST = Style(name="forest", title="🌲 <Forest>", method=Method.GATYS, lane=Lane.SLOW)


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        announce(bot, Lane.FAST, *FAST)
        announce(bot, Lane.SLOW, "gatys")
        await bot.updates()
        yield bot


@pytest.fixture(params=LANGUAGES)
def ru(request: pytest.FixtureRequest) -> bool:
    """Does Anna's app speak Russian? Asked for by tests of words, which thus are made in both languages."""
    return bool(request.param == "ru")


@pytest.fixture
def anna(sandbox: Sandbox, request: pytest.FixtureRequest) -> Person:
    russian = "ru" in request.fixturenames and request.getfixturevalue("ru")
    return sandbox.person(name="Anna", language="ru" if russian else "en")


def kept(bot: Bot, message: Message) -> Draft:
    """What a card's draft is now."""
    draft = bot.desk.drafts.load(message.chat_id, message.id)
    assert draft is not None
    return draft


async def test_the_first_page_offers_all_ways_with_their_times(bot: Bot, anna: Person, ru: bool):
    shown = await card(bot, anna, 800, 600)
    rows = texts(shown)
    flat = [text for row in rows for text in row]

    assert shown.words == ("📷 800×600. Что сделать?" if ru else "📷 800×600. What shall I do?")
    assert rows[-3:] == (
        [
            ["🖼 Галерея", "🐴 CycleGAN", "⚡×7 Все сразу"],
            ["🎚 Сила 100 %", "📐 Размер фото", "🎨 Цвета стиля"],
            ["✖️ Закрыть"],
        ]
        if ru
        else [
            ["🖼 Gallery", "🐴 CycleGAN", "⚡×7 Try all"],
            ["🎚 Strength 100 %", "📐 Original size", "🎨 Style colours"],
            ["✖️ Close"],
        ]
    )
    assert flat[0].startswith("⚡ Быстрые стили · " if ru else "⚡ Fast styles · ")
    assert flat[1].startswith("🎨 Мой стиль · " if ru else "🎨 My own style · ")
    assert kept(bot, shown).page == "start"


async def test_only_what_is_installed_is_offered(bot: Bot, anna: Person):
    announce(bot, Lane.FAST, "wave")
    shown = await card(bot, anna)

    assert not {"v1|pairs|", "v1|try|"} & set(datas(shown))
    assert "v1|gallery|" in datas(shown)


async def test_the_strength_page_marks_the_strength_and_takes_another(bot: Bot, anna: Person, ru: bool):
    shown = await press(bot, anna, await card(bot, anna), "v1|strength|")
    page = kept(bot, shown).page
    after = await press(bot, anna, shown, "v1|strong|40")

    assert shown.words.startswith("🎚 Насколько сильным" if ru else "🎚 How strong")
    assert texts(shown)[0] == ["20", "40", "60", "80", "● 100"]
    assert page == "strength"
    assert ("🎚 Сила 40 %" if ru else "🎚 Strength 40 %") in texts(after)[-2]
    assert (kept(bot, after).strength, kept(bot, after).page) == (0.4, "start")


async def test_the_size_page_offers_what_is_smaller_than_the_photo(bot: Bot, anna: Person, ru: bool):
    shown = await press(bot, anna, await card(bot, anna, 1280, 720), "v1|size|")
    first = await press(bot, anna, shown, "v1|longest|640")
    page = kept(bot, shown).page
    filed = await press(bot, anna, shown, "v1|size|", "v1|form|file")
    again = await press(bot, anna, shown, "v1|size|")

    assert texts(shown) == (
        [["● 📐 Размер фото"], ["📐 640 px"], ["● 🖼 Как фото", "📄 Файлом"], ["⬅️ Назад"]]
        if ru
        else [
            ["● 📐 Original size"],
            ["📐 640 px"],
            ["● 🖼 As a photo", "📄 As a file"],
            ["⬅️ Back"],
        ]
    )
    assert shown.words.startswith("📐")
    assert page == "start"
    assert "📐 640 px" in texts(first)[-2]
    assert "📐 640 px 📄" in texts(filed)[-2]
    assert texts(again)[1] == ["● 📐 640 px"]


async def test_size_and_file_reach_the_job(bot: Bot, anna: Person):
    shown = await card(bot, anna, 1280, 720)
    await press(bot, anna, shown, "v1|longest|640", "v1|form|file", "v1|paint|wave")
    [job] = jobs(bot)

    assert (job.longest, job.as_file) == (640, True)


async def test_a_size_that_is_not_offered_is_the_photo_s_own(bot: Bot, anna: Person):
    shown = await press(bot, anna, await card(bot, anna, 1280, 720), "v1|longest|640", "v1|longest|5")

    assert kept(bot, shown).longest == 0


async def test_an_image_file_of_unknown_size_is_offered_every_size_and_comes_back_as_a_file(
    bot: Bot, anna: Person, ru: bool
):
    anna.send_document(picture(), name="photo.jpg")
    await bot.handle_all()
    shown = await press(bot, anna, anna.messages()[-1], "v1|size|")

    assert [row[0].removeprefix("● ") for row in texts(shown)[1:-1]] == [
        "📐 2048 px",
        "📐 1280 px",
        "📐 640 px",
    ]
    assert ("вернётся файл" if ru else "comes back as a file") in shown.words
    assert ("поменьше сохранит" if ru else "A smaller picture keeps") in shown.words


async def test_a_card_says_what_size_becomes_of_a_photo_that_is_made_smaller(
    bot: Bot, anna: Person, ru: bool
):
    shown = await press(bot, anna, await card(bot, anna, 1280, 719), "v1|longest|640")
    mixed = await press(bot, anna, shown, "v1|longest|0")

    asks = "Что сделать?" if ru else "What shall I do?"
    assert shown.words == f"📷 1280×719 → 640×360. {asks}"
    assert mixed.words == f"📷 1280×719. {asks}"


async def test_a_card_of_a_file_whose_size_nobody_knows_says_that_it_is_never_enlarged(
    bot: Bot, anna: Person, ru: bool
):
    anna.send_document(picture(), name="photo.jpg")
    await bot.handle_all()
    shown = anna.messages()[-1]
    smaller = await press(bot, anna, shown, "v1|longest|2048")

    first = "📷 Есть. Что сделать?" if ru else "📷 Got it. What shall I do?"
    at_most = (
        "📐 Не больше 2048 px: картинка поменьше сохранит свой размер."
        if ru
        else "📐 2048 px at most: a smaller picture keeps its size."
    )
    assert shown.words == first
    assert smaller.words == f"{first}\n{at_most}"


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 70))
def test_a_card_says_the_size_that_workers_make(width: int, height: int, longest: int):
    content = Photo(file_id="f", file_unique_id="u", width=width, height=height, kind="photo")
    painted = limited(numpy.zeros((3, height, width), numpy.float32), longest)

    assert within(content, longest) == (painted.shape[2], painted.shape[1])


def test_the_words_of_a_card_name_both_sizes_only_where_they_differ():
    content = Photo(file_id="f", file_unique_id="u", width=800, height=600, kind="document")

    assert words("en", content, 2048) == "📷 800×600. What shall I do?"
    assert words("en", content, 640) == "📷 800×600 → 640×480. What shall I do?"
    assert "→" not in words("en", content.model_copy(update={"kind": "animation"}), 640)


async def test_a_new_card_begins_with_what_its_person_has_set(bot: Bot, anna: Person):
    set_ = Preferences(longest=640, as_file=True, previews=False, notify=False)
    set_.save(bot.desk.store.redis, anna.id)
    large, small = await card(bot, anna, 1280, 720), await card(bot, anna, 640, 480)
    await press(bot, anna, large, "v1|paint|wave")
    [job] = jobs(bot)

    assert (job.longest, job.as_file, job.previews, job.notify) == (640, True, False, False)
    assert kept(bot, small).longest == 0


async def test_colours_have_three_choices_in_turn(bot: Bot, anna: Person, ru: bool):
    shown, seen = await card(bot, anna), []
    for colours in ("luminance", "matched", "style"):
        assert f"v1|colours|{colours}" in datas(shown)
        shown = await press(bot, anna, shown, f"v1|colours|{colours}")
        seen.append(texts(shown)[-2][2])

    assert seen == (
        ["🎨 Мои цвета", "🎨 В тон моим", "🎨 Цвета стиля"]
        if ru
        else ["🎨 My colours", "🎨 In tune with mine", "🎨 Style colours"]
    )


async def test_the_wait_for_a_style_says_what_to_send(bot: Bot, anna: Person, ru: bool):
    shown = await press(bot, anna, await card(bot, anna), "v1|own|")

    assert shown.words.startswith("🎨 Пришлите картину" if ru else "🎨 Send the picture whose style")
    assert texts(shown) == (
        [["🖼 Галерея", "⭐ Мои стили"], ["⬅️ Назад", "✖️ Отмена"]]
        if ru
        else [["🖼 Gallery", "⭐ My styles"], ["⬅️ Back", "✖️ Cancel"]]
    )
    assert (kept(bot, shown).page, bot.desk.drafts.awaited(anna.chat_id, anna.id)) == ("mix", shown.id)


async def mixed(bot: Bot, anna: Person) -> Message:
    """A card with a gallery style and an own picture in its mix."""
    shown = await press(bot, anna, await card(bot, anna, 80, 60), "v1|own|", "v1|pick|drawn_ink")
    anna.send_photo(picture(50, 50))
    await bot.handle_all()
    return anna.again(shown)


async def test_the_mix_shows_each_style_with_its_share_and_what_can_be_done(bot: Bot, anna: Person, ru: bool):
    shown = await mixed(bot, anna)
    rows = texts(shown)
    runs = [each.text for row in shown.buttons for each in row if "|run|" in (each.data or "")]

    assert shown.words == (
        "🎨 Стили: 🖋 Тушь 50 % · ваша картина 50 %. Пришлите ещё (до 4) или:"
        if ru
        else "🎨 Styles: 🖋 Ink 50 % · your picture 50 %. Send more (up to 4), or:"
    )
    assert rows[:4] == (
        [
            ["➖", "🖋 Тушь 50 %", "➕", "🗑"],
            ["➖", "ваша картина 50 %", "➕", "🗑"],
            ["◧ Смешать", "🎨 Цвета стиля"],
            ["🔁 Фото ⇄ стиль", "🎚 Сила 100 %"],
        ]
        if ru
        else [
            ["➖", "🖋 Ink 50 %", "➕", "🗑"],
            ["➖", "your picture 50 %", "➕", "🗑"],
            ["◧ Blend", "🎨 Style colours"],
            ["🔁 Swap photo and style", "🎚 Strength 100 %"],
        ]
    )
    assert [run.partition(" · ")[0] for run in runs] == (
        ["✅ Начать", "⚡ Быстро"] if ru else ["✅ Run", "⚡ Run fast"]
    )
    assert rows[-1] == (["⬅️ Назад", "✖️ Отмена"] if ru else ["⬅️ Back", "✖️ Cancel"])


async def test_plus_and_minus_move_shares_of_a_hundred_in_tens(bot: Bot, anna: Person):
    shown, seen = await mixed(bot, anna), []
    for verb in ("more|0", "more|0", "less|1", "less|0"):
        shown = await press(bot, anna, shown, f"v1|{verb}")
        seen.append([row[1].rpartition(" ")[0][-2:] for row in texts(shown)[:2]])

    assert seen == [["60", "40"], ["70", "30"], ["80", "20"], ["70", "30"]]


async def test_a_swap_paints_the_style_picture_in_the_style_of_the_photo(bot: Bot, anna: Person):
    before = kept(bot, await mixed(bot, anna))
    shown = await press(bot, anna, anna.messages()[1], "v1|swap|")
    after = kept(bot, shown)
    again = kept(bot, await press(bot, anna, shown, "v1|swap|"))

    assert after.content == before.styles[1].picture
    assert [part.picture or part.gallery for part in after.styles] == ["drawn_ink", before.content]
    assert (again.content, again.styles) == (before.content, before.styles)
    assert again.photo_message == before.photo_message


async def test_a_swap_with_the_message_known_is_painted_below_it(bot: Bot, anna: Person):
    own = Photo(file_id="o", file_unique_id="o", width=9, height=9, kind="photo")
    draft = kept(bot, await card(bot, anna)).with_picture(own, message=77)
    swapped = draft.swapped()

    assert (swapped.photo_message, swapped.swapped().photo_message) == (77, draft.photo_message)


async def test_the_pairs_page_turns_each_pair_by_itself(bot: Bot, anna: Person, ru: bool):
    first = await press(bot, anna, await card(bot, anna), "v1|pairs|")
    turned = await press(bot, anna, first, next(data for data in datas(first) if "|turn|" in data))
    back = await press(bot, anna, turned, next(data for data in datas(turned) if "|turn|" in data))
    await press(bot, anna, turned, "v1|paint|winter2summer")
    [job] = jobs(bot)

    assert texts(first) == [
        ["☀️ Лето → ❄️ Зима" if ru else "☀️ Summer → ❄️ Winter", "⇄"],
        ["🐴 Лошадь → 🦓 Зебра" if ru else "🐴 Horse → 🦓 Zebra"],  # the other direction is not installed
        ["Винсент Ван Гог", "Клод Моне"] if ru else ["Vincent van Gogh", "Claude Monet"],
        ["⬅️ Назад" if ru else "⬅️ Back"],
    ]
    assert texts(turned)[0] == ["❄️ Зима → ☀️ Лето" if ru else "❄️ Winter → ☀️ Summer", "⇄"]
    assert ("снежный пейзаж" if ru else "landscapes in snow") in turned.words
    assert ("знает картинки одного рода" if ru else "one kind of picture") in first.words
    assert texts(back) == texts(first)
    assert job.styles[0].gallery == "winter2summer"


def test_each_direction_of_each_pair_has_its_advice():
    assert set(ADVICE) == {name for first in FIRST for name in (first, STYLES[first].reverse)}


async def test_a_style_chosen_before_stands_on_the_card_and_is_painted_by_one_press(
    bot: Bot, anna: Person, ru: bool
):
    shown = await card(bot, anna)
    chosen = kept(bot, shown).changed(chosen=StylePart(gallery="wave", weight=1))
    bot.desk.drafts.save(chosen)
    shown = await press(bot, anna, shown, "v1|back|")
    await press(bot, anna, shown, "v1|paint|wave")
    [job] = jobs(bot)

    assert shown.words.endswith("🎨 Выбрано: 🌊 Волна Хокусая" if ru else "🎨 Chosen: 🌊 Hokusai's wave")
    assert texts(shown)[0][0].startswith("✅ Нарисовать · " if ru else "✅ Paint · ")
    assert (datas(shown)[0], job.method) == ("v1|paint|wave", Method.MULTISTYLE)


async def test_pictures_chosen_before_are_painted_by_one_press_too(bot: Bot, anna: Person):
    shown = await mixed(bot, anna)
    first = await press(bot, anna, shown, "v1|back|")
    await press(bot, anna, first, "v1|run|")
    [job] = jobs(bot)

    assert datas(first)[0] == "v1|run|"
    assert (job.method, len(job.styles)) == (Method.GATYS, 2)


async def test_a_clip_is_offered_what_fast_painters_can_do(bot: Bot, anna: Person, ru: bool):
    shown = await card(bot, anna)
    clip = Photo(file_id="clip", file_unique_id="clip", width=320, height=240, kind="animation")
    bot.desk.drafts.save(
        kept(bot, shown).changed(content=clip, styles=(StylePart(gallery="drawn_ink", weight=1),))
    )
    first = await press(bot, anna, shown, "v1|back|")
    mix = await press(bot, anna, shown, "v1|mix|")
    refused = await press(bot, anna, shown, "v1|run|")
    none_ordered = jobs(bot)
    await press(bot, anna, shown, "v1|run|fast")
    [job] = jobs(bot)

    assert first.words.startswith("🎞 320×240. Ролики" if ru else "🎞 320×240. Moving pictures")
    assert "v1|try|" not in datas(first)
    assert [data for data in datas(mix) if "|run|" in data] == ["v1|run|fast"]
    assert "v1|swap|" not in datas(mix)
    assert (refused.words, none_ordered) == (mix.words, [])
    assert job.method is Method.MICROAST


async def test_a_clip_is_not_tried_in_all_styles_and_one_is_offered_instead(bot: Bot, anna: Person, ru: bool):
    shown = await card(bot, anna)
    clip = Photo(file_id="clip", file_unique_id="clip", width=320, height=240, kind="sticker")
    bot.desk.drafts.save(kept(bot, shown).changed(content=clip))
    told = await press(bot, anna, shown, "v1|try|")

    assert told.words.startswith("⚡ Во всех стилях сразу" if ru else "⚡ Only photos can be tried")
    assert "v1|paint|wave" in datas(told)
    assert jobs(bot) == []


async def test_a_clip_for_which_nobody_is_fast_gets_net_styles_and_is_told_why(
    bot: Bot, anna: Person, ru: bool
):
    announce(bot, Lane.FAST, "wave")
    shown = await card(bot, anna)
    clip = Photo(file_id="clip", file_unique_id="clip", width=320, height=240, kind="video")
    bot.desk.drafts.save(
        kept(bot, shown).changed(content=clip, styles=(StylePart(gallery="drawn_ink", weight=1),))
    )
    first = await press(bot, anna, shown, "v1|back|")
    mix = await press(bot, anna, shown, "v1|mix|")

    assert not {"v1|own|", "v1|gallery|"} & set(datas(first))
    assert [data for data in datas(mix) if "|run|" in data] == []
    assert ("рисовать некому" if ru else "cannot be painted in these") in mix.words


async def test_saved_styles_are_listed_taken_once_and_removed(bot: Bot, anna: Person, ru: bool):
    saved = Saved(bot.desk.store.redis)
    shown = await card(bot, anna)
    none = await press(bot, anna, shown, "v1|mine|")
    saved.save(anna.id, "Мой <стиль> 1", StylePart(gallery="drawn_ink", weight=50))
    listed = await press(bot, anna, shown, "v1|mine|")
    take, unsave = datas(listed)[:2]
    await press(bot, anna, shown, take)
    mix = await press(bot, anna, shown, take)
    after = await press(bot, anna, shown, unsave)

    assert none.words.startswith(
        "⭐ Сохранённых стилей пока нет" if ru else "⭐ You have no saved styles yet"
    )
    assert texts(listed)[0] == ["⭐ Мой <стиль> 1", "🗑"]
    assert [part.gallery for part in kept(bot, mix).styles] == ["drawn_ink"]
    assert ("🖋 Тушь" if ru else "🖋 Ink") in mix.words
    assert (after.words, saved.all(anna.id)) == (none.words, {})


async def test_a_saved_style_of_a_net_is_chosen_and_not_mixed(bot: Bot, anna: Person):
    Saved(bot.desk.store.redis).save(anna.id, "wave", StylePart(gallery="wave", weight=50))
    listed = await press(bot, anna, await card(bot, anna), "v1|mine|")
    first = await press(bot, anna, listed, datas(listed)[0])

    assert datas(first)[0] == "v1|paint|wave"
    assert kept(bot, first).styles == ()


async def test_a_style_is_forgotten_as_soon_as_pictures_are_mixed(bot: Bot, anna: Person):
    shown = await card(bot, anna)
    bot.desk.drafts.save(kept(bot, shown).changed(chosen=StylePart(gallery="wave", weight=1)))
    mix = await press(bot, anna, shown, "v1|pick|drawn_ink")

    assert kept(bot, mix).chosen is None


async def test_typed_words_belong_to_the_card_used_last(bot: Bot, anna: Person):
    first, second = await card(bot, anna), await card(bot, anna)
    youngest = bot.desk.drafts.latest(anna.chat_id, anna.id)
    await press(bot, anna, first, "v1|strength|")
    used = bot.desk.drafts.latest(anna.chat_id, anna.id)

    assert youngest is not None
    assert used is not None
    assert (youngest.card, used.card, used.page) == (second.id, first.id, "strength")


async def test_in_a_group_the_card_works_and_others_are_told_whose_it_is(
    bot: Bot, anna: Person, sandbox: Sandbox, ru: bool
):
    group = sandbox.group("Painters")
    here, boris = anna.within(group), sandbox.person(name="Boris", language="en").within(group)
    here.send_photo(picture(), caption="@" + sandbox_name(bot))
    await bot.handle_all()
    shown = next(message for message in here.messages()[::-1] if message.from_bot)
    before = await press(bot, here, shown, "v1|pairs|")
    made = boris.press("v1|paint|vangogh", on=before)
    await bot.handle_all()

    assert made.answer() is not None
    assert "only for whoever called me" in (made.answer().text or "")
    assert here.again(shown) == before
    assert jobs(bot) == []


def sandbox_name(bot: Bot) -> str:
    """The bot's name."""
    return str(bot.app.bot.username)
