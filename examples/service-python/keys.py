import json
import threading
import time
import urllib.request

import jwt

MAX_AGE = 600
PAUSE = 5
TIMEOUT = 5


class KeysUnavailable(Exception):
    """The keys could not be had: nobody knows whether the token is good."""


class Keys:
    """The published keys (RFC 7517).

    Kept for ten minutes, so that a request of ours asks nobody; asked for again for a key that is not known, but at most every
    five seconds, whatever strangers send. PyJWT's own PyJWKClient has no such bound.
    """

    def __init__(self, url):
        self._url = url
        self._lock = threading.Lock()
        self._keys = {}
        self._read_at = self._tried_at = float("-inf")

    def find(self, kid):
        """The key of that name, or None. Raises KeysUnavailable."""
        with self._lock:
            now = time.monotonic()
            is_old = now - self._read_at > MAX_AGE
            if (is_old or kid not in self._keys) and now - self._tried_at > PAUSE:
                self._tried_at = now
                self._read(now)
            elif is_old:
                raise KeysUnavailable
            return self._keys.get(kid)

    def _read(self, now):
        try:
            with urllib.request.urlopen(self._url, timeout=TIMEOUT) as answer:
                found = jwt.PyJWKSet.from_dict(json.load(answer)).keys
        except (OSError, ValueError, jwt.PyJWTError) as error:
            raise KeysUnavailable from error
        self._keys = {key.key_id: key.key for key in found}
        self._read_at = now
