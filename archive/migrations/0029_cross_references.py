"""References between texts, and what editors say of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0028_writing"),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='model',
            field=models.CharField(choices=[('publication', 'publication'), ('author', 'author'), ('tag', 'tag'), ('issue', 'issue'), ('equivalent', 'equivalent'), ('pin', 'pin'), ('weight', 'weight'), ('correction', 'correction'), ('selection', 'selection'), ('settlement', 'settlement'), ('letter', 'letter'), ('editorial', 'editorial')], max_length=20),
        ),
        migrations.CreateModel(
            name='CrossReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.PositiveIntegerField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('printed', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('editorial', 'éditorial'), ('issue', 'numéro'), ('page', 'page'), ('title', 'titre')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'à établir'), ('linked', 'établi'), ('refused', 'pas de renvoi'), ('itself', 'le texte lui-même')], max_length=10)),
                ('issue', models.CharField(blank=True, max_length=100)),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('title', models.CharField(blank=True, db_index=True, max_length=100)),
                ('cited', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='archive.editorial')),
                ('editorial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cross_references', to='archive.editorial')),
                ('publication', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='archive.publication')),
            ],
            options={
                'verbose_name': 'renvoi',
                'verbose_name_plural': 'renvois',
                'ordering': ['editorial', 'block', 'start'],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(db_index=True)),
                ('reference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='archive.crossreference')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('editorial', models.BigIntegerField(verbose_name='éditorial')),
                ('key', models.CharField(max_length=200)),
                ('printed', models.CharField(max_length=200, verbose_name='renvoi')),
                ('cited', models.BigIntegerField(null=True, verbose_name='mène à')),
            ],
            options={
                'verbose_name': 'renvoi décidé',
                'verbose_name_plural': 'renvois décidés',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('editorial', 'key'), name='one_settlement_a_reference')],
            },
        ),
        migrations.AddIndex(
            model_name='crossreference',
            index=models.Index(fields=['publication', 'issue'], name='references_to_an_issue'),
        ),
        migrations.AddIndex(
            model_name='crossreference',
            index=models.Index(fields=['publication', 'first', 'last'], name='references_to_a_time'),
        ),
        migrations.AddIndex(
            model_name='crossreference',
            index=models.Index(fields=['state', 'editorial'], name='references_by_state'),
        ),
    ]
