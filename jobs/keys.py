"""Every key that Atelier has in Redis, what it holds and how long it lives. Nobody else spells a key."""

from jobs.catalogue import Lane

HOUR = 3600  # seconds
#: Seconds that a finished job's record is kept: as long as Telegram may repeat its update.
RECORD_TTL = 48 * HOUR
#: Seconds that an untouched draft is kept.
DRAFT_TTL = 24 * HOUR
#: Seconds that a painting worker owns a job without saying that it lives.
LEASE = 8
#: Seconds between two such signs; a wish to cancel is heard with each.
RENEW_EVERY = 0.5
#: Seconds that the worker's own attempt at delivering owns a job; it gives up before.
FIRST_DELIVERY_LEASE = 20
#: Seconds that one attempt at delivering owns a job; longer than the Bot API time-outs together.
DELIVERY_LEASE = 60
#: Seconds that a worker counts as present after its last announcement.
PRESENCE = 15

#: Sorted set of job ids by the time (seconds) at which the re-driver must look at them: running jobs by
#: the end of their lease, jobs that are being delivered by the end of their lease or their next attempt.
DUE = "due"


def job(job_id: str) -> str:
    """Hash: the record of a job. Fields in ``jobs/record.py``."""
    return f"job:{job_id}"


def waiting(lane: Lane) -> str:
    """Sorted set: the lane's queued jobs by the time they came."""
    return f"waiting:{lane}"


def running(lane: Lane) -> str:
    """Set: the lane's running jobs."""
    return f"running:{lane}"


def hand(lane: Lane, person: int) -> str:
    """Set: a person's jobs that a lane has in hand: queued, postponed and running ones."""
    return f"hand:{lane}:{person}"


def held(lane: Lane, person: int) -> str:
    """List: a person's jobs that wait for those in hand, oldest first."""
    return f"held:{lane}:{person}"


def of_person(person: int) -> str:
    """Set: ids of a person's jobs, those that are over among them. Expires with the last one's record."""
    return f"hand:of:{person}"


def workers(lane: Lane) -> str:
    """Sorted set: the lane's present workers by the time (seconds) their presence ends."""
    return f"workers:{lane}"


def worker(name: str) -> str:
    """String, JSON: what a worker announces. Expires with its presence."""
    return f"worker:{name}"


def draft(chat: int, card: int) -> str:
    """String, JSON: the draft that belongs to a card. Expires :data:`DRAFT_TTL` after its last change."""
    return f"draft:{chat}:{card}"


def drafts_of(person: int) -> str:
    """Set: ``chat:card`` of a person's drafts, so that they can be deleted. Expires as drafts do."""
    return f"draft:of:{person}"


def awaiting(chat: int, person: int) -> str:
    """String: the card for which a person is asked to send style pictures. Expires as drafts do."""
    return f"awaiting:{chat}:{person}"


def sent(bot: int, update: int, index: int = 0) -> str:
    """String: the message that was sent because of an update. Expires as the inbox forgets updates."""
    return f"card:{bot}:{update}:{index}" if index else f"card:{bot}:{update}"


def latest(chat: int, person: int) -> str:
    """String: the card that a person used last, which typed words belong to. Expires as drafts do."""
    return f"awaiting:{chat}:{person}:latest"


def chosen(chat: int, person: int) -> str:
    """String, JSON: styles chosen before there is a photo. Expires as drafts do."""
    return f"awaiting:{chat}:{person}:chosen"


def album(group: str) -> str:
    """String, JSON: the card that an album was put on, of nobody by name. Expires as drafts do."""
    return f"awaiting:album:{group}"


#: Seconds that a person's results can be found again by Telegram's file ids, and asked for again for nothing.
HISTORY_TTL, SAME_TTL = 90 * 24 * HOUR, 7 * 24 * HOUR
#: Results that a person's history keeps.
MOST_HISTORY = 20


def person(person: int) -> str:
    """Hash: a person's settings. No name is in it. Kept until ``/delete_me``."""
    return f"person:{person}"


def saved(person: int) -> str:
    """Hash, JSON: styles that a person saved, by the name that they gave. Kept until ``/delete_me``."""
    return f"person:{person}:saved"


def quota(person: int, lane: Lane, day: int) -> str:
    """String: how many pictures a person ordered in a lane on a day. Expires after it."""
    return f"quota:{person}:{lane}:{day}"


def history(person: int) -> str:
    """List, JSON: a person's last results by ``file_id``. Expires :data:`HISTORY_TTL` after the last."""
    return f"history:{person}"


def same(person: int) -> str:
    """Hash, JSON: what a person's requests gave, by their digest. Expires :data:`SAME_TTL` after the last."""
    return f"same:{person}"


def sheet(digest: str) -> str:
    """String: the ``file_id`` of a contact sheet, or that it is being made. Expires."""
    return f"sheet:{digest}"


