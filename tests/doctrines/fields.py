"""What a browser posts from the form for a framework of one's own."""

from __future__ import annotations

from frameworks.own import members_of
from frameworks.selectors import framework_get


def weight_fields(code: str = "nato-2022", **changes: str) -> dict[str, str]:
    """All fields with weight 1 on the criteria of the published framework `code`; `changes` by field name, where
    `d_cause` stands for `d-cause`.
    """
    members = members_of(framework_get(code))
    fields = {"title": "Mine", "note": "", "team": "", "dimensions_by": "weights", "criteria_by": "weights"}
    fields |= {f"d-{dimension}": "1" for dimension in members}
    fields |= {f"c-{criterion}": "1" for codes in members.values() for criterion in codes}
    named = {
        f"{name[0]}-{name[2:]}" if name.startswith(("d_", "c_")) else name: value
        for name, value in changes.items()
    }
    return fields | named
