"""Addresses of the case library; here, because the page on a case shows the answers given to it."""

from django.urls import path

from cases.assessments.views import agreement, case_list, cases, consistency, doctrines

app_name = "cases"
urlpatterns = [
    path("", case_list.CaseList.as_view(), name="list"),
    path("agreement/", agreement.LibraryAgreementView.as_view(), name="library-agreement"),
    path("consistency/", consistency.ConsistencyView.as_view(), name="consistency"),
    path("<slug:slug>/", cases.CaseDetail.as_view(), name="detail"),
    path("<slug:slug>/<slug:phase>/doctrines/", doctrines.PhaseDoctrinesView.as_view(), name="doctrines"),
    path("<slug:slug>/<slug:phase>/agreement/", agreement.AgreementView.as_view(), name="agreement"),
]
