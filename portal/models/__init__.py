"""Staff accounts, messages to be sent, and heartbeats of background work."""

from portal.models.heartbeat import Heartbeat
from portal.models.outbound_message import OutboundMessage
from portal.models.user import User

__all__ = ["Heartbeat", "OutboundMessage", "User"]