def paid(job_id: str) -> str:
    """String: the payment that a job was bought with, to be given back if it fails. Expires."""
    return f"paid:{job_id}"


#: List: ids of paid jobs that came to nothing, and whose payments must be given back.
REFUNDS = "paid:refunds"


#: Seconds that a day's figures are kept, and a payment that may have to be given back.
COUNTS_TTL = PAID_TTL = 31 * 24 * HOUR


def counts(day: int) -> str:
    """Hash: figures of a day (days since 1970), of nobody in particular. Expires after a month."""
    return f"counts:{day}"


def counted(day: int) -> str:
    """HyperLogLog: how many people ordered on a day, without saying who. Expires after a month."""
    return f"counts:{day}:people"


def paused(lane: Lane) -> str:
    """String: the operator lets nobody paint in this lane."""
    return f"paused:{lane}"


#: Set: the ids of people whom the operator banned.
BANNED = "operator:banned"


def seen(chat: int) -> str:
    """String: a chat was noted as used. Expires after an hour."""
    return f"operator:seen:{chat}"


def told(person: int) -> str:
    """String: a banned person was told so. Expires after a day."""
    return f"operator:told:{person}"


#: Sorted set: private chats by the time (seconds) that they were last used, which a broadcast goes to.
CHATS = "operator:chats"


def broadcast(number: str) -> str:
    """Hash: a broadcast: its words, who sent it, how far it is. Expires."""
    return f"operator:broadcast:{number}"


def recipients(number: str) -> str:
    """List: the chats that a broadcast has not gone to yet. Expires with it."""
    return f"operator:broadcast:{number}:left"


#: List: the numbers of the broadcasts that are not over.
BROADCASTS = "operator:broadcasts"


def hurry(chat: int) -> str:
    """String: somebody in this chat was just asked to press less. Expires after a few seconds."""
    return f"card:hurry:{chat}"


def estimate(method: str, device: str) -> str:
    """Hash: decayed sums of a line fitted to painting seconds over megapixels."""
    return f"estimate:{method}:{device}"


def flood_chat(chat: int) -> str:
    """Hash: the token bucket of a chat. Expires when it would be full again."""
    return f"flood:{chat}"


def lock(chore: str) -> str:
    """String: who does a chore of the housekeeping now. Expires after a few seconds."""
    return f"lock:{chore}"


def hold(bucket: str) -> str:
    """String: Telegram refused with 429 and this bucket's chat must rest. Expires when the rest is over."""
    return f"hold:{bucket}"


#: String: the time at which the re-driver last looked.
REDRIVEN = "redriven"


def edit(chat: int, message: int, what: str) -> str:
    """String: an edit of this message may still arrive, over a later one. Expires when it cannot any more."""
    return f"edit:{chat}:{message}:{what}"


def once(job_id: str, what: str) -> str:
    """String: a new message of a job was begun, and must not be sent again. Expires with the record."""
    return f"once:{job_id}:{what}"


def stopping(host: str, pid: int) -> str:
    """String: a worker's main process was told to stop; its children hand their jobs back."""
    return f"stopping:{host}:{pid}"


#: Seconds that the inbox keeps an update, and that it knows one which comes again: Telegram repeats for 24 h.
INBOX_TTL = 48 * HOUR
#: Seconds that a bot process owns a chat without saying that it lives.
INBOX_LEASE = 10
#: Seconds that a bot process is the one that asks Telegram for updates, without saying that it lives.
POLLER_LEASE = 5
#: Updates that were set aside of which the operator is told, the youngest.
MOST_ASIDE = 500


def inbox_due(bot: int) -> str:
    """Sorted set: chats with updates by the time (seconds) from which they may be claimed."""
    return f"inbox:{bot}:due"


def inbox_chat(bot: int, chat: int) -> str:
    """List: a chat's updates, oldest first, each as ``<update id> <JSON>``. Empty when they are handled."""
    return f"inbox:{bot}:chat:{chat}"


def inbox_state(bot: int, chat: int) -> str:
    """Hash: who has claimed a chat, and how it went with its first update. Gone when the list is empty."""
    return f"inbox:{bot}:state:{chat}"


def inbox_seen(bot: int, update: int) -> str:
    """String: an update was put into the inbox, and is not put there again. Expires."""
    return f"inbox:{bot}:seen:{update}"


def inbox_fence(bot: int) -> str:
    """String: counter of the claims of chats."""
    return f"inbox:{bot}:fence"


def inbox_aside(bot: int) -> str:
    """List, JSON: id, kind and error of the updates that nobody could handle, youngest first."""
    return f"inbox:{bot}:aside"


def inbox_poller(bot: int) -> str:
    """String: the bot process that asks Telegram for updates. Expires after :data:`POLLER_LEASE`."""
    return f"inbox:{bot}:poller"


def sheet_edition(name: str) -> str:
    """String: which edition of an operator's style, or of the sample photo (""), sheets show. Expires."""
    return f"sheet:edition:{name}"
