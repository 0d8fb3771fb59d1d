"""The guards around every test do their work: each is shown its mistake here and has to shout."""

import os
import socket
import urllib.request

import pytest
from django.db import connection
from django.template import Context, Engine, Origin, Template
from pytest_socket import SocketConnectBlockedError
from zeal import zeal_context
from zeal.errors import NPlusOneError

from portal.models import User
from tests.guards import undefined
from tests.guards.network import NameLookedUp

LIBRARIES = {"i18n": "django.templatetags.i18n"}


def render(source: str, **context) -> str:
    """Renders a text as if it stood in our folder of templates."""
    origin = Origin(str(undefined.OUR_TEMPLATES / "page.html"))
    return Template(source, origin=origin, engine=Engine(libraries=LIBRARIES)).render(Context(context))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("{{ nmae }}", "nmae"),
        ("{{ person.nmae }}", "person.nmae"),
        ("{% if person.nmae %}x{% endif %}", "person.nmae"),
        ("{% for line in lnies %}{% endfor %}", "lnies"),
        ("{% with a=nmae %}{% endwith %}", "nmae"),
        ("{% load i18n %}{% blocktranslate %}Hello {{ nmae }}{% endblocktranslate %}", "nmae"),
        ("{{ person.nmae|default:'-' }}", "person.nmae"),
    ],
)
def test_an_undefined_variable_in_our_templates_fails_naming_it_and_the_template(source, named):
    with pytest.raises(undefined.UndefinedVariable, match=rf"{{{{ {named}.* }}}} in template page.html"):
        render(source, person={"name": "Olena"})
    undefined.seen.clear()


def test_one_that_django_swallows_is_remembered():
    assert render("{% if person.nmae == 'x' %}x{% endif %}", person={"name": "Olena"}) == ""
    assert undefined.seen == ["undefined variable {{ person.nmae }} in template page.html"]
    undefined.seen.clear()


@pytest.mark.parametrize(
    "source",
    [
        "{% if optional %}x{% endif %}",
        "{{ optional|default:'' }}",
        "{% if nobody.name %}x{% endif %}",
        "{% if lines.strip %}x{% endif %}",
        "{% for line in lines %}{% endfor %}{{ person.name|slice:':0' }}",
    ],
)
def test_what_may_be_missing_is_let_through(source):
    assert render(source, person={"name": "Olena"}, nobody=None, lines=["a"]) == ""


def test_djangos_own_templates_are_left_alone():
    assert Template("{{ nmae }}", engine=Engine()).render(Context()) == ""


def test_rows_without_an_order_come_in_a_random_one(db):
    User.objects.bulk_create(User(email=f"{number}@clinic.example") for number in range(8))
    orders = {tuple(User.objects.values_list("email", flat=True)) for _ in range(20)}
    assert len(orders) > 1
    assert len({tuple(User.objects.order_by("email").values_list("email", flat=True)) for _ in range(5)}) == 1


def test_a_query_repeated_for_each_row_fails(db, staff):
    for role in ("editor", "lead", "receptionist"):
        staff(role)
    with zeal_context(), pytest.raises(NPlusOneError):
        for person in User.objects.order_by("pk"):
            list(person.groups.order_by("pk"))


def test_no_test_reaches_the_network():
    with pytest.raises(NameLookedUp):
        urllib.request.urlopen("https://clinic.example/")
    with pytest.raises(SocketConnectBlockedError), pytest.warns(UserWarning), socket.socket() as outward:
        outward.connect(("192.0.2.1", 80))


def test_the_database_is_the_one_that_was_asked_for(db):
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("TEST_DB", "sqlite")]
    assert connection.vendor == wanted
