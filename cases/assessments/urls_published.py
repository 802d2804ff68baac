"""Addresses of what was published; they never change."""

from django.urls import path

from cases.assessments.views import published, rescored, retracting, revising

app_name = "published"
urlpatterns = [
    path("", published.PublicationListView.as_view(), name="list"),
    path("<slug:number>/", published.PublicationView.as_view(), name="detail"),
    path("<slug:number>/publication.json", published.PublicationJsonView.as_view(), name="json"),
    path("<slug:number>/rescored/", rescored.RescoredView.as_view(), name="rescored"),
    path("<slug:number>/revise/", revising.ReviseView.as_view(), name="revise"),
    path("<slug:number>/retract/", retracting.RetractView.as_view(), name="retract"),
]
