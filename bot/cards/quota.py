"""A day's number of pictures: what is said when it is spent, and what can be done instead."""

from time import time

from telegram import InlineKeyboardMarkup

from bot.desk import Desk
from chat.keyboards import operator as keyboards
from chat.texts import say
from chat.times import spell
from jobs import keys
from jobs.catalogue import Lane
from jobs.job import Job
from jobs.queue import limits_of

DAY = 86400


def is_spent(desk: Desk, job: Job) -> bool:
    """Has a person ordered as much in a lane as a day allows?"""
    daily = limits_of(job.lane).daily
    if not daily:
        return False
    count: str | None = desk.store.redis.get(keys.quota(job.person, job.lane, int(time() // DAY)))  # type: ignore[assignment]
    return int(count or 0) >= daily


def refusal(desk: Desk, job: Job) -> tuple[str, InlineKeyboardMarkup]:
    """Say when it is possible again, what is possible now, and what it costs at once."""
    language, daily = job.language, limits_of(job.lane).daily
    left = spell(language, DAY - time() % DAY)
    text = say(language, "spent-slow" if job.lane is Lane.SLOW else "spent-fast", limit=daily, time=left)
    return text, keyboards.spent(language, price_of(desk, job))


def price_of(desk: Desk, job: Job) -> int:
    """Telegram Stars for this picture beyond the day's number; 0: it is not sold."""
    sold = job.lane is Lane.SLOW and job.purpose == "picture"
    return desk.settings.stars_per_slow if sold else 0
