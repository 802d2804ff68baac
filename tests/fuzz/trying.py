"""One operation of the API, tried with many requests: what they hold, who sends them, and what no answer may be."""

from __future__ import annotations

import random
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import schemathesis
from django.core.signals import got_request_exception
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode, Response
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from natoassess.wsgi import application
from tests.fuzz.bodies import BODIES, nearly
from tests.fuzz.world import ROOT, Holdings, Place, World

Case = AnyCase[Any]
OPENAPI = {"Accept": "application/vnd.oai.openapi+json"}
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CHOSEN = {"fields", "omit"}
"""Parameters that leave members out: the document describes whole answers."""
REFUSALS = ["4XX", "5XX"]
"""What is said to a request against the document. That nothing says 5XX is a check of its own."""
NAMING = {
    "case",
    "phase",
    "framework",
    "item",
    "who",
    "instrument",
    "member_of",
    "target",
    "acting",
    "q",
    "team",
}
"""Query parameters that name something."""
ACCEPTED = [
    "*/*",
    "application/*",
    "application/json; q=0.1, text/csv",
    "application/jsonl",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/x-www-form-urlencoded",
    "application/yaml",
    "multipart/form-data",
    "nonsense",
    "text/csv",
    "text/html",
    "text/plain",
]
"""Forms that programs ask for, or send, whether the site has them or not."""


@dataclass
class Trial:
    """Who asks, in which world, and how often."""

    world: World
    signed_in: bool
    examples: int
    """Requests in one round of one operation."""
    seed: int | None = None
    """Where the requests come from; None for the same ones in every run."""
    faults: dict[str, str] = field(default_factory=dict)
    """What went wrong, by a line that tells it from others; with the request that shows it."""

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Token {self.world.mine.token}"} if self.signed_in else {}


@cache
def operations() -> list[Any]:
    """Every operation of the OpenAPI document that the site gives."""
    config = schemathesis.Config.from_dict(
        {
            "generation": {"with-security-parameters": False},
            "output": {"sanitization": {"enabled": False}},
            "checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}},
        }
    )
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}/schema/", application, config=config, headers=OPENAPI)
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def tried(operation: Any, trial: Trial) -> None:
    """One round: `trial.examples` requests, each undone again. Faults are added to the trial."""

    @settings(
        max_examples=trial.examples,
        deadline=None,
        database=None,
        derandomize=trial.seed is None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(asked=requests(operation, trial.world))
    def round_of(asked: tuple[Case, bool]) -> None:
        ask(*asked, trial)

    if trial.seed is not None:
        round_of = seed(trial.seed)(round_of)
    try:
        round_of()
    except FailureGroup as failures:
        _note(operation, failures, trial)
    except BaseExceptionGroup as group:
        for one in group.exceptions:
            _note(operation, one, trial)
    except Exception as one:
        _note(operation, one, trial)


def edges_tried(operation: Any, trial: Trial, ends: float) -> None:
    """The requests at both sides of the edges of what the document allows, each once, until it is `ends`."""
    made = operation.schema.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=operation.schema.config.generation,
    )
    for case in made:
        if time.monotonic() > ends:
            return
        if case.method.upper() != operation.method.upper():
            continue
        path = case.meta.components.get(ParameterLocation.PATH)
        if path is None or path.mode is GenerationMode.POSITIVE:
            resource = resource_of(operation)
            place = next((p for p in trial.world.mine.places if _wanted(case, resource) <= p.keys()), {})
            case.path_parameters |= {
                name: place[f"{resource}.{name}"] for name in case.path_parameters if place
            }
            if "If-Match" in case.headers and f"{resource}.etag" in place:
                case.headers["If-Match"] = place[f"{resource}.etag"]
        against = case.meta.generation.mode is GenerationMode.NEGATIVE and not _has_empty(case)
        try:
            ask(case, against, trial)
        except (Exception, FailureGroup) as fault:
            _note(operation, fault, trial)


def _note(operation: Any, fault: BaseException, trial: Trial) -> None:
    text = str(fault)
    if isinstance(fault, FailureGroup):
        text = "\n".join(f"{one.title}: {one.message}" for one in fault.exceptions) + f"\n{text}"
        text = " ".join(text.split("\n", 6)[:6]) + f"\n{text}"
    elif not isinstance(fault, AssertionError):
        text = "".join(traceback.format_exception(fault))
    first = text.strip().splitlines()[0] if text.strip() else type(fault).__name__
    trial.faults.setdefault(f"{operation.label}: {first}", text)


# What is asked ------------------------------------------------------------------------------------
@st.composite
def requests(draw: Any, operation: Any, world: World) -> tuple[Case, bool]:
    """A request: as the document describes it or against it, often about something that there is.

    With it whether it goes against the document, and must therefore be refused.
    """
    mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case: Case = draw(operation.as_strategy(generation_mode=mode))
    place = _placed(draw, case, operation, world)
    tag = next((value for name, value in place.items() if name.endswith(".etag")), None)
    for name in ("If-Match", "If-None-Match"):
        if tag and name in case.headers and draw(st.integers(0, 3)):
            case.headers[name] = tag
    for name in sorted(NAMING & set(case.query)):
        if draw(st.booleans()):
            case.query[name] = str(draw(st.sampled_from(world.words())))
    if draw(st.integers(0, 4)) == 0:
        case.headers["Accept"] = draw(st.sampled_from(ACCEPTED))
    if case.media_type is not None and draw(st.integers(0, 9)) == 0:
        case.headers["Content-Type"] = draw(st.sampled_from(ACCEPTED))
    known = BODIES.get(label_of(operation))
    if known is not None and draw(st.integers(0, 2)):
        case.body = draw(nearly(known, world.words()))
        case.media_type = "application/json"
        return case, False
    return case, mode is GenerationMode.NEGATIVE and not _has_empty(case)


