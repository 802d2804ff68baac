"""What if: what moves, what is undone, what is refused, and that nothing is ever written."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.assessments.what_if import filed
from natoassess.accounts.models import User
from tests.result.conftest import Filing, fact, rating
from tests.support import queries

pytestmark = pytest.mark.once

ClientAs = Callable[[User], Client]
AUTHORISED = {"fact.council_authorises_force": "yes", "fact.within_mandate": "yes"}


def words_of(html: str) -> str:
    """The text of a page as a reader has it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ask(client: Client, assessment: Assessment, live: object = False, **changes: Any) -> Any:
    """The page for some changes; `live` as htmx asks for it."""
    address = f"{reverse('assessments:what-if', args=[assessment.pk])}?{urlencode(changes, doseq=True)}"
    return client.get(address, headers={"HX-Request": "true"} if live else {})


def panel(response: HttpResponse) -> str:
    """The text of the answers as filed and as changed."""
    html = response.content.decode()
    start = html.index('<table class="then-now"')
    return words_of(html[start : html.index("Nothing here is saved", start)])


def shown(response: Any) -> dict[str, Any]:
    """The evaluation that stands under "as changed"."""
    evaluation: dict[str, Any] = response.context["panel"].evaluation
    return evaluation


def undo_links(response: HttpResponse) -> list[dict[str, str]]:
    """What the address of each "undo" still changes."""
    html = response.content.decode()
    found = re.findall(r'<a href="([^"]+)">Undo', html)
    return [dict(parse_qsl(urlsplit(unescape(link)).query)) for link in found]


def test_nothing_changed_shows_what_was_filed(client: Client, kosovo: Assessment) -> None:
    text = panel(ask(client, kosovo))
    assert "Unlawful" in text
    assert "69.0" in text
    assert "As changed" not in text


def test_the_verdict_turns_when_the_council_authorises(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, **AUTHORISED)
    assert response.status_code == 200
    assert shown(response)["legality"]["verdict"] == "lawful"
    text = panel(response)
    assert "Verdict unlawful, now lawful." in text
    assert "The Council authorises these actors to use force: no → yes" in text
    assert undo_links(response) == [{"fact.within_mandate": "yes"}, {"fact.council_authorises_force": "yes"}]


def test_it_says_what_the_scoring_endpoint_says(client: Client, kosovo: Assessment) -> None:
    body = kosovo.snapshots.get().findings
    body["ratings"]["threat_gravity"]["level"] = 1
    body |= {"framework": kosovo.framework.code, "as_of": kosovo.as_of.isoformat()}
    body["weights"] = {"dimensions": {"cause": 2}}
    body |= {name: filed(kosovo).drawn[name] for name in ("seed", "draws")}
    scored = client.post("/api/v1/score/", body, content_type="application/json").json()
    found = shown(ask(client, kosovo, **{"rating.threat_gravity": 1, "weight.cause": 2}))
    assert found["evaluation_id"] == scored["evaluation_id"]
    assert found["legitimacy"] == scored["legitimacy"]


def test_a_harm_to_sovereignty_moves_nothing_but_sovereignty(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, **{"sovereignty.physical_damage": 4})
    assert shown(response)["legitimacy"] == kosovo.snapshots.get().evaluation["legitimacy"]
    assert response.context["moved"]
    assert all("sovereignty impact" in text for text in response.context["moved"])


def test_a_band_below_its_index_names_what_holds_it(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, **{"rating.threat_gravity": 1})
    found = shown(response)["legitimacy"]
    assert (found["band"], found["index"] > 67) == ("mixed", True)
    text = panel(response)
    assert "Band high, now mixed." in text
    label = kosovo.framework.catalogue.criteria.get(code="threat_gravity").label
    assert f"Band held at mixed at most by: {label}." in text


def test_undo_leads_back_to_the_answers(client: Client, kosovo: Assessment) -> None:
    html = ask(client, kosovo, **AUTHORISED).content.decode()
    assert re.findall(r'<a href="[^"#]*(#[^"]*)?">Undo', html) == ["#what-if-now"] * 2
    assert re.search(r'<div id="what-if-now"[^>]* tabindex="0"', html)


