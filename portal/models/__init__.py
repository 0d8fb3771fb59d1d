"""Staff accounts and what changed about their access, messages to be sent, heartbeats of background work, and forms that were refused."""

from portal.models.access_change import AccessChange, AccessChangeReading
from portal.models.heartbeat import Heartbeat
from portal.models.outbound_message import OutboundMessage
from portal.models.refused_form import RefusedForm
from portal.models.user import User

__all__ = ["AccessChange", "AccessChangeReading", "Heartbeat", "OutboundMessage", "RefusedForm", "User"]
