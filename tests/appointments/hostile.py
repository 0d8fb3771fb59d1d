"""Texts that must always come out as the characters they are."""

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></textarea></dd><h1>gone</h1>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;amp; &#60;",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<!-- --><![CDATA[x]]>",
    "javascript:alert(1)",
]
