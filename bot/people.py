"""Who sent an update, in which language, and what that person has set."""

from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError
from redis import Redis
from telegram import Update

from bot.desk import Desk, off_loop
from chat.texts import language
from jobs import keys

Language: TypeAlias = Literal["", "en", "ru"]


class Preferences(BaseModel):
    """What a person chose in /settings; changed by making a new one."""

    model_config = ConfigDict(frozen=True)

    #: Empty: what Telegram says of the person's app.
    language: Language = ""
    #: Pixels of a painting's longer side at most; 0: the photo's own size.
    longest: int = 0
    as_file: bool = False
    #: Show the picture as it is painted.
    previews: bool = True
    #: Make the phone notify after a long wait.
    notify: bool = True

    @classmethod
    def load(cls, redis: "Redis", person: int) -> Self:
        """Read a person's; what is not of this form counts as not set."""
        fields: dict[str, str] = redis.hgetall(keys.person(person))  # type: ignore[assignment]
        try:
            return cls.model_validate(fields)
        except ValidationError:
            return cls()

    def save(self, redis: "Redis", person: int) -> None:
        """Keep them."""
        redis.hset(
            keys.person(person), mapping={name: str(value) for name, value in self.model_dump().items()}
        )


async def preferences_of(desk: Desk, person: int) -> Preferences:
    """What a person has set."""
    return await off_loop(Preferences.load, desk.store.redis, person)


async def person_of(desk: Desk, update: Update) -> tuple[int, str]:
    """The id of the person and the language for them: the one that they set, else that of their app.

    Raises:
        LookupError: the update has no person (a channel's post).
    """
    user = update.effective_user
    if user is None:
        raise LookupError("an update without a person")
    chosen = (await preferences_of(desk, user.id)).language
    return user.id, chosen or language(user.language_code)
