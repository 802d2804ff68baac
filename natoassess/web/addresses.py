"""From which network address a request comes, behind as many proxies as settings say; and at which site it arrived."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_HOUSEHOLD = 64
"""A household or office holds a whole /64 of IPv6, so that its single addresses tell nothing apart."""


def site_address(request: HttpRequest) -> str:
    """The address of the site, without a slash at its end: "https://example.org"."""
    return request.build_absolute_uri("/").rstrip("/")


def client_address(request: HttpRequest) -> str:
    """The address that counts against a limit: of IPv4 whole, of IPv6 its /64.

    Behind `settings.PROXIES` proxies it is the entry that the outermost of them wrote into X-Forwarded-For; what a
    client wrote there itself stands further left and is not believed. Without a proxy the header is ignored.
    """
    given = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXIES and hops:
        given = hops[-min(settings.PROXIES, len(hops))]
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_HOUSEHOLD), strict=False))
