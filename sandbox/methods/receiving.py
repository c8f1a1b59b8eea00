"""How the bot gets its updates: it asks for them, or names an address that they are sent to."""

import re

from sandbox.errors import BadRequest, Conflict
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.updates import DEFAULT_KINDS
from sandbox.webhook import Webhook
from sandbox.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(world: World, parameters: Parameters) -> list[Json]:
    """Confirm what was handled and return what happened since."""
    if world.webhook is not None:
        raise Conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _choose_kinds(world, parameters)
    limit = parameters.integer("limit")
    updates = await world.updates.poll(
        offset=parameters.integer("offset") or 0,
        limit=100 if limit is None else limit,
        wait=parameters.integer("timeout") or 0,
    )
    return [update.as_api() for update in updates]


def _choose_kinds(world: World, parameters: Parameters) -> None:
    kinds = parameters.structure("allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise BadRequest("can't parse allowed_updates: expected an Array of String")
    world.updates.kinds = tuple(kinds) or DEFAULT_KINDS


async def set_webhook(world: World, parameters: Parameters) -> bool:
    """Send updates to an address from now on; an empty one stops that."""
    url, secret = parameters.text("url"), parameters.text("secret_token")
    if url is None:
        return await delete_webhook(world, parameters)
    if not url.startswith(("https://", "http://")):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not SECRET.fullmatch(secret):
        raise BadRequest("secret token contains unallowed characters")
    _choose_kinds(world, parameters)
    await delete_webhook(world, parameters)
    connections = parameters.integer("max_connections") or 40
    world.webhook = Webhook(world.updates, url, secret, min(max(connections, 1), 100))
    return True


async def delete_webhook(world: World, parameters: Parameters) -> bool:
    """Let the bot ask for its updates again."""
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_all()
    if world.webhook is not None:
        world.webhook.stop()
        world.webhook = None
    return True


async def get_webhook_info(world: World, _: Parameters) -> Json:
    """Tell how the deliveries go."""
    webhook = {"url": ""} if world.webhook is None else world.webhook.info()
    common = {
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting()),
        "allowed_updates": list(world.updates.kinds),
    }
    return common | webhook
