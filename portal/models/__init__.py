"""Staff accounts, messages to be sent, heartbeats of background work, and forms that were refused."""

from portal.models.heartbeat import Heartbeat
from portal.models.outbound_message import OutboundMessage
from portal.models.refused_form import RefusedForm
from portal.models.user import User

__all__ = ["Heartbeat", "OutboundMessage", "RefusedForm", "User"]
