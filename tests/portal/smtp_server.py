"""A mail server that speaks SMTP over a real connection, and misbehaves as it is told, session by session."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from queue import Empty, SimpleQueue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

from tests.portal.threads import PATIENCE

POINTS = ("CONNECT", "MAIL", "RCPT", "DATA", "ACCEPTED", "ANSWERED")


class SmtpServer(ThreadingTCPServer):
    """Does in each session what is next in `script`; when that is empty it takes the mail.

    "refuse": not now (450). "drop": takes the mail, and hangs up without an answer. One of POINTS: goes silent there,
    says so in `silent`, and hangs up when something else is expected. ACCEPTED: it has the mail; ANSWERED: and said so.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.script, self.taken = SimpleQueue(), []
        self.silent, self.go_on = Event(), Event()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def expect(self, *script: str) -> None:
        """What the next sessions are like; those that were silent hang up, and nothing is left of the script before."""
        self.go_on.set()
        self.go_on, self.silent = Event(), Event()
        self.script = SimpleQueue()
        for how in script:
            self.script.put(how)

    def received(self) -> list[tuple[str, str]]:
        """Receiver and Message-ID of every mail that was taken, in order."""
        mails = [message_from_bytes(mail, policy=policy.default) for mail in list(self.taken)]
        return [(mail["To"], mail["Message-ID"]) for mail in mails]


class Session(StreamRequestHandler):
    def handle(self):
        try:
            self.how = self.server.script.get_nowait()
        except Empty:
            self.how = "take"
        with suppress(ConnectionError, StopIteration):  # the other side is dead, or we hung up
            self.talk()

    def talk(self):
        self.at("CONNECT")
        self.say("220 mail.example.org")
        while line := self.rfile.readline():
            verb = line[:4].upper().decode("ascii", "replace")
            if verb in ("MAIL", "RCPT", "DATA"):
                self.at(verb)
            if verb == "RCPT" and self.how == "refuse":
                self.say("450 not now")
            elif verb == "DATA":
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.taken.append(b"".join(lines))
        if self.how == "drop":
            raise StopIteration
        self.at("ACCEPTED")
        self.say("250 taken")
        self.at("ANSWERED")

    def say(self, line: str):
        self.wfile.write(f"{line}\r\n".encode())

    def at(self, point: str):
        if self.how == point:
            silent, go_on = self.server.silent, self.server.go_on
            silent.set()
            go_on.wait(PATIENCE)
            raise StopIteration


@contextmanager
def running() -> Iterator[SmtpServer]:
    """The server at work."""
    with SmtpServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join(PATIENCE)
