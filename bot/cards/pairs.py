"""Nets that turn one kind of picture into another: pairs with their direction, and single ones."""

from collections.abc import Awaitable, Callable, Sequence

from bot.cards.press import Press
from chat.keyboards import style as keyboards
from chat.texts import say
from jobs.catalogue import CATALOGUE, Style

#: Stands between two things in the title of one direction.
ARROW = "→"
#: The first direction of each pair: which are turned is written as bits in this order.
FIRST = tuple(
    style.name
    for n, style in enumerate(CATALOGUE)
    if ARROW in style.title
    and style.reverse in {later.name for later in CATALOGUE[n:] if ARROW in later.title}
)

#: What suits each direction: the text that says so.
ADVICE = {
    "summer2winter": "advice-summer2winter",
    "winter2summer": "advice-winter2summer",
    "horse2zebra": "advice-horse2zebra",
    "zebra2horse": "advice-zebra2horse",
    "apple2orange": "advice-apple2orange",
    "orange2apple": "advice-orange2apple",
    "map2sat": "advice-map2sat",
    "sat2map": "advice-sat2map",
    "street2label": "advice-street2label",
    "label2street": "advice-label2street",
    "facade2label": "advice-facade2label",
    "label2facade": "advice-label2facade",
}


def in_pairs(styles: Sequence[Style], turned: int) -> tuple[list[list[Style]], list[Style]]:
    """Sort what there is into pairs, each begun by the direction that is shown, and single ones.

    Args:
        turned: bits of the pairs that show their second direction.
    """
    there = {style.name: style for style in styles}
    pairs = []
    for n, name in enumerate(FIRST):
        both = [there[each] for each in (name, _reverse(name)) if each in there]
        if both:
            pairs.append(both[::-1] if turned >> n & 1 else both)
    paired = {style.name for pair in pairs for style in pair}
    return pairs, [style for style in styles if style.name not in paired]


def _reverse(name: str) -> str:
    return next(style.reverse or "" for style in CATALOGUE if style.name == name)


def turned_over(turned: int, name: str) -> int:
    """Show the other direction of the pair that a style belongs to."""
    place = next((n for n, first in enumerate(FIRST) if name in (first, _reverse(first))), None)
    return turned if place is None else turned ^ 1 << place


async def _show(press: Press, turned: int = 0, seen: str = "") -> None:
    """Show the page.

    Args:
        seen: the style that was just turned up, which the advice is about.
    """
    language, styles = press.language, (await press.desk.offer()).translations()
    pairs, singles = in_pairs(styles, turned)
    advice = say(language, ADVICE.get(seen, "advice"))
    buttons = keyboards.pairs(language, pairs, singles, f"{turned:x}")
    text = f"{say(language, 'choose-pair')}\n{advice}" if styles else say(language, "no-fast")
    await press.turn(press.draft, "pairs", text, buttons)


async def _pairs(press: Press) -> None:
    await _show(press)


async def _turn(press: Press) -> None:
    """Turn a pair round: the argument names what is to be shown, and how the others are turned."""
    name, _, bits = press.argument.partition(".")
    known = len(bits) <= len(f"{1 << len(FIRST):x}") and all(each in "0123456789abcdef" for each in bits)
    await _show(press, turned_over(int(bits, 16) if bits and known else 0, name), name)


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {"pairs": _pairs, "turn": _turn}
