"""Texts that editors are writing; and an operation of a kind of its own for what they enter."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0027_requests_and_previews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="operation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("edit", "correction"),
                    ("writing", "saisie"),
                    ("bulk", "modification par lot"),
                    ("import", "import"),
                    ("merge", "fusion"),
                    ("split", "scission"),
                    ("rename", "changement de nom"),
                    ("delete", "suppression"),
                    ("request", "demande d’une personne"),
                    ("undo", "annulation"),
                ],
                max_length=10,
                verbose_name="genre",
            ),
        ),
        migrations.CreateModel(
            name="Manuscript",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("editorial_number", models.PositiveBigIntegerField(blank=True, null=True)),
                ("fields", models.JSONField(default=dict)),
                (
                    "begun_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="commencé le"
                    ),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="gardé le"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="manuscripts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "texte en cours",
                "verbose_name_plural": "textes en cours",
                "ordering": ["-kept_at", "-pk"],
                "indexes": [
                    models.Index(fields=["editorial_number", "-kept_at"], name="manuscripts_beside")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("editorial_number__isnull", False)),
                        fields=("by", "editorial_number"),
                        name="one_manuscript_an_editorial",
                    )
                ],
            },
        ),
    ]
