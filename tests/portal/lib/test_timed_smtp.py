"""A mail server that says something now and then, and never enough, is hung up on after a total time."""

import contextlib
import socket
import threading

import pytest
from django.core.mail import EmailMessage

from portal.lib.timed_smtp import EmailBackend
from tests.portal import smtp_server
from tests.portal.threads import PATIENCE

GREETING, FINE, GO_ON = b"220 mail.example.org\r\n", b"250 fine\r\n", b"354 go on\r\n"


@contextlib.contextmanager
def dripping(*answers: bytes):
    """A server that gives these answers to what it hears, and from then on one byte after another, for ever."""
    over = threading.Event()

    def serve():
        connection, _address = listener.accept()
        with connection, contextlib.suppress(OSError):
            for number, answer in enumerate(answers):
                if number:
                    connection.recv(4096)
                connection.sendall(answer)
            while not over.wait(0.02):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join(PATIENCE)


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (GREETING,),
        (GREETING, FINE),
        (GREETING, FINE, FINE),
        (GREETING, FINE, FINE, FINE),
        (GREETING, FINE, FINE, FINE, GO_ON),
    ],
)
@pytest.mark.parametrize("with_tls", [False, True])
def test_a_server_that_drips_is_hung_up_on_wherever_it_begins_to(settings, answers, with_tls):
    if with_tls and answers:
        answers = answers[:1]  # it never gets beyond the handshake
    settings.EMAIL_TOTAL_TIMEOUT = 0.2
    with dripping(*answers) as port:
        backend = EmailBackend(host="127.0.0.1", port=port, use_ssl=with_tls, use_tls=False, timeout=PATIENCE)
        with pytest.raises(OSError):
            backend.send_messages([EmailMessage("Subject", "Text", "a@example.org", ["b@example.org"])])


def test_a_server_that_answers_gets_its_mails_and_no_timer_is_left(settings):
    settings.EMAIL_TOTAL_TIMEOUT = PATIENCE
    with smtp_server.running() as server:
        backend = EmailBackend(host="127.0.0.1", port=server.port, use_tls=False, use_ssl=False, username="")
        mails = [EmailMessage("Subject", "Text", "a@example.org", ["b@example.org"]) for _ in range(3)]
        assert backend.send_messages(mails) == 3
        assert not [
            each for each in threading.enumerate() if isinstance(each, threading.Timer) and not each.finished.is_set()
        ]
        assert len(server.taken) == 3
