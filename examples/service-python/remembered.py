import threading
import time


class Remembered:
    """Names, each kept for so many seconds."""

    def __init__(self, seconds):
        self._seconds = seconds
        self._lock = threading.Lock()
        self._until = {}

    def add(self, name):
        now = time.monotonic()
        with self._lock:
            self._until = {old: until for old, until in self._until.items() if until > now}
            self._until.setdefault(name, now + self._seconds)

    def __contains__(self, name):
        return name in self._until
