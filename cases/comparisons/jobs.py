"""Comparisons prepared as jobs."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from cases.comparisons.comparison import build
from cases.comparisons.exports import FORMATS, file_name
from cases.comparisons.items import LEAST, MOST, ItemsInvalid, resolve, too_few
from cases.comparisons.ranking import framework_named
from frameworks.selectors import catalogue_current
from natoassess.accounts.selectors import Person
from natoassess.web.jobs.context import JobContext, JobFailed
from natoassess.web.jobs.kinds import register_kind
from natoassess.web.serializers import StrictSerializer

KIND = "comparison-export"


class ExportSerializer(StrictSerializer):
    """What is to be compared, and in which form. Context: {"user": who asks}."""

    items = serializers.ListField(
        child=serializers.CharField(max_length=200), min_length=LEAST, max_length=MOST
    )
    format = serializers.ChoiceField(choices=sorted(FORMATS))
    framework = serializers.CharField(
        required=False,
        max_length=80,
        help_text="The code of the framework that ranks them; left out, the newest doctrine among them.",
    )

    def validate_items(self, items: list[str]) -> list[str]:
        """Refuse what does not exist or may not be seen, with the words of the page."""
        try:
            found = resolve(self.context["user"], items)
        except ItemsInvalid as error:
            raise serializers.ValidationError(error.details) from error
        if len(found) < LEAST:
            raise serializers.ValidationError(too_few())
        return items

    def validate_framework(self, code: str) -> str:
        """Refuse a framework that does not exist."""
        try:
            framework_named(self.context["user"], code)
        except ItemsInvalid as error:
            raise serializers.ValidationError(error.details) from error
        return code


def comparison_export(job: JobContext) -> None:
    """Write the comparison that the parameters name, as its owner may see it now."""
    form = FORMATS[job.parameters["format"]]
    job.progress(5, _("Finding the phases"))
    owner = cast(Person, job.owner)
    try:
        chosen = resolve(owner, job.parameters["items"])
        if len(chosen) < LEAST:
            raise JobFailed(too_few())
        job.progress(20, _("Comparing %(n)d phases") % {"n": len(chosen)})
        framework = framework_named(owner, job.parameters.get("framework", ""))
        comparison = build(chosen, catalogue_current(), framework)
    except ItemsInvalid as error:
        raise JobFailed(str(error)) from error
    job.progress(50, _("Writing the file"))
    content = form.render(comparison)
    job.progress(95, _("Keeping the file"))
    job.write(file_name(comparison, form.extension), form.media_type, content)


def register() -> None:
    """Make the export of comparisons a kind of job."""
    register_kind(
        KIND, comparison_export, label=gettext_lazy("Export of a comparison"), parameters=ExportSerializer
    )
