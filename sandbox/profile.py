"""What the bot says about itself: its commands, its name and descriptions, the button where people write."""

from dataclasses import dataclass, field

from sandbox.commands import Commands
from sandbox.people import Json


@dataclass
class Profile:
    """What BotFather, or the bot itself, has set."""

    commands: Commands = field(default_factory=Commands)
    #: By what it is and the language; the empty language is for all others.
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    #: By private chat; None is for all.
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
