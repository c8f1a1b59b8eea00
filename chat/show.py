"""Edits of a status message on the way to its result: seldom, unimportant, and never late."""

from telegram.ext import ExtBot

from chat import keyboards
from chat.flood import Dropped, Priority
from jobs.job import Job


async def show(bot: ExtBot[Priority], job: Job, text: str, priority: Priority) -> bool:
    """Edit a job's status message; the caller has just made sure that it may.

    Returns:
        False: dropped, because the flood budget is short.

    Raises:
        telegram.error.TelegramError: Telegram refused or did not answer.
    """
    try:
        await bot.edit_message_text(
            text,
            chat_id=job.chat,
            message_id=job.status_message,
            reply_markup=keyboards.status(job),
            rate_limit_args=priority,
        )
    except Dropped:
        return False
    return True
