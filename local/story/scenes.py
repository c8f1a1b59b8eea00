"""The day: what people do in the chats, scene by scene."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from local.demo import sample
from local.finished import is_result
from local.story.teller import Teller
from nst.drawings import draw
from sandbox.person import Message, Person, Sandbox
from worker.pictures import encode

#: Seconds for one answer of the bot, and for a painting.
ANSWER, PAINTED = 30, 180
#: Pixels of the style pictures that are sent.
STYLE_SIDE = 480


@dataclass(frozen=True)
class Player:
    """Somebody in a chat, whose story is told."""

    teller: Teller
    person: Person

    def says(self, narration: str, text: str) -> Message:
        """Write something, and wait for the bot's next message."""
        sent: list[Message] = []

        def does() -> None:
            sent.append(self.person.send_text(text))
            sent.append(self.person.wait_for(partial(_later, sent[0]), ANSWER))

        self.teller.step(narration, does)
        return sent[1]

    def sends(self, narration: str, send: Callable[[], Message]) -> tuple[Message, Message]:
        """Send a picture, and wait for the answer to it."""
        sent: list[Message] = []

        def does() -> None:
            sent.append(send())
            sent.append(self.person.wait_for_reply(sent[0], ANSWER))

        self.teller.step(narration, does)
        return sent[0], sent[1]

    def presses(
        self,
        narration: str,
        button: str,
        on: Message,
        until: Callable[[Message], bool] | None = None,
        seconds: float = ANSWER,
    ) -> Message:
        """Press a button, and wait until its message has changed, or is as told."""
        before, after = self.person.again(on), []

        def changed(message: Message) -> bool:
            return message.id == on.id and (until(message) if until else message != before)

        self.teller.press(
            narration, self.person, button, lambda: after.append(self.person.wait_for(changed, seconds)), on
        )
        return after[0]

    def gets(
        self,
        narration: str,
        button: str,
        on: Message,
        seconds: float = PAINTED,
        until: Callable[[Message], bool] | None = None,
    ) -> Message:
        """Press a button that brings a new message, and wait until that is as told."""
        found: list[Message] = []

        def new(message: Message) -> bool:
            return _later(on, message) and (until is None or until(message))

        self.teller.press(
            narration, self.person, button, lambda: found.append(self.person.wait_for(new, seconds)), on
        )
        return found[0]

    def waits(self, narration: str, message: Message, until: Callable[[Message], bool]) -> Message:
        """Wait for what becomes of a message."""
        found: list[Message] = []

        def there(seen: Message) -> bool:
            return seen.id == message.id and until(seen)

        self.teller.step(narration, lambda: found.append(self.person.wait_for(there, PAINTED)))
        return found[0]


def first_photo(teller: Teller, anna: Person) -> None:
    """A photo, a fast style, and what can be done with the result."""
    player = Player(teller, anna)
    with teller.scene("Anna sends her first photo", anna):
        player.says("Anna opens the bot.", "/start")
        _, card = player.sends(
            "She sends a photo of her coffee.", lambda: anna.send_photo(sample("coffee.png"))
        )
        player.presses("She looks at the fast styles.", "v1|fast|", card, _has("v1|paint|wave"))
        result = player.presses("She takes Hokusai's wave.", "v1|paint|wave", card, is_result, PAINTED)
        player.gets("A little less of it, please:", "v1|weaker", result, until=is_result)
        player.gets("The first one, as the file that was painted:", "v1|file", result, until=_is_document)
        teller.press("She likes the style and keeps it.", anna, "v1|savestyle", lambda: None, result)


def own_styles(teller: Teller, anna: Person) -> None:
    """Two pictures of one's own, weighed, painted before one's eyes."""
    player = Player(teller, anna)
    with teller.scene("A style of her own", anna):
        _, card = player.sends("A photo of her cat.", lambda: anna.send_photo(sample("chelsea.png")))
        player.presses("She wants a style of her own.", "v1|own|", card, _has("v1|gallery|"))
        for number, (name, words) in enumerate((("stained_glass", "A window"), ("waves", "and waves."))):
            picture = encode(draw(name, STYLE_SIDE)).content
            teller.step(words, partial(_sends_style, anna, card, picture, number))
        player.presses("More of the window:", "v1|more|0", card)
        result = player.presses("Run.", "v1|run|", card, is_result, PAINTED)
        player.presses("She wonders whether to throw it away,", "v1|delete", result, _has("🗑 Yes"))
        player.presses("and keeps it.", "⬅️ No, keep it", anna.again(result))


def changed_mind(teller: Teller, anna: Person) -> None:
    """Stopped half-way, and kept."""
    player = Player(teller, anna)
    with teller.scene("Stopped half-way", anna):
        _, card = player.sends("A rocket.", lambda: anna.send_photo(sample("rocket.jpg")))
        player.presses("A drawn style from the gallery.", "v1|gallery|", card, _has("v1|pick|drawn_brush"))
        player.presses("Brush strokes.", "v1|pick|drawn_brush", card, _has("v1|run|"))
        player.presses("Run.", "v1|run|", card, _half_painted, PAINTED)
        asked = player.presses("That is enough, she thinks.", "✖️ Cancel", card, _has("v1|keep"))
        player.presses("She keeps it as it is.", "v1|keep", asked, is_result)


