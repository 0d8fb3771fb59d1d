"""What we teach."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("What we teach")

    def ready(self):
        from portal import duties
        from portal.accounts.state import FURTHER_WAYS
        from topics import notifications
        from topics.actions import reminding
        from topics.models.practitioner import practitioner_accounts

        notifications.register()
        FURTHER_WAYS.register("practitioners", practitioner_accounts)
        duties.register("remind of pages", lambda now: reminding.remind(now=now))
