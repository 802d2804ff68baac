"""The form for a framework of one's own: a title, a number for each dimension and criterion, how they are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frameworks.dimensions import DimensionPart, dimensions_of
from frameworks.models import Criterion, Framework
from frameworks.own import NOTE_LENGTH, TITLE_LENGTH, Weighing, elicited_of, normalised, read_levels
from frameworks.weighing import MOST, Elicited, WeightFault
from natoassess.accounts.models import Team, User
from natoassess.accounts.selectors import teams_of

WAYS = (
    ("weights", gettext_lazy("by weight: twice the number counts twice as much, 0 leaves it out")),
    ("ranking", gettext_lazy("by rank: 1 counts most; equal ranks share")),
)
WEIGHT_WANTED = gettext_lazy("Give a number from 0 to %(most)d.")
RANK_WANTED = gettext_lazy("Give a rank: a whole number from 1, the most important, to %(most)d.")


def _check_rank(value: float) -> None:
    """Raise ValidationError for what is no place in a ranking; once only for what is out of range anyway."""
    if 0 <= value <= MOST and not (value >= 1 and value.is_integer()):
        raise forms.ValidationError(RANK_WANTED % {"most": MOST})


@dataclass(frozen=True)
class Line:
    """A number that is asked for: its field, and the share that follows from what was given (None: not known yet)."""

    title: str
    field: forms.BoundField
    share: float | None


@dataclass(frozen=True)
class Group:
    """A dimension with its own number and those of its criteria."""

    dimension: Line
    criteria: tuple[Line, ...]


class FrameworkForm(forms.Form):
    """Title, note, team and numbers. `weighing` is what they come to; read it once the form is valid.

    The numbers are those of `base` until others are given; the form shows those of `row` where it changes one.
    """

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("It is shown with the tag “own framework” wherever it is used."),
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why these weights"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your argument, for those who read a result made with it."),
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Who may use it"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("only me"),
        help_text=gettext_lazy("The members of a team may see it and judge by it; only you may change it."),
    )

    def __init__(
        self, data: Any = None, *, user: User, base: Framework, row: Framework | None = None
    ) -> None:
        self.base = base
        prefetch_related_objects([base.catalogue], "criteria", "dimensions")
        self.parts = dimensions_of(base)
        shown = row or base
        self.dimensions, self.criteria = elicited_of(shown)
        initial = {} if row is None else {"title": row.title, "note": row.summary, "team": row.team_id}
        super().__init__(data, initial=initial)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101  for the type checker
        team.queryset = teams_of(user)
        for part, label, given in (
            ("dimensions", _("The dimensions are weighed"), self.dimensions),
            ("criteria", _("The criteria within each dimension are weighed"), self.criteria),
        ):
            self.fields[f"{part}_by"] = forms.ChoiceField(
                label=label,
                choices=WAYS,
                widget=forms.RadioSelect,
                initial=given.by,
                error_messages={"required": _("Say how they are weighed.")},
            )
        for dimension in self.parts:
            self._number("d", dimension.code, dimension.title, self.dimensions)
            for criterion in dimension.criteria:
                self._number("c", criterion.code, criterion.label, self.criteria)

    def _number(self, kind: str, code: str, label: str, given: Elicited) -> None:
        value = given.values[code]
        part = "dimensions" if kind == "d" else "criteria"
        ranked = self.data.get(f"{part}_by") == "ranking"
        message = (RANK_WANTED if ranked else WEIGHT_WANTED) % {"most": MOST}
        self.fields[f"{kind}-{code}"] = forms.FloatField(
            label=label,
            min_value=0,
            max_value=MOST,
            initial=int(value) if float(value).is_integer() else value,
            widget=forms.NumberInput(
                attrs={"step": "any", "min": 0, "max": int(MOST), "class": "figure-input"}
            ),
            validators=[_check_rank] if ranked else [],
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
        )

    def clean(self) -> dict[str, Any]:
        """What the numbers come to; each fault stands at its field, beside those that were found before."""
        cleaned = self.cleaned_data
        faults: list[WeightFault] = []
        self.dimensions, self.criteria = read_levels(
            self.base,
            {
                "dimensions": self._given("dimensions", "d", [part.code for part in self.parts]),
                "criteria": self._given(
                    "criteria", "c", [row.code for part in self.parts for row in part.criteria]
                ),
            },
            faults,
        )
        for fault in faults:
            field = self._field_at(fault.pointer)
            if field is None or field not in self.errors:
                self.add_error(field, f"{fault.detail[0].upper()}{fault.detail[1:]}.")
        return cleaned

    def _given(self, part: str, kind: str, codes: list[str]) -> dict[str, Any]:
        """A level as `read_levels` takes it; what cannot stand, and is said at its field, counts as 1."""
        given = self.cleaned_data
        values = {code: given.get(f"{kind}-{code}", 1.0) for code in codes}
        return {"by": given.get(f"{part}_by", "weights"), "values": values}

    @staticmethod
    def _field_at(pointer: str) -> str | None:
        """The field that a pointer such as /dimensions/values/cause leads to; None for the form as a whole."""
        part, _slash, rest = pointer.strip("/").partition("/values/")
        return f"{part[0]}-{rest}" if rest else None

    @property
    def weighing(self) -> Weighing:
        """What was given. Read it once the form is valid."""
        given = self.cleaned_data
        return Weighing(given["title"], given["note"], self.dimensions, self.criteria, given["team"])

    def groups(self) -> Iterator[Group]:
        """The numbers by dimension, with the shares that follow from them where they can stand."""
        stands = not self.is_bound or self.is_valid()
        shares = normalised(self.base, self.dimensions, self.criteria) if stands else None
        for part in self.parts:
            yield Group(
                self._line("d", "dimensions", part, part.title, shares),
                tuple(self._line("c", "criteria", row, row.label, shares) for row in part.criteria),
            )

    def _line(
        self,
        kind: str,
        level: str,
        item: DimensionPart | Criterion,
        title: str,
        shares: dict[str, dict[str, float]] | None,
    ) -> Line:
        return Line(title, self[f"{kind}-{item.code}"], shares[level][item.code] if shares else None)
