"""What texts name: sheets, the forms of their names, mentions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0029_cross_references"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="model",
            field=models.CharField(
                choices=[
                    ("publication", "publication"),
                    ("author", "author"),
                    ("tag", "tag"),
                    ("issue", "issue"),
                    ("equivalent", "equivalent"),
                    ("pin", "pin"),
                    ("weight", "weight"),
                    ("correction", "correction"),
                    ("selection", "selection"),
                    ("settlement", "settlement"),
                    ("sheet", "sheet"),
                    ("letter", "letter"),
                    ("editorial", "editorial"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        blank=True, max_length=100, unique=True, verbose_name="adresse"
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "personne"),
                            ("firm", "organisation"),
                            ("place", "lieu"),
                        ],
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("hidden", models.BooleanField(default=False, verbose_name="masquée")),
                ("wikidata", models.CharField(blank=True, max_length=20, verbose_name="Wikidata")),
                ("viaf", models.CharField(blank=True, max_length=24, verbose_name="VIAF")),
                ("curated", models.BooleanField(default=False, editable=False)),
                ("filing", models.CharField(editable=False, max_length=200)),
                ("initial", models.CharField(editable=False, max_length=1)),
                ("named_in", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sheets",
                        to="archive.author",
                        verbose_name="auteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche",
                "verbose_name_plural": "fiches",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="SheetForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "personne"),
                            ("firm", "organisation"),
                            ("place", "lieu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taught", models.BooleanField(db_index=True, default=False)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forms",
                        to="archive.sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "forme",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("tells", models.BooleanField(default=False)),
                ("places", models.TextField()),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="archive.editorial",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="archive.sheetform",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
            },
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(
                fields=["hidden", "initial", "kind", "filing", "named_in"], name="sheets_by_letter"
            ),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(fields=["hidden", "-named_in"], name="sheets_by_number"),
        ),
        migrations.AddConstraint(
            model_name="sheetform",
            constraint=models.UniqueConstraint(
                fields=("name", "kind"), name="one_row_a_form_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("editorial", "form"), name="one_row_a_mention"
            ),
        ),
    ]
