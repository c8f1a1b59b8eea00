"""An update's text becomes an update again, and goes to the handler that takes it."""

import json
from typing import Any

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import CallbackContext

from bot.types import App
from chat.texts import language, say


class Dispatch:
    """Hands updates to the application's handlers.

    Not by ``Application.process_update``: that swallows what handlers raise, and an update whose handler
    broke would count as handled.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def handle(self, text: str) -> None:
        """Let the first handler that takes an update handle it; anything may be raised."""
        update = self._read(text)
        for handler in self._app.handlers[0]:
            check = handler.check_update(update)
            if check is not None and check is not False:
                context = CallbackContext.from_update(update, self._app)
                await handler.handle_update(update, self._app, check, context)
                return

    async def tell_broken(self, text: str) -> None:
        """Never leave a person without a word: say that it does not work."""
        update = self._read(text)
        if update.effective_user is None:
            return
        words = say(language(update.effective_user.language_code), "broken")
        if update.callback_query is not None:
            try:
                await update.callback_query.answer(words, show_alert=True)
            except BadRequest:  # after some seconds a press cannot be answered any more
                pass
            else:
                return
        if update.effective_message is not None:
            await update.effective_message.reply_text(words)

    def kind(self, text: str) -> str:
        """Name what an update is about, for example ``message``."""
        parts: dict[str, Any] = json.loads(text)
        return next((name for name in parts if name != "update_id"), "nothing")

    def _read(self, text: str) -> Update:
        return Update.de_json(json.loads(text), self._app.bot)
