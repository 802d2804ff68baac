"""Random answers, mostly known, as an assessment would have them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.scoring.builders import fact_codes

Facts = dict[str, Any]
ANSWERS = ("yes", "no", "contested")


@st.composite
def answers(draw: st.DrawFn, unknowns: int = 0) -> Facts:
    """All facts answered, but for at most `unknowns` of them; force or coercion is likely, or nothing is judged."""
    codes = fact_codes()
    facts = {code: draw(st.sampled_from(ANSWERS)) for code in codes}
    facts["state_conduct"] = draw(st.sampled_from(("yes", "yes", "yes", "unknown")))
    facts["uses_force"] = draw(st.sampled_from(("yes", "yes", "no", "contested")))
    for code in draw(st.lists(st.sampled_from(codes), max_size=unknowns, unique=True)):
        facts[code] = "unknown"
    return facts