def _has_empty(case: Case) -> bool:
    """Whether a parameter is empty, which is as good as none, on pages and here."""
    return any(value in ("", [""]) for value in case.query.values())


def label_of(operation: Any) -> str:
    """Method and address below the root: GET /jobs/{id}/."""
    return f"{operation.method.upper()} {operation.path.removeprefix(ROOT)}"


def resource_of(operation: Any) -> str:
    """The first part of the address: assessments."""
    return str(operation.path.removeprefix(ROOT).split("/")[1])


def _wanted(case: Case, resource: str) -> set[str]:
    """What the address needs, as places name it."""
    return {f"{resource}.{name}" for name in case.path_parameters}


def _placed(draw: Any, case: Case, operation: Any, world: World) -> Place:
    """Send the request to a place of mine, of theirs or of everyone's, or mix them; the place it went to."""
    wanted = sorted(_wanted(case, resource_of(operation)))
    sides = [world.mine.places, world.theirs.places, world.library]
    fitting = [[place for place in side if any(name in place for name in wanted)] for side in sides]
    fitting = [side for side in fitting if side]
    if not fitting or draw(st.integers(0, 5)) == 0:
        return {}
    place: Place = draw(st.sampled_from(draw(st.sampled_from(fitting))))
    for name in wanted:
        chosen = place
        if name not in place or draw(st.integers(0, 4)) == 0:
            others = [each for side in fitting for each in side if name in each]
            chosen = draw(st.sampled_from(others)) if others else {}
        if name in chosen:
            value = chosen[name]
            case.path_parameters[name.split(".")[1]] = (
                quote(value, safe="") if isinstance(value, str) else value
            )
    return place


# What is answered ---------------------------------------------------------------------------------
def ask(case: Case, against: bool, trial: Trial) -> None:
    """Send one request, check the answer, and take back what it did."""
    with undone(), server_errors() as raised:
        response = case.call(headers=trial.headers, buffered=True)
    twin = _twin(case, trial.world.theirs)
    with undone():
        counterpart = twin.call(headers=trial.headers, buffered=True) if twin is not None else None
    try:
        checks = [*CHECKS, negative_data_rejection] if against else CHECKS
        if CHOSEN & set(case.query):
            checks = [check for check in checks if check is not response_schema_conformance]
        case.validate_response(response, checks=checks, headers=trial.headers)
        hidden(case, response, trial, counterpart)
    except (AssertionError, FailureGroup) as fault:
        if raised:
            raise AssertionError(
                f"{raised[-1].splitlines()[-1]}\n{case.as_curl_command(headers=trial.headers)}\n{raised[-1]}"
            ) from fault
        raise


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def server_errors() -> Iterator[list[str]]:
    """The traces of what no view handled."""
    raised: list[str] = []

    def keep(**_: Any) -> None:
        raised.append(traceback.format_exc())

    got_request_exception.connect(keep)
    try:
        yield raised
    finally:
        got_request_exception.disconnect(keep)


def _twin(case: Case, theirs: Holdings) -> Case | None:
    """The same request about what does not exist, where `case` is about something private of theirs."""
    resource = resource_of(case.operation)
    private = list(theirs.private())
    names = [name for name, value in case.path_parameters.items() if (f"{resource}.{name}", value) in private]
    if not names:
        return None
    missing = {name: _missing(case.path_parameters[name]) for name in names}
    twin = case.derive()
    twin.path_parameters = {**case.path_parameters, **missing}
    return twin


def _missing(value: Any) -> Any:
    """A value of the same form that names nothing."""
    if isinstance(value, int):
        return 987_654_321
    try:
        uuid.UUID(str(value))
    except ValueError:
        return "own-of-nobody-000000"
    return "00000000-0000-4000-8000-000000000000"


def hidden(case: Case, response: Response, trial: Trial, twin: Response | None) -> None:
    """Nothing of theirs is told, nor that it is there. Raises AssertionError with the request."""
    theirs = trial.world.theirs
    told = response.content + str(response.headers).encode()
    assert theirs.secret.encode() not in told or theirs.secret in case.as_curl_command(), (
        f"a secret of another person's is told\n{case.as_curl_command()}\n{response.text[:2000]}"
    )
    if twin is not None:
        assert response.status_code == twin.status_code and response.status_code >= 400, (
            f"{response.status_code} about what another person has, {twin.status_code} about what nobody has\n"
            f"{case.as_curl_command()}"
        )


def run_for(trial: Trial, seconds: float | None) -> None:
    """Every operation once; with `seconds`, first at its edges, then round after round until they are over."""
    found = operations()
    if seconds is None:
        for operation in found:
            tried(operation, trial)
        return
    ends = time.monotonic() + seconds
    for operation in found:
        edges_tried(operation, trial, ends - seconds / 2)
    while time.monotonic() < ends:
        for operation in random.sample(found, len(found)):
            trial.seed = random.getrandbits(32)
            tried(operation, trial)
            if time.monotonic() > ends:
                return
