"""Every word a template shows can be translated: no letters stand outside {% translate %} and {% blocktranslate %}."""

import re

from tests.house import project

NOT_FOR_READERS = re.compile(r"templates/portal/styleguide.*")  # developers read English
_REMOVED = (
    re.compile(r"\{%-?\s*comment.*?endcomment\s*%\}", re.DOTALL),
    re.compile(r"\{#.*?#\}"),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", re.DOTALL),
    re.compile(r"\{%\s*block (?:robots|page_class)\s*%\}.*?\{%\s*endblock.*?%\}"),  # words for machines
    re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL),
    re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE),
)
_SPOKEN_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description|summary)="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


def untranslatable(text: str) -> list[str]:
    """The words a template shows that no translator will ever see."""
    for pattern in _REMOVED:
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
    spoken = " ".join(_SPOKEN_ATTRIBUTE.findall(text))
    shown = re.sub(r"&#?\w+;", " ", _TAG.sub(" ", text))
    return [line.strip() for line in (*shown.splitlines(), spoken) if _WORD.search(line)]


def test_every_word_of_the_templates_can_be_translated():
    sources = project.sources(project.files(".html", ".txt", under="templates"))
    faults = [
        f"{name}: {words}"
        for name, text in sources.items()
        if not NOT_FOR_READERS.match(name)
        for words in untranslatable(text)
    ]
    assert faults == []


def test_a_word_that_cannot_be_translated_is_caught():
    assert untranslatable('<p class="x">{% translate "Call us" %} {{ phone }} – 24/7 &nbsp;</p>{# why #}') == []
    assert untranslatable("{% blocktranslate with a=b %}Call {{ a }}{% endblocktranslate %}") == []
    assert untranslatable("<p>Call us {{ phone }}</p>") == ["Call us"]
    assert untranslatable('<img alt="A back" src="{% static "x.svg" %}"><b>{% if a %}Yes{% endif %}</b>') == [
        "Yes",
        "A back",
    ]
