"""SMTP with a total time for each connection.

Django's own timeout begins anew with every byte: a server that sends one now and then would hold the worker for ever.
"""

import contextlib
import smtplib
import socket
import threading

from django.conf import settings
from django.core.mail.backends import smtp


class _Deadline:
    """Hangs up a connection when its time is over; whoever reads or writes then gets an error of the connection."""

    def __init__(self, connection: socket.socket, seconds: float):
        self.twin = connection.dup()  # stays valid when TLS takes the original over
        self.timer = threading.Timer(seconds, self._hang_up)
        self.timer.daemon = True
        self.timer.start()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):  # it has ended by itself
            self.twin.shutdown(socket.SHUT_RDWR)

    def cancel(self) -> None:
        self.timer.cancel()
        self.twin.close()


class _Timed:
    """Mixed into smtplib's classes, which call _get_socket to connect and close() at the end."""

    deadline: _Deadline | None = None

    def _get_socket(self, host, port, timeout):
        connection = socket.create_connection((host, port), timeout, self.source_address)
        self.deadline = _Deadline(connection, settings.EMAIL_TOTAL_TIMEOUT)
        return connection

    def close(self):
        if self.deadline:
            self.deadline.cancel()
            self.deadline = None
        super().close()


class _SMTP(_Timed, smtplib.SMTP):
    pass


class _SMTPWithTLS(_Timed, smtplib.SMTP_SSL):
    def _get_socket(self, host, port, timeout):
        connection = super()._get_socket(host, port, timeout)
        try:
            return self.context.wrap_socket(connection, server_hostname=self._host)
        except BaseException:  # smtplib does not call close() then
            self.deadline.cancel()
            raise


class EmailBackend(smtp.EmailBackend):
    """Django's, with EMAIL_TOTAL_TIMEOUT seconds from connecting to hanging up."""

    @property
    def connection_class(self):
        return _SMTPWithTLS if self.use_ssl else _SMTP
