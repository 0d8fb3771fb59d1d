"""A small sample of the ledger, with the real web server: the power goes between the commit and the answer.

script/faults runs all of it.
"""

import threading
from datetime import timedelta

import pytest

from appointments import link_secrets
from appointments.models import AppointmentRequest, RequestDraft
from tests.appointments.builders import make_service
from tests.faults import reckoning
from tests.faults.ledger import Form, Ledger, Line, Patient
from tests.faults.serving import Portal
from tests.portal import production

pytestmark = pytest.mark.django_db(transaction=True)


class QuickPatient(Patient):
    """Whose form was begun minutes ago."""

    def let_time_pass(self, form):
        drafts = RequestDraft.objects.filter(key_digest=link_secrets.digest(form.secret))
        drafts.update(begun_at=drafts.get().begun_at - timedelta(minutes=3))
        self.line.power_cut = 1.0

    def reference_shown(self, form):
        """No page is drawn here: that takes collected static files."""
        return AppointmentRequest.objects.get(idempotency_key=link_secrets.digest(form.secret)).reference

    def _once(self, method, path, body):
        try:
            return super()._once(method, path, body)
        finally:
            if path.endswith("/check/"):
                self.line.power_cut = 0.0  # sent again it gets through


def test_a_request_whose_answer_was_lost_is_stored_once_and_whole(tmp_path):
    make_service()
    # --preload: the portal is loaded once, not once in each process
    options = {"DATABASE_URL": production.database_address(), "GUNICORN_CMD_ARGS": "--preload"}
    given = production.environment(tmp_path, **options)
    portal, ledger = Portal(tmp_path, given), Ledger()
    try:
        portal.start_web("tests.faults.application")
        QuickPatient(portal.port, ledger, "neurologist", Line()).ask(threading.Event(), forms=1)
    finally:
        portal.kill_web()
    (form,) = ledger.forms
    assert (form.acknowledged, form.sent_again > 0, ledger.cut > 0, ledger.odd) == (True, True, True, [])
    found = reckoning.reckon(ledger.forms)
    assert (found.faults, found.acknowledged, found.stored, found.set_aside) == ([], 1, 1, 0)


def test_the_reckoning_notices_what_is_lost_and_what_is_not_whole():
    lost = Form(1, 0.0, secret=link_secrets.new_secret(), acknowledged=True, reference="K7M-4QX2P")
    assert reckoning.reckon([lost]).faults == [f"{lost.name}: acknowledged and lost"]
    from tests.appointments.builders import make_request

    half = Form(2, 0.0, secret=link_secrets.new_secret(), acknowledged=True)
    request = make_request(secret=half.secret, patient_name=half.name)
    half.reference = request.reference
    assert reckoning.reckon([half]).faults == []
    AppointmentRequest.objects.filter(pk=request.pk).update(patient_name="Somebody else")
    request.link_tokens.all().delete()
    assert reckoning.reckon([half]).faults == [f"{half.name}: 0 requests, not 1", f"{half.name}: 0 links, not 1"]
