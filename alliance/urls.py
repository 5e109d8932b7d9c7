"""Addresses of the alliance: the front door, people, notices, duty, and what the leader keeps."""

from django.urls import path

from alliance.views import (
    agreements,
    desk,
    duty,
    holidays,
    institutions,
    joining,
    notices,
    overview,
    people,
    practice,
    sessions,
)

app_name = "alliance"
urlpatterns = [
    path("", desk.front, name="front"),
    path("desk/", desk.desk, name="desk"),
    path("language/", desk.language, name="language"),
    path("notices/", notices.listing, name="notices"),
    path("notices/count/", notices.count, name="notice_count"),
    path("notices/<uuid:code>/", notices.notice, name="notice"),
    path("people/", people.people, name="people"),
    path("people/<uuid:code>/end/", people.end, name="membership_end"),
    path("people/<uuid:code>/practice/", practice.practice, name="practice"),
    path("people/<uuid:code>/sites/add/", practice.site_add, name="site_add"),
    path("people/<uuid:code>/sites/change/", practice.site_change, name="site_change"),
    path("invitations/<uuid:code>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", joining.join, name="join"),
    path("sessions/<int:number>/end/", sessions.end, name="session_end"),
    path("duty/", duty.roster, name="duty"),
    path("duty/<uuid:code>/remove/", duty.remove, name="shift_remove"),
    path("alliance/", overview.page, name="overview"),
    path("alliance/institutions/new/", institutions.new, name="institution_new"),
    path("alliance/institutions/<uuid:code>/", institutions.institution, name="institution"),
    path("alliance/agreements/", agreements.listing, name="agreements"),
    path("alliance/agreements/new/", agreements.new, name="agreement_new"),
    path("alliance/agreements/<uuid:code>/", agreements.agreement, name="agreement"),
    path("alliance/agreements/<uuid:code>/suspend/", agreements.suspend, name="agreement_suspend"),
    path("alliance/agreements/<uuid:code>/resume/", agreements.resume, name="agreement_resume"),
    path("alliance/holidays/", holidays.listing, name="holidays"),
    path("alliance/holidays/import/", holidays.take_in, name="holidays_import"),
    path("alliance/holidays/remove/", holidays.remove, name="holiday_remove"),
]
