"""/styles and /examples: look at styles, and choose one, also before there is a photo."""

from dataclasses import dataclass
from functools import partial

from telegram import InputMediaPhoto, Message
from telegram.error import BadRequest

from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.types import Context
from bot.ways.coming import Coming
from bot.ways.letter import LINE, Letter
from bot.ways.style_page import StylePage
from chat.edits import edit_words, no_message, not_modified
from jobs.sheets import Sheets


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A message of the bot's that shows pages of styles."""

    desk: Desk
    context: Context
    chat: int
    message: int
    language: str
    #: It is thought to show a sheet already.
    captioned: bool = False

    async def show(self, page: StylePage) -> None:
        """Show a page now; one whose sheet is being made shows it when it is there."""
        Coming.of(self.desk, self.context).leave((self.chat, self.message))
        try:
            await self._show(page)
        except BadRequest as refusal:
            if _is_moot(refusal):
                return
            page = await _forgotten(self.desk, page)
            await self._show(page)
        self.expect(page)

    def expect(self, page: StylePage) -> None:
        """Have the sheet shown that the page's words promise."""
        if page.awaits and page.sheet:
            coming = Coming.of(self.desk, self.context)
            coming.wait(page.sheet, (self.chat, self.message), partial(self._put, page))

    async def _put(self, page: StylePage, sheet: str | bytes | None) -> None:
        """Keep the promise, or take it back where no sheet came or Telegram does not take it."""
        try:
            await self._show(page.with_picture(sheet))
        except BadRequest as refusal:
            if not _is_moot(refusal):
                await self._show(page.with_picture(None))

    async def _show(self, page: StylePage) -> None:
        bot, words, buttons = self.context.bot, page.words(self.language), page.buttons(self.language)
        if page.picture is None:
            await edit_words(bot, words, self.chat, self.message, buttons, captioned=self.captioned)
            return
        media = InputMediaPhoto(page.picture, caption=words, parse_mode="HTML")
        sent = await bot.edit_message_media(media, self.chat, self.message, reply_markup=buttons)
        if isinstance(sent, Message):
            await _note(self.desk, page, sent)


def _is_moot(refusal: BadRequest) -> bool:
    """Is it shown already, or is there no such message any more?"""
    return not_modified(refusal) or no_message(refusal)


async def send(letter: Letter, verb: str) -> None:
    """Send the first page of ``styles`` or ``examples``."""
    page = await StylePage.of(letter.desk, verb, 0)
    sent = await letter.desk.once(letter.bot.id, letter.update, partial(_send, letter, page), LINE)
    _stand(letter, sent).expect(page)


async def _send(letter: Letter, page: StylePage) -> Message:
    answer, buttons = letter.message, page.buttons(letter.language)
    if page.picture is None:
        return await answer.reply_text(page.words(letter.language), reply_markup=buttons)
    try:
        sent = await answer.reply_photo(
            page.picture, caption=page.words(letter.language), reply_markup=buttons
        )
    except BadRequest:  # Telegram knows it no more
        page = await _forgotten(letter.desk, page)
        sent = await answer.reply_text(
            page.words(letter.language), reply_markup=page.buttons(letter.language)
        )
        _stand(letter, sent.message_id).expect(page)
        return sent
    await _note(letter.desk, page, sent)
    return sent


def _stand(letter: Letter, message: int) -> Stand:
    return Stand(
        desk=letter.desk,
        context=letter.context,
        chat=letter.chat,
        message=message,
        language=letter.language,
    )


async def turn(press: BarePress, verb: str, number: int) -> None:
    """Show another page in the same message."""
    stand = Stand(
        desk=press.desk,
        context=press.context,
        chat=press.message.chat_id,
        message=press.message.message_id,
        language=press.language,
        captioned=bool(press.message.photo),
    )
    await stand.show(await StylePage.of(press.desk, verb, number))


async def _note(desk: Desk, page: StylePage, sent: Message) -> None:
    if page.sheet and isinstance(page.picture, bytes) and sent.photo:
        sheets = Sheets(desk.store.redis, desk.results)
        await off_loop(sheets.note, page.sheet, sent.photo[-1].file_id)


async def _forgotten(desk: Desk, page: StylePage) -> StylePage:
    """The page without a sheet that Telegram no longer knows, which is made again."""
    if page.sheet:
        await off_loop(Sheets(desk.store.redis, desk.results).forget, page.sheet)
    return await page.asked(desk)
