"""Whatever an article's text holds, its HTML stays within the allow-list, and plain Markdown reads as it should."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from portal.lib.markdown import to_html
from tests.portal.valid_html import every_element

# Said once more, and not read from the code: a tag let in there by mistake has to fail here.
TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"}
ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/track.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<iframe src='https://evil.example'></iframe>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=alert(1)&gt;'>",
    "<p onclick=alert(1) style='position:fixed'>x</p>",
    "<a href=javascript:alert(1)>x</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><input name=p></form>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](https://example.org 'a\" onclick=\"alert(1)')",
    '[x](https://example.org "\'><script>alert(1)</script>")',
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "[x](https://example.org/\"onmouseover='alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<https://evil.example/<script>>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "- <script>alert(1)</script>\n- **<b onclick=x>y</b>**",
    "**[*<img src=x>*](javascript:alert(1))**",
    "\x00<script\x00>alert(1)</script\x00>",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</p></div></article><script>alert(1)</script>",
]


def beyond_the_allow_list(html: str) -> list[str]:
    """Every tag, attribute and kind of address a browser would find in this HTML and must not."""
    found = []
    for element in every_element(JustHTML(html, fragment=True, sanitize=False).root):
        if element.name not in TAGS:
            found.append(f"<{element.name}>")
        for name, value in element.attrs.items():
            if name not in ATTRIBUTES.get(element.name, set()):
                found.append(f"{name}= on <{element.name}>")
            # As browsers do: blanks and control characters inside a scheme do not count.
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", value or "").lower())
            if name == "href" and scheme and scheme[1] not in SCHEMES:
                found.append(f"the address {value}")
    return found


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_stays_text(source):
    assert beyond_the_allow_list(to_html(source)) == []


def test_the_judge_of_this_test_sees_what_it_should():
    assert beyond_the_allow_list("<p onclick=x><script>1</script></p>") == ["onclick= on <p>", "<script>"]
    assert beyond_the_allow_list('<a href="java\nscript:x">y</a>') == ["the address java\nscript:x"]


_pieces = st.sampled_from(
    [*HOSTILE, "<", ">", "&", '"', "'", "[", "](", ")", "`", "*", "_", "\n", "\n- ", "\n1. ", "\\", "javascript:", "x"]
)


@settings(deadline=None)
@given(st.lists(st.one_of(_pieces, st.text(max_size=8)), max_size=12).map("".join))
def test_no_mixture_of_hostile_pieces_breaks_out(source):
    assert beyond_the_allow_list(to_html(source)) == []


@settings(deadline=None)
@given(st.text())
def test_any_text_is_safe_and_is_marked_as_safe(source):
    html = to_html(source)
    assert beyond_the_allow_list(html) == []
    assert html.__html__() == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("One\nline.\n\nTwo", "<p>One\nline.</p>\n<p>Two</p>\n"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a\n>\n> — B, c", "<blockquote>\n<p>a</p>\n<p>— B, c</p>\n</blockquote>\n"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>\n"),
        ("a&nbsp;b &eacute;", "<p>a&nbsp;b é</p>\n"),
        (r"\*not soft\*", "<p>*not soft*</p>\n"),
        ("# not a heading", "<p># not a heading</p>\n"),
        ("`not code`", "<p>`not code`</p>\n"),
        ("a | b\n--- | ---", "<p>a | b\n--- | ---</p>\n"),
        ("<b>typed</b>", "<p>&lt;b&gt;typed&lt;/b&gt;</p>\n"),
    ],
)
def test_markdown_reads_as_it_should(source, html):
    assert to_html(source) == html


@pytest.mark.parametrize(
    ("address", "works"),
    [
        ("https://www.nhs.uk/x?a=1&b=2", True),
        ("/conditions/sciatica/", True),
        ("#causes", True),
        ("tel:+442079460018", True),
        ("mailto:desk@example.org", True),
        ("javascript:alert(1)", False),
        ("ftp://example.org/", False),
    ],
)
def test_links_lead_to_pages_phones_and_mail_only(address, works):
    link = JustHTML(to_html(f"[here]({address})"), fragment=True, sanitize=False).query_one("a")
    assert (link.attrs.get("href") == address if link else False) is works
    if works:
        assert link.attrs["rel"] == "noopener noreferrer"


def test_links_lead_where_the_caller_says_and_without_an_address_only_their_words_stay():
    today = {"/old/": "/new/", "/gone/": ""}
    html = to_html("[a](/old/) [b](/gone/) [c](/here/) /old/", lambda href: today.get(href, href))
    assert html == (
        '<p><a href="/new/" rel="noopener noreferrer">a</a> <a rel="noopener noreferrer">b</a>'
        ' <a href="/here/" rel="noopener noreferrer">c</a> /old/</p>\n'
    )


@pytest.mark.parametrize("elsewhere", ["javascript:alert(1)", "//evil.example/", "https://evil.example/"])
def test_a_link_is_led_on_to_pages_of_our_own_only(elsewhere):
    assert to_html("[a](/old/)", lambda href: elsewhere) == '<p><a rel="noopener noreferrer">a</a></p>\n'


HOSTS = ["//host.example", "///host.example", "/\\\\host.example", "\\\\\\\\host.example", "<//host.example>"]
HOSTS += ["</ /host.example>", "/&#9;/host.example", "&#32;//host.example", "&sol;/host.example", "////host.example"]


@pytest.mark.parametrize("address", HOSTS)
def test_an_address_without_a_scheme_leads_to_no_other_site(address):
    for html in (to_html(f"[words]({address})"), to_html(f"[words]({address})", lambda found: found)):
        for href in re.findall('href="([^"]*)"', html):
            assert re.match("(?:/(?=%)|%)", href), "what is written %5C or %20 is a part of a path of our own"


def test_an_address_of_our_own_still_leads_there():
    assert 'href="/symptoms/back-pain/"' in to_html("[words](/symptoms/back-pain/)")
