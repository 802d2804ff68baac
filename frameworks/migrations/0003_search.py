"""The index of the full-text search, and beside it what each database finds words with."""

from django.db import migrations, models

# The tokens are ASCII letters and digits alone, so neither database cuts or changes them.
POSTGRESQL = (
    """
    ALTER TABLE frameworks_searchentry ADD COLUMN tokens tsvector
        GENERATED ALWAYS AS ((title_tokens || ' ' || label_tokens || ' ' || body_tokens)::tsvector) STORED
    """,
    "CREATE INDEX frameworks_searchentry_tokens ON frameworks_searchentry USING gin (tokens)",
)
SQLITE = (
    """
    CREATE VIRTUAL TABLE frameworks_searchwords USING fts5(
        title_tokens, label_tokens, body_tokens,
        content='frameworks_searchentry', content_rowid='id', tokenize='ascii', detail='none'
    )
    """,
    """
    CREATE TRIGGER frameworks_searchentry_added AFTER INSERT ON frameworks_searchentry BEGIN
        INSERT INTO frameworks_searchwords (rowid, title_tokens, label_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.label_tokens, new.body_tokens);
    END
    """,
    """
    CREATE TRIGGER frameworks_searchentry_removed AFTER DELETE ON frameworks_searchentry BEGIN
        INSERT INTO frameworks_searchwords (frameworks_searchwords, rowid, title_tokens, label_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.label_tokens, old.body_tokens);
    END
    """,
    """
    CREATE TRIGGER frameworks_searchentry_changed AFTER UPDATE ON frameworks_searchentry BEGIN
        INSERT INTO frameworks_searchwords (frameworks_searchwords, rowid, title_tokens, label_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.label_tokens, old.body_tokens);
        INSERT INTO frameworks_searchwords (rowid, title_tokens, label_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.label_tokens, new.body_tokens);
    END
    """,
)


def make_words(apps, schema_editor):
    """The inverted index; it follows every change of the table by itself."""
    statements = {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    """In PostgreSQL the column goes with its table; in SQLite the triggers do."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE frameworks_searchwords")


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0002_earliest_doctrine'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=71)),
                ('entries', models.PositiveIntegerField()),
                ('words', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('token', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('entries', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=200)),
                ('title', models.TextField()),
                ('context', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('address', models.CharField(max_length=400)),
                ('title_tokens', models.TextField(blank=True)),
                ('label_tokens', models.TextField(blank=True)),
                ('body_tokens', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['kind', 'key'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_once')],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
