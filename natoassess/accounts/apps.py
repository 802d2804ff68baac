"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "natoassess.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Notices and invitations are a part of what an account holds."""
        from natoassess.accounts.team_part import register

        register()
