"""Every method of the Bot API that is known here, by its name in lower case."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sandbox.methods import account, answering, editing, receiving, sending
from sandbox.parameters import Parameters
from sandbox.world import World

Method: TypeAlias = Callable[[World, Parameters], Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": account.get_me,
    "setmycommands": account.set_my_commands,
    "getmycommands": account.get_my_commands,
    "deletemycommands": account.delete_my_commands,
    "setmyname": account.accept,
    "setmydescription": account.accept,
    "setmyshortdescription": account.accept,
    "setchatmenubutton": account.accept,
    "logout": account.accept,
    "close": account.accept,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendmediagroup": sending.send_media_group,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "answercallbackquery": answering.answer_callback_query,
    "sendchataction": answering.send_chat_action,
    "setmessagereaction": answering.set_message_reaction,
    "getfile": answering.get_file,
}
