"""What columns of tables give, rules for imports, and what they did is remembered."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0033_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importitem",
            name="rules",
            field=models.JSONField(db_default=[], default=list, verbose_name="règles"),
        ),
        migrations.AddField(
            model_name="upload",
            name="tables",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="uploaditem",
            name="ruled",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("heading", models.CharField(max_length=64, unique=True)),
                ("names", models.JSONField()),
                ("keys", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="provenance")),
                ("section", models.CharField(blank=True, max_length=200, verbose_name="rubrique")),
                ("publication", models.CharField(blank=True, max_length=200, verbose_name="revue")),
                (
                    "added_tags",
                    models.JSONField(blank=True, default=list, verbose_name="mots-clés"),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("all", "tous"),
                            ("known", "ceux qui existent\xa0; les autres sont proposés"),
                            ("none", "aucun"),
                        ],
                        max_length=5,
                        verbose_name="mots-clés de la source",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "brouillon"),
                            ("published", "publié"),
                        ],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "règle d’import",
                "verbose_name_plural": "règles d’import",
                "ordering": ["pk"],
            },
        ),
    ]
