"""Sending a file as a browser does, and what the page says then."""

from django.core.files.uploadedfile import SimpleUploadedFile

ADD = "/admin/topics/articleimport/add/"
TEXT = b"Squeaky doors: why\n# Causes\nMany things.\n- Rust\n- Dust\n- Old screws\n# Our grandmothers\nThey knew.\n"


def upload(client, data=TEXT, name="doors.txt", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, {"file": file, "kind": "symptom", "into": ""} | fields)


def said(response) -> str:
    return " ".join(response.content.decode().split())
