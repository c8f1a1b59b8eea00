"""Keyboards: what may stand under a message."""

import re

from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json

#: UTF-8 bytes.
MAX_CALLBACK_DATA = 64
#: Buttons of one keyboard.
MAX_BUTTONS = 100
_ADDRESS = re.compile(r"(https?://|tg://)?[\w-]+(\.[\w-]+)+|tg://|https?://\w")
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
#: Markups of the chat's own keyboard: accepted in new messages, shown nowhere.
_OTHER = ("keyboard", "remove_keyboard", "force_reply")


def inline_keyboard(parameters: Parameters, *, pays: bool = False) -> Json | None:
    """Return the keyboard that is to stand under the message, or None.

    Args:
        parameters: of the call.
        pays: the message is an invoice, whose first button pays; no other may.

    Raises:
        BadRequest: a button could not work, as Telegram says it.
    """
    markup = parameters.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if any(name in markup for name in _OTHER):
            return None
        raise BadRequest("can't parse reply keyboard markup JSON object")
    checked = _checked(markup["inline_keyboard"])
    buttons = [button for row in checked["inline_keyboard"] for button in row] if checked else []
    if any(button.get("pay") for button in buttons[1 if pays else 0 :]):
        raise BadRequest("BUTTON_TYPE_INVALID")
    return checked


def _checked(keyboard: object) -> Json | None:
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise BadRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [row for row in keyboard if row]
    buttons = [button for row in rows for button in row]
    for button in buttons:
        _check(button)
    if len(buttons) > MAX_BUTTONS:
        raise BadRequest("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check(button: object) -> None:
    if not isinstance(button, dict):
        raise BadRequest("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise BadRequest("can't parse inline keyboard button: can't find field \"text\"")
    if not any(button.get(action) not in (None, "", False) for action in _ACTIONS) and not _switches(button):
        raise BadRequest(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not button["text"].strip():
        raise BadRequest("BUTTON_TEXT_INVALID")
    if len(str(button.get("callback_data", "")).encode()) > MAX_CALLBACK_DATA:
        raise BadRequest("BUTTON_DATA_INVALID")
    chosen = button.get("switch_inline_query_chosen_chat")
    if chosen is not None and not isinstance(chosen, dict):
        raise BadRequest("can't parse inline keyboard button: expected SwitchInlineQueryChosenChat")
    if "url" in button and not _ADDRESS.match(str(button["url"])):
        raise BadRequest(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _switches(button: Json) -> bool:
    """Return whether a button begins an inline query: an empty one counts, too."""
    return any(
        isinstance(button.get(name), str)
        for name in ("switch_inline_query", "switch_inline_query_current_chat")
    )