def odd_things(teller: Teller, anna: Person) -> None:
    """What nobody expects is answered, too."""
    player = Player(teller, anna)
    with teller.scene("Odd things", anna):
        player.says("Anna writes what she wants.", "paint my cat, please")
        player.sends("She sends a letter.", lambda: anna.send_document(b"Dear bot", name="letter.txt"))
        _, card = player.sends("She sends a photo,", lambda: anna.send_photo(sample("coffee.png")))
        player.presses("asks for another strength,", "v1|strength|", card)
        player.says("in words,", "a lot")
        player.says("beyond all bounds,", "150")
        teller.step("and in the end as a number.", partial(_types, anna, card, "70 %", "70"))
        player.presses("Then she closes it.", "v1|close|", card)


def try_all(teller: Teller, anna: Person) -> None:
    """One picture with eight small ones, and one of them at full size."""
    player = Player(teller, anna)
    with teller.scene("Eight at once", anna):
        _, card = player.sends("She cannot decide.", lambda: anna.send_photo(sample("coffee.png")))
        tried = player.presses("Try all:", "v1|try|", card, _has("v1|redo"), PAINTED)
        player.gets("The second one, at full size:", "2 ", tried, until=is_result)


def album(teller: Teller, anna: Person) -> None:
    """The first of an album is painted, the others are its styles."""
    with teller.scene("An album", anna):
        pictures = [
            sample("rocket.jpg").read_bytes(),
            encode(draw("mosaic", STYLE_SIDE)).content,
            encode(draw("ink", STYLE_SIDE)).content,
        ]
        card: list[Message] = []

        def does() -> None:
            first = anna.send_album(pictures)[0]
            card.append(anna.wait_for(lambda m: m.reply_to == first.id and _has("v1|remove|1")(m), ANSWER))

        teller.step("Three pictures at once: a photo and two styles.", does)
        Player(teller, anna).presses("Swap the photo and the first style?", "v1|swap|", card[0])
        Player(teller, anna).presses("No, better not.", "v1|swap|", card[0])


def russian_group(teller: Teller, boris: Person, vera: Person) -> None:
    """A group with topics, in Russian."""
    player = Player(teller, boris)
    with teller.scene("Группа друзей", boris, language="ru"):
        photo: list[Message] = []
        teller.step(
            "Вера показывает друзьям кошку. Бот молчит: его не звали.",
            lambda: photo.append(vera.send_photo(sample("chelsea.png"))),
        )
        found: list[Message] = []

        def asks() -> None:
            boris.send_text("/style wave 60", reply_to=photo[0])
            found.append(boris.wait_for(_has("v1|paint|wave"), ANSWER))

        teller.step("Борис отвечает на фото: /style wave 60.", asks)
        teller.press("Вера нажимает его кнопку.", vera, "v1|paint|wave", lambda: None, found[0])
        player.presses("Борис нажимает сам.", "v1|paint|wave", found[0], is_result, PAINTED)


def own_pages(teller: Teller, boris: Person) -> None:
    """What there is of one's own, and how it goes."""
    player = Player(teller, boris)
    with teller.scene("Свои страницы", boris, language="ru"):
        player.says("Что умеет бот?", "/help")
        _, card = player.sends("Ракета.", lambda: boris.send_photo(sample("rocket.jpg")))
        player.presses("Какого размера?", "v1|size|", card)
        player.presses("Назад.", "v1|back|", card)
        player.presses("Быстрые стили:", "v1|fast|", card, _has("v1|paint|cradle"))
        player.presses("Климт.", "v1|paint|cradle", card, is_result, PAINTED)
        player.says("История:", "/history")
        page = player.says("Настройки:", "/settings")
        player.presses("По-английски?", "English", page)
        player.presses("Нет, по-русски.", "Русский", page)
        player.says("Очередь:", "/queue")
        privacy = player.says("Что бот хранит?", "/privacy")
        asked = player.presses("Удалить всё.", "v1|delete_me|ask", privacy)
        player.presses("Да.", "🗑 Да, удалить", asked)


def play(teller: Teller, sandbox: Sandbox, say: Callable[[str], None]) -> None:
    """Play the whole day.

    Args:
        say: told what each scene is about before it begins.
    """
    anna = sandbox.person(name="Anna", language="en")
    for scene in (first_photo, own_styles, changed_mind, odd_things, try_all, album):
        say(scene.__doc__ or "")
        scene(teller, anna)
    group = sandbox.group("Друзья", topics=["Картины", "Разное"])
    boris, vera = (sandbox.person(name=name, language="ru") for name in ("Boris", "Vera"))
    say(russian_group.__doc__ or "")
    russian_group(teller, boris.within(group, "Картины"), vera.within(group, "Картины"))
    say(own_pages.__doc__ or "")
    own_pages(teller, boris)


def _later(than: Message, message: Message) -> bool:
    return message.from_bot and message.id > than.id


def _datas(message: Message) -> list[str]:
    return [each.data or "" for row in message.buttons for each in row]


def _has(button: str) -> Callable[[Message], bool]:
    """Is there a button whose data or text begins with this?"""

    def there(message: Message) -> bool:
        texts = [each.text for row in message.buttons for each in row]
        return any(each.startswith(button) for each in (*_datas(message), *texts))

    return there


def _half_painted(message: Message) -> bool:
    """Is it being painted, and something to be seen?"""
    percent = re.search(r"░ (\d+) %", message.words)
    return percent is not None and int(percent[1]) >= 25


def _is_document(message: Message) -> bool:
    return message.media == "document"


def _sends_style(anna: Person, card: Message, picture: bytes, number: int) -> None:
    anna.send_photo(picture)
    anna.wait_for(lambda message: message.id == card.id and _has(f"v1|remove|{number}")(message), ANSWER)


def _types(anna: Person, card: Message, text: str, shown: str) -> None:
    anna.send_text(text)
    anna.wait_for(lambda message: message.id == card.id and _has(f"🎚 Strength {shown}")(message), ANSWER)
