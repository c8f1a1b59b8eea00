"""The menu of commands, by scope and language, and what Telegram shows of a bot that is not known yet."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from functools import partial
from html import unescape

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from chat.flood import Priority
from chat.texts import LANGUAGES, say

logger = structlog.get_logger()

#: Texts that say what the commands do; each is named after its command.
IN_PRIVATE = (
    "command-start",
    "command-styles",
    "command-examples",
    "command-style",
    "command-gan",
    "command-nst",
    "command-queue",
    "command-history",
    "command-settings",
    "command-help",
    "command-privacy",
    "command-delete_me",
    "command-cancel",
)
#: In groups only what has a meaning there.
IN_GROUPS = (
    "command-style",
    "command-gan",
    "command-nst",
    "command-styles",
    "command-queue",
    "command-cancel",
    "command-help",
)
#: The operator's, beside those of a private chat.
OF_ADMINS = ("command-admin",)


async def register(bot: ExtBot[Priority], known: Collection[str], admins: Collection[int]) -> None:
    """Tell Telegram what this bot is and which commands it takes; what fails is only missed in the menu.

    Args:
        known: commands that have a handler.
        admins: ids of the people who are offered the operator's commands, in their private chats.
    """
    for call in [*_menus(bot, known, admins), *_descriptions(bot)]:
        try:
            await call()
        except TelegramError as trouble:  # an admin who never wrote to the bot, say
            logger.warning("! not registered", error=type(trouble).__name__, why=trouble.message)


def _menus(
    bot: ExtBot[Priority], known: Collection[str], admins: Collection[int]
) -> Iterator[Callable[[], Awaitable[object]]]:
    scopes: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeAllPrivateChats(), IN_PRIVATE),
        (BotCommandScopeAllGroupChats(), IN_GROUPS),
        *((BotCommandScopeChat(person), IN_PRIVATE + OF_ADMINS) for person in admins),
    ]
    for scope, keys in scopes:
        for language in LANGUAGES:
            commands = _commands(language, keys, known)
            code = None if language == LANGUAGES[0] else language
            yield partial(bot.set_my_commands, commands, scope=scope, language_code=code)


def _commands(language: str, keys: tuple[str, ...], known: Collection[str]) -> list[BotCommand]:
    names = {key: key.removeprefix("command-") for key in keys}
    return [BotCommand(name, unescape(say(language, key))) for key, name in names.items() if name in known]


def _descriptions(bot: ExtBot[Priority]) -> Iterator[Callable[[], Awaitable[object]]]:
    for language in reversed(LANGUAGES):  # the first last: where another is not set, Telegram shows the first
        code = None if language == LANGUAGES[0] else language
        yield partial(_describe, bot, language, code)


async def _describe(bot: ExtBot[Priority], language: str, code: str | None) -> None:
    """Describe the bot where its operator has not done so, with @BotFather, say."""
    if not (await bot.get_my_description(code)).description:
        await bot.set_my_description(unescape(say(language, "description")), code)
    if not (await bot.get_my_short_description(code)).short_description:
        await bot.set_my_short_description(unescape(say(language, "short-description")), code)
