"""The mix: which styles, how much of each, whose colours, how strong and how large."""

from collections.abc import Awaitable, Callable

from bot.cards import card
from bot.cards.draft import STEP, Draft
from bot.cards.outlook import only_fast
from bot.cards.press import Press
from bot.desk import off_loop
from chat.keyboards import choice as keyboards
from chat.texts import say
from jobs.job import Colours

#: What a press may ask for; anything else is taken as the first.
_COLOURS: dict[str, Colours] = {each: each for each in keyboards.COLOURS}


async def show(press: Press) -> None:
    """Ask for style pictures, or show those that are there."""
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await card.show_mix(press.desk, press.bot, press.draft)


async def _change_mix(press: Press, changed: Draft) -> None:
    """Keep a changed mix and show it; a press that is handled again only shows it."""
    await card.show_mix(press.desk, press.bot, press.changed(changed))


async def _more(press: Press) -> None:
    await _change_mix(press, press.draft.weighed(_index(press), STEP))


async def _less(press: Press) -> None:
    await _change_mix(press, press.draft.weighed(_index(press), -STEP))


async def _remove(press: Press) -> None:
    await _change_mix(press, press.draft.without(_index(press)))


def _index(press: Press) -> int:
    return press.number(len(press.draft.styles))


async def _swap(press: Press) -> None:
    """Paint the first own style picture in the style of the photo."""
    await _change_mix(press, press.draft.swapped())


async def _arrange(press: Press) -> None:
    """Blend the styles, or give each a part of the picture."""
    await _change(press, press.draft.changed(arrangement="split" if press.argument == "split" else "blend"))


async def _colours(press: Press) -> None:
    """Take the colours of the style, those of the photo, or the style's in tune with the photo."""
    await _change(press, press.draft.changed(colours=_COLOURS.get(press.argument, "style")))


async def _change(press: Press, changed: Draft) -> None:
    """Keep a changed draft and show the page that leads on."""
    show = card.show_mix if changed.styles and not changed.chosen else card.show_start
    await show(press.desk, press.bot, press.changed(changed))


async def _strength(press: Press) -> None:
    draft = press.draft
    text = say(draft.language, "ask-strength" if draft.chat > 0 else "ask-strength-group")
    await press.turn(draft, "strength", text, keyboards.strengths(draft))


async def _strong(press: Press) -> None:
    await _change(press, press.draft.changed(strength=min(100, press.number(100)) / 100))


async def _size(press: Press) -> None:
    draft, content = press.draft, press.draft.content
    text = say(draft.language, "ask-size")
    if not content.width:
        text += "\n" + say(draft.language, "smaller-stays")
    if content.kind == "document" and not only_fast(content):
        text += "\n" + say(draft.language, "comes-as-file")
    await press.turn(draft, "size", text, keyboards.sizes(draft))


async def _longest(press: Press) -> None:
    """Take one of the sizes that are offered; anything else is the photo's own."""
    side = press.number(0)
    await _change(press, press.draft.changed(longest=side if side in keyboards.SIDES else 0))


async def _form(press: Press) -> None:
    await _change(press, press.draft.changed(as_file=press.argument == "file"))


async def _back(press: Press) -> None:
    await off_loop(press.desk.drafts.leave, press.draft)
    await card.show_start(press.desk, press.bot, press.draft)


async def _close(press: Press) -> None:
    await card.edit(press.desk, press.bot, press.draft, say(press.language, "closed"), None)
    await off_loop(press.desk.drafts.forget, press.draft)


async def _nothing(_: Press) -> None:
    """A label that looks like a button."""


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {
    "own": show,
    "mix": show,
    "more": _more,
    "less": _less,
    "remove": _remove,
    "swap": _swap,
    "arrange": _arrange,
    "colours": _colours,
    "strength": _strength,
    "strong": _strong,
    "size": _size,
    "longest": _longest,
    "form": _form,
    "back": _back,
    "close": _close,
    "noop": _nothing,
}
