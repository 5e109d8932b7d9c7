"""Addresses of consultations, hours, verification and calendars."""

from django.urls import include, path

from teleconsult.views import (
    calendars,
    cases,
    consents,
    dispositions,
    emergencies,
    hours,
    lists,
    opinions,
    outcomes,
    requests,
    sessions,
    slots,
    triage,
)

app_name = "teleconsult"

# /consultations/<code>/
case_urls = [
    path("", cases.case, name="case"),
    path("request/", requests.request_, name="request"),
    path("draft/", requests.draft, name="draft"),
    path("consent/", consents.consent, name="consent"),
    path("submit/", consents.submit, name="submit"),
    path("emergency/", consents.ask_emergency, name="ask_emergency"),
    path("cancel/", cases.cancel, name="cancel"),
    path("take-over/", cases.take_over, name="take_over"),
    path("triage/", triage.triage, name="triage"),
    path("assign/", triage.assign, name="assign"),
    path("return/", triage.return_, name="return"),
    path("close-declined/", triage.close_declined, name="close_declined"),
    path("accept/", triage.accept, name="accept"),
    path("decline/", triage.decline, name="decline"),
    path("slots/", slots.slots, name="slots"),
    path("hold/", slots.hold, name="hold"),
    path("confirm/", slots.confirm, name="confirm"),
    path("cancel-booking/", slots.cancel_booking, name="cancel_booking"),
    path("open-now/", slots.open_now, name="open_now"),
    path("booking.ics", calendars.ics, name="ics"),
    path("start-check/", sessions.start_check, name="start_check"),
    path("session/", sessions.session, name="session"),
    path("begin/", sessions.begin, name="begin"),
    path("end/", sessions.end, name="end"),
    path("abort/", sessions.abort, name="abort"),
    path("close-withdrawn/", sessions.close_withdrawn, name="close_withdrawn"),
    path("opinion/", opinions.opinion, name="opinion"),
    path("opinion/draft/", opinions.draft, name="opinion_draft"),
    path("opinion/print/", opinions.print_, name="opinion_print"),
    path("opinion/sheet/", opinions.sheet, name="sheet"),
    path("opinion/text/", opinions.text, name="text"),
    path("sign/", opinions.sign, name="sign"),
    path("addendum/", opinions.addendum, name="addendum"),
    path("disposition/", dispositions.dispose, name="disposition"),
    path("disposition/draft/", dispositions.draft, name="disposition_draft"),
    path("survey/", outcomes.survey, name="survey"),
]

urlpatterns = [
    path("consultations/", lists.list_, name="list"),
    path("consultations/board/", lists.board, name="board"),
    path("consultations/new/", requests.new, name="new"),
    path("consultations/<uuid:code>/", include(case_urls)),
    path("outcomes/<uuid:code>/", outcomes.outcome, name="outcome"),
    path("outcomes/<uuid:code>/cannot/", outcomes.cannot, name="outcome_cannot"),
    path("emergencies/<uuid:code>/", emergencies.decide, name="emergency"),
    path("availability/", hours.availability, name="availability"),
    path("availability/<uuid:code>/end/", hours.end_availability, name="availability_end"),
    path("availability/extra/", hours.add_extra, name="extra_hours"),
    path("availability/extra/<uuid:code>/end/", hours.end_extra, name="extra_hours_end"),
    path("availability/rule/", hours.set_rule, name="booking_rule"),
    path("calendar/renew/", calendars.renew_feed, name="feed_renew"),
    path("calendar/<uuid:token>.ics", calendars.feed, name="feed"),
    path("verify/<uuid:code>/", opinions.verify, name="verify"),
]
