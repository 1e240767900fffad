import json
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from events import NotTaken, receive
from keys import KeysUnavailable
from settings import PORT
from tokens import TokenRefused, person_of
from visits import count_visit

# Events are far smaller.
MAX_BODY = 16 * 1024


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self):
        """`GET /me` with `Authorization: Bearer …`: who asks."""
        if self.path != "/me":
            return self._answer(404, {"error": "not_found"})
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        try:
            person = person_of(token if scheme == "Bearer" else "")
        except TokenRefused:
            return self._answer(401, {"error": "invalid_token"}, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        except KeysUnavailable:
            # Not "signed out": nobody knows. The page tries again.
            return self._answer(503, {"error": "keys_unavailable"}, {"Retry-After": "5"})
        visits = count_visit(person["id"])
        return self._answer(200, {"person": person["id"], "isVerified": person["is_verified"], "visits": visits})

    def do_POST(self):
        """`POST /events`: what Huntaze Auth tells."""
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            return self._answer(400, {"error": "not_taken"})
        body = self.rfile.read(int(length))
        if self.path != "/events":
            return self._answer(404, {"error": "not_found"})
        try:
            receive(body, self.headers)
        except (NotTaken, ValueError, KeyError):
            return self._answer(400, {"error": "not_taken"})
        self.send_response(204)
        return self.end_headers()

    def _answer(self, status, content, headers=None):
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": "application/json", "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """No line a request: an address may hold what belongs in no log."""


server = ThreadingHTTPServer(("127.0.0.1", PORT), Service)
for name in (signal.SIGINT, signal.SIGTERM):
    # Not in the handler itself: `shutdown` waits for the loop that the handler interrupts.
    signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
print(f"listening on {PORT}", flush=True)
server.serve_forever()
sys.exit(0)
