"""A call that is to be made says what, for how long it is of use, and who made it."""

import pytest

from appointments.models import PhoneTask
from tests.appointments.builders import NOON, make_request
from tests.appointments.messages.actions.test_phone_tasks import asked
from tests.appointments.models.test_constraints import refused
from tests.builders import make_user

pytestmark = pytest.mark.django_db
LIES = {
    "phone_task_kind_known": {"kind": "letter"},
    "phone_task_says_something": {"say": ""},
    "phone_task_of_use_for_a_while": {"useful_until": NOON},
}
TRIED = LIES.keys() | {"phone_task_done_by_once_done"}


@pytest.mark.parametrize("constraint", LIES)
def test_a_call_cannot_lie(constraint):
    request = make_request()
    assert refused(lambda: asked(request, **LIES[constraint]), naming=constraint)


def test_whoever_made_a_call_made_it_at_some_time():
    task, somebody = PhoneTask.objects.filter(pk=asked(make_request()).pk), make_user("receptionist")
    assert refused(lambda: task.update(done_by=somebody), naming="phone_task_done_by_once_done")
