"""Staff accounts, the outbox and the worker's sign of life."""

from portal.models.heartbeat import Heartbeat
from portal.models.outbound_message import OutboundMessage
from portal.models.user import User

__all__ = ["Heartbeat", "OutboundMessage", "User"]
