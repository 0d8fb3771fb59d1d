"""Who asked for what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self):
        from appointments import checks, notifications  # noqa: F401  (checks register themselves)
        from appointments.actions import budgets, claiming, offering, scheduling
        from portal import duties

        notifications.register()
        duties.register("release lapsed claims", lambda now: claiming.release_lapsed(now=now))
        duties.register("end lapsed offers", lambda now: offering.expire_due(now=now))
        duties.register("finish cancellations", lambda now: scheduling.finish_cancels(now=now))
        duties.register("forget spent tries", lambda now: budgets.forget(now=now))
