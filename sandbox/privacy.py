"""What a bot hears in a group whose privacy mode is on."""

from sandbox.messages import Message
from sandbox.people import Json, Person


def hears(bot: Person, message: Message) -> bool:
    """Return whether a message is meant for the bot: a command, a mention, a reply, or a service message."""
    replied = message.chat.messages.get(message.reply_to or 0)
    return (
        message.service is not None
        or message.via_bot == bot
        or message.chat.members.get(bot.id) == "administrator"
        or (replied is not None and replied.sender == bot)
        or any(_meant(bot, message.text.plain, entity) for entity in message.text.entities)
    )


def _meant(bot: Person, text: str, entity: Json) -> bool:
    """Return whether a command is for this bot, or for any, or a mention names it."""
    start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    words = text.encode("utf-16-le")[start:end].decode("utf-16-le").lower()
    if entity["type"] == "mention":
        return words == f"@{bot.username}".lower()
    if entity["type"] != "bot_command":
        return False
    _, _, name = words.partition("@")
    return name in ("", str(bot.username).lower())
