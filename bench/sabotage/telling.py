"""Sabotages of what Telegram is told: the edit that may be repeated, the marks, the flood budget."""

from bench.sabotage.deed import Edit, Sabotage

DELIVERY = ("tests/chat/test_delivery.py",)
FLOOD = ("tests/chat/test_flood.py",)

TELLING = (
    Sabotage(
        name="a new message instead of the edit",
        promise="3",
        edits=(
            Edit(
                "chat/handover.py",
                "        message: Message | bool | None\n",
                "        return file_id_of(await self.bot.send_photo(job.chat, picture, caption))\n",
            ),
        ),
        tests=DELIVERY,
    ),
    Sabotage(
        name="an edit that has arrived counts as refused",
        promise="3",
        edits=(
            Edit(
                "chat/edits.py",
                'return "message is not modified" in refusal.message.lower()',
                "return False",
            ),
        ),
        tests=("tests/chat/test_repeated_edits.py",),
    ),
    Sabotage(
        name="an earlier edit overwrites the picture",
        promise="3",
        edits=(Edit("chat/deliver.py", "        if doubt:\n", "        if doubt < 0:\n"),),
        tests=DELIVERY,
    ),
    Sabotage(
        name="the picture overwritten by progress",  # begun for a job that has gone on
        promise="3",
        edits=(
            Edit(
                "jobs/scripts/begin_edit.lua",
                "if field(id, 'state') ~= state or (fence",
                "if false and (fence",
            ),
        ),
        tests=("tests/jobs/test_store.py",),
    ),
    Sabotage(
        name="an edit without an answer leaves no mark",
        promise="3",
        edits=(Edit("chat/show.py", "    known = False\n    try:", "    known = True\n    try:"),),
        tests=("tests/chat/test_show.py",),
    ),
    Sabotage(
        name="a new message is always the first",
        promise="3",
        edits=(Edit("jobs/store.py", "1, nx=True, ex=keys.RECORD_TTL)", "1, ex=keys.RECORD_TTL)"),),
        tests=DELIVERY,
    ),
    Sabotage(
        name="a message that was surely not sent is not sent again",
        promise="2",
        edits=(
            Edit(
                "chat/handover.py",
                "            await asyncio.to_thread(self.store.forget_once, job.id, what)\n",
                "",
            ),
        ),
        tests=DELIVERY,
    ),
    Sabotage(
        name="what Telegram refuses for now is given up",
        promise="3",
        edits=(
            Edit(
                "chat/deliver.py",
                "        if time() - record.painted > GIVEN_UP:",
                "        if time() - record.painted > 0:",
            ),
        ),
        tests=DELIVERY,
    ),
    Sabotage(
        name="a 429 is not heeded by deliveries",
        promise="3",
        edits=(
            Edit(
                "chat/deliver.py",
                'await self._later(record, fence, seconds(refusal), "429")',
                'await self._later(record, fence, 0, "429")',
            ),
        ),
        tests=DELIVERY,
    ),
    Sabotage(
        name="a failure is not told",
        promise="2",
        edits=(
            Edit(
                "chat/handover.py",
                "return await self._say(record, status.failed(record), keyboards.try_again(job))",
                'return ""',
            ),
        ),
        tests=DELIVERY,
    ),
    Sabotage(
        name="a flood budget without bounds",
        promise="4",
        edits=(Edit("jobs/scripts/flood.lua", "if longest > 0 then", "if longest > 1e9 then"),),
        tests=FLOOD,
    ),
    Sabotage(
        name="no budget for all chats together",
        promise="4",
        edits=(
            Edit("jobs/scripts/flood.lua", "math.max(held, for_chat, for_all)", "math.max(held, for_chat)"),
        ),
        tests=FLOOD,
    ),
    Sabotage(
        name="a 429 holds everybody",
        promise="4",
        edits=(
            Edit("jobs/scripts/flood.lua", "'hold:' .. chat", "'hold:all'"),
            Edit("chat/flood.py", "key = keys.hold(keys.flood_chat(chat))", 'key = keys.hold("all")'),
        ),
        tests=FLOOD,
    ),
    Sabotage(
        name="a 429 holds nobody",
        promise="4",
        edits=(
            Edit(
                "chat/flood.py",
                '        await asyncio.to_thread(self._redis.set, key, "1", px=int(pause * 1000) + 1)\n',
                "",
            ),
        ),
        tests=FLOOD,
    ),
    Sabotage(
        name="progress waits like a result",
        promise="4",
        edits=(
            Edit(
                "chat/flood.py", "            if not priority.may_wait:\n                raise Dropped\n", ""
            ),
        ),
        tests=FLOOD,
    ),
    Sabotage(
        name="no notice without Redis",
        promise="8",
        edits=(Edit("chat/flood.py", " or rate_limit_args is Priority.NOTICE:", ":"),),
        tests=FLOOD,
    ),
)
