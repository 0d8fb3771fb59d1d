"""Pages with forms as a person at a browser has them: what stands in the fields, and what the form complains about."""

from collections.abc import Iterator

from justhtml import JustHTML

from tests.portal.valid_html import every_element, text


def page_of(response) -> JustHTML:
    """The page, without judging it: Django's own admin pages are not ours to mend."""
    return JustHTML(response.content.decode(), sanitize=False)


def values_of(response, form: str = "form[method=post]:not(#logout-form)") -> dict[str, str | list[str]]:
    """What a browser would send if the form on this page were submitted untouched."""
    found: dict[str, str | list[str]] = {}
    for name, value, many in _fields(page_of(response).query_one(form)):
        if many:
            found[name] = [*found.get(name, []), *value]
        else:
            found[name] = value
    return found


def form_errors(response) -> dict[str, list[str]]:
    """The complaints of an admin form and of the forms inside it, by the name of the field; "" for the whole form."""
    main = response.context["adminform"].form
    forms = [main, *(form for formset in response.context["inline_admin_formsets"] for form in formset.formset.forms)]
    found: dict[str, list[str]] = {}
    for form in forms:
        for name, errors in form.errors.items():
            key = "" if name == "__all__" else f"{form.prefix}-{name}" if form.prefix else name
            found.setdefault(key, []).extend(errors)
    for formset in response.context["inline_admin_formsets"]:
        if formset.formset.non_form_errors():
            found.setdefault("", []).extend(formset.formset.non_form_errors())
    return found


def _fields(form) -> Iterator[tuple[str, str | list[str], bool]]:
    for element in every_element(form):
        name, kind = element.attrs.get("name"), element.attrs.get("type")
        if not name or "disabled" in element.attrs:
            continue
        if element.name == "textarea":
            yield name, element.to_text(strip=False).removeprefix("\n"), False
        elif element.name == "select":
            chosen = [option for option in element.query("option") if "selected" in option.attrs]
            values = [option.attrs.get("value", text(option)) for option in chosen]
            many = "multiple" in element.attrs
            yield name, values if many else (values or [""])[0], many
        elif element.name == "input" and _is_sent(kind, element.attrs):
            yield name, element.attrs.get("value", "on" if kind == "checkbox" else ""), False


def _is_sent(kind: str | None, attrs: dict) -> bool:
    if kind in {"checkbox", "radio"}:
        return "checked" in attrs
    return kind not in {"submit", "button", "file"}
