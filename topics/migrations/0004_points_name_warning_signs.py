"""A point of a care card names the warning signs it warns of, and a signature keeps which of them were confirmed.

The signs of the shipped checklist get the names that the shipped pages know, others a name of their own. Points name
nothing yet: words only suggest, an editor chooses, a reviewer confirms. Documents that were stored before are read as
they are, and keep their digests.
"""

from django.db import migrations, models
from django.db.models import Q

import topics.models.red_flag
import topics.models.stable_id

SHIPPED = {
    "numbness or a changed feeling around the genitals, anus, buttocks or inner thighs": "saddle-numbness",
    "cannot start, stop or feel peeing, or leaks pee": "trouble-peeing",
    "cannot feel or control when the bowels open": "bowel-control",
    "new problems with sex, such as no feeling or no erection": "sex-problems",
    "new or worsening weakness, numbness or pain in both legs": "both-legs",
    "pain after a serious accident": "serious-accident",
    "chest pain together with the back pain": "chest-pain",
    "sudden severe tummy or back pain with dizziness, clammy skin, a fast heartbeat or collapse": "sudden-severe-pain",
    "signs of sepsis: a high temperature and very unwell": "sepsis",
    "a high temperature": "high-temperature",
    "losing weight without trying to": "weight-loss",
    "a lump or swelling, or a change in the shape of the back": "lump-or-shape",
    "pain that rest does not ease, or that is worse at night": "night-pain",
    "pain that is worse on coughing, sneezing or straining": "cough-pain",
    "pain high up between the shoulder blades, or round the body like a band": "upper-or-band-pain",
    "cancer, now or at any time before": "cancer",
    "a weak immune system, an infection, tuberculosis or injected drugs": "weak-defences",
    "weak bones, steroids or older age, with pain after a small fall": "weak-bones-small-fall",
    "weakness or numbness that stays between cramps, or unsteady walking": "weak-or-unsteady",
    "cramps after losing a lot of fluid, or with water tablets or other medicines": "lost-fluid",
    "pregnancy": "pregnancy",
}


def name_the_signs(apps, schema_editor):
    taken = set()
    for flag in apps.get_model("topics", "RedFlag").objects.order_by("pk"):
        shipped = SHIPPED.get(flag.sign, "")
        is_free = shipped and shipped not in taken
        flag.stable_id = shipped if is_free else topics.models.stable_id.new_stable_id()
        taken.add(flag.stable_id)
        flag.save(update_fields=["stable_id"])


class Migration(migrations.Migration):
    dependencies = [("topics", "0003_topic_event_replaced")]

    operations = [
        migrations.AddField(
            model_name="carecard",
            name="signs",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="For each point the signs of the checklists that it names, by their stable names.",
                verbose_name="warns of",
            ),
        ),
        migrations.AddField(
            model_name="redflag",
            name="stable_id",
            field=models.CharField(default="", editable=False, max_length=40, verbose_name="stable name"),
        ),
        migrations.RunPython(name_the_signs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="redflag",
            name="stable_id",
            field=models.CharField(
                default=topics.models.stable_id.new_stable_id,
                editable=False,
                max_length=40,
                unique=True,
                verbose_name="stable name",
            ),
        ),
        migrations.AlterField(
            model_name="redflag",
            name="said_as",
            field=models.TextField(
                help_text=(
                    "How a page may say it, one way a line: the beginnings of words that all stand in one sign of a card. "
                    "“numb genital” finds “numbness around your genitals”. Editors are offered the sign for it, and choose."
                ),
                validators=[topics.models.red_flag.validate_said_as],
                verbose_name="said as",
            ),
        ),
        migrations.RemoveConstraint(model_name="signoff", name="sign_off_once_per_text_reviewer_and_day"),
        migrations.AddField(
            model_name="signoff",
            name="signs",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Each sign as its checklist had it, with the sentences of the page that warn of it.",
                verbose_name="confirmed warning signs",
            ),
        ),
        migrations.AddField(
            model_name="signoff",
            name="signs_sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="digest of the confirmed warning signs"),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                fields=("topic", "sha256", "signs_sha256", "reviewer", "signed_on"),
                name="sign_off_once_per_text_reviewer_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=Q(signs_sha256="") | Q(signs_sha256__regex="^[0-9a-f]{64}$"),
                name="sign_off_signs_digest_is_sha256",
            ),
        ),
    ]
