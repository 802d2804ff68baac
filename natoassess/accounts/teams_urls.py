"""Addresses of teams and invitations."""

from django.urls import path

from natoassess.accounts import views_invitations, views_teams

app_name = "teams"
urlpatterns = [
    path("", views_teams.TeamListView.as_view(), name="list"),
    path("new/", views_teams.TeamNewView.as_view(), name="new"),
    path("invitations/<str:token>/", views_invitations.InvitationView.as_view(), name="invitation"),
    path("<slug:slug>/", views_teams.TeamView.as_view(), name="detail"),
    path("<slug:slug>/rename/", views_teams.TeamRenameView.as_view(), name="rename"),
    path("<slug:slug>/leave/", views_teams.LeaveView.as_view(), name="leave"),
    path("<slug:slug>/members/<int:pk>/", views_teams.MemberView.as_view(), name="member"),
    path("<slug:slug>/members/<int:pk>/remove/", views_teams.RemoveView.as_view(), name="remove"),
    path("<slug:slug>/invite/", views_invitations.InviteView.as_view(), name="invite"),
    path("<slug:slug>/invitations/<int:pk>/again/", views_invitations.AgainView.as_view(), name="again"),
    path("<slug:slug>/invitations/<int:pk>/revoke/", views_invitations.RevokeView.as_view(), name="revoke"),
]