def test_a_changed_date_is_marked(client: Client, kosovo: Assessment) -> None:
    ask_of_date = re.compile(r'<div class="ask( is-changed)?">\s*<label for="what-if-as_of">')
    for given, mark in ((AUTHORISED, ""), ({"as_of": "2011-10-31"}, " is-changed")):
        assert ask_of_date.findall(ask(client, kosovo, **given).content.decode()) == [mark]


def test_a_weight_moves_the_index_towards_its_dimension(client: Client, kosovo: Assessment) -> None:
    filed = shown(ask(client, kosovo))["legitimacy"]
    found = shown(ask(client, kosovo, **{"weight.authority": 3}))["legitimacy"]
    indices = {code: part["index"] for code, part in filed["dimensions"].items()}
    expected = (sum(indices.values()) + 2 * indices["authority"]) / (len(indices) + 2)
    assert found["index"] == pytest.approx(expected, abs=1e-5)
    assert found["index"] != filed["index"]
    assert found["dimensions"] == filed["dimensions"]


def test_another_reading_is_the_headline_of_what_is_shown(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, reading="permissive")
    assert shown(response)["legality"]["verdict"] == "arguable"
    text = panel(response)
    assert "Verdict unlawful, now arguable." in text
    assert "Shown under the permissive reading. The published headline stays the prevailing one." in text
    assert shown(response)["legitimacy"]["index"] == kosovo.snapshots.get().evaluation["legitimacy"]["index"]


def test_another_date_is_judged_by_the_law_of_that_day(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, as_of="2011-10-31")
    assert shown(response)["as_of"] == "2011-10-31"
    filed = {warning["provision"] for warning in kosovo.snapshots.get().evaluation["warnings"]}
    found = {warning["provision"] for warning in shown(response)["warnings"]}
    assert found - filed
    told = (
        panel(response).partition("What the law of the day now warns of")[2].partition("What is changed")[0]
    )
    assert "S/RES/1160 (1998), OP8 : Not in force." in told
    assert "before 31 October 2011" in told


def test_days_on_which_the_law_changed_are_suggested(client: Client, kosovo: Assessment) -> None:
    groups = {group.title: group for group in ask(client, kosovo).context["suggestions"]}
    days = groups["Days on which the law relied on began or ended"].items
    asked = [dict(parse_qsl(urlsplit(item.url).query)) for item in days]
    assert all(set(one) == {"as_of"} for one in asked)
    assert any(item.text.startswith("12 September 2001") and "contested" in item.text for item in days)
    assert [one["as_of"] for one in asked] == sorted(one["as_of"] for one in asked)


def test_every_suggested_flip_reaches_the_verdict_it_names(client: Client, kosovo: Assessment) -> None:
    groups = ask(client, kosovo).context["suggestions"]
    flips = next(group for group in groups if group.title == "What would turn the verdict").items
    assert len(flips) == 6
    for item in flips:
        assert shown(client.get(item.url))["legality"]["verdict"] == item.verdict


def test_flips_follow_from_where_things_stand(client: Client, kosovo: Assessment) -> None:
    groups = ask(client, kosovo, **AUTHORISED).context["suggestions"]
    assert {item.verdict for item in groups[0].items} == {"arguable", "unlawful"}
    back = next(item for item in groups[0].items if item.verdict == "unlawful")
    assert dict(parse_qsl(urlsplit(back.url).query)).items() < AUTHORISED.items()  # no is what was filed


def test_the_result_page_leads_here_with_the_changes_of_a_flip(client: Client, kosovo: Assessment) -> None:
    html = client.get(reverse("assessments:detail", args=[kosovo.pk])).content.decode()
    link = reverse("assessments:what-if", args=[kosovo.pk])
    assert f'<a class="try no-print" href="{link}?{urlencode(AUTHORISED).replace("&", "&amp;")}">' in html
    assert html.count('class="try no-print"') == len(kosovo.snapshots.get().evaluation["legality"]["flips"])


