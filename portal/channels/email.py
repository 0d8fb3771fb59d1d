"""E-mail: text and HTML. No header but To holds what somebody typed; the Message-ID is the same at every try."""

import logging
import re
import smtplib
from datetime import datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.lib.text import clean_line
from portal.message_kinds import Attachment, MessageKind
from portal.models import OutboundMessage

log = logging.getLogger("portal.outbox")

MAY_REPEAT = True  # two copies with one Message-ID are one mail to most mail programs


def compose(kind: MessageKind, message: OutboundMessage, context: dict, now: datetime) -> EmailMultiAlternatives:
    """The mail, from the kind's templates with this context. `now` is its Date.

    `discreet` in the context: the sender is not named, and there is no address to reply to.
    """
    subject, text, html = (
        render_to_string(f"{kind.templates}/{part}", context) for part in ("subject.txt", "body.txt", "body.html")
    )
    reply_to = [settings.CLINIC_EMAIL] if settings.CLINIC_EMAIL and not context["discreet"] else None
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        from_email=formataddr((context["sender"], sender_address())),
        to=[message.to],
        reply_to=reply_to,
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(localtime(now)),
            "Auto-Submitted": "auto-generated",  # no holiday notice answers it (RFC 3834)
        },
    )
    mail.attach_alternative(html, "text/html")
    if kind.attach:
        _attach(mail, kind, message, now)
    return mail


def sender_address() -> str:
    """The address every mail comes from, without a name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sender_name(*, discreet: bool) -> str:
    """The name in From: the clinic's, or "Appointments" if the mail is discreet."""
    return _("Appointments") if discreet else clean_line(settings.CLINIC_NAME)


def is_final(error: Exception) -> bool:
    """Whether the mail server will never take this very message: it refused the receiver, or the text, for good.

    A 5xx at the greeting, the log-in or the sender is about us, not about the message: that can be mended.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return bool(error.recipients) and all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _attach(mail: EmailMultiAlternatives, kind: MessageKind, message: OutboundMessage, now: datetime) -> None:
    """A file that cannot be made does not stop the mail."""
    try:
        attachment = kind.attach(message.subject_id, now, message.to)
        if attachment:
            mail.attach(_mime_part(attachment))
    except Exception:
        log.exception("Message %s leaves without its file", message.pk)


def _mime_part(attachment: Attachment) -> MIMEBase:
    part = MIMEBase(attachment.maintype, attachment.subtype, charset="utf-8", **attachment.parameters)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part
