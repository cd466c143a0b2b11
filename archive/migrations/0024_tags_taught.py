"""A tag that came as a category of its source is told from other keywords."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0023_datestamps")]

    operations = [
        migrations.AlterField(
            model_name="tagging",
            name="origin",
            field=models.CharField(
                choices=[
                    ("import", "importé"),
                    ("category", "rubrique de la source"),
                    ("editor", "posé par un éditeur"),
                ],
                default="editor",
                max_length=10,
                verbose_name="moyen",
            ),
        ),
        migrations.AddIndex(
            model_name="tagging",
            index=models.Index(
                condition=models.Q(("origin", "category")),
                fields=["tag"],
                name="category_taggings",
            ),
        ),
    ]
