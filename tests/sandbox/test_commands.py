"""The bot's commands: kept by scope and language, seen by the narrowest list that fits."""

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    MenuButtonCommands,
)

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import refusal


async def test_a_private_chat_shows_the_narrowest_list_in_the_persons_language(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    vera = sandbox.person(name="Vera", language="ru-RU")
    seen = []
    for scope, language, told in [
        (None, None, "any"),
        (None, "ru", "любой"),
        (BotCommandScopeAllPrivateChats(), None, "private"),
        (BotCommandScopeAllPrivateChats(), "ru", "личный"),
        (BotCommandScopeChat(vera.id), None, "Vera's"),
    ]:
        await bot.set_my_commands([("help", told)], scope=scope, language_code=language)
        seen.append((anna.commands_seen()["help"], vera.commands_seen()["help"]))

    assert seen == [
        ("any", "any"),
        ("any", "любой"),
        ("private", "private"),
        ("private", "личный"),
        ("private", "Vera's"),
    ]


async def test_a_group_shows_administrators_theirs(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    group = sandbox.group("Painters")
    there, boss = anna.within(group), sandbox.person(name="Boss").within(group)
    boss.join(administrator=True)
    seen = []
    for scope in [
        None,
        BotCommandScopeAllGroupChats(),
        BotCommandScopeAllChatAdministrators(),
        BotCommandScopeChat(group.chat_id),
        BotCommandScopeChatAdministrators(group.chat_id),
        BotCommandScopeChatMember(group.chat_id, anna.id),
    ]:
        await bot.set_my_commands(
            [("help", type(scope).__name__.removeprefix("BotCommandScope"))], scope=scope
        )
        seen.append((there.commands_seen()["help"], boss.commands_seen()["help"]))

    assert seen == [
        ("NoneType", "NoneType"),
        ("AllGroupChats", "AllGroupChats"),
        ("AllGroupChats", "AllChatAdministrators"),
        ("Chat", "Chat"),
        ("Chat", "ChatAdministrators"),
        ("ChatMember", "ChatAdministrators"),
    ]


async def test_a_list_that_is_taken_away_lets_the_wider_one_through(anna: Person, bot: Bot) -> None:
    await bot.set_my_commands([("help", "any")])
    await bot.set_my_commands([("queue", "private")], scope=BotCommandScopeAllPrivateChats())
    narrow = anna.commands_seen()
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())

    assert (narrow, anna.commands_seen()) == ({"queue": "private"}, {"help": "any"})
    assert await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats()) == ()


@pytest.mark.parametrize(
    ("commands", "how", "reason"),
    [
        ([{"command": "Help", "description": "x"}], {}, "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], {}, "BOT_COMMAND_INVALID"),
        ([{"command": "help", "description": ""}], {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "help", "description": "x" * 257}], {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], {}, "BOT_COMMANDS_TOO_MUCH"),
        ([], {"language_code": "russian"}, "invalid language code specified"),
        ([], {"scope": {"type": "chat", "chat_id": 7}}, "chat not found"),
        ([], {"scope": {"type": "moon"}}, "can't parse BotCommandScope: unsupported type specified"),
    ],
)
def test_a_list_that_telegram_refuses(
    commands: list[Any], how: dict[str, Any], reason: str, tidied: Sandbox
) -> None:
    assert refusal(tidied, "setMyCommands", commands=commands, **how) == reason


async def test_what_the_bot_says_of_itself_is_kept_by_language(anna: Person, bot: Bot) -> None:
    await bot.set_my_description("I repaint photos")
    await bot.set_my_description("Перерисую фото", language_code="ru")
    await bot.set_my_short_description("short")
    await bot.set_my_name("Ателье", language_code="ru")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    assert (await bot.get_my_description("ru")).description == "Перерисую фото"
    assert (await bot.get_my_description("de")).description == "I repaint photos"
    assert (await bot.get_my_short_description()).short_description == "short"
    assert [(await bot.get_my_name(code)).name for code in ("ru", "en")] == ["Ателье", "Atelier"]
    assert isinstance(await bot.get_chat_menu_button(anna.id), MenuButtonCommands)
