"""A mail server (aiosmtpd) on a real connection, which misbehaves as it is told, session by session."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from queue import Empty, SimpleQueue
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.portal.threads import PATIENCE

POINTS = ("CONNECT", "MAIL", "RCPT", "DATA", "ACCEPTED", "ANSWERED")
DRIP = 4  # seconds


class SmtpServer(Controller):
    """Does in each session what is next in `script`; when that is empty it takes the mail.

    "refuse": not now (450). "drop": takes the mail, and hangs up without an answer. "drip": a byte every DRIP seconds.
    One of POINTS: goes silent there, says so in `silent`, and hangs up when something else is expected. ACCEPTED: it
    has the mail; ANSWERED: and said so. Stopped and started, it listens on the same port.
    """

    def __init__(self):
        super().__init__(handler=None, hostname="127.0.0.1", port=0)
        self.script, self.taken = SimpleQueue(), []
        self.silent, self.go_on = Event(), Event()

    def factory(self):
        return Session(self)

    def _trigger_server(self):
        """Controller asks its port for a greeting at the start; which port it is, is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def stop(self, *arguments, **options):
        """Stops; it may be started again, on the same port."""
        super().stop(*arguments, **options)
        self.loop = asyncio.new_event_loop()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

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


class Session(SMTP):
    """One connection; it is its own handler."""

    def __init__(self, owner: SmtpServer):
        super().__init__(handler=self, hostname="mail.example.org")
        self.owner, self.how = owner, "take"

    async def _handle_client(self):
        try:
            self.how = self.owner.script.get_nowait()
        except Empty:
            self.how = "take"
        if self.how == "drip":
            await self.drips()
        elif await self.passes("CONNECT"):
            await super()._handle_client()

    async def smtp_MAIL(self, arg):
        if await self.passes("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if self.how == "refuse":
            await self.push("450 not now")
        elif await self.passes("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if await self.passes("DATA"):
            await super().smtp_DATA(arg)
            await self.passes("ANSWERED")

    async def handle_DATA(self, _server, _session, envelope):
        self.owner.taken.append(envelope.content)
        if self.how == "drop":
            self.transport.close()
        await self.passes("ACCEPTED")
        return "250 taken"

    async def drips(self):
        """Says one byte after another until something else is expected, or nobody listens any more."""
        go_on = self.owner.go_on
        while not go_on.is_set() and not self.transport.is_closing():
            self.transport.write(b"2")
            await asyncio.get_running_loop().run_in_executor(None, go_on.wait, DRIP)
        self.transport.close()

    async def passes(self, point: str) -> bool:
        """Goes on, or is silent here until it may hang up."""
        if self.how != point:
            return True
        silent, go_on = self.owner.silent, self.owner.go_on
        silent.set()
        await asyncio.get_running_loop().run_in_executor(None, go_on.wait, PATIENCE)
        self.transport.close()
        return False


@contextmanager
def running() -> Iterator[SmtpServer]:
    """The server at work."""
    server = SmtpServer()
    server.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.stop()
