"""Whom a patient may ask for by name."""

from tests.builders import make_practitioner, make_topic
from topics.kinds import TopicKind
from topics.models import Practitioner


def test_patients_may_ask_for_those_who_work_here_in_this_specialty_by_name(db):
    neurologist, orthopedist = (make_topic(kind=TopicKind.SPECIALTY) for _ in range(2))
    nina = make_practitioner(neurologist, name="Dr Nina")
    boris = make_practitioner(neurologist, orthopedist, name="Dr Boris")
    make_practitioner(neurologist, name="Dr Gone", active=False)
    make_practitioner(orthopedist, name="Mr Omar")
    assert list(Practitioner.objects.seeing_patients_of(neurologist)) == [boris, nina]
