"""Pages as a browser without JavaScript understands them: a form with its controls, links, errors, answers."""

from django.http import HttpResponse
from justhtml import JustHTML

from tests.portal import valid_html

words = valid_html.text
HEADINGS = "the page needs one h1, and first"  # before ours stands the emergency card, which has a heading, too


class Page:
    """A page that was answered. Invalid HTML fails the test."""

    def __init__(self, response: HttpResponse):
        self.response = response
        self.html = response.content.decode()
        self.tree = JustHTML(self.html, sanitize=False)
        faults = valid_html.faults(self.html)
        assert [fault for fault in faults if not fault.startswith(HEADINGS)] == []
        assert self.heading

    def one(self, selector: str):
        """The only element that fits."""
        [element] = self.tree.query(selector)
        return element

    @property
    def title(self) -> str:
        return words(self.one("title"))

    @property
    def heading(self) -> str:
        return words(self.one("h1"))

    @property
    def main(self) -> str:
        """What stands between header and footer, in words."""
        return words(self.one("main"))

    def link(self, text: str) -> str:
        """Where the link with these words leads."""
        [found] = [link.attrs["href"] for link in self.tree.query("main a") if words(link) == text]
        return found

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: for each entry the name of the control it leads to, and its words."""
        found = {}
        for link in self.tree.query("[data-error-summary] a"):
            control = self.one(link.attrs["href"])
            found[control.attrs["name"]] = words(link)
        return found

    @property
    def answers(self) -> dict[str, str]:
        """On the check page: each answer in words, by its label."""
        rows = self.tree.query(".summary__row")
        return {words(row.query("dt")[0]): words(row.query("dd.summary__value")[0]) for row in rows}

    @property
    def change_links(self) -> dict[str, str]:
        rows = self.tree.query(".summary__row")
        return {words(row.query("dt")[0]): row.query(".summary__change a")[0].attrs["href"] for row in rows}

    def form(self) -> dict[str, list[str]]:
        """What the page's only form in <main> would send if its button was pressed at once."""
        sent: dict[str, list[str]] = {}
        [form] = self.tree.query("main form")
        assert form.attrs.get("method") == "post"
        assert "action" not in form.attrs  # it comes back to the address it stands at
        for control in form.query("input, textarea, select"):
            value = self._value(control)
            if value is not None:
                sent.setdefault(control.attrs["name"], []).append(value)
        return sent

    @property
    def controls(self) -> set[str]:
        """The names of everything that can be filled in."""
        controls = self.tree.query("main form input, main form textarea, main form select")
        return {control.attrs["name"] for control in controls if control.attrs.get("type") != "hidden"}

    @staticmethod
    def _value(control) -> str | None:
        if control.attrs.get("type") in {"radio", "checkbox"}:
            return control.attrs.get("value", "on") if "checked" in control.attrs else None
        if control.name == "textarea":
            return control.to_text(separator="", strip=False)
        if control.name == "select":
            options = control.query("option")
            chosen = [option for option in options if "selected" in option.attrs] or options[:1]
            return chosen[0].attrs["value"] if chosen else None
        return control.attrs.get("value") or ""
