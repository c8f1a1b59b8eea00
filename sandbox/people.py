"""Who writes: people, and the bot itself."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Person:
    """A Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    #: Without the leading @.
    username: str | None = None
    #: IETF tag of the person's app, for example ``en``; bots have none.
    language_code: str | None = None
    is_bot: bool = False

    def as_api(self) -> Json:
        """Return the Bot API's ``User`` object."""
        user = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | {name: value for name, value in optional.items() if value is not None}


def bot_account(token: str) -> Person:
    """Return the account that ``token`` belongs to: its id is the number before the colon."""
    return Person(
        id=int(token.partition(":")[0]), first_name="Atelier", username="atelier_sandbox_bot", is_bot=True
    )
