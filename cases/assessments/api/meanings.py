"""What each member of assessments and publications means: for the OpenAPI document and the codebook alike."""

from __future__ import annotations

from collections.abc import Mapping

Meanings = Mapping[str, str]

ASSESSMENT: Meanings = {
    "id": "The number of the assessment on this site; another site gives another. Unit: serial number.",
    "reference": "The key of a reference assessment of the library, the same on every site. Empty: a person filed it.",
    "phase": "The key of the phase that it judges: case/phase.",
    "title": "The name of the phase.",
    "target_name": "Whom the action was aimed at, in words.",
    "as_of": "The day whose law it judges by.",
    "standpoint": "What the assessor may use: what is known now, or only what was known then.",
    "status": "Where it stands between its author and the public.",
    "visibility": "Who may see it besides its author.",
    "author": "The name shown of its author. Empty: it is of the library.",
    "team": "The key of the team that it is shared with. Empty: none.",
    "coded_by": "Who coded a reference assessment. Empty: a person filed it.",
    "coded_on": "The day on which a reference assessment was coded. Empty: a person filed it.",
    "version": "Rises with every change by its author. Unit: number of the version, from 1.",
    "created_at": "When it came to this site.",
    "changed_at": "When it last changed on this site.",
    "submitted_at": "When it was last submitted. Empty: it never was.",
    "published_at": "When it was published. Empty: it is not.",
    "publication": "The number that it was published under. Empty: it is not published, or is of the library.",
    "result": "The three answers of the last revision submitted. Empty: it never was submitted.",
}

PUBLICATION: Meanings = {
    "number": "The number of the publication, such as NA-2026-0007, which never changes.",
    "title": "The title that it was published under.",
    "authors": "The names of the authors, as they were on that day.",
    "reviewer": "The name of the reviewer, as it was on that day. Empty: it is not kept.",
    "published_at": "When it was published.",
    "visibility": "Who may see it.",
    "assessment": "The number of the assessment on this site. Unit: serial number.",
    "state": "What became of it.",
    "supersedes": "The number of the publication that it took the place of. Empty: of none that you may see.",
    "superseded_by": "The number of the publication that took its place. Empty: none that you may see did.",
    "retracted_at": "When it was retracted. Empty: it was not.",
    "content_sha256": "SHA-256 of the published document, by which a copy can be checked.",
    "result": "The three answers. Empty: it was retracted.",
}
