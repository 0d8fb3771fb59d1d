"""Who asked for what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self):
        from appointments import checks, gates, notifications  # noqa: F401  (checks register themselves)
        from appointments.actions import claiming, offering, papering, phoning, promises, reminding, scheduling, waiting
        from portal import duties
        from topics.gates import registry

        notifications.register()
        registry.register(gates.CODE, _("Request forms"), gates.open_forms)
        duties.register("release lapsed claims", lambda now: claiming.release_lapsed(now=now))
        duties.register("end lapsed offers", lambda now: offering.expire_due(now=now))
        duties.register("finish cancellations", lambda now: scheduling.finish_cancels(now=now))
        duties.register("remind patients", lambda now: reminding.remind_due(now=now))
        duties.register("end calls that are over", lambda now: phoning.no_longer_needed(now=now))
        duties.register("renew broken promises", lambda now: promises.renew_broken(now=now))
        duties.register("write the paper pack", lambda now: papering.write_hourly(now=now))
        duties.register("offer freed times", lambda now: waiting.offer_freed(now=now))
