"""What the tests of portal share: a message the outbox knows, and a mail server that does as it is told."""

import copy

import pytest

from portal import message_kinds
from portal.lib.registry import Registry
from tests.builders import make_user
from tests.portal import mail_server as backend

PARTS = {
    "subject.txt": "Hello\n  {{ who }}\n",
    "body.txt": "\n\nDear {{ who }}, call {{ clinic.phone }} or open {{ base_url }}/.\n\n",
    "body.html": "<p>Dear {{ who }}</p>",
}


class Hello:
    """The message test.hello. `contexts` says by subject id what its text is made from; an exception is raised."""

    name = "test.hello"

    def __init__(self, monkeypatch):
        self.contexts = {}
        self.prepared = []
        self._monkeypatch = monkeypatch

    def register(self, **fields):
        """Makes it known to the outbox with these fields of its kind, instead of those it had before."""
        others = Registry("message")
        for name, kind in message_kinds.KINDS.items():
            if name != self.name:
                others.register(name, kind)
        self._monkeypatch.setattr(message_kinds, "KINDS", others)
        message_kinds.register(self.name, **{"templates": "hello", "prepare": self.prepare} | fields)

    def prepare(self, subject_id, now):
        self.prepared.append((subject_id, now))
        context = self.contexts.get(subject_id, {"who": "Olena"})
        if isinstance(context, Exception):
            raise context
        return copy.copy(context)


@pytest.fixture
def hello(settings, tmp_path, monkeypatch):
    """Makes test.hello known to the outbox as long as the test lasts."""
    folder = tmp_path / "templates" / "hello"
    folder.mkdir(parents=True)
    for name, text in PARTS.items():
        (folder / name).write_text(text)
    engine = copy.deepcopy(settings.TEMPLATES[0])
    engine["DIRS"] = [*engine["DIRS"], folder.parent]
    settings.TEMPLATES = [engine]
    message = Hello(monkeypatch)
    message.register()
    return message


@pytest.fixture
def mail_server(settings, monkeypatch, mailoutbox):
    """Gives a function: mail_server(receive) lets `receive(mail)` look at, or refuse, every mail from now on."""
    settings.EMAIL_BACKEND = f"{backend.__name__}.EmailBackend"

    def follow(receive):
        monkeypatch.setattr(backend.EmailBackend, "receive", staticmethod(receive))

    return follow


@pytest.fixture
def log_in(db, client):
    """Gives a function: log_in("editor") makes a member of staff of that role and lets `client` act as them."""

    def log_in(role):
        person = make_user(role)
        client.force_login(person)
        return person

    return log_in
