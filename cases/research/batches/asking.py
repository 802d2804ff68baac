"""Sending a batch, for page and API alike: parameters and file are checked, every refusal is a Problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.research.batches.models import Batch, Form, OnFault
from cases.research.batches.reception import file_received
from cases.research.batches.services import (
    KeyReused,
    Request,
    TooManyBatches,
    TooMuchKept,
    batch_create,
    batch_resume,
    quota_check,
)
from frameworks.batches import FindingsInvalid, plan_make, plan_members
from natoassess.accounts.models import User
from natoassess.web.problems import Problem

SCORING = ("framework", "as_of", "standpoint", "draws", "seed")
PARAMETERS = frozenset({*SCORING, "name", "on_fault"})
KEY = re.compile(r"[!-~]{1,100}")
WHOLE = re.compile(r"-?[0-9]{1,16}")
NUMBERS = frozenset({"draws", "seed"})
MOST_NAME = 120


def batch_ask(
    owner: User,
    *,
    form: Form,
    given: Mapping[str, str],
    blocks: Iterable[bytes],
    idempotency_key: str = "",
) -> tuple[Batch, bool]:
    """Take in a file and queue it as a batch; the batch, and whether it is new.

    `given` are texts under the names of PARAMETERS; `blocks` the content of the file. Raises Problem: 400 with all
    faults of parameters and header, or of the file; 409 for a key used otherwise; 413 for too much, 429 for too many.
    """
    name, on_fault = _own_parameters(given, idempotency_key)
    asked: dict[str, Any] = {key: _value(key, given[key]) for key in SCORING if given.get(key)}

    def plan_of(head: bytes) -> dict[str, Any]:
        try:
            plan = plan_make(owner, {**asked, "form": form.value}, head)
        except FindingsInvalid as error:
            raise _refused(_told(fault.pointer, fault.detail) for fault in error.faults) from error
        return plan_members(plan)

    try:
        if not idempotency_key:
            quota_check(owner=owner)
        with file_received(blocks, form=form, plan_of=plan_of) as received:
            request = Request(form.value, name, on_fault, {**asked, "on_fault": on_fault}, idempotency_key)
            return batch_create(owner=owner, request=request, received=received)
    except (TooManyBatches, TooMuchKept, KeyReused) as error:
        raise _quota(error) from error


def batch_go_on(owner: User, batch: Batch) -> None:
    """Resume a batch. Raises Problem: 409 unless it failed or was called off, 413 for too much, 429 for too many."""
    try:
        resumed = batch_resume(owner=owner, batch=batch)
    except (TooManyBatches, TooMuchKept) as error:
        raise _quota(error) from error
    if not resumed:
        raise Problem(
            _("It is at work or done: only what failed or was cancelled can be resumed."),
            code="not_resumable",
            status_code=409,
        )


def _own_parameters(given: Mapping[str, str], idempotency_key: str) -> tuple[str, str]:
    faults: list[dict[str, str]] = []
    name = given.get("name", "").strip()
    on_fault = given.get("on_fault") or OnFault.SKIP.value
    if len(name) > MOST_NAME or not name.isprintable():
        detail = _("at most %(most)d characters, in one line") % {"most": MOST_NAME}
        faults.append({"parameter": "name", "detail": detail})
    if on_fault not in OnFault.values:
        detail = _("skip (go on without rows that have faults) or stop")
        faults.append({"parameter": "on_fault", "detail": detail})
    if faults:
        raise _refused(faults)
    if idempotency_key and not KEY.fullmatch(idempotency_key):
        raise Problem(
            _("Idempotency-Key takes 1 to 100 visible ASCII characters."), code="invalid_idempotency_key"
        )
    return name, on_fault


def _value(name: str, text: str) -> str | int:
    """Numbers as numbers; what is none is left for the plan to refuse in words."""
    return int(text) if name in NUMBERS and WHOLE.fullmatch(text) else text


def _told(pointer: str, detail: str) -> dict[str, str]:
    """A fault by the name of its parameter, or by its place in the file."""
    name = pointer.removeprefix("/")
    return {
        "parameter" if name in PARAMETERS else "pointer": name if name in PARAMETERS else pointer,
        "detail": detail,
    }


def _refused(faults: Iterable[dict[str, str]]) -> Problem:
    return Problem(_("The request has faults; nothing was kept."), code="invalid", errors=list(faults))


def _quota(error: Exception) -> Problem:
    if isinstance(error, TooManyBatches):
        detail = _("You have %(most)d unfinished batches; wait for one to end, or cancel one.")
        return Problem(detail % {"most": error.most}, code="too_many_batches", status_code=429)
    if isinstance(error, TooMuchKept):
        detail = _("Your batches would hold more than %(most)d MB; delete one that you no longer need.")
        most = error.most // 1_000_000
        return Problem(detail % {"most": most}, code="too_much_kept", status_code=413)
    return Problem(
        _("This Idempotency-Key came with another file or other parameters before; take a new one."),
        code="idempotency_key_reused",
        status_code=409,
    )
