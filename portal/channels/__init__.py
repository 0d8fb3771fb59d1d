"""The channels by which messages leave. Each is a module with these names:

`compose(kind, message, context, now)` gives an object with `send()`; `is_final(error)` says whether an error raised by
`send()` means that this message will never be taken; `MAY_REPEAT` says whether a message is sent again if nobody knows
whether the first try arrived.
"""

from portal.channels import email, sms
from portal.message_kinds import MessageChannel

CHANNELS = {MessageChannel.EMAIL: email, MessageChannel.SMS: sms}
