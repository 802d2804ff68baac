"""Pages of releases: the list, and one with its files, how to cite it and how to verify it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cases.research.models import Release
from cases.research.releases.folder import SUMS, File
from cases.research.releases.selectors import release_get, releases
from cases.research.releases.texts import release_record
from natoassess.web.access import Access, PageMixin
from natoassess.web.citations.shown import cite_shown

FIRST = ("README.md", "codebook.csv", "codebook.jsonl", "CHANGES.json", "CITATION.cff", "LICENSE", SUMS)
"""The files at the top of a release, as its page lists them."""
FOLDERS = (
    ("documents/", _("Evaluations and publications, whole")),
    ("catalogue/", _("The catalogue")),
    ("frameworks/", _("The frameworks, with what the engine makes of them")),
    ("schemas/", _("JSON Schemas")),
)


@dataclass(frozen=True)
class TableFiles:
    """A table of a release: its files by form."""

    name: str
    about: str
    rows: int
    csv: File
    jsonl: File


class ReleasesView(PageMixin, TemplateView):
    """All releases, the newest first; how to make the first where there is none."""

    access = Access.PUBLIC
    section = "research"
    template_name = "research/releases/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The releases."""
        return super().get_context_data(
            releases=releases(), crumbs=[(_("Data and API"), reverse("research:index"))], **kwargs
        )


class ReleaseView(PageMixin, TemplateView):
    """One release."""

    access = Access.PUBLIC
    section = "research"
    template_name = "research/releases/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The release, its files in groups, its citation and its changes. Raises Http404."""
        try:
            release = release_get(self.kwargs["name"])
        except Release.DoesNotExist as error:
            raise Http404 from error
        url = self.request.build_absolute_uri(reverse("api-release-detail", args=[release.name]))
        record = release_record(
            release.name, release.day, doi=release.doi, url=url, checksum=release.archive["sha256"]
        )
        crumbs = [
            (_("Data and API"), reverse("research:index")),
            (_("Releases"), reverse("research:releases")),
        ]
        return super().get_context_data(
            release=release,
            crumbs=crumbs,
            tables=list(_tables(release)),
            first=[entry for path in FIRST if (entry := release.entry(path))],
            folders=[(label, _within(release, folder)) for folder, label in FOLDERS],
            sums=release.entry(SUMS),
            cites=[cite_shown(record, "api-release-cite", release.name)],
            url=url,
            **kwargs,
        )


def _tables(release: Release) -> Iterator[TableFiles]:
    for entry in release.files:
        path = PurePosixPath(entry["path"])
        if path.parts[0] == "tables" and path.suffix == ".jsonl":
            csv = release.entry(str(path.with_suffix(".csv")))
            if csv is not None:
                yield TableFiles(path.stem, entry["about"], entry["rows"], csv, entry)


def _within(release: Release, folder: str) -> list[File]:
    return [entry for entry in release.files if entry["path"].startswith(folder)]
