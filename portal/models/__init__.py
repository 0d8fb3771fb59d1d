"""Staff accounts and what changed about them, messages to be sent, refused forms, heartbeats, the site's version."""

from portal.models.access_change import AccessChange, AccessChangeReading
from portal.models.heartbeat import Heartbeat
from portal.models.outbound_message import OutboundMessage
from portal.models.refused_form import RefusedForm
from portal.models.site_version import SiteVersion
from portal.models.user import User

__all__ = ["AccessChange", "AccessChangeReading", "Heartbeat", "OutboundMessage", "RefusedForm", "SiteVersion", "User"]
