"""Styles that people saved, each under a name that they need not think of."""

from dataclasses import dataclass

from pydantic import ValidationError
from redis import Redis

from bot.cards.draft import WEIGHT
from bot.desk import off_loop
from bot.finished.job_press import JobPress
from chat.status import name_of
from chat.texts import say
from jobs import keys
from jobs.job import StylePart

#: Styles that a person can save, and characters in an answer to a press.
MOST, MOST_WORDS = 30, 200


@dataclass(frozen=True)
class Saved:
    """The styles in Redis."""

    redis: "Redis"

    def all(self, person: int) -> dict[str, StylePart]:
        """A person's styles by name; what another version wrote is left out."""
        texts: dict[str, str] = self.redis.hgetall(keys.saved(person))  # type: ignore[assignment]
        found: dict[str, StylePart] = {}
        for name in sorted(texts, key=lambda name: (len(name), name)):  # "My style 10" after "My style 9"
            try:
                found[name] = StylePart.model_validate_json(texts[name])
            except ValidationError:
                continue
        return found

    def save(self, person: int, name: str, part: StylePart) -> None:
        """Keep a style under a name."""
        self.redis.hset(keys.saved(person), name, part.model_dump_json())

    def remove(self, person: int, name: str) -> None:
        """Keep it no longer."""
        self.redis.hdel(keys.saved(person), name)


def source(part: StylePart) -> str:
    """What a style is, whatever its weight."""
    return f"own {part.picture.file_unique_id}" if part.picture else f"gallery {part.gallery}"


async def save_style(press: JobPress) -> None:
    """Save the styles of a picture, each once, and say where they are found."""
    past = await press.past()
    if past is None:
        return
    saved = Saved(press.desk.store.redis)
    there = await off_loop(saved.all, press.person)
    known = {source(part): name for name, part in there.items()}
    new = [part for part in past.job.styles if source(part) not in known]
    if len(there) + len(new) > MOST:
        await press.say("styles-saved-full", alert=True, most=MOST)
        return
    for part in new:
        name = _name(part, set(known.values()), press.language)
        await off_loop(saved.save, press.person, name, part.model_copy(update={"weight": WEIGHT}))
        known[source(part)] = name
    names = ", ".join(known[source(part)] for part in past.job.styles)[: MOST_WORDS // 2]
    await press.say("style-saved" if new else "style-saved-already", alert=True, name=names)


def _name(part: StylePart, taken: set[str], language: str) -> str:
    """A gallery style's own name, or the next number of the person's."""
    if part.gallery:
        return name_of(part, language, 1, 1)
    numbers = (say(language, "saved-name", number=number) for number in range(1, MOST + 2))
    return next(name for name in numbers if name not in taken)
