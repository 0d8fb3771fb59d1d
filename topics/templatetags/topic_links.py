"""Addresses of pages about topics in the admin, whatever their kind."""

from django import template

from topics.workboard import admin_url

register = template.Library()


@register.simple_tag
def topic_admin_url(topic, page="change"):
    """Where the topic is edited, or another page about it."""
    return admin_url(topic, page)
