import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.CharField(max_length=40, unique=True, verbose_name="worker")),
                ("seen_at", models.DateTimeField(verbose_name="last seen")),
            ],
            options={
                "verbose_name": "heartbeat",
                "verbose_name_plural": "heartbeats",
            },
        ),
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Which text, as registered with the outbox.", max_length=60, verbose_name="message"
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True,
                        help_text="An e-mail address, or a phone number for a text; empty once it is forgotten.",
                        max_length=254,
                        verbose_name="to",
                    ),
                ),
                (
                    "subject_id",
                    models.BigIntegerField(
                        help_text="The row the message is about; its meaning belongs to the message.",
                        verbose_name="about",
                    ),
                ),
                (
                    "dedupe_key",
                    models.CharField(
                        help_text="The same key is never sent twice.", max_length=120, unique=True, verbose_name="key"
                    ),
                ),
                ("message_id", models.CharField(max_length=120, unique=True, verbose_name="Message-ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("created", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("retrying", "will be tried again"),
                            ("sent", "sent"),
                            ("failed", "could not be sent"),
                            ("cancelled", "no longer needed"),
                        ],
                        default="created",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                (
                    "not_after",
                    models.DateTimeField(
                        blank=True,
                        help_text="Not sent after that; empty: always of use.",
                        null=True,
                        verbose_name="of use until",
                    ),
                ),
                (
                    "coalesce_key",
                    models.CharField(
                        blank=True,
                        help_text="Of those with the same key only the latest is sent.",
                        max_length=60,
                        verbose_name="replaces",
                    ),
                ),
                (
                    "belongs_to",
                    models.CharField(
                        blank=True,
                        help_text="Whose messages are forgotten together.",
                        max_length=60,
                        verbose_name="belongs to",
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="leased until")),
                ("worker", models.CharField(blank=True, max_length=60, verbose_name="worker")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("last_error", models.CharField(blank=True, max_length=200, verbose_name="last error")),
                (
                    "handed_over_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When people were asked to do it instead.",
                        null=True,
                        verbose_name="handed over",
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing message",
                "verbose_name_plural": "outgoing messages",
                "indexes": [
                    models.Index(fields=["state", "not_before"], name="message_due"),
                    models.Index(fields=["to", "created_at"], name="message_per_recipient"),
                    models.Index(
                        condition=models.Q(("coalesce_key", ""), _negated=True),
                        fields=["coalesce_key", "id"],
                        name="message_coalesced",
                    ),
                    models.Index(
                        condition=models.Q(("belongs_to", ""), _negated=True),
                        fields=["belongs_to"],
                        name="message_belonging",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_leased_exactly_while_sending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_sent_at_exactly_when_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("not_before__gte", models.F("created_at"))),
                        name="message_not_before_it_was_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("not_after__isnull", True), ("not_after__gt", models.F("created_at")), _connector="OR"
                        ),
                        name="message_of_use_for_a_while",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to", ""), _negated=True),
                            ("state__in", ["sent", "failed", "cancelled"]),
                            _connector="OR",
                        ),
                        name="message_has_an_address_until_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Used to log in.", max_length=254, unique=True, verbose_name="e-mail address"
                    ),
                ),
                (
                    "display_name",
                    models.CharField(
                        help_text="For example: Sam Taylor, reception.",
                        max_length=120,
                        verbose_name="name shown to colleagues",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=True,
                        help_text="Untick to keep the person out without losing their history.",
                        verbose_name="may log in",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick when the person leaves; never delete an account.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="account made on"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of staff",
                "verbose_name_plural": "members of staff",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_unique_in_any_case"
                    )
                ],
            },
        ),
    ]
