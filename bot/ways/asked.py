"""What a command in words asks for: ``/style wave 60``, ``/nst``, ``/gan``, in a text or under a photo."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, Self, TypeAlias, cast

from chat.titles import typed_for
from jobs.catalogue import Style

Command: TypeAlias = Literal["style", "nst", "gan"]

#: Weights that a person can give in words, in per cent.
LEAST, MOST = 10, 100
_COMMAND = re.compile(r"/(style|nst|gan)(?:@(\w+))?(?=\s|$)(.*)", re.IGNORECASE | re.DOTALL)
#: Per cents at the end: a number of any length, so that one too many is told and is no name.
_WEIGHT = re.compile(r"(?:^|\s)([0-9]+)\s*%?$")
#: From which likeness on a name is offered for another: by pairs of letters, or by what stands in order.
_PAIRS_ALIKE, _ORDER_ALIKE = 0.5, 0.7
#: Names that people type are compared by their letters and digits.
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command, as it was written."""

    command: Command
    #: The name of a style, as it was typed; empty: there is none.
    name: str = ""
    #: Per cents, whatever the number; None: there is none.
    weight: int | None = None

    @classmethod
    def of(cls, text: str | None, bot: str) -> Self | None:
        """Read a text or a caption; None: it begins with no such command, or with one for another bot.

        Args:
            bot: our own name, without ``@``.
        """
        found = _COMMAND.match(text or "")
        if found is None or (found[2] or bot).lower() != bot.lower():
            return None
        name, weight = name_and_weight(found[3])
        return cls(command=cast("Command", found[1].lower()), name=name, weight=weight)

    @property
    def marks_a_style(self) -> bool:
        """Does it say that the photo it stands under, or answers, is a style?"""
        return self.command == "style" and not self.name

    @property
    def fits(self) -> bool:
        """Is the weight one that can be given?"""
        return self.weight is None or LEAST <= self.weight <= MOST


def name_and_weight(words: str) -> tuple[str, int | None]:
    """Read ``van gogh 60 %``: what the number leaves is a name."""
    words = words.strip()
    number = _WEIGHT.search(words)
    if number is None:
        return words, None
    return words[: number.start()].strip(), int(number[1][:6])


def within(weight: int) -> int:
    """The nearest weight that can be given."""
    return min(MOST, max(LEAST, weight))


def as_near(weight: int | None) -> int | None:
    """The nearest weight that can be given; None: none was asked for."""
    return None if weight is None else within(weight)


def find(styles: dict[str, Style], name: str) -> Style | None:
    """The style that a person means: by its name or title in either language, however that is spelt."""
    wanted = _letters(name)
    if not wanted:
        return None
    return next((style for style in styles.values() if wanted in _spellings(style)), None)


def nearest(styles: dict[str, Style], name: str, most: int = 3) -> list[Style]:
    """The styles whose names are most like what was typed, the likest first; none where none is."""
    wanted = _letters(name)
    likeness = {
        one: max(_likeness(wanted, each) for each in _spellings(style)) for one, style in styles.items()
    }
    like = sorted((one for one in styles if likeness[one] >= _PAIRS_ALIKE), key=lambda one: -likeness[one])
    return [styles[one] for one in like[:most]]


def _spellings(style: Style) -> set[str]:
    return {_letters(each) for each in (style.name, style.name.removeprefix("drawn_"), *typed_for(style))}


def _letters(name: str) -> str:
    return _BETWEEN.sub("", name.casefold()).replace("ё", "е")  # few people type ё


def _likeness(one: str, other: str) -> float:
    """How like two words are, 0 to 1: pairs of neighbouring letters in common (Dice), or letters in order."""
    if one and other and (one in other or other in one):
        return 0.5 + min(len(one), len(other)) / (2 * max(len(one), len(other)))
    mine, others = _pairs(one), _pairs(other)
    if not mine or not others:
        return 0.0
    in_order = SequenceMatcher(None, one, other, autojunk=False).ratio()
    in_pairs = 2 * len(mine & others) / (len(mine) + len(others))
    return max(in_pairs, in_order if in_order >= _ORDER_ALIKE else 0.0)


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)}
