"""What the bot hears when it is let in, thrown out, blocked, or gets other rights."""

import time

from sandbox.chats import Chat
from sandbox.people import Json, Person

#: What an administrator has to be told to have or not, in the Bot API's words.
_GRANTED = ("can_manage_chat", "can_delete_messages", "can_change_info", "can_invite_users")
_REFUSED = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def membership(bot: Person, chat: Chat, by: Person, before: str, after: str) -> Json:
    """Return the Bot API's ``ChatMemberUpdated`` object about the bot itself."""
    return {
        "chat": chat.as_api(),
        "from": by.as_api(),
        "date": int(time.time()),
        "old_chat_member": _member(bot, before),
        "new_chat_member": _member(bot, after),
    }


def _member(bot: Person, status: str) -> Json:
    member: Json = {"user": bot.as_api(), "status": status}
    if status == "kicked":
        return member | {"until_date": 0}
    if status == "administrator":
        return member | dict.fromkeys(_REFUSED, False) | dict.fromkeys(_GRANTED, True)
    return member
