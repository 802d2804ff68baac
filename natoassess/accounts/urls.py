"""Addresses of the account pages."""

from django.urls import path

from natoassess.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("demo/", views.demo_sign_in, name="demo"),
    path("tokens/<str:token_key>/end/", views.token_end, name="token-end"),
]
