"""Where former addresses lead is a part of what operations change, and undo."""

from django.db import migrations, models

MODELS = (
    *("publication", "author", "tag", "issue", "equivalent", "pin", "weight", "correction"),
    *("selection", "settlement", "sheet", "formeraddress", "letter", "editorial"),
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0034_imports_and_rules")]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="model",
            field=models.CharField(choices=[(model, model) for model in MODELS], max_length=20),
        ),
    ]
