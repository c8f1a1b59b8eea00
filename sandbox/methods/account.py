"""The bot itself: who it is, and what it says about itself."""

from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World

#: Characters.
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


async def get_me(world: World, _: Parameters) -> Json:
    """Return the bot's account."""
    return world.bot.as_api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
    }


async def set_my_name(world: World, parameters: Parameters) -> bool:
    """Keep the bot's name in a language."""
    return _keep(world, parameters, "name", MAX_NAME, "BOT_TITLE_INVALID")


async def get_my_name(world: World, parameters: Parameters) -> Json:
    """Return the bot's name in a language."""
    told = _kept(world, parameters, "name")
    return {"name": told or world.bot.first_name}


async def set_my_description(world: World, parameters: Parameters) -> bool:
    """Keep what an empty chat shows."""
    return _keep(world, parameters, "description", MAX_DESCRIPTION, "BOT_DESCRIPTION_INVALID")


async def get_my_description(world: World, parameters: Parameters) -> Json:
    """Return what an empty chat shows."""
    return {"description": _kept(world, parameters, "description")}


async def set_my_short_description(world: World, parameters: Parameters) -> bool:
    """Keep what the bot's profile shows."""
    return _keep(
        world, parameters, "short_description", MAX_SHORT_DESCRIPTION, "BOT_SHORT_DESCRIPTION_INVALID"
    )


async def get_my_short_description(world: World, parameters: Parameters) -> Json:
    """Return what the bot's profile shows."""
    return {"short_description": _kept(world, parameters, "short_description")}


async def set_chat_menu_button(world: World, parameters: Parameters) -> bool:
    """Keep the button beside the line where people write: in one private chat, or in all."""
    button = parameters.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise BadRequest("can't parse menu button: invalid type specified")
    world.profile.menu_buttons[_private(world, parameters)] = button
    return True


async def get_chat_menu_button(world: World, parameters: Parameters) -> Json:
    """Return the button beside the line where people write."""
    kept = world.profile.menu_buttons
    return kept.get(_private(world, parameters)) or kept.get(None) or {"type": "default"}


async def accept(_: World, __: Parameters) -> bool:
    """Do nothing: what is asked for has no meaning here."""
    return True


def _private(world: World, parameters: Parameters) -> int | None:
    chat_id = parameters.integer("chat_id")
    return None if chat_id is None else world.chat(chat_id).id


def _keep(world: World, parameters: Parameters, name: str, longest: int, refused: str) -> bool:
    told = parameters.text(name) or ""
    if len(told) > longest:
        raise BadRequest(refused)
    world.profile.texts[(name, parameters.text("language_code") or "")] = told
    return True


def _kept(world: World, parameters: Parameters, name: str) -> str:
    language = parameters.text("language_code") or ""
    return world.profile.texts.get((name, language)) or world.profile.texts.get((name, ""), "")
