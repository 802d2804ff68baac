"""Addresses of the account pages."""

from django.urls import path

from natoassess.accounts.views import account, leaving, reset, sign_in, two_step

app_name = "accounts"
urlpatterns = [
    path("", account.profile, name="profile"),
    path("login/", sign_in.LoginView.as_view(), name="login"),
    path("login/code/", sign_in.second_step, name="second-step"),
    path("logout/", sign_in.LogoutView.as_view(), name="logout"),
    path("demo/", sign_in.demo_sign_in, name="demo"),
    path("reset/", reset.reset, name="reset"),
    path("reset/sent/", reset.reset_sent, name="reset-sent"),
    path("reset/<str:uid>/<str:token>/", reset.reset_confirm, name="reset-confirm"),
    path("profile/", account.name, name="name"),
    path("profile/mail/", account.mail, name="mail"),
    path("profile/mail/<str:token>/", account.mail_confirm, name="mail-confirm"),
    path("password/", account.password, name="password"),
    path("two-step/", two_step.two_step_page, name="two-step"),
    path("two-step/on/", two_step.turn_on, name="two-step-on"),
    path("two-step/off/", two_step.turn_off, name="two-step-off"),
    path("two-step/codes/", two_step.codes_renew, name="two-step-codes"),
    path("two-step/codes.txt", two_step.codes_text, name="two-step-codes-text"),
    path("sessions/", account.sessions, name="sessions"),
    path("sessions/end/", account.sessions_end, name="sessions-end"),
    path("sessions/<int:pk>/end/", account.session_end, name="session-end"),
    path("tokens/", account.tokens_page, name="tokens"),
    path("tokens/<str:token_key>/end/", account.token_end, name="token-end"),
    path("export/", leaving.export, name="export"),
    path("delete/", leaving.delete, name="delete"),
]
