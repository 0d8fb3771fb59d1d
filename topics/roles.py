"""In which roles of the editorial workflow somebody acts."""

from portal import roles
from portal.models import User
from topics.workflow import PageRole


def roles_of(by: User | None) -> frozenset[PageRole]:
    """In which roles somebody may act on pages. None: the portal itself, loading what it ships."""
    if by is None:
        return frozenset({PageRole.SYSTEM})
    held = roles.slugs_of(by)
    return frozenset(role for role in PageRole if role.value in held)
