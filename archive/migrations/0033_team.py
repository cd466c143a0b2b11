"""What a team has: saved lists, schedules, a trash, who is present, answers to proposals."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0032_authorities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="answer",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="réponse"
            ),
        ),
        migrations.AlterField(
            model_name="editorial",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "brouillon"),
                    ("published", "publié"),
                    ("withdrawn", "retiré"),
                    ("trashed", "à la corbeille"),
                ],
                db_index=True,
                default="published",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "à examiner"),
                    ("accepted", "acceptée"),
                    ("refused", "refusée"),
                    ("taken-back", "reprise par son auteur"),
                ],
                db_index=True,
                default="open",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("address", models.TextField(max_length=4000, verbose_name="recherche")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="notes")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="saved_lists",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confiée à",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "liste gardée",
                "verbose_name_plural": "listes gardées",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("published", "publier"),
                            ("withdrawn", "retirer de la consultation"),
                        ],
                        max_length=10,
                        verbose_name="ce qui est prévu",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="le")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "editorial",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedule",
                        to="archive.editorial",
                        verbose_name="éditorial",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "verbose_name_plural": "échéances",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="archive.editorial",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("editorial", "by"), name="one_row_a_presence")
                ],
            },
        ),
    ]
