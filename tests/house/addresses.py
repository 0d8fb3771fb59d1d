"""Every address the portal answers, read from its URL configuration, so that none can be forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLPattern, get_resolver

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name (namespace:name; "?" where it has none) and its route from the root."""

    name: str
    route: str

    @property
    def parameters(self) -> list[str]:
        return [path or regex for path, regex in _PARAMETER.findall(self.route)]

    def filled(self, values: dict) -> str:
        """The path with these values in place of its parameters. KeyError if one is missing."""
        path = _PARAMETER.sub(lambda match: quote(str(values[match[1] or match[2]]), safe="/"), self.route)
        return "/" + path.replace("^", "").replace("$", "")


def every_address(resolver=None, prefix: str = "", namespaces: tuple = ()) -> Iterator[Address]:
    """All patterns below a resolver; the portal's own by default."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(":".join((*namespaces, pattern.name or "?")), route)
        else:
            yield from every_address(pattern, route, (*namespaces, *filter(None, [pattern.namespace])))
