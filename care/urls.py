"""Addresses of care: patients, consents, documents, danger."""

from django.urls import path

from care.views import consents, danger, documents, patients

app_name = "care"
urlpatterns = [
    path("patients/", patients.patients, name="patients"),
    path("patients/new/", patients.new, name="patient_new"),
    path("patients/<uuid:code>/", patients.patient, name="patient"),
    path("patients/<uuid:code>/edit/", patients.edit, name="patient_edit"),
    path("consents/<uuid:code>/", consents.consent, name="consent"),
    path("consents/<uuid:code>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("documents/<uuid:code>/", documents.document, name="document"),
    path("danger/", danger.dangers, name="dangers"),
    path("danger/<uuid:code>/", danger.danger, name="danger"),
    path("danger/<uuid:code>/status/", danger.status, name="danger_status"),
    path("danger/<uuid:code>/acknowledge/", danger.acknowledge, name="danger_acknowledge"),
    path("danger/<uuid:code>/check/", danger.check, name="danger_check"),
    path("danger/<uuid:code>/settle/", danger.settle, name="danger_settle"),
]
