"""The test client as a browser: after a form that was refused it is at the page that shows the form again."""

from urllib.parse import unquote

from django.test import Client as DjangoClient

PATIENTS = "/appointments/"


class Client(DjangoClient):
    """Follows the way to a form that was refused, and marks the answer as `refused`.

    Also back to the same page of a patient, and to its `?sent=`: it says itself what is the matter. Nothing else.
    """

    def post(self, path, *args, **kwargs):
        answer = super().post(path, *args, **kwargs)
        leads_on = answer.status_code == 302 and not kwargs.get("follow")
        answer.refused = leads_on and "again=" in answer.url
        stays = leads_on and path.startswith(PATIENTS) and unquote(answer.url) in (unquote(path), f"{path}?sent=1")
        if answer.refused or stays:
            where = {name: value for name, value in kwargs.items() if name in ("secure", "headers")}
            refused, answer = answer.refused, self.get(answer.url, **where)
            answer.refused = refused
        return answer
