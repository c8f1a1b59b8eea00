"""What an experimenter sets and reads: faults, limits, repeated updates, what was called and shown."""

from dataclasses import asdict

from sandbox.control.view import message_view
from sandbox.errors import BadRequest
from sandbox.faults import read_fault
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World


async def list_faults(world: World, _: Parameters) -> list[Json]:
    """List the faults that are switched on, with how often each was taken."""
    return [fault.as_json() for fault in world.faults.switched_on]


async def add_fault(world: World, parameters: Parameters) -> Json:
    """Switch a fault on."""
    fault = read_fault(parameters)
    world.faults.switched_on.append(fault)
    return fault.as_json()


async def clear_faults(world: World, _: Parameters) -> bool:
    """Switch all faults off."""
    world.faults.switched_on.clear()
    return True


async def read_limits(world: World, _: Parameters) -> Json:
    """Tell whether the flood limits are on."""
    return {"on": world.limits.on}


async def set_limits(world: World, parameters: Parameters) -> Json:
    """Switch the flood limits on or off."""
    world.limits.on = parameters.flag("on")
    return {"on": world.limits.on}


async def repeat_update(world: World, parameters: Parameters) -> Json:
    """Deliver an update once more: the one with this ``update_id``, or the youngest."""
    update = world.updates.find(parameters.integer("update_id"))
    if update is None:
        raise BadRequest("update not found")
    world.updates.repeat(update)
    return update.as_api()


async def list_updates(world: World, _: Parameters) -> list[Json]:
    """List the updates that the bot has not confirmed."""
    return [update.as_api() for update in world.updates.waiting()]


async def list_history(world: World, parameters: Parameters) -> list[Json]:
    """List the states of messages after number ``since``: what each chat showed, and when."""
    entries = world.history.since(parameters.integer("since") or 0)
    return [
        {
            "number": entry.number,
            "at": entry.at,
            "chat_id": entry.chat_id,
            "message_id": entry.message_id,
            "message": message_view(entry.message) if entry.message else None,
        }
        for entry in entries
    ]


async def list_calls(world: World, parameters: Parameters) -> list[Json]:
    """List the Bot API calls after number ``since``; only those of a ``method`` or ``chat_id`` if given."""
    method, chat_id = parameters.text("method"), parameters.integer("chat_id")
    calls = world.calls.since(parameters.integer("since") or 0)
    return [
        asdict(call) for call in calls if method in (None, call.method) and chat_id in (None, call.chat_id)
    ]
