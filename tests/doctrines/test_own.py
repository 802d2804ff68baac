"""Frameworks that people make: weights, versions, locking, who sees them, and that the loader leaves them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from cases.assessments.models import Assessment
from cases.assessments.services import assessment_create, assessment_submit
from cases.studies.models import Phase
from frameworks.compile import compile_framework
from frameworks.library.loading import load_library
from frameworks.models import Framework
from frameworks.own import (
    FrameworkInUse,
    OwnInvalid,
    framework_change,
    framework_delete,
    is_used,
)
from frameworks.selectors import (
    framework_get,
    framework_on,
    frameworks,
    frameworks_beside,
    frameworks_own,
    frameworks_visible,
)
from frameworks.services import findings_evaluate
from frameworks.stateless import score
from frameworks.usage import instrument_usage
from natoassess.accounts.models import Team, User
from natoassess.web.concurrency import StaleVersion
from tests.doctrines.conftest import Make, weighing

pytestmark = pytest.mark.django_db
Draft = Callable[[Framework], Assessment]


@pytest.fixture
def judged_by(analyst: User) -> Draft:
    """judged_by(framework): a draft of the analyst's under it."""

    def draft(framework: Framework) -> Assessment:
        phase = Phase.objects.get(slug="kfor")
        return assessment_create(author=analyst, phase=phase, framework=framework, as_of=phase.as_of)

    return draft


def test_weights_move_the_index_as_given(make: Make) -> None:
    """Cause alone counts: the index is that of its criteria."""
    others = ("authority", "purpose", "last_resort", "means", "consequences", "accountability")
    own = make({"cause": 2, **dict.fromkeys(others, 0)})
    body = {
        "ratings": {
            "threat_gravity": {"level": 4},
            "threat_imminence": {"level": 2},
            "oversight": {"level": 0},
        }
    }
    found = findings_evaluate(framework=own, body=body, as_of=date(2026, 1, 1), draws=100)
    assert found.legitimacy.index.index == 75
    assert found.framework_code == own.code
    assert compile_framework(own).dimensions[0].weight == 1


def test_ranks_become_centroid_weights_and_stay_ranks_for_the_form(make: Make) -> None:
    own = make(
        {"last_resort": 1, "cause": 2, "purpose": 3, "means": 4, "consequences": 5},
        base="hlp-2004",
        by="ranking",
    )
    weights = {part.code: part.weight for part in compile_framework(own).dimensions}
    assert weights["last_resort"] == pytest.approx(137 / 300)
    assert weights["consequences"] == pytest.approx(1 / 25)
    assert own.elicited["dimensions"]["values"]["cause"] == 2
    assert own.dimensions == framework_get("hlp-2004").dimensions


def test_weights_are_in_the_checksum(make: Make) -> None:
    same, other = make({"cause": 2}), make({"cause": 3})
    assert len({same.checksum, other.checksum, framework_get("nato-2022").checksum}) == 3


def test_nothing_left_to_weigh_is_refused(make: Make) -> None:
    with pytest.raises(OwnInvalid) as caught:
        make(dict.fromkeys(("cause", "purpose", "last_resort", "means", "consequences"), 0), base="hlp-2004")
    assert caught.value.faults[0].pointer == "/dimensions/values"
    assert not Framework.objects.filter(kind="own").exists()


def test_it_is_marked_and_never_a_doctrine(make: Make, analyst: User) -> None:
    own = make(team=None)
    assert "own framework" in str(own)
    assert own.code.startswith("own-")
    assert own not in frameworks()
    assert framework_on(date(2026, 1, 1))[0].code == "nato-2022"
    assert own not in instrument_usage(own.concept).frameworks
    assert frameworks_beside(analyst)[-1] == own


def test_only_owner_and_team_know_of_it(
    make: Make, team: Team, analyst: User, reviewer: User, outsider: User
) -> None:
    private, shared = make(title="Private"), make(title="Shared", team=team)
    seen = {
        person: {row.title for row in frameworks_own(person)}
        for person in (analyst, reviewer, outsider, AnonymousUser())
    }
    assert seen[analyst] == {"Private", "Shared"}
    assert seen[reviewer] == {"Shared"}
    assert seen[outsider] == seen[AnonymousUser()] == set()
    for person in (reviewer, outsider, AnonymousUser()):
        assert private not in frameworks_visible(person)
        with pytest.raises(Framework.DoesNotExist):
            framework_get(private.code, user=person)
    with pytest.raises(Framework.DoesNotExist):
        framework_get(shared.code)  # nobody named: the library alone
    body = {"framework": shared.code, "as_of": "2026-01-01", "draws": 0}
    assert score(body=body, user=reviewer)["framework"]["code"] == shared.code
    with pytest.raises(ValueError, match="unknown framework"):
        score(body=body, user=outsider)


