import threading

# Visits of people, by the `sub` of their tokens: all that this service keeps of them.
_visits = {}
_lock = threading.Lock()


def count_visit(person):
    with _lock:
        _visits[person] = _visits.get(person, 0) + 1
        return _visits[person]


def forget(person):
    with _lock:
        _visits.pop(person, None)
