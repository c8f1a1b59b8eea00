"""Who writes: the banned are told so once a day, and chats that are used can be reached by a broadcast."""

from time import time

import structlog
from redis import Redis
from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.desk import Desk, off_loop
from chat.texts import language, say
from jobs import keys

logger = structlog.get_logger()

#: Seconds for which a used chat is not noted again, and a banned person not told again.
HOUR, DAY = 3600, 86400


async def is_welcome(desk: Desk, update: Update) -> bool:
    """May the person who sent an update use the bot? A private chat of one who may is noted as used."""
    user, chat = update.effective_user, update.effective_chat
    if user is None:
        return True
    private = chat is not None and chat.type == ChatType.PRIVATE
    if not await off_loop(_banned, desk.store.redis, user.id, note=private):
        return True
    if private and await off_loop(_first_time, desk.store.redis, user.id):
        await _tell(update, say(language(user.language_code), "banned"))
    return False


def _banned(redis: "Redis", person: int, *, note: bool) -> bool:
    with redis.pipeline(transaction=False) as pipe:
        pipe.sismember(keys.BANNED, str(person))
        if note:
            pipe.set(keys.seen(person), 1, nx=True, ex=HOUR)
        banned, *fresh = pipe.execute()
    if fresh and fresh[0] and not banned:
        redis.zadd(keys.CHATS, {str(person): time()})
    return bool(banned)


def _first_time(redis: "Redis", person: int) -> bool:
    return bool(redis.set(keys.told(person), 1, nx=True, ex=DAY))


async def _tell(update: Update, words: str) -> None:
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(words, show_alert=True)
        elif update.effective_message is not None:
            await update.effective_message.reply_text(words)
    except TelegramError as trouble:
        logger.info("! a banned person was not told", error=type(trouble).__name__)
