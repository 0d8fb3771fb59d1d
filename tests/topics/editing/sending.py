"""What a browser without scripts would send: the form is drawn by its templates and read back from the HTML."""

from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string

from topics.editing.screen import page_context

FOLDER = "admin/topics/editing"


class _Controls(HTMLParser):
    """Collects the names and values of a form's controls as a browser sends them."""

    def __init__(self):
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.select = self.text = None
        self.chosen: list[str] = []
        self.patterns = 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "template":
            self.patterns += 1
        if self.patterns:
            return
        if tag == "input" and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.sent.append((given["name"], given.get("value", "on")))
        elif tag == "select":
            self.select, self.chosen = given["name"], []
        elif tag == "option" and self.select and ("selected" in given or not self.chosen):
            self.chosen = [given["value"]]
        elif tag == "textarea":
            self.text = (given["name"], [])

    def handle_endtag(self, tag):
        if tag == "template":
            self.patterns -= 1
        if self.patterns:
            return
        if tag == "select":
            self.sent.append((self.select, self.chosen[-1]))
            self.select = None
        elif tag == "textarea":
            name, parts = self.text
            self.sent.append((name, "".join(parts).removeprefix("\n").replace("\n", "\r\n")))
            self.text = None

    def handle_data(self, data):
        if self.text and not self.patterns:
            self.text[1].append(data)


def drawn(editor) -> str:
    """The fields of the page as HTML, without what the admin puts around them."""
    context = page_context(editor)
    parts = [render_to_string(f"{FOLDER}/field.html", {"field": field}) for field in context["fields"].values()]
    parts.append(
        render_to_string(f"{FOLDER}/regions.html", {"regions": context["regions"], "field": context["regions_field"]})
    )
    for group in context["groups"]:
        parts.append(render_to_string(f"{FOLDER}/group.html", {"group": group, "topic_kinds": context["topic_kinds"]}))
    return "".join(parts)


def sent_from(html: str) -> QueryDict:
    """The controls of this HTML as the form that a browser sends; of a whole page, those of its editing form."""
    controls = _Controls()
    controls.feed(html.partition(' id="editing" ')[2].partition("</form>")[0] or html)
    data = QueryDict(mutable=True)
    for name, value in controls.sent:
        data.appendlist(name, value)
    return data


def sent(editor, **changes) -> QueryDict:
    """The page as it is sent after these changes to its fields; None takes a field away."""
    data = sent_from(drawn(editor))
    data["base_version"] = str(editor.base_version)
    return changed(data, **changes)


def changed(data: QueryDict, **changes) -> QueryDict:
    """What was sent, after these changes; None takes a field away."""
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        elif isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name] = value
    return data
