"""Secret links: only digests are stored, earlier links keep working, each ends by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from appointments import link_secrets
from appointments.messages.actions import links
from appointments.models import LinkToken
from tests.appointments.builders import NOON, make_request, tables_holding

pytestmark = pytest.mark.django_db


def test_a_link_is_found_by_its_secret_and_lasts_half_a_year(service):
    request = make_request(service)
    secret = links.mint(request=request, now=NOON)
    link = LinkToken.objects.get(digest=link_secrets.digest(secret))
    assert (link.request, link.purpose, link.revoked_at) == (request, "status", None)
    assert (link.created_at, link.expires_at) == (NOON, NOON + timedelta(days=180))


def test_the_secret_itself_is_stored_nowhere(service):
    form_secret = link_secrets.new_secret()
    request = make_request(service, secret=form_secret)
    minted = links.mint(request=request, now=NOON)
    for secret in (form_secret, link_secrets.status_secret(form_secret), minted):
        assert tables_holding(secret) == []
    assert tables_holding(link_secrets.digest(minted)) == [LinkToken._meta.db_table]


def test_a_fresh_link_leaves_the_earlier_ones_as_they_were(service):
    request = make_request(service)
    before = list(LinkToken.objects.order_by("pk").values())
    minted = {links.mint(request=request, now=NOON + timedelta(days=day)) for day in range(3)}
    assert len(minted) == 3
    assert list(LinkToken.objects.order_by("pk").values())[: len(before)] == before


def test_one_secret_never_opens_two_requests(service):
    secret = link_secrets.new_secret()
    links.store(request=make_request(service), secret=secret, now=NOON)
    with pytest.raises(IntegrityError):
        links.store(request=make_request(service), secret=secret, now=NOON)
