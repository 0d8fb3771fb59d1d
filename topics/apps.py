"""What we teach."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("What we teach")

    def ready(self):
        from portal import duties
        from portal.accounts.state import FURTHER_WAYS
        from portal.public_pages import triggers
        from topics import notifications
        from topics.actions import reminding
        from topics.models import Edition, EditionLink, FormerAddress, SignOff, Topic, Withdrawal
        from topics.models.practitioner import practitioner_accounts

        notifications.register()
        FURTHER_WAYS.register("practitioners", practitioner_accounts)
        triggers.watch(Topic, Edition, EditionLink, SignOff, Withdrawal, FormerAddress)
        duties.register("remind of pages", lambda now: reminding.remind(now=now))
