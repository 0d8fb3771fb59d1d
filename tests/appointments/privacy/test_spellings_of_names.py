"""A name is found in texts about others however it was typed in the form, and however somebody wrote it there."""

import pytest

from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from appointments.privacy.mentions import WantedNames, without_names
from tests.appointments.builders import NOON, make_request

GONE = "[erased]"


@pytest.mark.parametrize(
    "name, text, left",
    [
        ("Dr. med. Anna Weber", "Anna Weber rang; Frau Weber", f"{GONE} rang; {GONE}"),
        ("Prof. h. c. Anna Weber", "Anna Weber rang", f"{GONE} rang"),
        ("Dipl.-Ing. Jan Weber", "JAN WEBER", GONE),
        ("Sample, Olga", "O. Sample; Olga Sample; Ms Sample", f"{GONE}; {GONE}; {GONE}"),
        ("Sample, Mary Ann", "Mary Sample; M. Sample", f"{GONE}; {GONE}"),
        ("Olga Sample", "Sample, Mrs O. – call", f"{GONE}. – call"),
        ("Olga Sample", "Sample, Mrs Olga", GONE),
        ("Olga Sample", "Sample (Ms), room 2", f"{GONE}), room 2"),
        ("Ayşe Yılmaz", "Yılmaz Hanım", GONE),
        ("Olga Sample", "a blood Sample, Dr Jones asked", "a blood Sample, Dr Jones asked"),
        ("Olga Sample", "the Sample Mr Jones gave", "the Sample Mr Jones gave"),
        ("Olga Sample", "Fr. Sample, Hr Sample, Herrn Sample, Mlle Sample", ", ".join([GONE] * 4)),
        ("Olga Sample", "Patient: Sample; Familie Sample", f"{GONE}; {GONE}"),
        ("Olga Sample", "a patient sample; the family sample", "a patient sample; the family sample"),
        ("Olga Sample", "seen: Olga Sam-\nple, again", f"seen: {GONE}, again"),
        ("Olga Sample", "pre-\noperative sam-\nple", "pre-\noperative sam-\nple"),
        ("Seán Ó Briain", "Sean O'Briain; Mr O’Briain; S. OBriain", f"{GONE}; {GONE}; {GONE}"),
        ("Ronald MacDonald", "Ronald Mac Donald", GONE),
        ("Anna de Luca", "Anna DeLuca; Mrs Deluca", f"{GONE}; {GONE}"),
        ("Anna DeLuca", "Mrs de Luca", GONE),
        ("Ludwig van Beethoven", "Mr v. Beethoven", GONE),
        ("Jan Kowalski", "dla Jana Kowalskiego, z Janem Kowalskim", f"dla {GONE}, z {GONE}"),
        ("Anna Kowalska", "u pani Kowalskiej; Annie Kowalskiej", f"u {GONE}; {GONE}"),
        ("Jana Nováková", "s Janou Novákovou", f"s {GONE}"),
        ("Jan Kowalski", "Janet Kowalski; Janina Kowalska", "Janet Kowalski; Janina Kowalska"),
        ("Johann Schmidt", "Johanna Schmidt", "Johanna Schmidt"),
        ("Ayşe Yılmaz", "Ayşe Yılmaz'ın kızı", f"{GONE} kızı"),
        ("Mar'iana Luk'ianenko", "Mar’iana Luk’ianenko, Mariana Lukianenko", GONE),
        ("Олена Зразок", "Olena Zrazok's son", f"{GONE} son"),
        ("Наталія Шевченко", "Natalia Shevchenko; Nataliya Shevchenko", f"{GONE}; {GONE}"),
        ("Ольга Иванова", "Mrs Ivanova; Olga Ivanova", f"{GONE}; {GONE}"),
        ("فاطمة الزهراء", "فاطمه الزهراء", GONE),
        ("王小明", "王 小明、王先生", f"{GONE}、{GONE}"),
        ("山田 太郎", "山田太郎、山田さん", f"{GONE}、{GONE}"),
        ("ながい じろう", "ながいじろう", GONE),
        ("김철수", "김 철수; 김철수가; 김 씨", f"{GONE}; {GONE}가; {GONE}"),
    ],
)
def test_a_name_goes_out_of_a_text_however_it_is_written(name, text, left):
    assert without_names(text, WantedNames([name])) == left


@pytest.mark.django_db
@pytest.mark.parametrize(
    "field, text, left",
    [
        ("language", "Ukrainian, Olga Sample translates", "Ukrainian, [erased] translates"),
        ("phone_typed", "020 7946 0018 (Olga Sample)", "020 7946 0018 ([erased])"),
    ],
)
def test_it_goes_out_of_every_text_that_a_form_takes(service, field, text, left):
    hers, other = make_request(service, patient_name="Olga Sample"), make_request(service, patient_name="Pat Example")
    AppointmentRequest.objects.filter(pk=other.pk).update(**{field: text})
    erasure.erase(hers, by=SYSTEM, now=NOON)
    assert getattr(AppointmentRequest.objects.get(pk=other.pk), field) == left
