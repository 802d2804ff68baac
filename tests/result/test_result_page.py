"""The result page: what it says, and to whom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from frameworks.models import Criterion
from natoassess.accounts.models import User, Visibility
from tests.result.conftest import Filing, fact, rating

ClientAs = Callable[[User], Client]


def words_of(html: str, section: str = "") -> str:
    """The text of a page, or of one of its sections, as a reader has it."""
    if section:
        found = re.search(rf'<section id="{section}".*?</section>', html, re.DOTALL)
        assert found, f"the page has no section {section}"
        html = found.group()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts at the ends of a trace."""
    if node["op"] == "fact":
        yield node
    for child in node["children"]:
        yield from leaves(child)


def page_of(client: Client, assessment: Assessment) -> str:
    response = client.get(reverse("assessments:detail", args=[assessment.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_kosovo_is_unlawful_and_arguable_only_through_minority_doctrine(
    client: Client, kosovo: Assessment
) -> None:
    html = page_of(client, kosovo)
    head = words_of(html.split('<div class="answers">')[0])
    assert "Unlawful on the prevailing reading, arguable on the permissive one; legitimacy high" in head
    assert "Project coding, not reviewed by counsel." in head
    assert "the doctrine of the day is nato-1991" in head
    legality = words_of(html, "legality")
    assert "The permissive reading differs: arguable, but only if" in legality
    assert "“Humanitarian intervention” is accepted" in legality
    assert "the permissive reading would still stop at arguable" in legality
    assert (
        "Council authorisation : fails on “The Council authorises these actors to use force” and "
        "“The action stays inside what was authorised”." in legality
    )


def test_contributions_add_up_to_the_index_shown(client: Client, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:detail", args=[kosovo.pk]))
    legitimacy = response.context["evaluation"]["legitimacy"]
    shown = {row.code: row.points for group in response.context["parts"].dimensions for row in group.rows}
    assert len(shown) == 28
    assert sum(points for points in shown.values() if points is not None) == pytest.approx(
        legitimacy["index"], abs=1e-4
    )
    assert f"{legitimacy['index']:.2f}" in words_of(response.content.decode(), "legitimacy")


def test_every_leaf_of_the_trace_has_its_reason(client: Client, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:detail", args=[kosovo.pk]))
    parts = response.context["parts"]
    text = words_of(response.content.decode(), "legality")
    found = list(leaves(parts.trace))
    assert len({leaf["code"] for leaf in found}) > 25
    for leaf in found:
        why = parts.whys[leaf["code"]]
        assert why and " ".join(why.split()) in text


def test_nothing_is_lost_by_arranging_the_trace(client: Client, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:detail", args=[kosovo.pk]))
    whole = [leaf["code"] for leaf in leaves(response.context["evaluation"]["legality"]["trace"])]
    arranged = [leaf["code"] for leaf in leaves(response.context["parts"].trace)]
    assert sorted(arranged) == sorted(whole)


def test_council_authorisation_is_among_the_flips(client: Client, kosovo: Assessment) -> None:
    html = page_of(client, kosovo)
    flips = words_of(html, "flips")
    assert (
        "lawful The Council authorises these actors to use force: no → yes "
        "The action stays inside what was authorised: no → yes" in flips
    )
    assert "5 more ways to arguable" in flips


def test_provisions_lead_to_their_clause(client: Client, kosovo: Assessment) -> None:
    html = page_of(client, kosovo)
    address = f"{reverse('law:detail', args=['unsc-1199'])}#op16"
    assert f'<a href="{address}">S/RES/1199 (1998), OP16</a>' in html


def test_changes_from_the_first_coding_are_shown(client: Client, kosovo: Assessment) -> None:
    beside = words_of(page_of(client, kosovo), "beside")
    for change in kosovo.changes:
        assert " ".join(change["why"].split()) in beside


def test_cost_does_not_grow_with_the_answers(
    client: Client,
    kosovo: Assessment,
    queries_at_most: Callable[[int], AbstractContextManager[object]],
) -> None:
    page_of(client, kosovo)
    with queries_at_most(25):
        page_of(client, kosovo)


def test_json_is_the_frozen_evaluation_with_the_precedents_of_today(
    client: Client, kosovo: Assessment
) -> None:
    response = client.get(reverse("assessments:result-json", args=[kosovo.pk]))
    frozen = kosovo.snapshots.order_by("-revision")[0]
    given = json.loads(response.content)
    assert len(given["precedents"]) == 5
    assert given | {"precedents": []} == frozen.evaluation
    assert "attachment" in response.headers["Content-Disposition"]
    assert frozen.evaluation_id in page_of(client, kosovo)


def test_nothing_rated_reads_not_assessed_and_no_zero(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    html = page_of(client_as(analyst), file_draft())
    assert "Legitimacy is not assessed yet" in words_of(html, "legitimacy")
    assert "The impact on sovereignty is not assessed yet" in words_of(html, "sovereignty")
    assert "The legal answer is still open, from unlawful to lawful" in words_of(html)


def test_open_verdict_names_what_decides_and_leads_its_author_there(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(
        fact("state_conduct", "yes"),
        fact("uses_force", "yes"),
        fact("council_authorises_force", "yes"),
    )
    response = client_as(analyst).get(reverse("assessments:detail", args=[draft.pk]))
    asked = [item.code for item in response.context["parts"].decisive]
    assert asked == response.context["evaluation"]["legality"]["decisive_unknowns"]
    assert "within_mandate" in asked
    step = reverse("assessments:edit", args=[draft.pk, "facts-council"])
    assert f'href="{step}#facts-within_mandate"' in response.content.decode()


def test_settled_unknowns_are_said_to_change_nothing(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(
        fact("state_conduct", "yes"),
        fact("uses_force", "no"),
        fact("coerces_reserved_domain", "no"),
        fact("breaches_other_obligation", "no"),
    )
    flips = words_of(page_of(client_as(analyst), draft), "flips")
    assert "cannot change the verdict any more" in flips
    assert "What is not known and decides" not in flips


def test_attribution_not_known_says_what_it_would_be(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(
        fact("uses_force", "no"),
        fact("coerces_reserved_domain", "no"),
        fact("breaches_other_obligation", "no"),
    )
    html = page_of(client_as(analyst), draft)
    assert "Lawful" in words_of(html, "legality")
    open_draft = file_draft(fact("uses_force", "yes"), title="Unsigned strike")
    legality = words_of(page_of(client_as(analyst), open_draft), "legality")
    assert "attribution is not established. If the conduct is attributed to a State: undetermined" in legality


def test_private_conduct_is_not_applicable(client_as: ClientAs, analyst: User, file_draft: Filing) -> None:
    html = page_of(client_as(analyst), file_draft(fact("state_conduct", "no", "A criminal group.")))
    assert "Not applicable" in words_of(html, "legality")
    assert "A criminal group." in words_of(html, "legality")
    assert "Only attribution to a State or an international organisation could bring the law" in words_of(
        html, "flips"
    )


def test_fault_says_what_cannot_stand_and_where_to_mend_it(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(fact("state_conduct", "contested"), rating("host_failure", "na"))
    html = page_of(client_as(analyst), draft)
    text = words_of(html)
    assert "There is no result yet: an answer cannot stand" in text
    assert "say why the criterion does not apply" in text
    assert f"{reverse('assessments:edit', args=[draft.pk, 'facts-action'])}#facts-state_conduct" in html
    assert f"{reverse('assessments:edit', args=[draft.pk, 'legitimacy-cause'])}#ratings-host_failure" in html
    assert 'class="answers"' not in html
    refused = client_as(analyst).get(reverse("assessments:result-json", args=[draft.pk]))
    assert refused.status_code == 409


def test_binding_law_of_another_day_is_warned_of(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    relied = Answer(
        kind=FindingKind.FACT, code="council_authorises_force", value="yes", provisions=("unsc-1973#op4",)
    )
    beside = words_of(page_of(client_as(analyst), file_draft(relied)), "beside")
    assert "Not in force. S/RES/1973 (2011), OP4" in beside
    assert "In force until 31 October 2011, ended by S/RES/2016 (2011), before 3 October 2026." in beside


def test_what_is_typed_is_never_markup(client_as: ClientAs, analyst: User, file_draft: Filing) -> None:
    html = page_of(
        client_as(analyst),
        file_draft(fact("uses_force", "yes", "<script>alert(1)</script>"), title="<b>Bold"),
    )
    assert "<script>alert" not in html
    assert "<b>Bold" not in html


@pytest.mark.parametrize(
    ("who", "draft", "submitted"),
    [
        ("analyst", 200, 200),
        ("researcher", 404, 200),
        ("reviewer", 404, 200),
        ("outsider", 404, 404),
        ("", 404, 404),
    ],
)
def test_who_may_see(
    who: str,
    draft: int,
    submitted: int,
    client: Client,
    client_as: ClientAs,
    request: pytest.FixtureRequest,
    file_draft: Filing,
    submit: Filing,
) -> None:
    filed = file_draft(fact("state_conduct", "yes"))
    visitor = client_as(request.getfixturevalue(who)) if who else client
    addresses = [reverse(f"assessments:{name}", args=[filed.pk]) for name in ("detail", "result-json")]
    assert {visitor.get(address).status_code for address in addresses} == {draft}
    submit(filed)
    assert {visitor.get(address).status_code for address in addresses} == {submitted}


def test_private_is_for_its_author_alone(
    client_as: ClientAs, analyst: User, reviewer: User, file_draft: Filing, submit: Filing
) -> None:
    address = reverse("assessments:detail", args=[submit(file_draft(visibility=Visibility.PRIVATE)).pk])
    assert client_as(analyst).get(address).status_code == 200
    assert client_as(reviewer).get(address).status_code == 404


def test_public_once_published(client: Client, file_draft: Filing, submit: Filing, decide: Filing) -> None:
    filed = submit(file_draft(visibility=Visibility.PUBLIC))
    address = reverse("assessments:detail", args=[filed.pk])
    assert client.get(address).status_code == 404
    decide(filed, publish=True)
    assert client.get(address).status_code == 200


def test_buttons_follow_permission(
    client: Client, client_as: ClientAs, analyst: User, reviewer: User, file_draft: Filing, submit: Filing
) -> None:
    filed = file_draft()
    own = page_of(client_as(analyst), filed)
    assert "Go on filing" in own and "Delete this draft" in own
    submit(filed)
    own = page_of(client_as(analyst), filed)
    assert "Go on filing" not in own and "Delete this draft" not in own
    review = reverse("assessments:review", args=[filed.pk])
    assert f'href="{review}"' not in own
    assert f'href="{review}"' in page_of(client_as(reviewer), filed)


def test_unknown_parameter_is_refused(client: Client, kosovo: Assessment) -> None:
    assert client.get(reverse("assessments:detail", args=[kosovo.pk]), {"draws": "5"}).status_code == 400


def test_what_holds_the_band_down_is_called_by_its_title(
    library: None, file_draft: Filing, analyst: User, client_as: Callable[[User], Client]
) -> None:
    criteria = Criterion.objects.values_list("code", flat=True).distinct()
    draft = file_draft(*(rating(code, "0" if code == "threat_gravity" else "4") for code in criteria))
    page = client_as(analyst).get(reverse("assessments:detail", args=[draft.pk]))
    assert "at most by: Gravity of the threat." in words_of(page.content.decode())
