"""What the editors say to the search, and the list of equivalents that an archive begins with."""

import secrets
from pathlib import Path

import django.core.validators
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from archive import synonyms
from archive.models.stamps import BITS
from archive.models.steering_rows import SAME, equivalent_key

STARTER = Path(settings.BASE_DIR, "fixtures", "equivalents.csv")


def bring_starter_list(apps, schema_editor):
    """Bring in the starter list: once, so that what an editor removes does not come back."""
    equivalents = []
    for row in synonyms.read(STARTER.read_text("utf-8")):
        equivalent = apps.get_model("archive", "Equivalent")(
            text=SAME.join(row.words), one_way=row.one_way, origin="starter", why=row.why
        )
        equivalent.key = equivalent_key(row.words, row.one_way)
        equivalents.append(equivalent)
    apps.get_model("archive", "Equivalent").objects.bulk_create(equivalents)
    apps.get_model("archive", "Stamp").objects.create(pk=secrets.randbits(BITS))


def grant(apps, schema_editor):
    """Let the groups that edit steer the search as well."""
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    steer = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="archive", codename="steer"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        permissions__content_type__app_label="archive", permissions__codename="edit"
    ):
        group.permissions.add(steer)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("archive", "0008_plain_names_of_fields"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("typed", models.CharField(max_length=80, verbose_name="mots tapés")),
                ("read", models.CharField(max_length=80, verbose_name="lus comme")),
                ("instead", models.BooleanField(default=False, verbose_name="lire à la place")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("key", models.CharField(editable=False, max_length=160, unique=True)),
            ],
            options={
                "verbose_name": "correction de recherche",
                "verbose_name_plural": "corrections de recherche",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Equivalent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=996, verbose_name="mots")),
                ("one_way", models.BooleanField(default=False, verbose_name="dans un seul sens")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("starter", "liste de départ"),
                            ("editor", "éditeur"),
                            ("proposal", "proposé par l’archive"),
                        ],
                        default="editor",
                        max_length=10,
                        verbose_name="origine",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à examiner"),
                            ("accepted", "en vigueur"),
                            ("refused", "refusé"),
                        ],
                        db_index=True,
                        default="accepted",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("key", models.CharField(editable=False, max_length=2000, unique=True)),
            ],
            options={
                "verbose_name": "équivalent",
                "verbose_name_plural": "équivalents",
                "ordering": ["text", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=200, verbose_name="recherche")),
                ("editorials", models.JSONField(default=list, verbose_name="éditoriaux")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("key", models.CharField(editable=False, max_length=400, unique=True)),
            ],
            options={
                "verbose_name": "recherche épinglée",
                "verbose_name_plural": "recherches épinglées",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.AlterModelOptions(
            name="operation",
            options={
                "ordering": ["-at", "-pk"],
                "permissions": [
                    ("propose", "proposer des mots-clés et des corrections"),
                    ("edit", "indexer, corriger et publier"),
                    ("import", "importer"),
                    ("steer", "régler la recherche"),
                    ("merge", "fusionner et scinder des mots-clés"),
                    ("remove", "supprimer des mots-clés"),
                    ("undo_others", "annuler les opérations d’autrui"),
                    ("manage_people", "réunir et distinguer des personnes"),
                ],
                "verbose_name": "opération",
                "verbose_name_plural": "opérations",
            },
        ),
        migrations.AlterField(
            model_name="change",
            name="model",
            field=models.CharField(
                choices=[
                    ("publication", "publication"),
                    ("author", "author"),
                    ("tag", "tag"),
                    ("equivalent", "equivalent"),
                    ("pin", "pin"),
                    ("weight", "weight"),
                    ("correction", "correction"),
                    ("editorial", "editorial"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="OpenedHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=100, verbose_name="recherche")),
                ("position", models.PositiveIntegerField(verbose_name="place")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="fois")),
                ("last_day", models.DateField(verbose_name="dernière fois")),
            ],
            options={
                "verbose_name": "résultat ouvert",
                "verbose_name_plural": "résultats ouverts",
                "ordering": ["key", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "position"), name="one_row_an_opened_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Weight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("publication", "revue"),
                            ("section", "rubrique"),
                            ("tag", "mot-clé"),
                        ],
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "factor",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(0.25),
                            django.core.validators.MaxValueValidator(4.0),
                        ],
                        verbose_name="poids",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="raison")),
            ],
            options={
                "verbose_name": "poids",
                "verbose_name_plural": "poids",
                "ordering": ["facet", "value"],
                "constraints": [
                    models.UniqueConstraint(fields=("facet", "value"), name="one_row_a_weight")
                ],
            },
        ),
        migrations.RunPython(bring_starter_list, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
