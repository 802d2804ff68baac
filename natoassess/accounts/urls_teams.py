"""Addresses of teams and invitations."""

from django.urls import path

from natoassess.accounts.views import invitations, teams

app_name = "teams"
urlpatterns = [
    path("", teams.TeamListView.as_view(), name="list"),
    path("new/", teams.TeamNewView.as_view(), name="new"),
    path("invitations/<str:token>/", invitations.InvitationView.as_view(), name="invitation"),
    path("<slug:slug>/", teams.TeamView.as_view(), name="detail"),
    path("<slug:slug>/rename/", teams.TeamRenameView.as_view(), name="rename"),
    path("<slug:slug>/leave/", teams.LeaveView.as_view(), name="leave"),
    path("<slug:slug>/members/<int:pk>/", teams.MemberView.as_view(), name="member"),
    path("<slug:slug>/members/<int:pk>/remove/", teams.RemoveView.as_view(), name="remove"),
    path("<slug:slug>/invite/", invitations.InviteView.as_view(), name="invite"),
    path("<slug:slug>/invitations/<int:pk>/again/", invitations.AgainView.as_view(), name="again"),
    path("<slug:slug>/invitations/<int:pk>/revoke/", invitations.RevokeView.as_view(), name="revoke"),
]
