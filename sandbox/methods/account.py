"""The bot itself: who it is, and its commands."""

from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World


async def get_me(world: World, _: Parameters) -> Json:
    """Return the bot's account."""
    return world.bot.as_api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,  # privacy mode is off: the bot itself must know what to ignore
        "supports_inline_queries": False,
    }


async def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Keep the list of commands in a language, or in all others."""
    commands = parameters.structure("commands")
    if not isinstance(commands, list):
        raise BadRequest("can't parse commands: expected an Array of BotCommand")
    world.commands[parameters.text("language_code") or ""] = commands
    return True


async def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """Return the list of commands in a language."""
    return world.commands.get(parameters.text("language_code") or "", [])


async def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Empty the list of commands in a language."""
    world.commands.pop(parameters.text("language_code") or "", None)
    return True


async def accept(_: World, __: Parameters) -> bool:
    """Do nothing: what is asked for has no meaning here."""
    return True
