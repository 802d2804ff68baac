"""What each member of cases and phases means: for the OpenAPI document and the codebook alike."""

from __future__ import annotations

from collections.abc import Mapping

Meanings = Mapping[str, str]

ACTOR: Meanings = {
    "id": "The key of the actor.",
    "name": "Its English name; a name never enters a score.",
    "kind": "What the actor is.",
    "iso": "Its code in ISO 3166-1 alpha-2. Empty: it has none.",
}

CASE: Meanings = {
    "id": "The key of the case, which never changes.",
    "title": "Its name.",
    "deck": "What it was about. Empty: it is a scenario that nobody has summed up.",
    "kind": "Whether it is a historical case of the library or a scenario that a person described.",
    "target": "The State, or the other actor, that the action was aimed at. Empty: it is none of the library’s; "
    "target_name says whom.",
    "target_name": "Whom the action was aimed at, in words.",
    "starts_on": "Its first day.",
    "ends_on": "Its last day. Empty: it has not ended.",
    "phases": "The keys of its phases, in order.",
}

PHASE: Meanings = {
    "id": "The key of the phase: that of the case, / and its own.",
    "case": "The key of the case.",
    "title": "Its name.",
    "label": "Its short name, for charts and tables.",
    "starts_on": "Its first day.",
    "ends_on": "Its last day. Empty: it has not ended.",
    "as_of": "The day whose law it is judged by.",
    "summary": "Who did what to whom. Empty: nobody has said.",
    "operation": "The name of the operation. Empty: it had none, or it is not known.",
    "type_of_force": "By what means, in words. Empty: it is not said.",
    "acting": "The actors of the library that act, each with id, name, kind and iso.",
    "acting_names": "Who acts, in words. Empty: the actors are those in acting.",
    "nato_operation": "Whether the Alliance itself led it.",
    "reference": "Whether the library has a reference assessment of it.",
    "instruments": "The keys of the instruments that bear on it.",
}