def test_one_shares_only_with_a_team_of_ones_own(make: Make, outsider: User, team: Team) -> None:
    with pytest.raises(PermissionDenied):
        make(owner=outsider, team=team)


def test_unused_it_changes_in_place_and_used_it_gets_a_version(
    make: Make, analyst: User, judged_by: Draft
) -> None:
    own = make({"cause": 2})
    same = framework_change(
        editor=analyst, framework=own, expected_version=1, weighing=weighing(own, {"cause": 3})
    )
    assert (same.pk, same.version, same.lock_version) == (own.pk, 1, 2)
    draft = judged_by(same)
    titled = framework_change(
        editor=analyst, framework=same, expected_version=2, weighing=weighing(same, title="Renamed")
    )
    assert (titled.version, titled.title, titled.lock_version) == (1, "Renamed", 3)
    second = framework_change(
        editor=analyst, framework=titled, expected_version=3, weighing=weighing(titled, {"cause": 5})
    )
    assert (second.code, second.version, second.lock_version) == (own.code, 2, 4)
    draft.refresh_from_db()
    assert draft.framework.version == 1
    assert draft.framework.checksum == titled.checksum != second.checksum
    assert framework_get(own.code, user=analyst) == second
    assert [row.version for row in frameworks_own(analyst)] == [2]


def test_a_frozen_evaluation_keeps_a_version_from_changing(
    make: Make, analyst: User, judged_by: Draft
) -> None:
    """Also once its assessment has turned to another framework."""
    own = make({"cause": 2})
    draft = judged_by(own)
    assessment_submit(editor=analyst, assessment=draft, expected_version=1)
    Assessment.objects.filter(pk=draft.pk).update(framework=framework_get("nato-2022"))
    own.refresh_from_db()
    assert is_used(own)
    changed = framework_change(
        editor=analyst, framework=own, expected_version=1, weighing=weighing(own, {"cause": 9})
    )
    assert changed.version == 2


def test_of_two_editors_one_goes_on(make: Make, analyst: User, judged_by: Draft) -> None:
    own = make({"cause": 2})
    judged_by(own)
    framework_change(editor=analyst, framework=own, expected_version=1, weighing=weighing(own, {"cause": 3}))
    for expected in (1, 2):  # the version before is no longer the one to change, whatever its lock says
        with pytest.raises(StaleVersion) as caught:
            framework_change(
                editor=analyst, framework=own, expected_version=expected, weighing=weighing(own, {"cause": 4})
            )
        assert caught.value.current == 2
    assert Framework.objects.filter(code=own.code).count() == 2


def test_only_the_owner_changes_it(make: Make, team: Team, reviewer: User, administrator: User) -> None:
    own = make(team=team)
    for person in (reviewer, administrator):
        with pytest.raises(PermissionDenied):
            framework_change(editor=person, framework=own, expected_version=1, weighing=weighing(own))
        with pytest.raises(PermissionDenied):
            framework_delete(editor=person, framework=own, expected_version=1)
    with pytest.raises(PermissionDenied):
        framework_delete(editor=reviewer, framework=framework_get("nato-2022"), expected_version=1)


def test_deleted_only_while_nothing_relies_on_it(make: Make, analyst: User, judged_by: Draft) -> None:
    used, unused = make({"cause": 2}), make({"cause": 4})
    judged_by(used)
    with pytest.raises(FrameworkInUse):
        framework_delete(editor=analyst, framework=used, expected_version=1)
    framework_delete(editor=analyst, framework=unused, expected_version=1)
    assert list(frameworks_own(analyst)) == [used]


def test_the_loader_leaves_it_alone(make: Make) -> None:
    own = make({"cause": 2})
    before = Framework.objects.filter(pk=own.pk).values().get()
    report = load_library(force=True)
    assert report.changes.total == 0
    assert Framework.objects.filter(pk=own.pk).values().get() == before
