"""Sabotages of what keeps strangers, strange files and strange lengths out."""

from bench.sabotage.deed import Edit, Sabotage

WEBHOOK = ("tests/bot/test_webhook.py",)
DOWNLOADS = ("tests/worker/test_downloads.py",)
DECODER = ("tests/worker/test_decoder.py",)

GUARDING = (
    Sabotage(
        name="anybody uses anybody's card",
        promise="security",
        edits=(
            Edit(
                "bot/presses.py",
                "    elif draft.person != person:",
                "    elif draft.person == -person:",
            ),
        ),
        tests=("tests/security/test_presses_fuzz.py",),
    ),
    Sabotage(
        name="the webhook's secret is not compared",
        promise="security",
        edits=(
            Edit("bot/updates/endpoint.py", "return hmac.compare_digest(given, self._secret)", "return True"),
        ),
        tests=WEBHOOK,
    ),
    Sabotage(
        name="a webhook that takes any length",
        promise="security",
        edits=(Edit("bot/updates/endpoint.py", "MOST_BYTES = 1_000_000", "MOST_BYTES = 1_000_000_000"),),
        tests=WEBHOOK,
    ),
    Sabotage(
        name="names of people are stored",
        promise="security",
        edits=(
            Edit("bot/updates/arrivals.py", "text = json.dumps(nameless(raw),", "text = json.dumps(raw,"),
        ),
        tests=("tests/bot/test_arrivals.py",),
    ),
    Sabotage(
        name="a download of any length",
        promise="4",
        edits=(
            Edit(
                "chat/bot_api.py",
                "                    if len(received) > most:\n                        raise TooLarge\n",
                "",
            ),
        ),
        tests=DOWNLOADS,
    ),
    Sabotage(
        name="redirects are followed",
        promise="security",
        edits=(Edit("chat/bot_api.py", "follow_redirects=False", "follow_redirects=True"),),
        tests=DOWNLOADS,
    ),
    Sabotage(
        name="files from anywhere",
        promise="security",
        edits=(Edit("chat/bot_api.py", "if within == path or any(step in", "if False and any(step in"),),
        tests=DOWNLOADS,
    ),
    Sabotage(
        name="pixels counted after decoding",
        promise="4",
        edits=(
            Edit(
                "worker/opening.py",
                "    _check(image.size, limit_pixels)\n    with translated():\n        image.load()\n",
                "    with translated():\n        image.load()\n",
            ),
            # Pillow's own limit, which the decoding process lowers to ours.
            Edit(
                "worker/decoding.py",
                "Image.MAX_IMAGE_PIXELS = -(-limits.pixels // 2)",
                "Image.MAX_IMAGE_PIXELS = None",
            ),
        ),
        tests=("tests/worker/test_limits_first.py",),
    ),
    Sabotage(
        name="every decoder is on",
        promise="security",
        edits=(
            Edit(
                "worker/opening.py",
                "Image.open(io.BytesIO(data), formats=FORMATS)",
                "Image.open(io.BytesIO(data))",
            ),
        ),
        tests=("tests/worker/test_pictures.py",),
    ),
    Sabotage(
        name="decoding takes any memory",
        promise="security",
        edits=(
            Edit("worker/confinement.py", "    resource.setrlimit(resource.RLIMIT_AS, (size, size))\n", ""),
        ),
        tests=DECODER,
    ),
    Sabotage(
        name="decoding takes any time",
        promise="7",
        edits=(
            Edit(
                "worker/decoding_process.py",
                "deadline = monotonic() + self._limits.seconds",
                "deadline = monotonic() + 3600",
            ),
            Edit("worker/decoding.py", "signal.alarm(limits.seconds + 1)", "signal.alarm(0)"),
        ),
        tests=DECODER,
    ),
    Sabotage(
        name="the token in the log",
        promise="security",
        edits=(
            Edit(
                "jobs/log.py", "    secret = settings().bot", "    return line\n    secret = settings().bot"
            ),
        ),
        tests=("tests/security/test_leaks.py",),
    ),
    Sabotage(
        name="Flower reads job records",
        promise="security",
        edits=(
            Edit(
                "deploy/redis/users.acl",
                "+get +set +del +exists +llen +brpop +hget \\",
                "+get +set +del +exists +llen +brpop +hget +hgetall ~job:* \\",
            ),
        ),
        tests=("tests/security/test_users.py::test_a_user_may_not_do_what_is_another_ones",),
    ),
    Sabotage(
        name="Redis open to all",
        promise="security",
        edits=(Edit("deploy/redis/users.acl", "user default off", "user default on nopass ~* &* +@all"),),
        tests=("tests/security/test_users.py::test_who_is_nobody_gets_nowhere",),
    ),
    Sabotage(
        name="any certificate will do",
        promise="security",
        edits=(
            Edit("jobs/queue.py", '"ssl_cert_reqs": ssl.CERT_REQUIRED', '"ssl_cert_reqs": ssl.CERT_NONE'),
        ),
        tests=("tests/security/test_tls.py",),
    ),
    Sabotage(
        name="messages are unpickled",
        promise="security",
        edits=(Edit("jobs/queue.py", '"accept_content": ["json"]', '"accept_content": ["json", "pickle"]'),),
        tests=("tests/security/test_messages.py",),
    ),
    Sabotage(
        name="weights of any digest",
        promise="security",
        edits=(
            Edit(
                "weights/fetch.py",
                "return next((wanted for wanted in digests if not wanted.matches(part)), None)",
                "return None",
            ),
        ),
        tests=("tests/weights/test_fetch.py",),
    ),
)
