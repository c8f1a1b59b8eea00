"""Every route of the people's side."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sandbox.control import (
    groups,
    inline,
    messages,
    page_messages,
    page_rooms,
    payments,
    people,
    weather,
    writing,
)
from sandbox.parameters import Parameters
from sandbox.world import World

Action: TypeAlias = Callable[[World, Parameters], Awaitable[object]]

#: HTTP method and path below ``/sandbox``.
ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "/people"): people.list_people,
    ("POST", "/people"): people.save_person,
    ("POST", "/people/{person_id:int}/block"): people.block,
    ("GET", "/chats"): people.list_chats,
    ("POST", "/chats"): people.found_group,
    ("POST", "/chats/{chat_id}/members"): groups.set_member,
    ("POST", "/chats/{chat_id}/topics"): groups.create_topic,
    ("POST", "/chats/{chat_id}/topics/{thread_id:int}"): groups.close_topic,
    ("POST", "/chats/{chat_id}/rights"): groups.set_bot_rights,
    ("GET", "/chats/{chat_id}/commands"): groups.list_commands,
    ("POST", "/privacy"): groups.set_privacy,
    ("GET", "/chats/{chat_id}/messages"): messages.list_messages,
    ("POST", "/chats/{chat_id}/messages"): writing.send,
    ("POST", "/chats/{chat_id}/start"): writing.start,
    ("POST", "/chats/{chat_id}/forward"): writing.forward,
    ("POST", "/chats/{chat_id}/messages/{message_id:int}/edit"): writing.edit,
    ("POST", "/chats/{chat_id}/messages/{message_id:int}/age"): messages.age,
    ("DELETE", "/chats/{chat_id}/messages/{message_id:int}"): messages.delete,
    ("POST", "/chats/{chat_id}/messages/{message_id:int}/press"): messages.press,
    ("POST", "/chats/{chat_id}/messages/{message_id:int}/pay"): payments.pay,
    ("GET", "/payments/{payment_id}"): payments.find,
    ("GET", "/presses/{press_id}"): messages.find_press,
    ("POST", "/inline"): inline.ask,
    ("GET", "/inline/{query_id}"): inline.find,
    ("POST", "/inline/{query_id}/choose"): inline.choose,
    ("GET", "/faults"): weather.list_faults,
    ("POST", "/faults"): weather.add_fault,
    ("DELETE", "/faults"): weather.clear_faults,
    ("GET", "/limits"): weather.read_limits,
    ("POST", "/limits"): weather.set_limits,
    ("GET", "/updates"): weather.list_updates,
    ("POST", "/updates/repeat"): weather.repeat_update,
    ("GET", "/calls"): weather.list_calls,
    ("GET", "/history"): weather.list_history,
    ("GET", "/page/rooms"): page_rooms.list_rooms,
    ("GET", "/page/calls"): page_rooms.list_last_calls,
    ("GET", "/page/chats/{chat_id}/messages"): page_messages.list_piece,
    ("GET", "/page/chats/{chat_id}/changes"): page_messages.list_changes,
}
