"""The judge of pages itself: each fault it promises to find is found."""

import pytest

from tests.portal.valid_html import faults

GOOD = (
    '<!doctype html><html lang="en"><head><title>Title</title></head><body><main id="top"><h1>One</h1><h2>Two</h2>'
    '<p>Text <a href="#top">up</a></p><ul><li>line</li></ul></main></body></html>'
)


def test_a_good_page_has_no_fault():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.replace("<!doctype html>", ""),
        GOOD.replace("</p>", "</div>"),
        GOOD.replace("<p>", "<p></section>"),
        GOOD.replace("<h2>", '<h2 id="top">'),
        GOOD.replace("#top", "#bottom"),
        GOOD.replace('id="top"', 'id="top" aria-labelledby="nobody"'),
        GOOD.replace("<h1>One</h1>", ""),
        GOOD.replace("<h2>", "<h1>").replace("</h2>", "</h1>"),
        GOOD.replace("h2>", "h3>"),
        GOOD.replace("up</a>", "</a>"),
        GOOD.replace('<a href="#top">', "<a>"),
        GOOD.replace("Text", '<input name="q">'),
        GOOD.replace("Text", '<img src="x.png">'),
        GOOD.replace("Text", "<script>1</script>"),
        GOOD.replace("<h2>", '<h2 onclick="x()">'),
        GOOD.replace("<h2>", '<h2 style="color:red">'),
        GOOD.replace("<li>line</li>", "<p>line</p>"),
        GOOD.replace("<li>line</li>", ""),
        GOOD.replace(' lang="en"', ""),
        GOOD.replace("Title", ""),
        GOOD.replace("main", "div"),
        GOOD.replace("<h1>", "<nav></nav><h1>"),
    ],
)
def test_each_fault_is_found(broken):
    assert faults(broken) != []
