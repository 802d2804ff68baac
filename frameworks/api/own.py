"""What callers send to make or change a framework of their own, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers, status

from frameworks.api.score import findings_problem
from frameworks.models import Framework
from frameworks.own import (
    NOTE_LENGTH,
    TITLE_LENGTH,
    FrameworkInUse,
    OwnInvalid,
    Weighing,
    elicited_of,
    read_levels,
)
from frameworks.selectors import doctrines, framework_get, frameworks
from frameworks.weighing import MOST, WAYS, WeightFault
from natoassess.accounts.models import Team, User
from natoassess.accounts.selectors import teams_of
from natoassess.web.concurrency import StaleVersion
from natoassess.web.problems import PreconditionFailed, Problem, pointers
from natoassess.web.serializers import StrictSerializer

LEVEL = {
    "type": "object",
    "properties": {
        "by": {
            "type": "string",
            "enum": list(WAYS),
            "description": "ranking: 1 is the most important, equal ranks share; weights: only proportions count.",
        },
        "values": {
            "type": "object",
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": MOST},
            "description": "By code. Weights left out stay as they are; a ranking names every code.",
        },
    },
    "required": ["values"],
    "additionalProperties": False,
}
MAKE_EXAMPLE = OpenApiExample(
    "The Panel's five criteria, ranked",
    request_only=True,
    value={
        "from": "hlp-2004",
        "title": "Last resort first",
        "note": "What cannot be undone must come last.",
        "dimensions": {
            "by": "ranking",
            "values": {"last_resort": 1, "cause": 2, "consequences": 3, "purpose": 4, "means": 4},
        },
    },
)


@extend_schema_field(LEVEL)
class LevelField(serializers.JSONField):
    """How one level is weighed; `frameworks.weighing` checks it."""


class ChangedFrameworkSerializer(StrictSerializer):
    """Members that an own framework may be changed in; what is left out stays as it is."""

    title = serializers.CharField(required=False, max_length=TITLE_LENGTH)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=NOTE_LENGTH, help_text="Why these weights."
    )
    team = serializers.SlugField(
        required=False,
        allow_null=True,
        help_text="A team of yours whose members may see it and judge by it; null: only you.",
    )
    dimensions = LevelField(required=False, help_text="Left out: as they are.")
    criteria = LevelField(required=False, help_text="Within their dimensions. Left out: as they are.")


class NewFrameworkSerializer(ChangedFrameworkSerializer):
    """A framework made of a published one: its criteria with other weights."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use; the title is needed."""
        base = serializers.CharField(
            required=False, help_text="The code of a published framework; left out: today's doctrine."
        )
        title = serializers.CharField(max_length=TITLE_LENGTH)
        return {"from": base, **super().get_fields(), "title": title}


class WeighingReader:
    """Reads one request; `given` is None where faults were found, which `refuse` then raises all together."""

    def __init__(self, user: User, serializer: StrictSerializer, data: Any) -> None:
        serializer.is_valid()
        self.user = user
        self.serializer = serializer
        self.errors = pointers(serializer.errors)
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.bad = frozenset(str(name) for name in serializer.errors)
        self.faults: list[WeightFault] = []

    def base(self) -> Framework:
        """The published framework to begin from; today's doctrine where none is named, or none that there is."""
        today = doctrines().filter(doctrine_until__isnull=True).last()
        given = self.data.get("from")
        if given is None and today is not None:
            return today
        try:
            return framework_get(str(given))
        except Framework.DoesNotExist:
            codes = ", ".join(dict.fromkeys(frameworks().values_list("code", flat=True)))
            self.faults.append(
                WeightFault("/from", _("unknown framework; known: %(codes)s") % {"codes": codes})
            )
            if today is None:
                self.refuse()
                raise
            return today

    def weighing(self, shown: Framework, *, is_new: bool) -> Weighing:
        """What the request comes to; what it leaves out is as in `shown`. Raises Problem with every fault."""
        levels = {name: self.data[name] for name in ("dimensions", "criteria") if name in self.data}
        known = not self.faults
        dimensions, criteria = read_levels(shown, levels, self.faults) if known else elicited_of(shown)
        team = self._team() if "team" in self.data and "team" not in self.bad else None
        self.refuse()
        kept = ("", "", None) if is_new else (shown.title, shown.summary, shown.team)
        checked = self.serializer.validated_data
        return Weighing(
            title=checked.get("title", kept[0]),
            note=checked.get("note", kept[1]),
            dimensions=dimensions,
            criteria=criteria,
            team=team if "team" in self.data else kept[2],
        )

    def _team(self) -> Team | None:
        given = self.data["team"]
        if given is None:
            return None
        teams = {team.slug: team for team in teams_of(self.user)}
        if given not in teams:
            mine = ", ".join(teams) or _("none")
            self.faults.append(
                WeightFault("/team", _("is no team of yours; yours: %(teams)s") % {"teams": mine})
            )
        return teams.get(given)

    def refuse(self) -> None:
        """Raise one Problem with every fault found so far; nothing where there is none."""
        found = [{"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults]
        if self.errors or found:
            problem = findings_problem([])
            problem.errors = [*self.errors, *found]
            raise problem


@contextmanager
def refusals() -> Iterator[None]:
    """What the services refuse, as problems."""
    try:
        yield
    except StaleVersion as error:
        raise PreconditionFailed from error
    except OwnInvalid as error:
        raise findings_problem(error.faults) from error
    except FrameworkInUse as error:
        raise Problem(
            _("An assessment is judged by it, or was; it stays."),
            code="in_use",
            status_code=status.HTTP_409_CONFLICT,
        ) from error