def test_the_address_is_made_short(client: Client, kosovo: Assessment) -> None:
    filed = kosovo.as_of.isoformat()
    sent = {
        "as_of": filed,
        "reading": "prevailing",
        "fact.uses_force": "yes",
        "weight.cause": "1.0",
        "rating.threat_imminence": "",
    }
    page = reverse("assessments:what-if", args=[kosovo.pk])
    response = ask(client, kosovo, **sent)
    assert (response.status_code, response["Location"]) == (302, page)
    response = ask(client, kosovo, **sent, **{"weight.means": "2.50"})
    assert (response.status_code, response["Location"]) == (302, f"{page}?weight.means=2.5")


def test_htmx_gets_what_moves_and_the_short_address(client: Client, kosovo: Assessment) -> None:
    response = ask(client, kosovo, live=True, **AUTHORISED, **{"fact.uses_force": "", "reading": ""})
    assert response.status_code == 200
    html = response.content.decode()
    assert "<html" not in html
    assert "<select" not in html
    assert "Verdict unlawful, now lawful." in words_of(html)
    page = reverse("assessments:what-if", args=[kosovo.pk])
    assert response["HX-Replace-Url"] == f"{page}?{urlencode(AUTHORISED)}"
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("given", "field", "cure"),
    [
        ({"rating.threat_gravity": "7"}, "rating.threat_gravity", "Choose one of 0, 1, 2, 3, 4"),
        ({"fact.state_conduct": "contested"}, "fact.state_conduct", "Choose one of yes, no, unknown"),
        ({"weight.cause": "-1"}, "weight.cause", "Give a number from 0 to 100."),
        ({"weight.cause": "nan"}, "weight.cause", "Give a number"),
        ({"weight.cause": "101"}, "weight.cause", "Give a number from 0 to 100."),
        ({"as_of": "1999-02-30"}, "as_of", "Give a date such as 1999-03-24."),
        ({"reading": "lenient"}, "reading", "Choose strict, prevailing or permissive."),
        ({"fact.uses_force": ["no", "contested"]}, "fact.uses_force", "only once"),
        ({"rating.last_resort_diplomacy": "na"}, "", "Unknown parameter rating.last_resort_diplomacy"),
        ({"fact.uses_forse": "yes"}, "", "did you mean fact.uses_force?"),
        ({"page": "2"}, "", "such as fact.uses_force"),
    ],
)
def test_what_cannot_stand_is_named_at_its_field_and_above_and_nothing_is_lost(
    client: Client, kosovo: Assessment, given: dict[str, Any], field: str, cure: str
) -> None:
    response = ask(client, kosovo, **{"fact.council_authorises_force": "yes"}, **given)
    assert response.status_code == 400
    html = response.content.decode()
    summary = words_of(re.findall(r'<div class="errors" role="alert">.*?</div>', html, re.DOTALL)[0])
    assert cure in summary
    assert "The Council authorises these actors to use force: no → yes" in words_of(html)
    if field:
        own = f"what-if-{field.replace('.', '-')}"
        assert f'href="#{own}"' in html
        assert cure in re.findall(rf'id="{own}-error">([^<]*)<', html)[0]
        control = re.findall(rf'<(?:select|input)[^>]*id="{own}"[^>]*>.*?(?=<span)', html, re.DOTALL)[0]
        assert 'aria-invalid="true"' in control
        if isinstance(given[field], str):
            assert f'value="{given[field]}"' in control


def test_a_dimension_that_alone_has_weight_and_none_at_all(client: Client, kosovo: Assessment) -> None:
    codes = kosovo.snapshots.get().evaluation["legitimacy"]["dimensions"]
    nothing = {f"weight.{code}": "0" for code in codes}
    response = ask(client, kosovo, **nothing)
    assert response.status_code == 400
    assert "at least one dimension needs a weight above 0" in words_of(response.content.decode())
    del nothing["weight.cause"]
    alone = shown(ask(client, kosovo, **nothing))["legitimacy"]
    assert alone["index"] == pytest.approx(codes["cause"]["index"], abs=1e-5)


