"""The ways a message leaves the house. Each module has the same three things:

`compose(kind, message, context, now)` gives something with a `send()`; `is_final(error)` tells a refusal of this very
message from trouble that passes; `MAY_REPEAT` says whether a message may be sent again when nobody knows whether the
first try arrived.
"""

from portal.channels import email, sms

CHANNELS = {"email": email, "sms": sms}
