"""Fills in what older rows do not say: by which address an edition names a topic, and who began a page."""

from django.db import migrations


def fill_addresses(apps, schema_editor):
    """An edition's link has the address that the topic has, or once had, and that the document links to."""
    former = {}
    for kind, slug, topic in apps.get_model("topics", "FormerAddress").objects.values_list("kind", "slug", "topic"):
        former.setdefault(topic, set()).add(f"{kind}/{slug}")
    links = apps.get_model("topics", "EditionLink").objects.filter(address="").select_related("edition", "topic")
    for link in links.order_by("pk").iterator():
        known = {f"{link.topic.kind}/{link.topic.live_slug}", f"{link.topic.kind}/{link.topic.slug}"}
        known |= former.get(link.topic_id, set())
        sections = [part for part in link.edition.document["sections"] if part["kind"] == link.section_kind]
        written = [line["link"] for part in sections for line in part["items"] if line["link"]]
        addresses = [f"{one['kind']}/{one['slug']}" for one in written]
        link.address = next((address for address in addresses if address in known), "")
        link.save(update_fields=["address"])


def fill_owners(apps, schema_editor):
    """Whoever began a page looks after it."""
    topics = apps.get_model("topics", "Topic").objects
    begun = apps.get_model("topics", "TopicEvent").objects.filter(step="create", by__isnull=False)
    for topic, person in begun.values_list("topic", "by"):
        topics.filter(pk=topic, owner__isnull=True).update(owner=person)


class Migration(migrations.Migration):
    dependencies = [("topics", "0004_concepts")]

    operations = [
        migrations.RunPython(fill_addresses, migrations.RunPython.noop),
        migrations.RunPython(fill_owners, migrations.RunPython.noop),
    ]
