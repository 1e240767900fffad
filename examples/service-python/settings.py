import os
import sys

_NAMES = ("HUNTAZE_URL", "AUDIENCE", "WEBHOOK_SECRET")
_missing = [name for name in _NAMES if not os.environ.get(name)]
if _missing:
    sys.exit(f"set {', '.join(_missing)}: README.md says how")

HUNTAZE_URL, AUDIENCE, WEBHOOK_SECRET = (os.environ[name] for name in _NAMES)
PORT = int(os.environ.get("PORT") or 4002)
