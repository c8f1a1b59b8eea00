"""Sabotages of the way in: the inbox, what is confirmed to Telegram, handlers that may run twice."""

from bench.sabotage.deed import Edit, Sabotage

INBOX = ("tests/jobs/test_inbox.py",)
POLLING = ("tests/bot/test_polling.py",)
WEBHOOK = ("tests/bot/test_webhook.py",)
HANDLING = ("tests/bot/test_handling.py",)
ORDERING = ("tests/bot/test_ordering.py",)
TWICE = ("tests/bot/test_twice.py",)

ARRIVING = (
    Sabotage(
        name="confirmed before it is stored",
        promise="1",
        edits=(
            Edit(
                "bot/updates/polling.py",
                "            elif await self._stored(arrivals):\n",
                "            else:\n                await self._stored(arrivals)\n",
            ),
        ),
        tests=POLLING,
    ),
    Sabotage(
        name="the webhook says yes before it is stored",
        promise="1",
        edits=(
            Edit(
                "bot/updates/endpoint.py",
                'return PlainTextResponse("try again", 503, {"Retry-After": str(AGAIN)})',
                'return PlainTextResponse("taken in")',
            ),
        ),
        tests=WEBHOOK,
    ),
    Sabotage(
        name="removed before it is handled",
        promise="1",
        edits=(
            Edit(
                "jobs/scripts/inbox_common.lua",
                "local entry = redis.call('LINDEX', updates, 0)",
                "local entry = redis.call('LPOP', updates)",
            ),
        ),
        tests=INBOX,
    ),
    Sabotage(
        name="an update stored as often as it comes",
        promise="1",
        edits=(Edit("jobs/scripts/inbox_put.lua", "1, 'NX', 'EX', keep)", "1, 'EX', keep)"),),
        tests=INBOX,
    ),
    Sabotage(
        name="a chat claimed without a lease",
        promise="1",
        edits=(
            Edit(
                "jobs/scripts/inbox_common.lua",
                "redis.call('ZADD', inbox('due'), time + lease, chat)",
                "redis.call('ZADD', inbox('due'), time, chat)",
            ),
        ),
        tests=INBOX,
    ),
    Sabotage(
        name="a chat claimed without a fence",
        promise="1",
        edits=(
            Edit(
                "jobs/scripts/inbox_common.lua",
                "return redis.call('HGET', inbox('state', chat), 'fence') == fence",
                "return true",
            ),
        ),
        tests=INBOX,
    ),
    Sabotage(
        name="the youngest update first",
        promise="1",
        edits=(
            Edit(
                "jobs/scripts/inbox_put.lua", "'RPUSH', inbox('chat', chat)", "'LPUSH', inbox('chat', chat)"
            ),
        ),
        tests=INBOX,
    ),
    Sabotage(
        name="two processes ask Telegram",
        promise="1",
        edits=(
            Edit("jobs/scripts/inbox_elect.lua", "if holder and holder ~= ARGV[3] then return 0 end\n", ""),
        ),
        tests=INBOX,
    ),
    Sabotage(
        name="chats in hand are not kept",
        promise="1",
        edits=(
            Edit(
                "bot/updates/handling.py",
                "                await self._renew(turns)\n",
                "                pass\n",
            ),
        ),
        tests=HANDLING,
    ),
    Sabotage(
        name="who lost the chat goes on",
        promise="1",
        edits=(Edit("bot/updates/handling.py", "                turn.lose()\n", "                pass\n"),),
        tests=HANDLING,
    ),
    Sabotage(
        name="an update that breaks is dropped",
        promise="1",
        edits=(
            Edit(
                "bot/updates/turns.py",
                "await self._surely(self._inbox.pause, claim, judged.pause, counted=True, why=name)",
                "return await self._surely(self._inbox.done, claim)",
            ),
        ),
        tests=HANDLING,
    ),
    Sabotage(
        name="an update that nobody can handle is not told",
        promise="1",
        edits=(
            Edit(
                "bot/updates/turns.py",
                "telling = monotonic(), is_spent(claim)",
                "telling = monotonic(), False",
            ),
        ),
        tests=HANDLING,
    ),
    Sabotage(
        name="Telegram being away counts as a failure",
        promise="1",
        edits=(
            Edit(
                "bot/updates/verdicts.py",
                "return _later(claim, min(LONGEST_PAUSE, 2.0 ** min(claim.put_off, 10)))",
                "return _again(claim)",
            ),
        ),
        tests=("tests/bot/test_verdicts.py",),
    ),
    Sabotage(
        name="a stop drops what is in hand",
        promise="6",
        edits=(
            Edit(
                "bot/updates/turns.py",
                "        elif self._last:\n            await self._give_back()\n",
                "        elif self._last:\n            await self._surely(self._inbox.done, self.claim)\n",
            ),
        ),
        tests=HANDLING,
    ),
    Sabotage(
        name="a notice for every message",
        promise="8",
        edits=(Edit("bot/updates/absence.py", " and arrival.entry.chat not in self._told", ""),),
        tests=POLLING,
    ),
    Sabotage(
        name="a second message when it is handled again",
        promise="1",
        edits=(Edit("bot/desk.py", "        if number is None:\n", "        if True:\n"),),
        tests=TWICE,
    ),
    Sabotage(
        name="a change made again when it is handled again",
        promise="1",
        edits=(
            Edit(
                "bot/cards/draft.py", "return self if self.applied == update else changed", "return changed"
            ),
        ),
        tests=TWICE,
    ),
    Sabotage(
        name="an order handled again writes over the picture",
        promise="3",
        edits=(
            Edit(
                "bot/cards/ordering.py",
                "    if not payment and await identical.answered(desk, bot, draft, job):\n"
                "        return Accepted.KNOWN\n"
                "    if await is_known(desk, job.id):\n        return Accepted.KNOWN\n"
                "    prospect",
                "    prospect",
            ),
            Edit("bot/presses.py", 'draft.job not in ("", job) or (', "False and ("),
        ),
        tests=TWICE,
    ),
    Sabotage(
        name="a waiting picture that is cancelled is not told",
        promise="5",
        edits=(
            Edit(
                "bot/finished/ending.py",
                "    if what is Cancel.CANCELLED:\n        await answer(press.query)\n"
                "        await _deliver(press, fence)\n",
                "    if what is Cancel.CANCELLED:\n        await answer(press.query)\n",
            ),
        ),
        tests=ORDERING,
    ),
    Sabotage(
        name="a full queue that nobody is told of",
        promise="8",
        edits=(
            Edit(
                "bot/cards/ordering.py",
                "_DECLINED = (Accepted.REFUSED, Accepted.FULL, Accepted.SPENT)",
                "_DECLINED = (Accepted.REFUSED, Accepted.SPENT)",
            ),
        ),
        tests=ORDERING,
    ),
    Sabotage(
        name="a thousand presses are all followed",
        promise="4",
        edits=(Edit("bot/answers.py", "chat) <= MANY:", "chat) >= 0:"),),
        tests=ORDERING,
    ),
    Sabotage(
        name="orders drown in presses",
        promise="4",
        edits=(Edit("bot/presses.py", "    if verb not in NEVER_DROPPED and await", "    if await"),),
        tests=ORDERING,
    ),
    Sabotage(
        name="a card's edit without an answer leaves no mark",
        promise="3",
        edits=(
            Edit(
                "bot/cards/showing.py",
                '    await off_loop(doubts.begin, draft.chat, draft.card, "card")\n',
                "",
            ),
            Edit(
                "bot/cards/showing.py",
                'settling(doubts, draft.chat, draft.card, "card")',
                'settling(doubts, draft.chat, 0, "card")',
            ),
        ),
        tests=ORDERING,
    ),
    Sabotage(
        name="the bot waits for a frozen Redis and does nothing else",
        promise="8",
        edits=(
            Edit(
                "bot/desk.py",
                "return await asyncio.to_thread(call, *args, **kwargs)",
                "return call(*args, **kwargs)",
            ),
        ),
        tests=(
            "tests/whole/test_restarts.py::"
            "test_while_redis_is_frozen_the_webhook_answers_and_afterwards_everything_is_handled",
        ),
        alone=True,
    ),
)
