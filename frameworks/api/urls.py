"""Addresses of the law, the yardstick and the scoring service in the API."""

from django.urls import path

from frameworks.api import actors, doctrines, memorandum, score, score_comparison, views
from natoassess.web.api import routes

urlpatterns = [
    *routes("actors", "<slug:pk>", actors.Actors, "actor"),
    *routes("instruments", "<slug:pk>", views.Instruments, "instrument"),
    *routes("provisions", "<str:pk>", views.Provisions, "provision"),
    path(
        "frameworks/",
        views.Frameworks.as_view({"get": "list", "post": "create"}),
        name="api-framework-list",
    ),
    path(
        "frameworks/<slug:code>/",
        views.Frameworks.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="api-framework-detail",
    ),
    path(
        "frameworks/<slug:code>/<int:version>/",
        views.FrameworkVersions.as_view({"get": "retrieve"}),
        name="api-framework-version",
    ),
    *routes("facts", "<slug:code>", views.Facts, "fact"),
    *routes("criteria", "<slug:code>", views.Criteria, "criterion"),
    *routes("sovereignty", "<slug:code>", views.SovereigntyDimensions, "sovereignty"),
    *routes("tests", "<slug:code>", views.LegalTests, "test"),
    path("score/", score.Score.as_view(), name="api-score"),
    path("score/comparison/", score_comparison.ScoreComparison.as_view(), name="api-score-comparison"),
    path("score/doctrines/", doctrines.ScoreDoctrines.as_view(), name="api-score-doctrines"),
    path("score/memorandum/", memorandum.ScoreMemorandum.as_view(), name="api-score-memorandum"),
]
