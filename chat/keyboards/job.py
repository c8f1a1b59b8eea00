"""Buttons under a job: while it waits, is painted, and is over."""

from telegram import InlineKeyboardMarkup

from chat.buttons import button
from chat.texts import say
from jobs.catalogue import Lane
from jobs.job import Job


def status(job: Job, *, painting: bool = False) -> InlineKeyboardMarkup:
    """Offer to cancel a job and, where there is something to keep while it is painted, to stop it."""
    row = [button(say(job.language, "button-cancel"), "cancel", job.id)]
    if painting and job.lane is Lane.SLOW:
        row.insert(0, button(say(job.language, "button-stop"), "stop", job.id))
    return InlineKeyboardMarkup([row])


def result(job: Job) -> InlineKeyboardMarkup:
    """Offer what people want next."""
    row = [
        button(say(job.language, "button-file"), "file", job.id),
        button(say(job.language, "button-again"), "again", job.id),
    ]
    other = button(say(job.language, "button-other"), "other", job.id)
    return InlineKeyboardMarkup([row, [other]])


def send_again(job: Job) -> InlineKeyboardMarkup:
    """Offer a result that may not have arrived."""
    return InlineKeyboardMarkup([[button(say(job.language, "button-send-again"), "resend", job.id)]])


def try_again(job: Job) -> InlineKeyboardMarkup:
    """Offer to repeat what failed or was cancelled."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(job.language, "button-try-again"), "again", job.id),
                button(say(job.language, "button-other"), "other", job.id),
            ]
        ]
    )
