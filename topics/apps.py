"""What we teach."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("What we teach")

    def ready(self):
        from portal import duties
        from topics import notifications
        from topics.actions import reminding

        notifications.register()
        duties.register("remind of pages", lambda now: reminding.remind(now=now))
