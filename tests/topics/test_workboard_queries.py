"""What the admin's first page and its lists cost with a thousand topics, counted in queries and in rows they read."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import NOW, make_user
from tests.snapshots import once
from tests.topics.rows import make_waiver
from topics.models import (
    ConsentOrigin,
    Edition,
    Item,
    NeedsChange,
    QuoteConsent,
    ReReview,
    Section,
    SignOff,
    Topic,
    Waiver,
)
from topics.workboard import LISTS, LONGEST, workboard
from topics.workflow import State

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WHOLE_LISTS = [
    *(f"topic/?work={code}" for code, spec in LISTS.items() if spec.model is Topic),
    "topic/?work=samples",
    "needschange/",
    "rereview/",
    "quoteconsent/",
]


def make_a_thousand(person) -> None:
    """A thousand live pages, many of them on each list."""
    states = [State.LIVE, State.IN_REVIEW, State.CHANGES_REQUESTED, State.SIGNED_OFF, State.DRAFT]
    topics = Topic.objects.bulk_create(
        Topic(kind="symptom", name=f"Page {n}", slug=f"page-{n}", owner=person if n % 2 else None) for n in range(1000)
    )
    signatures = SignOff.objects.bulk_create(
        SignOff(
            topic=topic,
            sha256="a" * 64,
            reviewer=person,
            reviewer_name="Dr Sample",
            signed_at=NOW - timedelta(days=4000),
            signed_on=TODAY - timedelta(days=4000),
            next_review_on=TODAY + timedelta(days=n % 200 - 100),
        )
        for n, topic in enumerate(topics)
    )
    editions = Edition.objects.bulk_create(
        Edition(
            topic=topic,
            number=1,
            document={},
            sha256="a" * 64,
            kind="symptom",
            slug=topic.slug,
            name=topic.name,
            published_at=NOW,
            sign_off=signatures[n] if n % 3 else None,
            forced_reason="" if n % 3 or n % 2 else "It could not wait.",
        )
        for n, topic in enumerate(topics)
    )
    for n, topic in enumerate(topics):
        topic.live_edition, topic.live_slug, topic.state = editions[n], topic.slug, states[n % len(states)]
    Topic.objects.bulk_update(topics, ["live_edition", "live_slug", "state"])
    sections = Section.objects.bulk_create(Section(topic=topic, kind="causes", heading="Causes") for topic in topics)
    Item.objects.bulk_create(Item(section=section, label="Undecided") for section in sections)
    NeedsChange.objects.bulk_create(NeedsChange(topic=topic, reason="Mend it.", by=person, at=NOW) for topic in topics)
    ReReview.objects.bulk_create(
        ReReview(page=page, cause=cause, why="changed", passages=[{"text": "It is worn."}], at=NOW)
        for page, cause in pairwise(topics)
    )
    Waiver.objects.bulk_create(make_waiver(topic, person) for topic in topics)
    QuoteConsent.objects.bulk_create(
        QuoteConsent(name=f"Dr Sample {n}", credentials="neurologist", origin=ConsentOrigin.OWNERS_TEXT)
        for n in range(LONGEST + 1)
    )


STAFF = 10


@pytest.fixture
def person(db):
    """A superuser with every role, among a thousand articles and some more staff."""

    def make():
        person = make_user("superuser")
        person.groups.set(Group.objects.all())
        for _ in range(STAFF):
            make_user("editor")
        make_a_thousand(make_user("clinician"))
        return person

    return once("a thousand articles", make)


def test_a_thousand_articles_cost_one_query_a_list_and_the_page_as_many_as_one(
    client, person, django_assert_num_queries
):
    Topic.objects.filter(name="Page 4").update(owner=person)
    with django_assert_num_queries(1 + len(LISTS)):
        lists = workboard(person, TODAY)
    assert len(lists) == len(LISTS), "something is on every list"
    assert min(one.total for one in lists if one.heading != "Drafts you look after") > LONGEST
    client.force_login(person)
    with django_assert_num_queries(22):
        page = client.get("/admin/").content.decode()
    assert "All 1000" in page and "167 live pages are samples" in page


def test_every_list_whole_opens_with_a_set_number_of_queries(client, person, django_assert_max_num_queries):
    client.force_login(person)
    for address in WHOLE_LISTS:
        with django_assert_max_num_queries(10):
            response = client.get(f"/admin/topics/{address}")
        assert response.status_code == 200, address


# --- whatever PostgreSQL guesses about the tables --------------------------------------------------------------------

FIRST_PAGE_AND_LISTS = ["", *(f"topics/{address}" for address in (*WHOLE_LISTS, "topic/", "symptom/"))]
ROWS_PER_TOPIC = 100  # a join with the few on staff may read them all; a plan of topics with topics reads a thousand
SEEM = "UPDATE pg_class SET"  # what the planner reads; taken back with the test's transaction
OUR_TABLES = "relkind IN ('r', 'i') AND relname ~ '^(topics|portal)_'"
GUESSES = {
    "none: rows of an open transaction": "",
    "every table is empty": f"{SEEM} relpages = 1, reltuples = 0 WHERE {OUR_TABLES}",
    "every table is full": f"{SEEM} relpages = 1, reltuples = 10000 WHERE {OUR_TABLES}",
    "no join is worth a hash": "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off",
}


def queries_of(client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/admin/{address}").status_code == 200
    return [query["sql"] for query in asked if query["sql"].startswith("SELECT") and '"topics_' in query["sql"]]


def rows_touched(plan: dict) -> float:
    """How many rows this node of a plan and those below it gave or threw away, over all rounds."""
    removed = sum(plan.get(f"Rows Removed by {by}", 0) for by in ("Filter", "Join Filter", "Index Recheck"))
    return plan["Actual Loops"] * (plan["Actual Rows"] + removed) + sum(map(rows_touched, plan.get("Plans", [])))


@pytest.mark.postgres_only
@pytest.mark.parametrize("guess", GUESSES)
def test_no_plan_grows_with_the_square_of_the_topics(client, person, guess):
    client.force_login(person)
    with connection.cursor() as cursor:
        if GUESSES[guess]:
            cursor.execute(GUESSES[guess])
        for address in FIRST_PAGE_AND_LISTS:
            queries = queries_of(client, address)
            assert queries
            for sql in queries:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)
                (explained,) = cursor.fetchone()[0]
                assert rows_touched(explained["Plan"]) < 1000 * ROWS_PER_TOPIC, (address, sql)


@pytest.mark.postgres_only
def test_a_join_of_two_long_tables_is_caught(person):
    with connection.cursor() as cursor:
        cursor.execute(GUESSES["every table is empty"])
        joined = "SELECT COUNT(*) FROM topics_topic t JOIN topics_edition e ON t.live_edition_id = e.id"
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {joined}")
        (explained,) = cursor.fetchone()[0]
        assert rows_touched(explained["Plan"]) > 1000 * ROWS_PER_TOPIC


@pytest.mark.sqlite_only
def test_a_query_reads_at_most_one_table_whole(client, person):
    client.force_login(person)
    with connection.cursor() as cursor:
        for address in FIRST_PAGE_AND_LISTS:
            for sql in queries_of(client, address):
                cursor.execute("EXPLAIN QUERY PLAN " + sql)
                steps = [row[3] for row in cursor.fetchall()]
                assert sum(step.startswith("SCAN topics_") or step.startswith("SCAN U") for step in steps) <= 1, sql
                assert not any("AUTOMATIC" in step for step in steps), sql
