"""How the rows of a batch are read and scored: one framework, one day or each row's own, draws and seed for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from frameworks.batches.head import head_check, header_of
from frameworks.models import Framework
from frameworks.scoring import FindingsInvalid
from frameworks.scoring.faults import FaultLog, one_of
from frameworks.scoring.findings import STANDPOINTS, Standpoint
from frameworks.services import MAXIMUM_DRAWS
from frameworks.stateless import MAXIMUM_SEED, day_in, framework_in, whole_in
from natoassess.accounts.selectors import Person

Form = Literal["jsonl", "csv"]
FORMS: tuple[Form, Form] = ("jsonl", "csv")
PARAMETERS = ("form", "framework", "as_of", "standpoint", "draws", "seed")


class PlanInvalid(ValueError):
    """A plan that was kept and can no longer be carried out: its framework is gone, or is another by now."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all rows of a batch.

    `as_of` None: each row names its own day; otherwise a row may still name another. `standpoint` likewise holds
    where a row names none. `seed` None: each row has the seed that follows from it, as in POST /score/; with one
    for all, rows share their random numbers and can be compared, which is also far quicker. `columns` are the names
    in the header of a CSV, `delimiter` what parts its cells.
    """

    framework: Framework
    as_of: date | None
    standpoint: Standpoint
    draws: int
    seed: int | None
    form: Form
    columns: tuple[str, ...] = ()
    delimiter: str = ","

    @property
    def header_lines(self) -> int:
        """How many lines at the start of the file are no rows."""
        return 1 if self.form == "csv" else 0


def plan_make(user: Person, parameters: Mapping[str, Any], head: bytes) -> Plan:
    """The plan of a batch from what was asked for and the first bytes of the file, its whole first line at least.

    `parameters` holds `form` (jsonl or csv; required), `framework` (a code; without it the doctrine in force at
    `as_of`), `as_of`, `standpoint`, `draws` (none unless asked for) and `seed`. Raises FindingsInvalid with every fault
    of both; those of the file have pointers below /file.
    """
    log = FaultLog()
    for name in parameters:
        if name not in PARAMETERS:
            log.unknown((name,), "member", name, PARAMETERS)
    given = {name: value for name, value in parameters.items() if value is not None}
    form = _choice(given, "form", FORMS, None, log)
    as_of = day_in(given, log) if "as_of" in given else None
    if "as_of" not in given and "framework" not in given:
        log.add(
            ("framework",),
            "is missing: name one, or give as_of for the whole batch, whose doctrine then applies",
        )
    draws = whole_in(given, "draws", (0, MAXIMUM_DRAWS), log, default=0)
    seed = whole_in(given, "seed", (0, MAXIMUM_SEED), log)
    framework = framework_in(given, as_of, user, log)
    columns: tuple[str, ...] = ()
    delimiter = ","
    if head_check(head, form, log) and form == "csv":
        columns, delimiter = header_of(head, framework, "as_of" in given, log)
    standpoint = _choice(given, "standpoint", STANDPOINTS, "ex_post", log)
    if log:
        raise FindingsInvalid(log.faults)
    return Plan(
        framework, as_of, cast(Standpoint, standpoint), draws or 0, seed, cast(Form, form), columns, delimiter
    )


def _choice(
    given: Mapping[str, Any], name: str, known: tuple[str, ...], default: str | None, log: FaultLog
) -> str | None:
    """The word under `name`, which must be one of `known`; `default` where there is none, or one to mend."""
    value: object = given.get(name, default)
    if value is None:
        log.add((name,), f"is missing: {one_of(known)}")
    elif not isinstance(value, str) or value not in known:
        log.add((name,), f"must be {one_of(known)}")
        return default
    return value


def plan_members(plan: Plan) -> dict[str, Any]:
    """The plan as JSON, to be kept with the batch; `plan_from` reads it back."""
    return {
        "framework": {
            "code": plan.framework.code,
            "version": plan.framework.version,
            "checksum": plan.framework.checksum,
        },
        "as_of": None if plan.as_of is None else plan.as_of.isoformat(),
        "standpoint": plan.standpoint,
        "draws": plan.draws,
        "seed": plan.seed,
        "form": plan.form,
        "columns": list(plan.columns),
        "delimiter": plan.delimiter,
    }


def plan_from(members: Mapping[str, Any]) -> Plan:
    """The plan that `plan_members` wrote. Raises PlanInvalid where its framework is no longer what it was."""
    named = members["framework"]
    row = Framework.objects.filter(code=named["code"], version=named["version"]).first()
    if row is None or row.checksum != named["checksum"]:
        raise PlanInvalid(
            f"the framework {named['code']}, version {named['version']}, is no longer the one that the batch began with"
        )
    return Plan(
        framework=row,
        as_of=None if members["as_of"] is None else date.fromisoformat(members["as_of"]),
        standpoint=members["standpoint"],
        draws=members["draws"],
        seed=members["seed"],
        form=members["form"],
        columns=tuple(members["columns"]),
        delimiter=members["delimiter"],
    )
