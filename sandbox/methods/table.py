"""Every method of the Bot API that is known here, by its name in lower case."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sandbox.methods import account, answering, commands, editing, inline, payments, receiving, sending
from sandbox.parameters import Parameters
from sandbox.world import World

Method: TypeAlias = Callable[[World, Parameters], Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": account.get_me,
    "setmycommands": commands.set_my_commands,
    "getmycommands": commands.get_my_commands,
    "deletemycommands": commands.delete_my_commands,
    "setmyname": account.set_my_name,
    "getmyname": account.get_my_name,
    "setmydescription": account.set_my_description,
    "getmydescription": account.get_my_description,
    "setmyshortdescription": account.set_my_short_description,
    "getmyshortdescription": account.get_my_short_description,
    "setchatmenubutton": account.set_chat_menu_button,
    "getchatmenubutton": account.get_chat_menu_button,
    "logout": account.accept,
    "close": account.accept,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendanimation": sending.send_animation,
    "sendvideo": sending.send_video,
    "sendsticker": sending.send_sticker,
    "sendmediagroup": sending.send_media_group,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "leavechat": editing.leave_chat,
    "answercallbackquery": answering.answer_callback_query,
    "answerinlinequery": inline.answer_inline_query,
    "sendinvoice": payments.send_invoice,
    "answerprecheckoutquery": payments.answer_pre_checkout_query,
    "refundstarpayment": payments.refund_star_payment,
    "getstartransactions": payments.get_star_transactions,
    "getmystarbalance": payments.get_my_star_balance,
    "sendchataction": answering.send_chat_action,
    "setmessagereaction": answering.set_message_reaction,
    "getfile": answering.get_file,
}
