"""Buttons of a person's own pages: settings, queue, privacy."""

from collections.abc import Sequence
from typing import Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button, in_rows
from chat.keyboards.choice import SIDES
from chat.texts import say
from jobs.job import Job

#: Longest sides that can be chosen for all pictures, in pixels; 0: each photo's own.
SIZES = (0, *SIDES)


class Set(Protocol):
    """What a person has set."""

    @property
    def language(self) -> str:
        """Empty: what Telegram says."""

    @property
    def longest(self) -> int:
        """Pixels of the longer side at most; 0: the photo's own."""

    @property
    def as_file(self) -> bool:
        """Files rather than photos."""

    @property
    def previews(self) -> bool:
        """The picture grows as it is painted."""

    @property
    def notify(self) -> bool:
        """The phone notifies."""


def settings(language: str, person: int, chosen: Set) -> InlineKeyboardMarkup:
    """Offer all that can be set; what is chosen is marked.

    Args:
        person: whose settings they are; nobody else may press.
    """

    def choice(field: str, value: str | int, text: str, *, on: bool) -> InlineKeyboardButton:
        return button(f"● {text}" if on else text, "set", f"{person}:{field}:{value}")

    def switch(field: str, key: str, *, on: bool) -> InlineKeyboardButton:
        return button(say(language, key), "set", f"{person}:{field}:{int(not on)}")

    languages = (("", say(language, "language-telegram")), ("en", "English"), ("ru", "Русский"))
    sizes = ((side, say(language, "size-own") if side == 0 else f"{side} px") for side in SIZES)
    return InlineKeyboardMarkup(
        [
            [choice("language", code, text, on=chosen.language == code) for code, text in languages],
            [choice("longest", side, text, on=chosen.longest == side) for side, text in sizes],
            [
                choice("as_file", 0, say(language, "as-photo"), on=not chosen.as_file),
                choice("as_file", 1, say(language, "as-file"), on=chosen.as_file),
            ],
            [switch("previews", "previews-on" if chosen.previews else "previews-off", on=chosen.previews)],
            [switch("notify", "notify-on" if chosen.notify else "notify-off", on=chosen.notify)],
        ]
    )


def queue(language: str, jobs: Sequence[Job]) -> InlineKeyboardMarkup:
    """Offer to cancel each of a person's jobs, and to look again."""
    away = (button(f"✖️ {number}. #{job.label}", "unqueue", job.id) for number, job in enumerate(jobs, 1))
    return InlineKeyboardMarkup([*in_rows(away, 2), [button(say(language, "button-refresh"), "queue")]])


def privacy(language: str) -> InlineKeyboardMarkup:
    """Offer to delete everything."""
    return InlineKeyboardMarkup([[button(say(language, "button-delete-me"), "delete_me", "ask")]])


def delete_me(language: str, person: int) -> InlineKeyboardMarkup:
    """Ask once more."""
    return InlineKeyboardMarkup(
        [
            [button(say(language, "button-delete-yes"), "delete_me", f"yes:{person}")],
            [button(say(language, "button-delete-no"), "delete_me", f"no:{person}")],
        ]
    )
