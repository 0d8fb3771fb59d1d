"""The app "appointments". When it starts, it registers its messages, duties and checks with the packages below it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self):
        from appointments.booking import checks, deactivation  # noqa: F401  (checks register themselves)
        from appointments.booking.actions import agreed_calls, booking, broken_promises, claims, offers
        from appointments.messages import registration
        from appointments.messages.actions import phone_tasks, reminders
        from appointments.models import HealthcareService
        from appointments.paper.actions import write_hourly
        from appointments.privacy import history_state
        from appointments.privacy.actions import chain_verification, erasure, retention
        from appointments.requests import article_gates, closed_forms
        from appointments.requests.actions import rate_limits
        from appointments.waitlist.actions import offer_freed_times
        from portal import clock, duties, health
        from portal.public_pages import triggers
        from topics import closed_forms as topics_closed_forms
        from topics import deactivation_checks
        from topics.gates import registry

        registration.register()
        registry.register(article_gates.CODE, _("Request forms"), article_gates.open_forms)
        topics_closed_forms.register("services", closed_forms.closed_forms)
        triggers.watch(HealthcareService)
        deactivation_checks.register("appointments ahead", deactivation.appointments_ahead)
        health.register_state("history", history_state.readiness)
        duties.register("release lapsed claims", claims.release_lapsed)
        duties.register("end lapsed offers", offers.expire_due)
        duties.register("finish cancellations", booking.finish_cancels)
        duties.register("remind patients", reminders.remind_due)
        duties.register("end calls that are over", phone_tasks.end_unneeded)
        duties.register("renew broken promises", broken_promises.renew_broken)
        duties.register("call up who waits", agreed_calls.call_up_due)
        duties.register("write the paper pack", write_hourly)
        duties.register("offer freed times", offer_freed_times)
        duties.register("erase what patients asked for", clock.if_trusted("Erasing", erasure.erase_due))
        duties.register("forget addresses of receipts", erasure.remove_receipt_addresses)
        duties.register(
            "verify histories", duties.once_a_night("verify", lambda now: chain_verification.verify(now=now).faults)
        )
        duties.register("purge", clock.if_trusted("Purging", duties.once_a_night("purge", retention.purge_marked)))
        duties.register("forget spent tries", clock.if_trusted("Forgetting tries", rate_limits.delete_old_tries))
