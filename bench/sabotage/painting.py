"""Sabotages of the worker and the clerk's process: the lease's thread, the ends of a job, stopping."""

from bench.sabotage.deed import Edit, Sabotage

LEASE = ("tests/worker/test_lease.py",)
PROGRESS = ("tests/worker/test_progress.py",)
TASKS = ("tests/worker/test_tasks.py",)

PAINTING = (
    Sabotage(
        name="the lease is never renewed",
        promise="2",
        edits=(
            Edit(
                "worker/lease.py",
                "            self.beat()\n            if self._patience",
                "            if self._patience",
            ),
        ),
        tests=LEASE,
    ),
    Sabotage(
        name="a painter that hangs lives on",
        promise="7",
        edits=(
            Edit(
                "worker/lease.py", "            if self._patience() <= 0:\n                self._end()\n", ""
            ),
        ),
        tests=("tests/worker/test_lease.py::test_a_painter_that_hangs_is_killed_at_its_deadline",),
    ),
    Sabotage(
        name="a painter that lets no thread run lives on",
        promise="7",
        edits=(
            Edit(
                "worker/lease.py", "dump_traceback_later(seconds, exit=True,", "dump_traceback_later(seconds,"
            ),
        ),
        tests=(
            "tests/worker/test_lease.py::"
            "test_a_painter_that_lets_no_thread_run_is_ended_too_and_what_it_holds_is_not_written",
        ),
    ),
    Sabotage(
        name="without Redis no deadline",
        promise="7",
        edits=(
            Edit(
                "worker/lease.py",
                "return Order.LATE if self.left <= 0 and answer is not Order.LOST else answer",
                "return answer",
            ),
        ),
        tests=LEASE,
    ),
    Sabotage(
        name="a worker that is told to stop paints on",
        promise="6",
        edits=(Edit("worker/lease.py", "                answer = Order.STOP\n", "                pass\n"),),
        tests=LEASE,
    ),
    Sabotage(
        name="the painter does not heed Cancel",
        promise="5",
        edits=(
            Edit(
                "worker/progress.py",
                "            case Order.CANCEL:\n                raise Cancelled\n",
                "            case Order.CANCEL:\n                pass\n",
            ),
        ),
        tests=PROGRESS,
    ),
    Sabotage(
        name="a painting that is barely begun is asked about",
        promise="5",
        edits=(
            Edit(
                "worker/progress.py",
                "            case Order.ASK if not self.watch.worth_keeping:\n"
                "                raise Cancelled\n",
                "",
            ),
        ),
        tests=PROGRESS,
    ),
    Sabotage(
        name="the painter goes on with a lost job",
        promise="2",
        edits=(
            Edit("worker/progress.py", "                raise LostJob(order)\n", "                pass\n"),
        ),
        tests=PROGRESS,
    ),
    Sabotage(
        name="what is to be kept is thrown away",
        promise="5",
        edits=(Edit("worker/progress.py", "            raise Enough\n", "            raise Cancelled\n"),),
        tests=PROGRESS,
    ),
    Sabotage(
        name="an edit that hangs holds the lane",
        promise="7",
        edits=(Edit("worker/progress.py", "self.edit.result(LAST_EDIT)", "self.edit.result()"),),
        tests=PROGRESS,
    ),
    Sabotage(
        name="painted again because Telegram was busy",
        promise="3",
        edits=(
            Edit(
                "worker/telling.py",
                "                told = await self.delivery.deliver(job_id, fence)\n",
                "                told = await self.delivery.deliver(job_id, fence)\n"
                "                if not told:\n"
                '                    self.store.redis.hset(f"job:{job_id}", "state", "running")\n'
                '                    self.store._run("release", job_id, fence, 1, 3, "busy")\n',
            ),
        ),
        tests=("tests/whole/test_troubles.py::test_a_picture_that_telegram_puts_off_comes_later_and_once",),
        alone=True,
    ),
    Sabotage(
        name="painted again because the results store failed",
        promise="8",
        edits=(Edit("worker/shelf.py", 'raise TellThePerson("no_room") from error', "raise"),),
        tests=TASKS,
    ),
    Sabotage(
        name="a moment without the results store is a failure",
        promise="8",
        edits=(Edit("worker/shelf.py", "if attempt == TRIES:", "if attempt == 1:"),),
        tests=TASKS,
    ),
    Sabotage(
        name="Telegram being away counts as an attempt",
        promise="2",
        edits=(
            Edit("worker/tasks.py", "        return end.postponed(str(error))", "        return end.broke()"),
        ),
        tests=TASKS,
    ),
    Sabotage(
        name="a delivery that hangs holds the lane",
        promise="7",
        edits=(
            Edit(
                "worker/telling.py",
                "self._under_way.add(self.thread.submit(self._tell(job_id, fence, TELLING, megapixels)))",
                "self.thread.run(self._tell(job_id, fence, TELLING, megapixels))",
            ),
        ),
        tests=("tests/worker/test_ending.py",),
    ),
    Sabotage(
        name="a delivery that takes any time",
        promise="7",
        edits=(Edit("worker/telling.py", "asyncio.timeout(seconds)", "asyncio.timeout(None)"),),
        tests=("tests/worker/test_ending.py",),
    ),
    Sabotage(
        name="a download that takes any time",
        promise="7",
        edits=(Edit("worker/downloads.py", "asyncio.timeout(total)", "asyncio.timeout(None)"),),
        tests=("tests/worker/test_downloads.py",),
    ),
    Sabotage(
        name="a clerk that stops keeps what it has in hand",
        promise="6",
        edits=(
            Edit(
                "clerk/stopping.py",
                "            here.store.deliver_later(job_id, record.fence, 0, refused=False)\n",
                "",
            ),
        ),
        tests=("tests/clerk/test_stopping.py::test_a_delivery_that_hangs_is_made_by_another_clerk",),
        alone=True,
    ),
    Sabotage(
        name="nobody looks for what got lost",
        promise="2",
        edits=(Edit("clerk/housekeeping.py", '    Chore(name="redriver", every=1, do=redrive),\n', ""),),
        tests=("tests/clerk/test_stopping.py::test_an_idle_clerk_ends_well_and_gives_up_its_chores",),
        alone=True,
    ),
)
