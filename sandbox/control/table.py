"""Every route of the people's side."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sandbox.control import messages, people, weather
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
    ("GET", "/chats/{chat_id}/messages"): messages.list_messages,
    ("POST", "/chats/{chat_id}/messages"): messages.send,
    ("DELETE", "/chats/{chat_id}/messages/{message_id:int}"): messages.delete,
    ("POST", "/chats/{chat_id}/messages/{message_id:int}/press"): messages.press,
    ("GET", "/presses/{press_id}"): messages.find_press,
    ("GET", "/faults"): weather.list_faults,
    ("POST", "/faults"): weather.add_fault,
    ("DELETE", "/faults"): weather.clear_faults,
    ("GET", "/limits"): weather.read_limits,
    ("POST", "/limits"): weather.set_limits,
    ("GET", "/updates"): weather.list_updates,
    ("POST", "/updates/repeat"): weather.repeat_update,
    ("GET", "/calls"): weather.list_calls,
    ("GET", "/history"): weather.list_history,
}
