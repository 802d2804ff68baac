"""Every call of the API is counted before anything else is decided, and its answer says how many are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

    from natoassess.web.throttling import Counted


class CountedCalls(APIView):
    """Counts each call before anything else is decided, so that refused ones count too, and says so in its answer."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks, and whether they may ask again so soon; then what every view does."""
        try:
            self.perform_authentication(request)
        finally:  # a wrong token counts against the address it comes from
            super().check_throttles(request)
        super().initial(request, *args, **kwargs)

    def check_throttles(self, request: Request) -> None:
        """Done before, in `initial`."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """With the headers of the rate."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        counted: Counted | None = getattr(request, "counted", None)
        if counted is not None:
            for name, value in counted.headers.items():
                answer[name] = value
        return answer
