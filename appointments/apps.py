"""Who asked for what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self):
        from appointments import checks, departing, gates, history_state, notifications  # noqa: F401
        from appointments.actions import (
            budgets,
            claiming,
            erasing,
            offering,
            papering,
            phoning,
            promises,
            purging,
            reminding,
            scheduling,
            verifying,
            waiting,
        )
        from appointments.actions.nightly import once_a_night
        from portal import duties, health
        from topics import deactivation_checks
        from topics.gates import registry

        notifications.register()
        registry.register(gates.CODE, _("Request forms"), gates.open_forms)
        deactivation_checks.register("visits ahead", departing.visits_ahead)
        health.tell("history", history_state.in_a_word)
        duties.register("release lapsed claims", lambda now: claiming.release_lapsed(now=now))
        duties.register("end lapsed offers", lambda now: offering.expire_due(now=now))
        duties.register("finish cancellations", lambda now: scheduling.finish_cancels(now=now))
        duties.register("remind patients", lambda now: reminding.remind_due(now=now))
        duties.register("end calls that are over", lambda now: phoning.no_longer_needed(now=now))
        duties.register("renew broken promises", lambda now: promises.renew_broken(now=now))
        duties.register("write the paper pack", lambda now: papering.write_hourly(now=now))
        duties.register("offer freed times", lambda now: waiting.offer_freed(now=now))
        duties.register("erase what patients asked for", lambda now: erasing.erase_asked(now=now))
        duties.register("forget addresses of receipts", lambda now: erasing.forget_receipts(now=now))
        duties.register("verify histories", once_a_night("verify", lambda now: verifying.verify(now=now).faults))
        duties.register("purge", once_a_night("purge", lambda now: sum(purging.purge(now=now).values())))
        duties.register("forget spent tries", lambda now: budgets.forget(now=now))
