"""A list of patients that somebody on staff was shown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ListLook(models.Model):
    """Who was shown a list with patients' names, when, on which page, and which requests stood on it. One row a page.

    Opening a single request is an event of its history instead.
    """

    class Page(models.TextChoices):
        QUEUE = "queue", _("the lists of the desk")
        SEARCH = "search", _("a search at the desk")
        BESIDE = "beside", _("the queue beside a request")
        CALENDAR = "calendar", _("the calendar")
        TODAY = "today", _("the appointments of a day")
        LEAVE = "leave", _("appointments hit by leave or a closure")
        PAPER = "paper", _("a paper pack")
        ADMIN = "admin", _("the list in the administration")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    page = models.CharField(_("where"), max_length=8, choices=Page)
    requests = models.JSONField(_("which requests"), default=list, help_text=_("Their numbers in the database."))

    class Meta:
        verbose_name = _("list that was shown")
        verbose_name_plural = _("lists that were shown")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__in=["queue", "search", "beside", "calendar", "today", "leave", "paper", "admin"]),
                name="list_look_page_known",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="list_look_by_time")]  # the page about access; the retention time

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M %Z}"
