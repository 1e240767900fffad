import base64
import hashlib
import hmac
import json
import time

import sign_outs
import visits
from remembered import Remembered
from settings import WEBHOOK_SECRET

TOLERANCE = 5 * 60

_key = base64.b64decode(WEBHOOK_SECRET.removeprefix("whsec_"))
# Events are tried again for three days.
_seen = Remembered(3 * 24 * 60 * 60)


class NotTaken(Exception):
    """A call that is not Huntaze's."""


def _verify(body, headers):
    """Standard Webhooks. Debian carries no package of it; `pip install standardwebhooks` is the kept one."""
    name, sent_at, signatures = (
        headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature")
    )
    if not sent_at.isdecimal() or abs(time.time() - int(sent_at)) > TOLERANCE:
        raise NotTaken("timestamp")
    digest = hmac.digest(_key, f"{name}.{sent_at}.".encode() + body, hashlib.sha256)
    expected = b"v1," + base64.b64encode(digest)
    # During a rotation of the secret there are two.
    if not any(hmac.compare_digest(expected, given.encode()) for given in signatures.split(" ")):
        raise NotTaken("signature")
    return name


def receive(body, headers):
    """Takes a call to our address. `body`: the bytes as they came. Raises NotTaken."""
    name = _verify(body, headers)
    if name in _seen:
        return
    event = json.loads(body)
    if event["type"] == "session.ended":
        sign_outs.note_end(event["data"]["session"])
    if event["type"] == "user.deleted":
        visits.forget(event["data"]["user"])
    # At the end: an event that we failed at comes again.
    _seen.add(name)