def test_answers_that_cannot_stand_together_are_named_at_the_field(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(
        fact("state_conduct", "yes"),
        fact("uses_force", "no"),
        rating("diplomacy_exhausted", "na", "No force."),
    )
    client = client_as(analyst)
    assert ask(client, draft).status_code == 200
    response = ask(client, draft, **{"fact.uses_force": "yes"})
    assert response.status_code == 400
    html = response.content.decode()
    assert "Last resort may be left out only where no force is used" in words_of(
        re.findall(r'id="what-if-rating-diplomacy_exhausted-error">([^<]*)<', html)[0]
    )
    live = ask(client, draft, live=True, **{"fact.uses_force": "yes"})
    assert live.status_code == 400
    assert (
        'id="what-if-rating-diplomacy_exhausted-error" hx-swap-oob="true">Rate this' in live.content.decode()
    )


def test_a_draft_that_cannot_stand_says_why_and_what_would_mend_it_shows(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(
        fact("state_conduct", "yes"),
        fact("uses_force", "yes"),
        rating("diplomacy_exhausted", "na", "Why not."),
    )
    client = client_as(analyst)
    response = ask(client, draft)
    assert response.status_code == 200
    assert "Last resort may be left out only" in words_of(response.content.decode())
    assert "cannot stand" in panel(response)
    mended = ask(client, draft, **{"rating.diplomacy_exhausted": "3"})
    assert mended.status_code == 200
    assert shown(mended)["legitimacy"]["index"] == 75


def test_a_criterion_may_be_set_aside_without_a_reason(client: Client, kosovo: Assessment) -> None:
    optional = next(
        item.code
        for item in kosovo.framework.catalogue.criteria.all()
        if item.optional and "host" in item.code
    )
    response = ask(client, kosovo, **{f"rating.{optional}": "na"})
    assert response.status_code == 200
    codes = {item["criterion"] for item in shown(response)["legitimacy"]["contributions"]}
    assert optional not in codes


def test_a_draft_is_for_its_author_alone(
    client: Client, client_as: ClientAs, analyst: User, outsider: User, file_draft: Filing
) -> None:
    draft = file_draft(fact("uses_force", "yes"))
    assert ask(client_as(analyst), draft).status_code == 200
    assert ask(client_as(outsider), draft).status_code == 404
    assert ask(client, draft).status_code == 404


def test_a_draft_with_an_open_fact_suggests_its_answers(
    client_as: ClientAs, analyst: User, file_draft: Filing
) -> None:
    draft = file_draft(fact("state_conduct", "yes"), fact("uses_force", "unknown"))
    groups = {group.title: group for group in ask(client_as(analyst), draft).context["suggestions"]}
    items = groups["What is not known and decides"].items
    asked = [dict(parse_qsl(urlsplit(item.url).query)) for item in items]
    assert {"fact.uses_force": "no"} in asked
    assert {"fact.uses_force": "yes"} in asked


def test_nothing_is_written(client: Client, kosovo: Assessment) -> None:
    def rows() -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in (Assessment, Finding, Snapshot)]

    before = rows()
    ask(client, kosovo, **AUTHORISED, as_of="2011-01-01", reading="strict", **{"weight.cause": "2"})
    ask(client, kosovo, live=True, **AUTHORISED)
    assert rows() == before
    address = reverse("assessments:what-if", args=[kosovo.pk])
    assert client.post(address, AUTHORISED).status_code in {403, 405}


def test_the_queries_do_not_grow_with_the_changes(
    client: Client,
    kosovo: Assessment,
    queries_at_most: Callable[[int], AbstractContextManager[object]],
) -> None:
    many = {f"rating.{code}": "1" for code in ("threat_gravity", "threat_imminence", "host_failure")}
    for changes in ({}, AUTHORISED, many | {"weight.cause": "3"}):
        ask(client, kosovo, **changes)  # a framework is compiled once
    few = queries.count(lambda: ask(client, kosovo, **{"rating.threat_gravity": "1"}))
    assert queries.count(lambda: ask(client, kosovo, **AUTHORISED, **many)) == few
    with queries_at_most(22):
        ask(client, kosovo, **AUTHORISED, **many)
