import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import topics.models.red_flag
import topics.models.stable_id
import topics.models.word_rule


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("portal", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="For example: low-back.", max_length=60, unique=True, verbose_name="short name"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example: Lower back.", max_length=80, unique=True, verbose_name="name"
                    ),
                ),
            ],
            options={
                "verbose_name": "body region",
                "verbose_name_plural": "body regions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="body_region_has_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                ("reviewer_name", models.CharField(max_length=160, verbose_name="name")),
                ("credentials", models.CharField(blank=True, max_length=300, verbose_name="qualification")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                (
                    "signed_on",
                    models.DateField(help_text="The day of signing at the clinic.", verbose_name="day of the review"),
                ),
                ("next_review_on", models.DateField(verbose_name="next review")),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-off",
                "verbose_name_plural": "sign-offs",
                "indexes": [models.Index(fields=["next_review_on"], name="sign_off_next_review")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="sign_off_digest_is_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewer_name", ""), _negated=True), name="sign_off_names_the_reviewer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_review_on__gt", models.F("signed_at__date"))),
                        name="sign_off_next_review_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("document", models.JSONField(verbose_name="document")),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                ("change_note", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
                (
                    "significance",
                    models.CharField(
                        choices=[("minor", "No, a small correction"), ("major", "Yes, what it says has changed")],
                        default="minor",
                        max_length=8,
                        verbose_name="do readers need to know?",
                    ),
                ),
                (
                    "forced_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: signed before publishing.",
                        max_length=300,
                        verbose_name="published without sign-off because",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symptom", "symptom"),
                            ("condition", "condition"),
                            ("test", "test"),
                            ("specialty", "specialist"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("plain_name", models.CharField(blank=True, max_length=120, verbose_name="plain name")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="one sentence")),
                ("other_names", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("search_text", models.TextField(blank=True, verbose_name="words it is found by")),
                (
                    "link_overrides",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Address as written – address today; empty: the page is gone. What was signed stays as it is.",
                        verbose_name="where its links lead today",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: shipped with the portal.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="topics.signoff",
                        verbose_name="signed off",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="edition_numbers_start_at_one"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="edition_digest_is_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["symptom", "condition", "test", "specialty"])),
                        name="edition_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("significance", "major"), _negated=True),
                            models.Q(("change_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="edition_major_change_has_a_note",
                        violation_error_message="Say what has changed: readers are told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            ("sign_off__isnull", False),
                            models.Q(("forced_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="edition_signed_or_forced_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symptom", "symptom"),
                            ("condition", "condition"),
                            ("test", "test"),
                            ("specialty", "specialist"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The name people will look for, for example: Lower back cramps.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "plain_name",
                    models.CharField(
                        blank=True,
                        help_text="An everyday name, if the name is a medical one: “Bone and joint doctor” for Orthopedist.",
                        max_length=120,
                        verbose_name="plain name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Last part of the page’s address. Readers print it: change it only for a good reason.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$",
                                "Use small letters a–z, digits and single hyphens, like lower-back-cramps.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Headline of the page. Leave empty to use the name.",
                        max_length=160,
                        verbose_name="headline",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="What it is, in one plain sentence. Shown in lists, on cards and in search results.",
                        max_length=200,
                        verbose_name="one sentence",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="The main message in two to four sentences: what it is, whom to see, when to hurry. Markdown.",
                        verbose_name="in short",
                    ),
                ),
                (
                    "live_slug",
                    models.SlugField(blank=True, editable=False, max_length=80, null=True, verbose_name="live address"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("changes_requested", "changes requested"),
                            ("signed_off", "signed off"),
                            ("live", "live"),
                            ("withdrawn", "withdrawn"),
                            ("retired", "retired"),
                            ("merged", "merged"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "body_regions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Where in the body it is felt or done.",
                        related_name="topics",
                        to="topics.bodyregion",
                        verbose_name="body regions",
                    ),
                ),
                (
                    "contributors",
                    models.ManyToManyField(
                        blank=True,
                        editable=False,
                        help_text="Who has words in the draft that no signed edition holds, and cannot sign it. Derived.",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="contributors",
                    ),
                ),
                (
                    "last_changed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
                (
                    "live_edition",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="live_topic",
                        to="topics.edition",
                        verbose_name="live edition",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_in",
                        to="topics.topic",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Who looks after the page and is reminded of it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="topic_by_state"),
                    models.Index(fields=["owner", "state"], name="topic_by_owner"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "slug"),
                        name="topic_address_unique",
                        violation_error_message="Another page of this kind has this address already. Choose another one.",
                    ),
                    models.UniqueConstraint(fields=("kind", "live_slug"), name="topic_live_address_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["symptom", "condition", "test", "specialty"])),
                        name="topic_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="topic_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "in_review",
                                    "changes_requested",
                                    "signed_off",
                                    "live",
                                    "withdrawn",
                                    "retired",
                                    "merged",
                                ],
                            )
                        ),
                        name="topic_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "live"), _negated=True), ("live_edition__isnull", False), _connector="OR"
                        ),
                        name="topic_state_live_only_with_an_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("live_edition__isnull", True), ("live_slug__isnull", True)),
                            models.Q(("live_edition__isnull", False), ("live_slug__isnull", False)),
                            _connector="OR",
                        ),
                        name="topic_live_edition_and_address_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="topic_merged_exactly_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="topic_merged_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["retired", "merged"]), _negated=True),
                            ("live_edition__isnull", True),
                            _connector="OR",
                        ),
                        name="topic_retired_or_merged_is_not_live",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="signoff",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_offs",
                to="topics.topic",
                verbose_name="topic",
            ),
        ),
        migrations.CreateModel(
            name="ShippedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="file")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="digest of the file")),
                ("draft_sha256", models.CharField(max_length=64, verbose_name="digest of the draft it made")),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shipped_as",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipped page",
                "verbose_name_plural": "shipped pages",
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stable_id",
                    models.CharField(
                        default=topics.models.stable_id.new_stable_id,
                        editable=False,
                        max_length=20,
                        verbose_name="stable name",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Sections are shown from the lowest number to the highest.",
                        verbose_name="order",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overview", "what it is"),
                            ("possible_conditions", "conditions it may come from, or that are treated"),
                            ("diagnosis", "tests and diagnosis"),
                            ("who_to_see", "whom to see"),
                            ("types", "types"),
                            ("causes", "causes"),
                            ("related", "related conditions"),
                            ("expert_opinion", "an expert's opinion"),
                            ("treatment", "treatment"),
                            ("complications", "complications"),
                            ("self_care", "what you can do yourself"),
                            ("prevention", "how to prevent it"),
                            ("red_flags", "warning signs"),
                            ("procedure", "what happens"),
                            ("preparation", "how to prepare"),
                            ("results", "results"),
                            ("after_care", "afterwards"),
                            ("what_they_do", "what the specialist does"),
                            ("before_visit", "before your visit"),
                        ],
                        help_text="Decides what the list may lead to, for example request buttons under “whom to see”.",
                        max_length=24,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        help_text="In plain words, as the reader sees it.", max_length=160, verbose_name="heading"
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Short paragraphs in Markdown: **bold**, *emphasis*, lists and links. Sentences of about 20 words.",
                        verbose_name="text",
                    ),
                ),
                (
                    "list_intro",
                    models.CharField(
                        blank=True,
                        help_text="For example: Treatment may include:",
                        max_length=300,
                        verbose_name="sentence before the list",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "indexes": [models.Index(fields=["topic", "position"], name="section_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "stable_id"), name="section_stable_id_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True), name="section_has_a_heading"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "overview",
                                    "possible_conditions",
                                    "diagnosis",
                                    "who_to_see",
                                    "types",
                                    "causes",
                                    "related",
                                    "expert_opinion",
                                    "treatment",
                                    "complications",
                                    "self_care",
                                    "prevention",
                                    "red_flags",
                                    "procedure",
                                    "preparation",
                                    "results",
                                    "after_care",
                                    "what_they_do",
                                    "before_visit",
                                ],
                            )
                        ),
                        name="section_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("changed", "has changed"),
                            ("merged", "is another concept’s now"),
                            ("retired", "is no longer taught"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "passages",
                    models.JSONField(
                        default=list,
                        help_text="Section, its heading, and the line or sentence, as readers see them.",
                        verbose_name="where",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("published", "signed and published again"), ("still_right", "still right")],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                (
                    "cause_edition",
                    models.ForeignKey(
                        blank=True,
                        help_text="The edition that changed it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="re_reviews_caused",
                        to="topics.topic",
                        verbose_name="because of",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="re_reviews",
                        to="topics.topic",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "page to look at again",
                "verbose_name_plural": "pages to look at again",
                "indexes": [
                    models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["at"], name="re_review_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["changed", "merged", "retired"])), name="re_review_why_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("page", models.F("cause")), _negated=True),
                        name="re_review_not_because_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("how__in", ["published", "still_right"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="re_review_settled_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("page", "cause"),
                        name="re_review_one_open_per_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Practitioner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As patients know them: Dr Sam Taylor.", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "credentials",
                    models.CharField(
                        blank=True,
                        help_text="For example: consultant neurologist.",
                        max_length=160,
                        verbose_name="qualification",
                    ),
                ),
                (
                    "registration",
                    models.CharField(
                        blank=True,
                        help_text="Professional body and number, for example GMC 0000000.",
                        max_length=120,
                        verbose_name="registration",
                    ),
                ),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick when the person leaves; never delete.",
                        verbose_name="sees patients now",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="Only if the person logs in here.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practitioner",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "specialties",
                    models.ManyToManyField(
                        help_text="Patients who ask for one of these may ask for this person.",
                        limit_choices_to={"kind": "specialty"},
                        related_name="practitioners",
                        to="topics.topic",
                        verbose_name="specialist for",
                    ),
                ),
            ],
            options={
                "verbose_name": "practitioner",
                "verbose_name_plural": "practitioners",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="practitioner_has_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Another spelling, a short form, an everyday or a medical name.",
                        max_length=120,
                        verbose_name="other name",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "name"), name="other_name_once_per_topic"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="other_name_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedsChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        help_text="In a sentence or two. Nothing about a patient.",
                        max_length=500,
                        verbose_name="what should be changed",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="what was done")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="topics.topic",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish for a change",
                "verbose_name_plural": "wishes for changes",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)), fields=["at"], name="needs_change_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="needs_change_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="needs_change_settled_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("topic", "by", "reason"),
                        name="needs_change_said_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stable_id",
                    models.CharField(
                        default=topics.models.stable_id.new_stable_id,
                        editable=False,
                        max_length=20,
                        verbose_name="stable name",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Lines are shown from the lowest number to the highest.",
                        verbose_name="order",
                    ),
                ),
                (
                    "label",
                    models.CharField(help_text="The words the reader sees.", max_length=200, verbose_name="line"),
                ),
                (
                    "unlinked_reason",
                    models.CharField(
                        blank=True,
                        help_text="If the line names no topic: why, for example “a habit, not a disease”.",
                        max_length=200,
                        verbose_name="no link because",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="topics.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The condition, test or specialist this line names.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_by",
                        to="topics.topic",
                        verbose_name="leads to",
                    ),
                ),
            ],
            options={
                "verbose_name": "list item",
                "verbose_name_plural": "list items",
                "indexes": [
                    models.Index(fields=["section", "position"], name="item_in_order"),
                    models.Index(condition=models.Q(("topic__isnull", False)), fields=["topic"], name="item_leads_to"),
                    models.Index(
                        condition=models.Q(("topic__isnull", True), ("unlinked_reason", "")),
                        fields=["section"],
                        name="item_undecided",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("section", "stable_id"), name="item_stable_id_unique"),
                    models.CheckConstraint(condition=models.Q(("label", ""), _negated=True), name="item_has_a_label"),
                    models.CheckConstraint(
                        condition=models.Q(("topic__isnull", True), ("unlinked_reason", ""), _connector="OR"),
                        name="item_linked_or_explained_not_both",
                        violation_error_message="Either choose where the line leads to, or say why it has no link. Not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symptom", "symptom"),
                            ("condition", "condition"),
                            ("test", "test"),
                            ("specialty", "specialist"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_addresses",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="former_address_leads_to_one_topic"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["symptom", "condition", "test", "specialty"])),
                        name="former_address_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section_kind",
                    models.CharField(
                        choices=[
                            ("overview", "what it is"),
                            ("possible_conditions", "conditions it may come from, or that are treated"),
                            ("diagnosis", "tests and diagnosis"),
                            ("who_to_see", "whom to see"),
                            ("types", "types"),
                            ("causes", "causes"),
                            ("related", "related conditions"),
                            ("expert_opinion", "an expert's opinion"),
                            ("treatment", "treatment"),
                            ("complications", "complications"),
                            ("self_care", "what you can do yourself"),
                            ("prevention", "how to prevent it"),
                            ("red_flags", "warning signs"),
                            ("procedure", "what happens"),
                            ("preparation", "how to prepare"),
                            ("results", "results"),
                            ("after_care", "afterwards"),
                            ("what_they_do", "what the specialist does"),
                            ("before_visit", "before your visit"),
                        ],
                        max_length=24,
                        verbose_name="section",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Kind/address as the document has it; empty: it had no page.",
                        max_length=100,
                        verbose_name="as",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="topics.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="topics.topic",
                        verbose_name="names",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of an edition",
                "verbose_name_plural": "links of editions",
                "indexes": [models.Index(fields=["topic", "section_kind"], name="edition_link_backwards")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "section_kind", "topic", "address"), name="edition_link_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "section_kind__in",
                                [
                                    "overview",
                                    "possible_conditions",
                                    "diagnosis",
                                    "who_to_see",
                                    "types",
                                    "causes",
                                    "related",
                                    "expert_opinion",
                                    "treatment",
                                    "complications",
                                    "self_care",
                                    "prevention",
                                    "red_flags",
                                    "procedure",
                                    "preparation",
                                    "results",
                                    "after_care",
                                    "what_they_do",
                                    "before_visit",
                                ],
                            )
                        ),
                        name="edition_link_kind_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="topics.topic",
                verbose_name="topic",
            ),
        ),
        migrations.CreateModel(
            name="EditingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(verbose_name="last seen")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "open page",
                "verbose_name_plural": "open pages",
                "constraints": [models.UniqueConstraint(fields=("topic", "user"), name="editing_session_once")],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=80, verbose_name="part")),
                (
                    "text",
                    models.TextField(blank=True, help_text="Empty: the part was taken away.", verbose_name="wording"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        help_text="The last edition that was signed, or came with the portal, when this was written.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.edition",
                        verbose_name="since edition",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part", ""), _negated=True), name="contribution_names_its_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CareCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stable_id",
                    models.CharField(
                        default=topics.models.stable_id.new_stable_id,
                        editable=False,
                        max_length=20,
                        verbose_name="stable name",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Among cards of the same urgency; the most urgent always come first.",
                        verbose_name="order",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("nonurgent", "Not urgent")],
                        help_text="Use one card of each kind at most, if you can.",
                        max_length=12,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        help_text="One instruction, for example: Call {emergency_number} now if you have: – write {emergency_number}, {urgent_advice_line} or {clinic_phone} instead of numbers.",
                        max_length=200,
                        verbose_name="instruction",
                    ),
                ),
                (
                    "points",
                    models.TextField(help_text="One sign a line, each complete in itself.", verbose_name="signs"),
                ),
                (
                    "action",
                    models.TextField(
                        blank=True,
                        help_text="What to do and what to say, in a sentence or two.",
                        verbose_name="what to do",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_cards",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "care card",
                "verbose_name_plural": "care cards",
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "stable_id"), name="care_card_stable_id_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heading", ""), _negated=True), models.Q(("points", ""), _negated=True)
                        ),
                        name="care_card_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["emergency", "urgent", "nonurgent"])),
                        name="care_card_urgency_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(editable=False, max_length=120, verbose_name="file")),
                ("format", models.CharField(editable=False, max_length=10, verbose_name="format")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="digest of the content")),
                ("title", models.CharField(editable=False, max_length=160, verbose_name="title of the text")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symptom", "symptom"),
                            ("condition", "condition"),
                            ("test", "test"),
                            ("specialty", "specialist"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("plan", models.JSONField(editable=False, verbose_name="plan")),
                (
                    "based_on",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="version of the draft it was planned for"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be decided on"), ("applied", "made into a draft")],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(editable=False, verbose_name="brought in")),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="made into a draft"),
                ),
                (
                    "draft_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="digest of the draft it made"
                    ),
                ),
                (
                    "decided_by",
                    models.ManyToManyField(
                        blank=True,
                        editable=False,
                        help_text="Who changed the plan before it became a draft.",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided on by",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought in by",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imports",
                        to="topics.topic",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "text from a file",
                "verbose_name_plural": "texts from files",
                "indexes": [
                    models.Index(fields=["topic", "-applied_at"], name="article_import_newest"),
                    models.Index(fields=["kind", "sha256"], name="article_import_same_text"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at__isnull", True), ("draft_sha256", ""), ("state", "waiting")),
                            models.Q(
                                ("applied_at__isnull", False),
                                ("state", "applied"),
                                models.Q(("draft_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="article_import_applied_with_time_and_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["symptom", "condition", "test", "specialty"])),
                        name="article_import_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["text", "word", "article"])),
                        name="article_import_format_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "sha256"),
                        name="article_import_waits_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("topics.topic",),
        ),
        migrations.CreateModel(
            name="MedicalTest",
            fields=[],
            options={
                "verbose_name": "test",
                "verbose_name_plural": "tests",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("topics.topic",),
        ),
        migrations.CreateModel(
            name="Specialty",
            fields=[],
            options={
                "verbose_name": "specialist",
                "verbose_name_plural": "specialists",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("topics.topic",),
        ),
        migrations.CreateModel(
            name="Symptom",
            fields=[],
            options={
                "verbose_name": "symptom article",
                "verbose_name_plural": "symptom articles",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("topics.topic",),
        ),
        migrations.CreateModel(
            name="TopicCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "system",
                    models.CharField(
                        help_text="The system’s address, for example http://hl7.org/fhir/sid/icd-10.",
                        max_length=120,
                        verbose_name="code system",
                    ),
                ),
                (
                    "version",
                    models.CharField(blank=True, help_text="For example 2019.", max_length=40, verbose_name="version"),
                ),
                ("code", models.CharField(help_text="For example M54.5.", max_length=40, verbose_name="code")),
                (
                    "display",
                    models.CharField(
                        blank=True, help_text="What the code means there.", max_length=160, verbose_name="words"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "clinical code",
                "verbose_name_plural": "clinical codes",
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "system", "version", "code"), name="code_once_per_topic"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("system", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="code_has_system_and_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("create", "created"),
                            ("edit", "edited"),
                            ("restore", "restored an earlier edition"),
                            ("import", "brought in from a file"),
                            ("submit", "submitted for review"),
                            ("take_back", "taken back from review"),
                            ("request_changes", "changes requested"),
                            ("sign_off", "signed off"),
                            ("publish", "published"),
                            ("force_publish", "published without sign-off"),
                            ("sign_afterwards", "signed off after publishing"),
                            ("withdraw", "withdrawn"),
                            ("rename", "renamed"),
                            ("hand_over", "given to"),
                            ("retire", "retired"),
                            ("reinstate", "brought back"),
                            ("merge", "merged into another"),
                            ("take_in", "took another in"),
                            ("relink", "lines led to a merged concept"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("changes_requested", "changes requested"),
                            ("signed_off", "signed off"),
                            ("live", "live"),
                            ("withdrawn", "withdrawn"),
                            ("retired", "retired"),
                            ("merged", "merged"),
                        ],
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("changes_requested", "changes requested"),
                            ("signed_off", "signed off"),
                            ("live", "live"),
                            ("withdrawn", "withdrawn"),
                            ("retired", "retired"),
                            ("merged", "merged"),
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "content editor"),
                            ("clinician", "clinical reviewer"),
                            ("admin", "administrator"),
                            ("system", "the portal itself"),
                        ],
                        max_length=12,
                        verbose_name="acting as",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [models.Index(fields=["topic", "-at", "-id"], name="topic_event_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "create",
                                    "edit",
                                    "restore",
                                    "import",
                                    "submit",
                                    "take_back",
                                    "request_changes",
                                    "sign_off",
                                    "publish",
                                    "force_publish",
                                    "sign_afterwards",
                                    "withdraw",
                                    "rename",
                                    "hand_over",
                                    "retire",
                                    "reinstate",
                                    "merge",
                                    "take_in",
                                    "relink",
                                ],
                            )
                        ),
                        name="topic_event_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", True), ("role", "system")),
                            models.Q(models.Q(("role", "system"), _negated=True), ("by__isnull", False)),
                            _connector="OR",
                        ),
                        name="topic_event_names_who_unless_the_system",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="gate")),
                ("key", models.CharField(max_length=160, verbose_name="which finding")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="digest of what was judged")),
                ("finding", models.TextField(verbose_name="what was found")),
                ("reason", models.CharField(max_length=500, verbose_name="why it may pass")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver",
                "verbose_name_plural": "waivers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("topic", "code", "key"),
                        name="waiver_one_living",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("finding", ""), _negated=True)
                        ),
                        name="waiver_says_for_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="waiver_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")), name="waiver_digest_is_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="waiver_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="waiver_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("error", "It is wrong: the page goes, readers are told"),
                            ("merged", "Another page says it now: readers are led there"),
                            ("outdated", "It is out of date: the page stays, under a notice"),
                            ("retired", "It is no longer taught: the page goes, readers are told"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("public_note", models.CharField(blank=True, max_length=400, verbose_name="what readers are told")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="topics.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "redirect_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.topic",
                        verbose_name="readers are led to",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "merged"), _negated=True),
                            ("redirect_to__isnull", False),
                            _connector="OR",
                        ),
                        name="withdrawal_merged_leads_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason", "merged"), models.Q(("public_note", ""), _negated=True), _connector="OR"
                        ),
                        name="withdrawal_tells_readers_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "outdated"), _negated=True),
                            ("redirect_to__isnull", True),
                            _connector="OR",
                        ),
                        name="withdrawal_outdated_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("redirect_to__isnull", True),
                            models.Q(("redirect_to", models.F("topic")), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawal_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="topic",
            name="notice",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="topics.withdrawal",
                verbose_name="notice above the live page",
            ),
        ),
        migrations.CreateModel(
            name="WordRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phrase",
                    models.CharField(
                        help_text="As it is written, for example “complete recovery”. Capitals and accents do not matter.",
                        max_length=80,
                        unique=True,
                        validators=[topics.models.word_rule.validate_phrase],
                        verbose_name="word or words",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("forbidden", "promises too much"),
                            ("fear", "frightens or blames"),
                            ("unclear", "can be misunderstood"),
                        ],
                        help_text="Editors are told.",
                        max_length=12,
                        verbose_name="what is wrong with it",
                    ),
                ),
                (
                    "instead",
                    models.CharField(
                        help_text="A better word, or what to do: “give the number”.",
                        max_length=200,
                        verbose_name="what to write instead",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick to allow the word; the line is never deleted.",
                        verbose_name="looked for",
                    ),
                ),
            ],
            options={
                "verbose_name": "word to avoid",
                "verbose_name_plural": "words to avoid",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phrase", ""), _negated=True), models.Q(("instead", ""), _negated=True)
                        ),
                        name="word_rule_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["forbidden", "fear", "unclear"])), name="word_rule_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Exactly as it stands under the quotation: Dr Sam Taylor.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "credentials",
                    models.CharField(
                        help_text="For example: consultant neurologist, or: patient of ours.",
                        max_length=160,
                        verbose_name="what they are",
                    ),
                ),
                (
                    "registration",
                    models.CharField(
                        blank=True,
                        help_text="Professional body and number, for example GMC 0000000. Empty for patients.",
                        max_length=120,
                        verbose_name="registration",
                    ),
                ),
                (
                    "interests",
                    models.CharField(
                        help_text="Who pays them or what they sell, if it bears on what they say. “None declared” if nothing.",
                        max_length=300,
                        verbose_name="interests",
                    ),
                ),
                (
                    "consented_on",
                    models.DateField(
                        help_text="The day they agreed to these words in writing.", verbose_name="agreed on"
                    ),
                ),
                (
                    "withdrawn_on",
                    models.DateField(
                        blank=True,
                        help_text="If they changed their mind: their words have to go.",
                        null=True,
                        verbose_name="withdrawn on",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "person we quote",
                "verbose_name_plural": "people we quote",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        name="quote_consent_one_living_per_name",
                        violation_error_message="The consent of a person of this name is on file already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("credentials", ""), _negated=True),
                            models.Q(("interests", ""), _negated=True),
                        ),
                        name="quote_consent_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            ("withdrawn_on__gte", models.F("consented_on")),
                            _connector="OR",
                        ),
                        name="quote_consent_withdrawn_later",
                        violation_error_message="It cannot have been withdrawn before it was given.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lowest number first.", verbose_name="order"),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("emergency", "Emergency"), ("urgent", "Urgent")],
                        help_text="An emergency sign needs an emergency card; an urgent one an urgent or an emergency card.",
                        max_length=12,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "sign",
                    models.CharField(
                        help_text="What a person notices, in plain words: “numbness around the genitals”.",
                        max_length=200,
                        verbose_name="sign",
                    ),
                ),
                (
                    "said_as",
                    models.TextField(
                        help_text="How a page may say it, one way a line: the beginnings of words that must all stand in one sign of a card. “numb genital” finds “numbness around your genitals”.",
                        validators=[topics.models.red_flag.validate_said_as],
                        verbose_name="said as",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick to take it off the list; it is never deleted.",
                        verbose_name="on the checklist",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        help_text="Symptom articles about this region have to warn of the sign.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="red_flags",
                        to="topics.bodyregion",
                        verbose_name="body region",
                    ),
                ),
            ],
            options={
                "verbose_name": "warning sign of a region",
                "verbose_name_plural": "warning signs by region",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "sign"),
                        name="red_flag_once_per_region",
                        violation_error_message="This sign is on the list of the region already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sign", ""), _negated=True), models.Q(("said_as", ""), _negated=True)
                        ),
                        name="red_flag_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["emergency", "urgent"])), name="red_flag_urgency_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stable_id",
                    models.CharField(
                        default=topics.models.stable_id.new_stable_id,
                        editable=False,
                        max_length=20,
                        verbose_name="stable name",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lowest number first.", verbose_name="order"),
                ),
                ("title", models.CharField(help_text="As printed there.", max_length=200, verbose_name="title")),
                (
                    "publisher",
                    models.CharField(
                        blank=True, help_text="For example: NICE.", max_length=120, verbose_name="publisher"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where readers can look it up.",
                        max_length=400,
                        validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                        verbose_name="address",
                    ),
                ),
                (
                    "date",
                    models.CharField(
                        blank=True,
                        help_text="As printed: 2023, 2023-05 or 2023-05-17.",
                        max_length=10,
                        verbose_name="date",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "stable_id"), name="source_stable_id_unique"),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="source_has_a_title"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                fields=("topic", "sha256", "reviewer", "signed_on"), name="sign_off_once_per_text_reviewer_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("topic", "number"), name="edition_number_unique"),
        ),
    ]
