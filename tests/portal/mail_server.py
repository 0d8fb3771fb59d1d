"""A mail server that does what a test tells it: takes mails, refuses them, or looks around while it has one in hand."""

from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import locmem


class EmailBackend(locmem.EmailBackend):
    """Keeps mails in django.core.mail.outbox; before each, calls `receive`, which may raise to refuse it."""

    receive: Callable[[EmailMultiAlternatives], None] = staticmethod(lambda mail: None)

    def send_messages(self, messages):
        for mail in messages:
            type(self).receive(mail)
        return super().send_messages(messages)
