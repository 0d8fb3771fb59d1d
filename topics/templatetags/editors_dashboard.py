"""What waits for content staff, on the first page of the admin."""

from django import template
from django.urls import reverse
from django.utils import timezone

from topics.models import Topic
from topics.roles import roles_of
from topics.workboard import SAMPLES, samples, workboard

register = template.Library()


@register.inclusion_tag("admin/topics/dashboard.html")
def editors_dashboard(user):
    """The lists somebody in this person's roles works from. For others only the way to say what should be changed."""
    works_on_pages, today = bool(roles_of(user)), timezone.localdate()
    return {
        "works_on_pages": works_on_pages,
        "lists": workboard(user, today) if works_on_pages else [],
        "samples": samples(Topic.objects.all(), user, today).count() if works_on_pages else 0,
        "samples_url": reverse("admin:topics_topic_changelist") + f"?work={SAMPLES}",
    }
