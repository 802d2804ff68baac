"""How the OpenAPI document describes tokens. Imported beside the addresses of the API, so that it is registered."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers its subclasses
    """A token in the header Authorization."""

    target_class = "natoassess.accounts.token_authentication.ScopedTokenAuthentication"
    name = "knoxApiToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The header and the scopes."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": (
                'Token-based authentication with required prefix "Token". A token is made for some of the scopes read '
                "(what is only read, and scoring without storing), write (what stores something) and batch (batch "
                "scoring); a call beyond them is answered 403, scope_missing."
            ),
        }
