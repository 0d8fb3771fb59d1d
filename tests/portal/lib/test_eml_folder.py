"""In a demonstration each mail is a file that any mail program opens."""

import stat
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from portal.lib import eml_folder


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "not" / "there yet"
    return settings.MAIL_FOLDER


def mail(to="olena@example.org", message_id="<17.abc@clinic.example>"):
    message = EmailMultiAlternatives("Ваш запит", "Text", to=[to], headers={"Message-ID": message_id})
    message.attach_alternative("<p>HTML</p>", "text/html")
    return message


def test_a_mail_becomes_a_file_with_all_its_parts(folder):
    assert mail().send() == 1
    (file,) = folder.iterdir()
    assert file.suffix == ".eml" and "olena@example.org" in file.name
    stored = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert stored["Subject"] == "Ваш запит"
    assert stored["Message-ID"] == "<17.abc@clinic.example>"
    assert stored.get_body(["plain"]).get_content().strip() == "Text"
    assert stored.get_body(["html"]).get_content().strip() == "<p>HTML</p>"


def test_only_the_owner_may_look_into_the_folder(folder):
    mail().send()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_several_mails_become_several_files(folder):
    count = get_connection().send_messages([mail(message_id="<1@x>"), mail(message_id="<2@x>"), mail("b@example.org")])
    assert count == len(list(folder.iterdir())) == 3


def test_sending_one_mail_again_replaces_its_file(folder, time_machine):
    time_machine.move_to("2026-11-25T09:30:00Z")
    mail().send()
    mail().send()
    assert [file.name for file in folder.iterdir()] == ["2026-11-25 olena@example.org 17abcclinicexample.eml"]


@pytest.mark.parametrize("to", ["../../etc/passwd@example.org", "a/b@example.org", '"a\\b c"@example.org'])
def test_no_address_leads_out_of_the_folder(folder, to):
    mail(to).send()
    (file,) = folder.rglob("*.eml")
    assert file.parent == folder


def test_a_mail_to_nobody_does_not_stop_the_others(folder):
    lost = mail()
    lost.to, lost.bcc = [], ["desk@example.org"]
    assert lost.send() == 1
    assert "nobody" in next(folder.iterdir()).name


def test_mails_are_found_again_by_their_message_ids_and_removed(folder):
    kept, gone = "<17.abc@clinic.example>", "<18.abd@clinic.example>"
    get_connection().send_messages([mail(message_id=gone), mail("b@example.org", message_id=kept)])
    assert eml_folder.remove([gone, "<never@sent>"]) == 1
    (file,) = folder.iterdir()
    assert "b@example.org" in file.name
    assert eml_folder.remove([]) == eml_folder.remove([gone]) == 0


def test_a_mail_whose_file_only_looks_alike_stays(folder):
    long = "<1234567890.1234567890.1234567890{}@clinic.example>"
    mail(message_id=long.format(1)).send()
    assert eml_folder.remove([long.format(2)]) == 0
    assert len(list(folder.iterdir())) == 1


def test_there_is_nothing_to_remove_where_no_mail_was_ever_written(folder):
    assert eml_folder.remove(["<17.abc@clinic.example>"]) == 0
