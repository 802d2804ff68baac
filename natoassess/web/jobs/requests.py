"""Checking what a person asks for, for page and API alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from natoassess.web.jobs.kinds import KINDS
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.services import KeyReused, TooManyJobs, job_create
from natoassess.web.problems import Problem, pointers

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

KEY = re.compile(r"[!-~]{1,100}")


def job_request(
    user: AbstractBaseUser | AnonymousUser,
    kind: str,
    parameters: Mapping[str, Any],
    idempotency_key: str = "",
) -> tuple[Job, bool]:
    """Check the parameters by the kind's own rules and queue the job; the job, and whether it is new.

    Raises Problem: 400 with a pointer to each fault, 409 for a key used otherwise before, 429 for too many jobs.
    """
    described = KINDS.get(kind)
    if described is None:
        raise _fault([{"pointer": "/kind", "detail": _unknown_kind(kind)}])
    given = described.parameters(data=parameters, context={"user": user})
    if not given.is_valid():
        raise _fault(pointers(given.errors, "/parameters"))
    if idempotency_key and not KEY.fullmatch(idempotency_key):
        raise Problem(
            _("Idempotency-Key takes 1 to 100 visible ASCII characters."), code="invalid_idempotency_key"
        )
    try:
        return job_create(
            owner_id=user.pk, kind=kind, parameters=given.validated_data, idempotency_key=idempotency_key
        )
    except KeyReused as error:
        raise Problem(
            _("This Idempotency-Key came with other parameters before; take a new one."),
            code="idempotency_key_reused",
            status_code=409,
        ) from error
    except TooManyJobs as error:
        raise Problem(
            _("You have %(most)d unfinished jobs; wait for one to end, or cancel one.")
            % {"most": error.most},
            code="too_many_jobs",
            status_code=429,
        ) from error


def _fault(errors: list[dict[str, str]]) -> Problem:
    return Problem(_("The request has faults; nothing was changed."), code="invalid", errors=errors)


def _unknown_kind(kind: str) -> str:
    near = get_close_matches(kind, KINDS, n=1)
    if near:
        return _("unknown kind; did you mean %(near)s?") % {"near": near[0]}
    return _("unknown kind; known here: %(known)s") % {"known": ", ".join(sorted(KINDS))}
