"""Tokens get scopes and a last use. Those there are may go on doing all that they did."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALL = ["read", "write", "batch"]


def give_all_scopes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every token has details from now on, with every scope."""
    details = apps.get_model("accounts", "TokenDetails")
    token = apps.get_model(settings.KNOX_TOKEN_MODEL)
    details.objects.update(scopes=ALL)
    unnamed = token.objects.exclude(pk__in=details.objects.values("token_id"))
    details.objects.bulk_create(details(token_id=key, scopes=ALL) for key in unnamed.values_list("pk", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_teams"),
        migrations.swappable_dependency(settings.KNOX_TOKEN_MODEL),
    ]

    operations = [
        migrations.RenameModel("TokenName", "TokenDetails"),
        migrations.AlterField(
            "tokendetails",
            "token",
            models.OneToOneField(
                on_delete=models.deletion.CASCADE, related_name="details", to=settings.KNOX_TOKEN_MODEL
            ),
        ),
        migrations.AlterField("tokendetails", "name", models.CharField(blank=True, max_length=60)),
        migrations.AddField("tokendetails", "scopes", models.JSONField(default=list)),
        migrations.AddField(
            "tokendetails", "last_used_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.RunPython(give_all_scopes, migrations.RunPython.noop),
    ]
