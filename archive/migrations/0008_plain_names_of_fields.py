"""Fields called by what they hold; their columns keep their names, so that no data is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_squashed_0007_spaces_of_help_texts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("uploaditem", "said", "row"),
                migrations.AlterField(
                    "uploaditem", "row", models.JSONField(db_column="said", default=dict)
                ),
                migrations.RemoveConstraint("likeness", "one_row_a_pair"),
                migrations.RenameField("likeness", "one", "earlier"),
                migrations.AlterField(
                    "likeness",
                    "earlier",
                    models.ForeignKey(
                        "archive.Editorial",
                        models.CASCADE,
                        related_name="likenesses",
                        db_column="one_id",
                    ),
                ),
                migrations.RenameField("likeness", "other", "later"),
                migrations.AlterField(
                    "likeness",
                    "later",
                    models.ForeignKey(
                        "archive.Editorial",
                        models.CASCADE,
                        related_name="earlier_likenesses",
                        db_column="other_id",
                    ),
                ),
                migrations.AddConstraint(
                    "likeness",
                    models.UniqueConstraint(fields=["earlier", "later"], name="one_row_a_pair"),
                ),
            ]
        )
    ]
