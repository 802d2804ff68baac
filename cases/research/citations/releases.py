"""A release of the data as a record to cite, from plain values: what it is made of is not its citation's concern."""

from __future__ import annotations

from datetime import date

from natoassess.web.citations import Citation, Kind


def release_cited(
    *, name: str, title: str, authors: tuple[str, ...], day: date, url: str, doi: str = "", checksum: str = ""
) -> Citation:
    """The record of the release called `name` ("2026.1") of `day`, at `url`.

    A `doi` takes the place of the address, for it outlives it. `checksum` is the SHA-256 of what was downloaded.
    """
    return Citation(
        key=f"release-{name}",
        kind=Kind.RELEASE,
        title=title,
        authors=authors,
        version=f"release {name}",
        issued=day,
        url=f"https://doi.org/{doi}" if doi else url,
        note=f"SHA-256 {checksum}" if checksum else "",
    )
