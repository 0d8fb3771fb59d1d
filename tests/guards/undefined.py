"""A variable that one of our templates uses and nobody gave it fails the test, naming both; Django would print nothing.

Allowed, because it says "may be missing": {% if name %} and {{ name|default:… }} with a plain name that is not there,
{% if person.name %} where person is None, and {% if value.strip %}, which tells a text from a list. A misspelt
attribute of something that exists always fails, and so does {% for %} over nothing. Django's own templates
are left alone.
"""

import copy
from functools import cache
from pathlib import Path

from django.template import base
from django.template.defaulttags import ForNode
from django.templatetags.i18n import BlockTranslateNode

OUR_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FORGIVING_FILTERS = {"default", "default_if_none"}

seen: list[str] = []  # what was found since the running test began; a live server finds things in its own thread


class UndefinedVariable(AssertionError):
    """One of our templates used a variable that is not defined."""


_real_for = ForNode.__init__
_real_render = BlockTranslateNode.render


def _ours(origin) -> bool:
    return _is_ours(getattr(origin, "name", ""))


@cache  # asked for every variable of every page
def _is_ours(path: str) -> bool:
    return Path(path).is_relative_to(OUR_TEMPLATES)


def _complain(variable, origin) -> None:
    template = str(origin.name).removeprefix(f"{OUR_TEMPLATES}/")
    sentence = f"undefined variable {{{{ {variable} }}}} in template {template}"
    seen.append(sentence)  # {% if a == b %} swallows every exception, so raising alone is not enough
    raise UndefinedVariable(sentence)


def _forgiven(expression, missing: base.VariableDoesNotExist, optional: bool) -> bool:
    looked_for, looked_in = missing.params
    if expression.filters and expression.filters[0][0].__name__ in FORGIVING_FILTERS:
        optional = True
    a_text_or_a_list = isinstance(looked_in, list) and hasattr(str, looked_for)
    return optional and (looked_in is None or looked_for == str(expression.var) or a_text_or_a_list)


class WatchedExpression(base.FilterExpression):
    """A {{ variable }}, {% if variable %} or {% for x in variable %} that knows the template it stands in."""

    __slots__ = ("origin", "required")

    def __init__(self, token, parser):
        super().__init__(token, parser)
        self.origin = parser.origin
        self.required = False  # {% for %} asks Django to forgive, and we do not

    def resolve(self, context, ignore_failures=False):
        if not self.is_var or not _ours(self.origin):
            return super().resolve(context, ignore_failures)
        try:
            value = self.var.resolve(context)
        except base.VariableDoesNotExist as missing:
            if not _forgiven(self, missing, ignore_failures and not self.required):
                _complain(self.token, self.origin)
            return super().resolve(context, ignore_failures)
        if not self.filters:
            return value
        found = copy.copy(self)  # the value is looked up once only: it may cost a query
        found.is_var, found.var = False, value
        return base.FilterExpression.resolve(found, context, ignore_failures)


def _init_for(node, loopvars, sequence, *args, **kwargs):
    _real_for(node, loopvars, sequence, *args, **kwargs)
    sequence.required = True


def _render_blocktranslate(node, context, nested=False):
    if not nested and _ours(node.origin):
        given = {*node.extra_context, node.countervar}
        for token in (*node.singular, *(node.plural or ())):
            is_variable = token.token_type == base.TokenType.VAR
            if is_variable and token.contents not in given and token.contents not in context:
                _complain(token.contents, node.origin)
    return _real_render(node, context, nested)


def install() -> None:
    base.Parser.compile_filter = lambda parser, token: WatchedExpression(token, parser)
    ForNode.__init__ = _init_for
    BlockTranslateNode.render = _render_blocktranslate
