"""Sabotages of the job record: the claim, the fence, the lease, the turns, the limits, the re-driver."""

from bench.sabotage.deed import Edit, Sabotage

STORE = ("tests/jobs/test_store.py",)
REDRIVER = ("tests/clerk/test_redriver.py",)

RECORDS = (
    Sabotage(
        name="claimed but left in the line",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/claim.lua",
                "  local key = 'job:' .. id\n  leave(id)\n",
                "  local key = 'job:' .. id\n",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="two owners under one fence",  # the next claim is known by it, and so is a job that went back
        promise="2",
        edits=(
            Edit("jobs/scripts/claim.lua", "redis.call('HINCRBY', key, 'fence', 1)", "field(id, 'fence')"),
            Edit("jobs/scripts/common.lua", "  redis.call('HINCRBY', 'job:' .. id, 'fence', 1)\n", ""),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="concluded without the fence",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/conclude.lua",
                "if not owned(id, fence, 'running') then",
                "if field(id, 'state') ~= 'running' then",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="renewed without the fence",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/renew.lua",
                "if not owned(id, fence, 'running') then",
                "if field(id, 'state') ~= 'running' then",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="finished without the fence",
        promise="3",
        edits=(
            Edit(
                "jobs/scripts/finish.lua",
                "if not owned(id, fence, 'delivering') then",
                "if field(id, 'state') ~= 'delivering' then",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="handed back without the fence",
        promise="6",
        edits=(
            Edit(
                "jobs/scripts/release.lua",
                "if not owned(id, fence, 'running') then",
                "if field(id, 'state') ~= 'running' then",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="one update, two jobs",
        promise="1",
        edits=(
            Edit(
                "jobs/scripts/accept.lua",
                "if redis.call('EXISTS', 'job:' .. id) == 1 then return 'known' end\n",
                "",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="attempts forgotten",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/redrive.lua", "  if tried >= attempts then return give_up(id, 'lost') end\n", ""
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="errors not counted",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/release.lua", "if counts == '1' and tonumber", "if counts == '2' and tonumber"
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="lost leases stay lost",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/redrive.lua",
                "else lost(id) end",
                "else redis.call('ZADD', 'due', time + again, id) end",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="lost jobs at the end of the line",
        promise="2",
        edits=(
            Edit(
                "jobs/scripts/common.lua",
                "redis.call('HDEL', 'job:' .. id, 'worker', 'progress')\n  enter(id, true)",
                "redis.call('HDEL', 'job:' .. id, 'worker', 'progress')\n  enter(id, false)",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="a postponed job never comes back",
        promise="2",
        edits=(Edit("jobs/scripts/redrive.lua", "    enter(id, true)\n    table.insert(rested, id)\n", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="a postponement counts as an attempt",
        promise="2",
        edits=(Edit("jobs/scripts/postpone.lua", "redis.call('HINCRBY', key, 'attempts', -1)\n", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="a hand-back counts as an attempt",
        promise="6",
        edits=(
            Edit(
                "jobs/scripts/release.lua",
                "if counts ~= '1' then redis.call('HINCRBY', 'job:' .. id, 'attempts', -1) end\n",
                "",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="two deliver at once",
        promise="3",
        edits=(
            Edit(
                "jobs/scripts/claim_delivery.lua",
                " or tonumber(field(id, 'lease_until')) > time then return",
                " then return",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="jobs of a newer version are taken",
        promise="6",
        edits=(Edit("jobs/scripts/claim.lua", " and version_of(id) <= version", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="round robin becomes first come, first served",
        promise="4",
        edits=(
            Edit(
                "jobs/scripts/claim.lua",
                "local people = redis.call('ZRANGE', 'people:'",
                "for _, id in ipairs(redis.call('ZRANGE', 'waiting:' .. lane, 0, -1)) do\n"
                "  if suits(id) then return take(id, field(id, 'person'), 0) end\n"
                "end\n"
                "local people = redis.call('ZRANGE', 'people:'",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="who returns overtakes who waited",
        promise="4",
        edits=(Edit("jobs/scripts/common.lua", "math.max(clock, served)", "0"),),
        tests=STORE,
    ),
    Sabotage(
        name="no limit for a person",
        promise="4",
        edits=(
            Edit(
                "jobs/scripts/common.lua",
                "lane .. ':' .. person) >= limit then",
                "lane .. ':' .. person) < 0 then",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="a queue that is never full",
        promise="8",
        edits=(
            Edit("jobs/scripts/common.lua", ">= most and 'full' or 'queued'", "< 0 and 'full' or 'queued'"),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="held jobs stay held",
        promise="2",
        edits=(Edit("jobs/scripts/common.lua", "  promote(lane, person)\nend", "end"),),
        tests=STORE,
    ),
    Sabotage(
        name="a cancelled job is painted",
        promise="5",
        edits=(Edit("jobs/scripts/cancel.lua", "  leave(id)\n", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="the worker does not hear of Cancel",
        promise="5",
        edits=(
            Edit(
                "jobs/scripts/renew.lua",
                "return wish and 'cancel' or 'ok'",
                "return 'ok'",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="a stopped painting is decided twice",
        promise="5",
        edits=(
            Edit(
                "jobs/scripts/decide.lua",
                "if field(id, 'decided') ~= outcome then return {'too_late', 0} end",
                "if false then return {'too_late', 0} end",
            ),
        ),
        tests=("tests/jobs/test_decisions.py",),
    ),
    Sabotage(
        name="anybody decides on a stopped painting",
        promise="5",
        edits=(
            Edit(
                "jobs/scripts/decide.lua",
                "if field(id, 'person') ~= person then return {'not_yours', 0} end\n",
                "",
            ),
        ),
        tests=("tests/jobs/test_decisions.py",),
    ),
    Sabotage(
        name="Stop and keep drops the picture",
        promise="5",
        edits=(Edit("jobs/scripts/renew.lua", "wish == 'keep' or ", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="anybody cancels anything",
        promise="5",
        edits=(
            Edit(
                "jobs/scripts/cancel.lua",
                "if field(id, 'person') ~= person then return {'not_yours', 0} end\n",
                "",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="a deadline that moves on",
        promise="7",
        edits=(Edit("jobs/scripts/renew.lua", "if time >= deadline then return 'late' end\n", ""),),
        tests=STORE,
    ),
    Sabotage(
        name="a job past its deadline is repeated",
        promise="7",
        edits=(
            Edit(
                "jobs/scripts/redrive.lua",
                "  if time >= tonumber(field(id, 'deadline')) then return give_up(id, 'deadline') end\n",
                "",
            ),
        ),
        tests=STORE,
    ),
    Sabotage(
        name="a lease that is not lengthened",
        promise="7",
        edits=(
            Edit(
                "jobs/scripts/renew.lua",
                "redis.call('ZADD', 'due', math.min(time + tonumber(lease), deadline), id)\n",
                "",
            ),
        ),
        tests=("tests/worker/test_lease.py",),
    ),
    Sabotage(
        name="lost tickets stay lost",
        promise="2",
        edits=(
            Edit(
                "clerk/redriver.py",
                "    for _ in range(min(MOST_TICKETS, waiting - tickets)):",
                "    for _ in range(0):",
            ),
        ),
        tests=REDRIVER,
    ),
    Sabotage(
        name="nobody asks for what is to be delivered",
        promise="2",
        edits=(
            Edit(
                "clerk/redriver.py",
                "    for job_id in found.deliver:\n        ask_to_deliver(job_id)\n",
                "",
            ),
        ),
        tests=REDRIVER,
    ),
    Sabotage(
        name="jobs that nobody can paint wait for ever",
        promise="2",
        edits=(Edit("jobs/scripts/orphans.lua", ">= patience then", "< 0 then"),),
        tests=("tests/clerk/test_orphans.py",),
    ),
    Sabotage(
        name="a Redis that forgets when it is killed",
        promise="2",
        edits=(Edit("local/redis.py", '"appendonly": "yes"', '"appendonly": "no"'),),
        tests=("tests/local/test_redis.py",),
    ),
    Sabotage(
        name="an outage costs every job in hand an attempt",
        promise="2",
        edits=(Edit("jobs/scripts/redrive.lua", "or time) > patience", "or time) > 1e9"),),
        tests=REDRIVER,
    ),
)
