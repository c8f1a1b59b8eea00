"""The bot's commands, by scope and language."""

import re

from sandbox.commands import Scope
from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World

#: Commands of one list, and characters of a description.
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_NAME = re.compile(r"/?[a-z0-9_]{1,32}")
_WHOLE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_OF_CHAT = ("chat", "chat_administrators", "chat_member")
_LANGUAGE = re.compile(r"([a-z]{2})?")


async def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Keep a list of commands; an empty one takes away what was there."""
    commands = parameters.structure("commands")
    if not isinstance(commands, list):
        raise BadRequest("can't parse commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    place = _place(world, parameters)
    world.profile.commands.lists[place] = [_command(told) for told in commands]
    return True


async def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """Return what was set for exactly this scope and language."""
    return world.profile.commands.lists.get(_place(world, parameters), [])


async def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Take a list away, so that wider ones are seen."""
    world.profile.commands.lists.pop(_place(world, parameters), None)
    return True


def _command(told: object) -> Json:
    if not isinstance(told, dict):
        raise BadRequest("can't parse BotCommand: expected an Object")
    name, description = told.get("command"), told.get("description")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 0 < len(description.strip()) <= MAX_DESCRIPTION:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description.strip()}


def _place(world: World, parameters: Parameters) -> tuple[Scope, str]:
    language = parameters.text("language_code") or ""
    if not _LANGUAGE.fullmatch(language):
        raise BadRequest("invalid language code specified")
    return _scope(world, parameters.structure("scope")), language


def _scope(world: World, told: object) -> Scope:
    if told is None:
        return Scope()
    if not isinstance(told, dict):
        raise BadRequest("can't parse BotCommandScope: expected an Object")
    kind = told.get("type")
    if kind in _WHOLE:
        return Scope(type=kind)
    if kind not in _OF_CHAT:
        raise BadRequest("can't parse BotCommandScope: unsupported type specified")
    own = Parameters.of(told)
    chat = world.chat(own.integer("chat_id"))
    if kind != "chat" and chat.person is not None:
        raise BadRequest("can't use the scope in private chats")
    person = world.person(own.integer("user_id")) if kind == "chat_member" else None
    return Scope(type=kind, chat_id=chat.id, user_id=person.id if person else None)
