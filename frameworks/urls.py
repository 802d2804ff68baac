"""Addresses of the law library."""

from django.urls import path

from frameworks.views import actors, law, overviews, provision

app_name = "law"
urlpatterns = [
    path("", law.InstrumentList.as_view(), name="list"),
    path("actors/", actors.ActorList.as_view(), name="actors"),
    path("actors/<slug:pk>/", actors.ActorDetail.as_view(), name="actor"),
    path("concepts/", overviews.Concepts.as_view(), name="concepts"),
    path("organisations/", overviews.Organisations.as_view(), name="organisations"),
    path("ladder/", overviews.LadderPage.as_view(), name="ladder"),
    path("<slug:pk>/", law.InstrumentDetail.as_view(), name="detail"),
    path("<slug:pk>/<slug:slug>/", provision.ProvisionDetail.as_view(), name="provision"),
]
