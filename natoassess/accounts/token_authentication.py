"""Signing in to the API with a token: who it belongs to, whether it still lives, what it may be used for."""

from __future__ import annotations

from binascii import Error as NoHexadecimal
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from natoassess.accounts.tokens import scopes_of
from natoassess.web.scopes import refuse_without

if TYPE_CHECKING:
    from rest_framework.request import Request

    from natoassess.accounts.models import User


class ScopedTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """Tokens as knox keeps them, in one query that writes nothing; each call needs the scope that its view says.

    The default of the API, so that no view can forget it. The token used is noted on the request, and its use is
    written down after the answer (accounts/middleware.py). Sessions have no scopes.
    """

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        """The person and the token. Raises AuthenticationFailed (401), ScopeMissing (403)."""
        found: tuple[User, AuthToken] | None = super().authenticate(request)
        if found is None:
            return None
        user, token = found
        request._request.token_used = token  # type: ignore[attr-defined]  # read by the middleware
        refuse_without(scopes_of(token), request.parser_context["view"], str(request.method))
        return user, token

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        """The person and the token of that text; one that has run out is refused like one that never was."""
        text = token.decode("utf-8", errors="replace")
        alike = AuthToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH])
        try:
            digest = hash_token(text)
        except (TypeError, NoHexadecimal):
            digest = ""
        for known in alike.select_related("user", "details"):
            lives = known.expiry is None or known.expiry > timezone.now()
            if compare_digest(digest, known.digest) and lives:
                found: tuple[User, AuthToken] = self.validate_user(known)
                return found
        raise AuthenticationFailed(_("Invalid token."))
