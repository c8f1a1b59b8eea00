"""The styles to choose from: fast ones painted at once, and pictures for a mix, as contact sheets."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from kombu.exceptions import OperationalError
from telegram import InlineKeyboardMarkup, Message

from bot.cards import card
from bot.cards.draft import Draft, Page
from bot.cards.press import Press
from bot.cards.showing import edit_sheet
from bot.desk import off_loop
from chat.keyboards import style as keyboards
from chat.texts import say
from chat.titles import tiles
from jobs.catalogue import Style
from jobs.sheets import Sheet, Sheets

logger = structlog.get_logger()


async def show_fast(press: Press, page: int = 0) -> None:
    """Offer the fast styles that some worker can paint."""
    styles, language = (await press.desk.offer()).fast(), press.language
    if not styles:
        text, buttons = say(language, "no-fast"), keyboards.free_styles(language, styles)
        await press.turn(press.draft, "fast", text, buttons)
        return

    def buttons_for(sheet: bool) -> InlineKeyboardMarkup:
        return keyboards.fast_styles(language, styles, page, sheet=sheet)

    await _show(press, press.draft, "fast", "choose-fast", styles, page, buttons_for)


async def show_gallery(press: Press, page: int = 0) -> None:
    """Offer the styles that can be mixed: a press takes one and shows the mix."""
    draft, styles = press.draft, (await press.desk.offer()).pictures()

    def buttons_for(sheet: bool) -> InlineKeyboardMarkup:
        return keyboards.gallery(press.language, styles, draft.styles, page, sheet=sheet)

    await _show(press, draft, "gallery", "choose-gallery", styles, page, buttons_for)


async def show_several(press: Press, draft: Draft, page: int = 0) -> None:
    """Offer the same to tick one after the other."""
    styles, key = (await press.desk.offer()).pictures(), "choose-full" if draft.full else "choose-several"

    def buttons_for(sheet: bool) -> InlineKeyboardMarkup:
        return keyboards.several(press.language, styles, draft.styles, page, sheet=sheet)

    await _show(press, draft, "gallery", key, styles, page, buttons_for)


async def _show(
    press: Press,
    draft: Draft,
    on: Page,
    key: str,
    styles: Sequence[Style],
    page: int,
    buttons_for: Callable[[bool], InlineKeyboardMarkup],
) -> None:
    """Show a page of styles as numbered pictures, or by their titles while nobody has made the pictures.

    By their titles, too, on the card of a file, a sticker or a clip: it could not show that again, and the
    sheet would stay there for ever.
    """
    here, text = keyboards.on_page(styles, page), say(press.language, key)
    if draft.content.kind != "photo":
        await press.turn(draft, on, text, buttons_for(False))
        return
    sheets, sheet = Sheets(press.desk.store.redis, press.desk.results), _sheet(here)
    picture = await off_loop(sheets.find, sheet)
    if picture is not None:
        shown = draft.changed(page=on, captioned=True)
        await off_loop(press.desk.drafts.save, shown)
        words = "\n".join([text, *tiles(here, press.language)])
        told = await edit_sheet(press.desk, press.bot, shown, words, buttons_for(True), picture)
        if isinstance(told, Message) and told.photo:
            await off_loop(sheets.note, sheet, told.photo[-1].file_id)
        if told is not False:
            return
        await off_loop(sheets.forget, sheet)
    await press.turn(draft, on, text, buttons_for(False))
    await off_loop(_ask, sheets, {sheet, _sheet(keyboards.on_page(styles, page + 1))})


def _sheet(styles: Sequence[Style]) -> Sheet:
    return Sheet(tuple(style.name for style in styles))


def _ask(sheets: Sheets, wanted: set[Sheet]) -> None:
    """Have sheets made that are not there: they will be when somebody looks again."""
    try:
        for sheet in wanted:
            if sheets.find(sheet) is None:
                sheets.ask(sheet)
    except OperationalError:
        logger.warning("! no contact sheet asked for")


async def _fast(press: Press) -> None:
    await show_fast(press, press.number(0))


async def _gallery(press: Press) -> None:
    await show_gallery(press, press.number(0))


async def _several(press: Press) -> None:
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await show_several(press, press.draft, press.number(0))


async def _pick(press: Press) -> None:
    """Take a gallery style into the mix, or out of it, and show the mix."""
    style = (await press.desk.offer()).styles.get(press.argument)
    if style is None or not style.by_picture:
        await show_gallery(press)
        return
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await card.show_mix(press.desk, press.bot, press.changed(press.draft.with_style(style)))


async def _tick(press: Press) -> None:
    """Take a gallery style into the mix, or out of it, and stay on its page."""
    pictures = (await press.desk.offer()).pictures()
    place = next((n for n, style in enumerate(pictures) if style.name == press.argument), None)
    if place is None:
        await show_several(press, press.draft)
        return
    changed = press.changed(press.draft.with_style(pictures[place]))
    await show_several(press, changed, place // keyboards.PAGE)


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {
    "fast": _fast,
    "gallery": _gallery,
    "several": _several,
    "pick": _pick,
    "tick": _tick,
}
