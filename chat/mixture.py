"""A mix in words: each style by its name and its share."""

from chat.status import name_of, shares
from chat.texts import say
from jobs.job import StylePart


def named_shares(parts: tuple[StylePart, ...], language: str) -> list[tuple[str, int]]:
    """Name each style of a mix, with its share in whole per cents of a hundred."""
    own = sum(part.picture is not None for part in parts)
    numbers = (sum(part.picture is not None for part in parts[: i + 1]) for i in range(len(parts)))
    names = (name_of(part, language, number, own) for part, number in zip(parts, numbers, strict=True))
    return list(zip(names, shares(parts), strict=True))


def in_bold(parts: tuple[StylePart, ...], language: str) -> str:
    """Name a mix in Telegram's HTML; one style goes without its share."""
    if len(parts) == 1:
        [(name, _)] = named_shares(parts, language)
        return say(language, "mix-only", name=name)
    named = named_shares(parts, language)
    return " · ".join(say(language, "mix-part", name=name, share=share) for name, share in named)
