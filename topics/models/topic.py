"""Everything with a page is a topic: a symptom, a condition, a test or a specialty."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from topics.kinds import TopicKind
from topics.models.edition import Edition
from topics.models.sign_off import SignOff
from topics.workflow import OFFERED, State

slug_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters a–z, digits and single hyphens, like lower-back-cramps.")
)


class TopicQuerySet(models.QuerySet):
    """What lists add to each topic (`with_…`) is looked up by key, never joined.

    Without good statistics (a database just restored, one that grew by a lot) PostgreSQL takes a full table for an
    empty one, and then a join of two long tables compares every row with every row.
    """

    def live(self):
        """Has a page that readers can open."""
        return self.filter(live_edition__isnull=False)

    def of(self, kind):
        return self.filter(kind=kind)

    def offered(self):
        """What a new line may lead to: neither retired nor merged into another."""
        return self.filter(state__in=OFFERED)

    def at(self, kind, slug):
        """The topic whose live page answers at this address. Its published slug counts, not the draft's."""
        return self.live().filter(kind=kind, live_slug=slug)

    def with_due_on(self):
        """Adds `due_on`, the day of the next review by the signature of the live edition; None without one."""
        signature = Edition.objects.filter(pk=OuterRef(OuterRef("live_edition"))).values("sign_off")
        signed = SignOff.objects.filter(pk=Subquery(signature))
        return self.annotate(due_on=Subquery(signed.values("next_review_on")))

    def with_unsigned_because(self):
        """Adds `unsigned_because` of the live edition: why it was published without a signature.

        "" if it came with the portal, None if it is signed or there is no live edition.
        """
        # No condition on sign_off: the planner could read the whole partial index for it once a topic.
        edition = Edition.objects.filter(pk=OuterRef("live_edition"))
        reason = Case(When(sign_off__isnull=True, then=F("forced_reason")))
        return self.annotate(unsigned_because=Subquery(edition.values(because=reason)))

    def with_live_number(self):
        """Adds `live_number`, the number of the live edition; None if there is none."""
        return self.annotate(live_number=Subquery(Edition.objects.filter(pk=OuterRef("live_edition")).values("number")))

    def editions_only(self):
        """For public pages: loads the published edition and nothing of the draft."""
        return self.select_related("live_edition__sign_off", "notice").only(
            "kind", "live_slug", "live_edition", "notice"
        )


class Topic(models.Model):
    """One thing we teach. Its fields, sections, cards and sources are the draft; readers see `live_edition`."""

    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind, editable=False)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("The name people will look for, for example: Lower back cramps.")
    )
    plain_name = models.CharField(
        _("plain name"),
        max_length=120,
        blank=True,
        help_text=_("An everyday name, if the name is a medical one: “Bone and joint doctor” for Orthopedist."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        validators=[slug_validator],
        help_text=_("Last part of the page’s address. Readers print it: change it only for a good reason."),
    )
    title = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("Headline of the page. Leave empty to use the name.")
    )
    description = models.CharField(
        _("one sentence"),
        max_length=200,
        blank=True,
        help_text=_("What it is, in one plain sentence. Shown in lists, on cards and in search results."),
    )
    summary = models.TextField(
        _("in short"),
        blank=True,
        help_text=_("The main message in two to four sentences: what it is, whom to see, when to hurry. Markdown."),
    )
    body_regions = models.ManyToManyField(
        "topics.BodyRegion",
        verbose_name=_("body regions"),
        blank=True,
        related_name="topics",
        help_text=_("Where in the body it is felt or done."),
    )
    live_edition = models.OneToOneField(
        "topics.Edition",
        verbose_name=_("live edition"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="live_topic",
    )
    live_slug = models.SlugField(_("live address"), max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    notice = models.ForeignKey(
        "topics.Withdrawal",
        verbose_name=_("notice above the live page"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    last_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contributors"),
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Who has words in the draft that no signed edition holds, and cannot sign it. Derived."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who looks after the page and is reminded of it."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="taken_in",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="topic_address_unique",
                violation_error_message=_("Another page of this kind has this address already. Choose another one."),
            ),
            # Readers find one page at one address; unique also while drafts are being renamed. NULLs do not collide.
            models.UniqueConstraint(fields=["kind", "live_slug"], name="topic_live_address_unique"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="topic_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="topic_state_known"),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(live_edition__isnull=False), name="topic_state_live_only_with_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(live_edition__isnull=True, live_slug__isnull=True)
                | Q(live_edition__isnull=False, live_slug__isnull=False),
                name="topic_live_edition_and_address_together",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="topic_merged_exactly_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="topic_merged_not_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["retired", "merged"]) | Q(live_edition__isnull=True),
                name="topic_retired_or_merged_is_not_live",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="topic_by_state"),  # the lists of the first page
            models.Index(fields=["owner", "state"], name="topic_by_owner"),  # drafts somebody owns; reminders
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Where readers find it, or would find it once it is live."""
        return reverse("topics:page", args=[TopicKind(self.kind).folder, self.live_slug or self.slug])

    @property
    def is_live(self) -> bool:
        return self.live_edition_id is not None


class KindManager(models.Manager.from_queryset(TopicQuerySet)):
    """The topics of one kind only."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def deconstruct(self):
        return (False, f"{self.__class__.__module__}.{self.__class__.__name__}", None, [self.kind], {})

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Symptom(Topic):
    """What a patient feels: the articles people come for."""

    KIND = TopicKind.SYMPTOM
    objects = KindManager(TopicKind.SYMPTOM)

    class Meta:
        proxy = True
        verbose_name = _("symptom article")
        verbose_name_plural = _("symptom articles")


class Condition(Topic):
    """A disease, an injury or another state of the body that has a name."""

    KIND = TopicKind.CONDITION
    objects = KindManager(TopicKind.CONDITION)

    class Meta:
        proxy = True
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")


class MedicalTest(Topic):
    """An examination that helps to find a cause."""

    KIND = TopicKind.TEST
    objects = KindManager(TopicKind.TEST)

    class Meta:
        proxy = True
        verbose_name = _("test")
        verbose_name_plural = _("tests")


class Specialty(Topic):
    """A kind of doctor or therapist that a patient can ask to see."""

    KIND = TopicKind.SPECIALTY
    objects = KindManager(TopicKind.SPECIALTY)

    class Meta:
        proxy = True
        verbose_name = _("specialist")
        verbose_name_plural = _("specialists")
