"""The guards around the browser tests: each is shown its mistake here and has to notice it."""

import pytest

from tests.browser.axe import violations


def show(page, body, **headers):
    """Opens a page with this body, as if the portal had sent it."""
    page.route("**/shown", lambda route: route.fulfill(headers={"content-type": "text/html", **headers}, body=body))
    page.goto("/shown")


def test_a_style_in_the_page_breaks_the_policy_and_is_noticed(desktop, watch):
    show(desktop, "<p style='color: red'>x</p>", **{"content-security-policy": "style-src 'self'"})
    assert any("policy violated: style-src" in fault for fault in watch.faults)
    watch.faults.clear()


def test_a_picture_from_elsewhere_is_refused_and_noticed(desktop, watch):
    show(desktop, "<img src=//clinic.example/a.png>")
    assert "asked for http://clinic.example/a.png" in watch.faults
    watch.faults.clear()


def test_a_script_error_is_noticed_and_a_page_that_is_not_found_is_none(desktop, watch, db):
    assert desktop.goto("/no-such-page/").status == 404
    assert watch.faults == []
    show(desktop, "<script>nothing.there</script>")
    assert any("nothing is not defined" in fault for fault in watch.faults)
    watch.faults.clear()


def test_axe_names_what_is_wrong_and_where(desktop, axe):
    show(desktop, "<title>x</title><img src='data:,'>")
    with pytest.raises(AssertionError, match=r"(?s)html-has-lang.*image-alt.*img"):
        axe(desktop)


def test_axe_sees_pale_words_when_it_looks_at_colours_only(desktop, axe):
    show(desktop, "<body bgcolor=white><img src='data:,'><font color=#bbbbbb>pale</font>")
    with pytest.raises(AssertionError, match="color-contrast") as found:
        axe(desktop, colours_only=True)
    assert "image-alt" not in str(found.value)


def test_static_files_are_served_as_in_production(desktop, world):
    with desktop.expect_response("**/*.css") as found:
        desktop.goto("/")
    headers = found.value.headers
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] in {"br", "gzip"}


def test_each_look_of_a_text_is_judged_and_what_is_pale_is_told_every_time(desktop, axe):
    body = "<html lang=en><title>x</title><main><h1>x</h1><p style='background: {}'><b style='color: {}'>words</b>"
    show(desktop, body.format("white", "#112233"))
    axe(desktop)
    for behind, words in (("white", "#bbbbbb"), ("#445566", "#112233"), ("white", "#bbbbbb")):
        desktop.unroute("**/shown")
        show(desktop, body.format(behind, words))
        with pytest.raises(AssertionError, match="color-contrast"):
            axe(desktop)


def test_a_link_that_is_hardly_told_from_the_words_around_it_is_noticed(desktop, axe):
    body = "<html lang=en><title>x</title><main><h1>x</h1><p>Some words and <a href=/x {}>a link</a> among them"
    style = "style='color: {}; text-decoration: {}'"
    for looks in (style.format("#112233", "underline"), style.format("#222222", "none")):
        show(desktop, "<body style='color: black; background: white'>" + body.format(looks))
        if "underline" in looks:
            axe(desktop)
        desktop.unroute("**/shown")
    with pytest.raises(AssertionError, match="link-in-text-block"):
        axe(desktop, colours_only=True)


def test_what_only_another_layout_shows_is_judged_there(desktop, axe):
    style = "<style>@media (min-width: 600px) { img { display: none } }</style>"
    show(desktop, f"<html lang=en><title>x</title>{style}<main><h1>x</h1><p>words</p><img src='data:,'>")
    axe(desktop)
    desktop.set_viewport_size({"width": 390, "height": 800})
    assert "image-alt" in {fault["id"] for fault in violations(desktop, other_layout=True)}
