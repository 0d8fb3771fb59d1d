"""Who asked for what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self):
        from appointments.booking import checks, deactivation  # noqa: F401  (checks register themselves)
        from appointments.booking.actions import booking, broken_promises, claims, offers
        from appointments.messages import registration
        from appointments.messages.actions import phone_tasks, reminders
        from appointments.paper.actions import write_hourly
        from appointments.privacy import history_state
        from appointments.privacy.actions import chain_verification, erasure, retention
        from appointments.privacy.actions.nightly import once_a_night
        from appointments.requests import article_gates
        from appointments.requests.actions import rate_limits
        from appointments.waitlist.actions import offer_freed
        from portal import duties, health
        from topics import deactivation_checks
        from topics.gates import registry

        registration.register()
        registry.register(article_gates.CODE, _("Request forms"), article_gates.open_forms)
        deactivation_checks.register("appointments ahead", deactivation.appointments_ahead)
        health.tell("history", history_state.in_a_word)
        duties.register("release lapsed claims", lambda now: claims.release_lapsed(now=now))
        duties.register("end lapsed offers", lambda now: offers.expire_due(now=now))
        duties.register("finish cancellations", lambda now: booking.finish_cancels(now=now))
        duties.register("remind patients", lambda now: reminders.remind_due(now=now))
        duties.register("end calls that are over", lambda now: phone_tasks.end_unneeded(now=now))
        duties.register("renew broken promises", lambda now: broken_promises.renew_broken(now=now))
        duties.register("write the paper pack", lambda now: write_hourly(now=now))
        duties.register("offer freed times", lambda now: offer_freed(now=now))
        duties.register("erase what patients asked for", lambda now: erasure.erase_asked(now=now))
        duties.register("forget addresses of receipts", lambda now: erasure.forget_receipts(now=now))
        duties.register(
            "verify histories", once_a_night("verify", lambda now: chain_verification.verify(now=now).faults)
        )
        duties.register("purge", once_a_night("purge", lambda now: sum(retention.purge(now=now).values())))
        duties.register("forget spent tries", lambda now: rate_limits.delete_old_tries(now=now))
