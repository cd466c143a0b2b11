"""Requests of persons in the texts, and what editors decide of an upload before it comes in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0026_access_tokens'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='keywords',
            field=models.CharField(choices=[('all', 'tous'), ('known', 'ceux qui existent ; les autres sont proposés'), ('none', 'aucun')], default='all', max_length=5, verbose_name='mots-clés de la source'),
        ),
        migrations.AddField(
            model_name='upload',
            name='mended',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='uploaditem',
            name='fields',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='uploaditem',
            name='mended',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='uploaditem',
            name='text',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='operation',
            name='kind',
            field=models.CharField(choices=[('edit', 'correction'), ('bulk', 'modification par lot'), ('import', 'import'), ('merge', 'fusion'), ('split', 'scission'), ('rename', 'changement de nom'), ('delete', 'suppression'), ('request', 'demande d’une personne'), ('undo', 'annulation')], max_length=10, verbose_name='genre'),
        ),
        migrations.CreateModel(
            name='PersonRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forms', models.JSONField(default=list)),
                ('is_shown', models.BooleanField(default=False)),
                ('operation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='request', to='archive.operation')),
            ],
            options={
                'verbose_name': 'demande',
                'verbose_name_plural': 'demandes',
                'ordering': ['-operation'],
            },
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original', models.JSONField(blank=True, default=dict)),
                ('editorial', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withholding', to='archive.editorial')),
            ],
            options={
                'verbose_name': 'retenue',
                'verbose_name_plural': 'retenues',
            },
        ),
    ]
