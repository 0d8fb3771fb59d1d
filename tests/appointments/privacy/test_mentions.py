"""A name that stands in texts about others: found in any spelling, shown, and taken out when the person is erased."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest, DeskNote, ExportRecord, PhoneTask, ScheduleException
from appointments.privacy import mentions, stored_fields
from appointments.privacy.actions import erasure
from appointments.privacy.mentions import WantedNames, without_names
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk
from tests.builders import make_topic
from topics.models import NeedsChange

GONE = "[erased]"


@pytest.mark.parametrize(
    "name, text, left",
    [
        ("Olga Sample", "Olga Sample called", f"{GONE} called"),
        ("Olga Sample", "call Sample, Olga.", f"call {GONE}."),
        ("Olga Sample", "OLGA  SAMPLE's mum", f"{GONE} mum"),
        ("Olga Sample", "olga\nsample; x", f"{GONE}; x"),
        ("Olga Sample", "(Olga Sample)", f"({GONE})"),
        ("Olga Sample", "Óļga Sámple", GONE),
        ("Olga Sample", "Mrs Sample came", f"{GONE} came"),
        ("Olga Sample", "for Ms. Sample", f"for {GONE}"),
        ("Olga Sample", "Olga Sample and Olga Sample", f"{GONE} and {GONE}"),
        ("Olga Sample", "Olga M. Sample", GONE),
        ("Olga Sample", "Mr. & Mrs. Sample", f"Mr. & {GONE}"),
        ("Olga Sample", "to olga.sample@example.org", f"to {GONE}@example.org"),
        ("Olga Sample", "a sample of blood", "a sample of blood"),
        ("Olga Sample", "Olga rang", "Olga rang"),
        ("Olga Sample", "Olga Samplewoman", "Olga Samplewoman"),
        ("Łucja Żak", "lucja zak, Zak Łucja", f"{GONE}, {GONE}"),
        ("Ann O'Shea", "Ann O‘Shea; Mr OʻShea", f"{GONE}; {GONE}"),
        ("Anne-Marie Weiß", "Anne Marie Weiss", GONE),
        ("Anna Maria Sample", "Anna Sample", GONE),
        ("Đỗ Phượng", "Do Phuong", GONE),
        ("Олена Зразок", "пані? ОЛЕНА ЗРАЗОК", f"пані? {GONE}"),
        ("محمد علي", "اتصل محمد علي", f"اتصل {GONE}"),
        ("Sukarno", "Sukarno came", f"{GONE} came"),
        ("May", "in May", "in May"),
        ("Mrs Olga Sample (daughter) 12.03.1957", "Olga Sample; Dr Sample", f"{GONE}; {GONE}"),
        ("Olga Sample c/o Pat", "Doctor Sample; O. Sample; Sample O.", f"{GONE}; {GONE}; {GONE}."),
        ("Olga Sample", "Olga Maria Sample; Olga and Pat Sample; Olga S. rang", f"{GONE}; {GONE}; {GONE}. rang"),
        ("Olga Sample", "Mrs. O. Sample wrote: o.sample@example.org", f"{GONE} wrote: {GONE}@example.org"),
        ("Olga Sample", "OlgaSample, sampleolga", f"{GONE}, {GONE}"),
        ("Ann Case", "a case of gout. Ann had a sample", "a case of gout. Ann had a sample"),
        ("María José García López", "María García, Sra. García, Mr García López", f"{GONE}, {GONE}, {GONE}"),
        ("Jan van der Berg", "Mr van der Berg; Mr Berg", f"{GONE}; {GONE}"),
        ("Jörg Müller", "Joerg Mueller; Jorg Muller", f"{GONE}; {GONE}"),
        ("Hans Mueller", "Hans Müller", GONE),
        ("Anna-Lena Weiß", "Annalena Weiss", GONE),
        ("Ann O'Neill", "Ann O Neill", GONE),
        ("Олена Зразкова", "з Оленою Зразковою, до пані Зразкової", f"з {GONE}, до {GONE}"),
        ("Олена Зразкова", "зразок крові Олени", "зразок крові Олени"),
        ("محمد علي", "رسالة لمحمد علي", f"رسالة {GONE}"),
        ("王小明", "王小明来电", f"{GONE}来电"),
        ("", "nobody", "nobody"),
    ],
)
def test_a_name_goes_out_of_a_text_in_any_spelling(name, text, left):
    assert without_names(text, WantedNames([name])) == left


@pytest.fixture
def told(service):
    """Olga Sample asked; her name stands in five texts about others."""
    hers, other = make_request(service, patient_name="Olga Sample"), make_request(service, patient_name="Pat Example")
    user = at_desk()[0].user
    AppointmentRequest.objects.filter(pk=other.pk).update(reason="Same thing as Olga Sample, next door")
    DeskNote.objects.create(request=other, by=user, at=NOON, text="Comes with Mrs Sample")
    PhoneTask.objects.create(request=other, kind="offer", say="As Olga Sample told you", dedupe_key="k", made_at=NOON)
    ExportRecord.objects.create(
        by=user,
        at=NOON,
        why="Letter about Sample, Olga",
        format="csv",
        first_day=NOON,
        last_day=NOON,
        with_reason=False,
    )
    ScheduleException.objects.create(
        kind="closure",
        public_reason="At the funeral of Olga Sample",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        made_by=user,
        made_at=NOON,
    )
    NeedsChange.objects.create(topic=make_topic(), reason="Olga Sample found a mistake", at=NOON, by=user)
    return hers, other


def texts() -> list[str]:
    return [
        AppointmentRequest.objects.get(patient_name="Pat Example").reason,
        DeskNote.objects.get().text,
        PhoneTask.objects.get().say,
        ExportRecord.objects.get().why,
        ScheduleException.objects.get().public_reason,
        NeedsChange.objects.get().reason,
    ]


WITHOUT_HER = [
    f"Same thing as {GONE}, next door",
    f"Comes with {GONE}",
    f"As {GONE} told you",
    f"Letter about {GONE}",
    f"At the funeral of {GONE}",
    f"{GONE} found a mistake",
]


@pytest.mark.django_db
def test_erasing_takes_the_name_out_of_every_text_about_others(told):
    hers, other = told
    erasure.erase(hers, by=SYSTEM, now=NOON)
    assert texts() == WITHOUT_HER
    other.refresh_from_db()
    assert other.patient_name == "Pat Example"


@pytest.mark.django_db
def test_so_does_the_nightly_duty_reading_every_text_once(told, monkeypatch):
    hers, _other = told
    AppointmentRequest.objects.filter(pk=hers.pk).update(erasure_asked_at=NOON)
    searches = []
    search = mentions.find_mentions
    monkeypatch.setattr(mentions, "find_mentions", lambda *args, **how: searches.append(1) or search(*args, **how))
    assert erasure.erase_due(now=NOON + erasure.WITHDRAWAL_PERIOD) == 1
    assert (texts(), len(searches)) == (WITHOUT_HER, 1)


@pytest.mark.django_db
def test_the_lead_sees_beforehand_where_it_stands_and_the_command_says_where_it_stood(told):
    hers, other = told
    AppointmentRequest.objects.filter(pk=hers.pk).update(erasure_asked_at=NOON)
    page = at_desk("lead")[1].get("/desk/access/").content.decode()
    assert f"note of {other.spoken_reference}" in page and f"reason of {other.spoken_reference}" in page
    out = StringIO()
    call_command("erase_request", hers.spoken_reference, stdout=out)
    assert out.getvalue().count("The name was taken out of: ") == len(WITHOUT_HER)
    assert "Sample" not in out.getvalue()


@pytest.mark.django_db
def test_what_holds_no_name_is_not_written(told):
    hers, other = told
    DeskNote.objects.update(text="a sample was taken")
    erasure.erase(hers, by=SYSTEM, now=NOON)
    assert DeskNote.objects.get().text == "a sample was taken"
    assert other.pk


def test_every_free_text_of_staff_is_searched():
    for label, names in stored_fields.MAY_NAME_OTHERS.items():
        for name in names:
            assert apps.get_model(label)._meta.get_field(name).get_internal_type() in ("TextField", "CharField")
