"""Buttons of the operator's page, and of what can be bought."""

from collections.abc import Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button
from chat.texts import say
from jobs.catalogue import Lane


def admin(language: str, paused: Mapping[Lane, bool], flower: str) -> InlineKeyboardMarkup:
    """Offer to pause each lane or let it go on, and to look again."""
    lanes = [
        button(
            say(language, "button-resume" if rests else "button-pause", lane=str(lane)),
            "lane",
            f"{lane}:{int(not rests)}",
        )
        for lane, rests in paused.items()
    ]
    rows = [[one] for one in lanes]
    rows.append([button(say(language, "button-refresh"), "admin")])
    if flower:
        rows[-1].append(InlineKeyboardButton("Flower", url=flower))
    return InlineKeyboardMarkup(rows)


def broadcast(language: str, number: str, chats: int) -> InlineKeyboardMarkup:
    """Ask whether a broadcast is to go out."""
    send = say(language, "button-broadcast", chats=chats)
    return InlineKeyboardMarkup(
        [
            [button(send, "broadcast", f"send:{number}")],
            [button(say(language, "button-broadcast-not"), "broadcast", f"stop:{number}")],
        ]
    )


def broadcasting(language: str, number: str) -> InlineKeyboardMarkup:
    """Offer to see how far it is, and to stop it."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(language, "button-refresh"), "broadcast", f"look:{number}"),
                button(say(language, "button-broadcast-stop"), "broadcast", f"stop:{number}"),
            ]
        ]
    )


def spent(language: str, price: int) -> InlineKeyboardMarkup:
    """Offer what is possible though a day's number is spent.

    Args:
        price: Telegram Stars for one more; 0: none is sold.
    """
    rows = [[button(say(language, "button-buy", stars=price), "buy")]] if price else []
    rows.append(
        [button(say(language, "button-instead"), "fast"), button(say(language, "button-back"), "back")]
    )
    return InlineKeyboardMarkup(rows)
