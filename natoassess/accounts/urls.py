"""Addresses of the account pages."""

from django.urls import path

from natoassess.accounts import account_views, leaving_views, reset_views, two_step_views, views

app_name = "accounts"
urlpatterns = [
    path("", account_views.profile, name="profile"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("login/code/", views.second_step, name="second-step"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("demo/", views.demo_sign_in, name="demo"),
    path("reset/", reset_views.reset, name="reset"),
    path("reset/sent/", reset_views.reset_sent, name="reset-sent"),
    path("reset/<str:uid>/<str:token>/", reset_views.reset_confirm, name="reset-confirm"),
    path("profile/", account_views.name, name="name"),
    path("profile/mail/", account_views.mail, name="mail"),
    path("profile/mail/<str:token>/", account_views.mail_confirm, name="mail-confirm"),
    path("password/", account_views.password, name="password"),
    path("two-step/", two_step_views.two_step_page, name="two-step"),
    path("two-step/on/", two_step_views.turn_on, name="two-step-on"),
    path("two-step/off/", two_step_views.turn_off, name="two-step-off"),
    path("two-step/codes/", two_step_views.codes_renew, name="two-step-codes"),
    path("two-step/codes.txt", two_step_views.codes_text, name="two-step-codes-text"),
    path("sessions/", account_views.sessions, name="sessions"),
    path("sessions/end/", account_views.sessions_end, name="sessions-end"),
    path("sessions/<int:pk>/end/", account_views.session_end, name="session-end"),
    path("tokens/", account_views.tokens_page, name="tokens"),
    path("tokens/<str:token_key>/end/", account_views.token_end, name="token-end"),
    path("export/", leaving_views.export, name="export"),
    path("delete/", leaving_views.delete, name="delete"),
]
