"""Two-step sign-in: turned on and off, asked for after the password, each code once, attempts counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from natoassess.accounts import half, sign_in_limits, two_step
from natoassess.accounts.models import RecoveryCode, TwoStep, User
from natoassess.accounts.totp import code_at
from natoassess.web.audit.models import AuditEntry
from tests.accounts.conftest import NOW, PASSWORD, SECRET, is_signed_in, kept_secret_of, password_given
from tests.pages.markup import forbidden_markup, text_of

pytestmark = pytest.mark.django_db
STEP = "accounts:second-step"


def code_given(client: Client, code: str, **more: str) -> Any:
    return client.post(reverse(STEP), {"code": code, **more})


# Turning it on ------------------------------------------------------------------------------------
def turn_on(client: Client, at: Callable[[int], str], **fields: str) -> Any:
    """Open the page, read the key that it shows, and send the code of that key."""
    page = client.get(reverse("accounts:two-step-on"))
    secret = page.context["secret"].replace(" ", "")
    at(0)
    given = {"code": code_at(secret, NOW // 30), "password": PASSWORD, **fields}
    return client.post(reverse("accounts:two-step-on"), given)


def test_a_code_of_the_app_and_the_password_turn_it_on(
    client_as: Callable[[User], Client], vera: User, at: Callable[[int], str], mailoutbox: list[Any]
) -> None:
    client = client_as(vera)
    page = client.get(reverse("accounts:two-step-on"))
    assert forbidden_markup(page) == []
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    done = turn_on(client, at)
    codes = done.context["codes"]
    assert len(set(codes)) == 10 and all(code in text_of(done) for code in codes)
    assert two_step.is_on(vera) and two_step.codes_left(vera) == 10
    again = client.get(reverse("accounts:two-step")).content.decode()
    assert codes[0] not in again, "shown once"
    assert AuditEntry.objects.filter(action="account.two_step_on", actor_id=vera.pk).count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"code": "123456"}, "not the code of now"),
        ({"password": "wrong"}, "not the password"),
        ({"code": ""}, "required"),
    ],
)
def test_without_both_it_stays_off_and_the_key_stays_the_same(
    client_as: Callable[[User], Client],
    vera: User,
    at: Callable[[int], str],
    fields: dict[str, str],
    words: str,
) -> None:
    client = client_as(vera)
    shown = client.get(reverse("accounts:two-step-on")).context["secret"]
    refused = turn_on(client, at, **fields)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert refused.context["secret"] == shown
    assert not two_step.is_on(vera)


def test_secret_and_codes_do_not_lie_open_in_database_or_session(
    client_as: Callable[[User], Client], vera: User, codes: list[str]
) -> None:
    assert SECRET not in kept_secret_of(vera)
    assert not set(codes) & set(RecoveryCode.objects.values_list("digest", flat=True))
    two_step.two_step_turn_off(user=vera)
    client = client_as(vera)
    shown = client.get(reverse("accounts:two-step-on")).context["secret"].replace(" ", "")
    assert shown not in json.dumps(dict(client.session))


# Signing in ---------------------------------------------------------------------------------------
def test_the_password_alone_signs_nobody_in(
    client: Client, codes: list[str], at: Callable[[int], str]
) -> None:
    asked: Any = password_given(client, next="/jobs/")
    assert asked["Location"] == f"{reverse(STEP)}?next=%2Fjobs%2F"
    assert not is_signed_in(client)
    assert client.get(reverse("admin:index")).status_code == 302, "nor does the administration"
    page = client.get(asked["Location"])
    assert page.context["next"] == "/jobs/" and page["Cache-Control"] == "no-store"
    done = code_given(client, at(1), next="/jobs/")
    assert done.status_code == 302 and done["Location"] == "/jobs/"
    assert is_signed_in(client)


def test_without_the_password_there_is_no_page_for_codes(client: Client, codes: list[str]) -> None:
    assert client.get(reverse(STEP))["Location"] == reverse("accounts:login")
    assert code_given(client, codes[0])["Location"] == reverse("accounts:login")
    assert two_step.codes_left(User.objects.get(username="vera")) == 10


def test_a_code_is_taken_once_and_none_before_it(
    vera: User, codes: list[str], at: Callable[[int], str]
) -> None:
    first = at(0)
    with pytest.raises(two_step.WrongCode):
        two_step.code_use(user=vera, code=first)  # it turned the second step on
    later = at(2)
    assert two_step.code_use(user=vera, code=f"{later[:3]} {later[3:]}") is False
    for old in (later, code_at(SECRET, NOW // 30 + 1)):
        with pytest.raises(two_step.WrongCode):
            two_step.code_use(user=vera, code=old)


def test_a_replayed_code_is_refused_in_words(
    client: Client, codes: list[str], at: Callable[[int], str]
) -> None:
    password_given(client)
    code = at(1)
    assert code_given(client, code).status_code == 302
    other = Client()
    password_given(other)
    refused = code_given(other, code)
    assert refused.status_code == 422
    assert "was used before" in text_of(refused)
    assert not is_signed_in(other)


def test_a_recovery_code_works_once_and_the_person_is_told(
    client: Client,
    vera: User,
    codes: list[str],
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    password_given(client)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse(STEP), {"code": f" {codes[3].upper()} "}, follow=True)
    assert "You signed in with a recovery code; 9 are left." in text_of(done)
    assert [mail.to for mail in mailoutbox] == [["vera@example.org"]]
    other = Client()
    password_given(other)
    assert code_given(other, codes[3]).status_code == 422
    assert not is_signed_in(other)


def test_codes_of_others_count_for_nothing(
    client: Client, codes: list[str], otto: User, at: Callable[[int], str]
) -> None:
    others = two_step.recovery_codes_renew(user=otto)
    password_given(client)
    assert code_given(client, others[0]).status_code == 422
    assert two_step.codes_left(otto) == 10


def test_wrong_codes_are_counted_and_the_sixth_is_not_looked_at(
    client: Client, codes: list[str], at: Callable[[int], str]
) -> None:
    password_given(client)
    for number in range(sign_in_limits.TRIES_OF_AN_ACCOUNT):
        assert code_given(client, f"00000{number}").status_code == 422
    refused = code_given(client, at(1))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "Wait 15 minutes" in text_of(refused)
    assert not is_signed_in(client)


def test_codes_of_an_account_are_counted_over_all_addresses(vera: User) -> None:
    """Who is asked for a code has the password: nobody else can be locked out by it."""
    waits = [
        sign_in_limits.code_attempt(account=vera.pk, address=f"192.0.2.{number}")
        for number in range(sign_in_limits.CODES_OF_AN_ACCOUNT + 1)
    ]
    assert waits[:-1] == [0] * sign_in_limits.CODES_OF_AN_ACCOUNT
    assert waits[-1] > 0


def test_the_way_between_password_and_code_ends_after_ten_minutes_or_with_the_password(
    client: Client, vera: User, codes: list[str], at: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    password_given(client)
    begun = half.clock()
    monkeypatch.setattr(half, "clock", lambda: begun + half.VALID_SECONDS + 60)
    assert code_given(client, at(1))["Location"] == reverse("accounts:login")
    monkeypatch.undo()
    at(1)
    password_given(client)
    vera.set_password("another pass phrase")
    vera.save()
    assert code_given(client, at(1))["Location"] == reverse("accounts:login")
    assert not is_signed_in(client)


def test_what_was_typed_before_survives_both_steps(
    client: Client, codes: list[str], at: Callable[[int], str]
) -> None:
    kept = json.dumps(["/accounts/tokens/", [["name", "a laptop"], ["days", "30"]]])
    page: Any = password_given(client, kept=kept)
    assert page.status_code == 200 and page.context["kept"] == kept
    wrong = code_given(client, "000000", kept=kept)
    assert wrong.context["kept"] == kept
    done = code_given(client, at(1), kept=kept)
    assert done.status_code == 200
    assert (
        'value="a laptop"' in done.content.decode() and 'action="/accounts/tokens/"' in done.content.decode()
    )


def test_an_elsewhere_in_next_is_not_followed(
    client: Client, codes: list[str], at: Callable[[int], str]
) -> None:
    password_given(client, next="https://elsewhere.example/")
    assert code_given(client, at(1), next="https://elsewhere.example/")["Location"] == "/assessments/"


# Looking after it ---------------------------------------------------------------------------------
def test_it_is_turned_off_with_the_password_alone(
    client_as: Callable[[User], Client], vera: User, codes: list[str]
) -> None:
    client = client_as(vera)
    off = reverse("accounts:two-step-off")
    refused = client.post(off, {"password": "wrong"})
    assert refused.status_code == 422 and two_step.is_on(vera)
    assert client.post(off, {"password": PASSWORD}).status_code == 302
    assert not two_step.is_on(vera) and not RecoveryCode.objects.exists()
    assert AuditEntry.objects.filter(action="account.two_step_off").count() == 1


def test_new_recovery_codes_end_the_old_and_are_downloaded_as_text(
    client_as: Callable[[User], Client], vera: User, otto: User, codes: list[str]
) -> None:
    client = client_as(vera)
    assert client.post(reverse("accounts:two-step-codes"), {"password": "wrong"}).status_code == 422
    fresh = client.post(reverse("accounts:two-step-codes"), {"password": PASSWORD}).context["codes"]
    with pytest.raises(two_step.WrongCode):
        two_step.code_use(user=vera, code=codes[0])
    text = reverse("accounts:two-step-codes-text")
    file = client.post(text, {"codes": " ".join(fresh)})
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Content-Type"].startswith("text/plain")
    assert file.content.decode().split()[-10:] == fresh
    assert client.post(text, {"codes": " ".join(codes)}).status_code == 404, "the old ones"
    assert client_as(otto).post(text, {"codes": fresh[0]}).status_code == 404, "another's"


def test_guessing_the_password_in_a_stolen_session_is_counted(
    client_as: Callable[[User], Client], vera: User, codes: list[str]
) -> None:
    client = client_as(vera)
    off = reverse("accounts:two-step-off")
    for number in range(sign_in_limits.TRIES_OF_AN_ACCOUNT):
        assert client.post(off, {"password": f"wrong {number}"}).status_code == 422
    assert client.post(off, {"password": PASSWORD}).status_code == 429
    assert two_step.is_on(vera)


def test_a_demo_account_has_no_second_step_and_no_password(
    client_as: Callable[[User], Client], vera: User
) -> None:
    vera.is_demo = True
    vera.save()
    client = client_as(vera)
    for route in ("two-step", "two-step-on", "password", "delete"):
        answer = client.get(reverse(f"accounts:{route}"))
        assert answer.status_code == 403
        assert "demo account is shared" in text_of(answer)
    assert client.post(reverse("accounts:mail"), {"email": "a@example.org"}).status_code == 403


def test_staff_with_a_password_alone_are_warned(client: Client, vera: User) -> None:
    vera.is_staff = True
    vera.save()
    signed = client.post(reverse("accounts:login"), {"username": "vera", "password": PASSWORD}, follow=True)
    assert "You look after this site with a password alone" in text_of(signed)


# Keys ---------------------------------------------------------------------------------------------
def test_a_new_secret_key_reads_old_secrets_while_the_old_key_is_a_fallback(
    vera: User,
    codes: list[str],
    at: Callable[[int], str],
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-that-nobody-knows-0123456789-abcdefghij"
    with pytest.raises(two_step.WrongCode):
        two_step.code_use(user=vera, code=at(1))
    assert "another SECRET_KEY" in caplog.text
    assert two_step.code_use(user=vera, code=codes[0]) is True, "recovery codes need no key"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert two_step.code_use(user=vera, code=at(1)) is False


def test_an_administrator_lets_in_who_lost_everything(vera: User, codes: list[str]) -> None:
    call_command("remove_two_step", "vera")
    assert not TwoStep.objects.exists()
    with pytest.raises(CommandError, match="no two-step"):
        call_command("remove_two_step", "vera")
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_two_step", "nobody")
