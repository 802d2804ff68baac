"""Sources typed beside answers become the register of sources of their assessment: the same text is the same source."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def register(apps, schema_editor):
    """A source for each text cited in an assessment, graded as where it was cited first."""
    Evidence = apps.get_model("assessments", "Evidence")
    CitedSource = apps.get_model("assessments", "CitedSource")
    made = {}
    typed = Evidence.objects.filter(source=None).exclude(citation="", url="")
    for item in typed.select_related("finding").order_by("pk").iterator():
        key = item.finding.assessment_id, item.citation or item.url, item.url
        if key not in made:
            made[key] = CitedSource.objects.create(
                assessment_id=key[0], citation=key[1], url=key[2], reliability=item.reliability
            ).pk
        Evidence.objects.filter(pk=item.pk).update(cited_id=made[key])
    settle(schema_editor)


def write_out(apps, schema_editor):
    """The text of each source back to where it is cited."""
    Evidence = apps.get_model("assessments", "Evidence")
    for item in Evidence.objects.exclude(cited=None).select_related("cited").iterator():
        Evidence.objects.filter(pk=item.pk).update(citation=item.cited.citation, url=item.cited.url)
    settle(schema_editor)


def settle(schema_editor):
    """PostgreSQL alters no table while foreign keys in it still wait to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CitedSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('citation', models.TextField(verbose_name='citation in full')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='author')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('dated', models.CharField(blank=True, max_length=60, verbose_name='date')),
                ('kind', models.CharField(blank=True, choices=[('official', 'official document'), ('resolution', 'resolution or decision'), ('judgment', 'judgment'), ('report', 'report'), ('scholarship', 'scholarship'), ('press', 'press'), ('statement', 'statement or interview'), ('data', 'data or imagery'), ('other', 'other')], max_length=12, verbose_name='kind')),
                ('url', models.URLField(blank=True, max_length=400, verbose_name='address')),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='accessed on')),
                ('reliability', models.CharField(choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], max_length=1, verbose_name='reliability')),
                ('is_kept', models.BooleanField(default=False, verbose_name='stays while it is not used')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited_sources', to='assessments.assessment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='assessments.citedsource')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='cited',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='uses', to='assessments.citedsource'),
        ),
        migrations.RunPython(register, write_out),
        migrations.RemoveField(
            model_name='evidence',
            name='citation',
        ),
        migrations.RemoveField(
            model_name='evidence',
            name='url',
        ),
    ]
