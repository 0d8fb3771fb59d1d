"""A patient with a browser and no JavaScript behind the link to their request: opens pages, and sends their forms."""

from urllib.parse import urljoin

from appointments.messages.actions import links
from appointments.models import AppointmentRequest
from tests.appointments.builders import NOON
from tests.appointments.pages import Page
from tests.client import Client


class Visitor:
    """`open` and `send` go where a page's own links and forms lead; what is typed is given by name."""

    def __init__(self, request: AppointmentRequest, *, secret: str = ""):
        self.request = request
        self.secret = secret or links.mint(request=request, now=NOON)
        self.client = Client()

    def url(self, page: str = "") -> str:
        return f"/appointments/{self.secret}/{page}" + ("/" if page and "." not in page else "")

    def open(self, page: str = "") -> Page:
        """The page, or the one it leads to."""
        response = self.client.get(self.url(page), follow=True)
        assert response.status_code == 200, response.status_code
        return Page(response)

    def forms(self, page: Page) -> dict[str, dict[str, str]]:
        """What each form of a page would send if its button was pressed at once, by the address it goes to."""
        found = {}
        for form in page.tree.query("main form"):
            assert form.attrs["method"] == "post"
            sent = {}
            for control in form.query("input, textarea, select"):
                value = Page._value(control)
                if value is not None and control.attrs["name"] != "csrfmiddlewaretoken":
                    sent[control.attrs["name"]] = value
            here = page.response.request["PATH_INFO"]
            found[urljoin(here, form.attrs.get("action", ""))] = sent
        return found

    def form(self, page: Page, to: str) -> dict[str, str]:
        """The form on a page that goes to another, or comes back to its own address. KeyError if there is none."""
        return self.forms(page)[self.url(to)]

    def send(self, to: str, *, on: Page | None = None, **typed):
        """Fills in the form that goes there, on that page or on the one that opens there, and sends it."""
        kept = self.form(on or self.open(to), to)
        return self.client.post(
            self.url(to), {name: value for name, value in (kept | typed).items() if value is not None}
        )

    def stored(self) -> AppointmentRequest:
        return AppointmentRequest.objects.get(pk=self.request.pk)

    def steps(self) -> list[str]:
        return list(self.request.events.order_by("pk").values_list("step", flat=True))
