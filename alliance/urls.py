"""Addresses of the alliance: the front door, people, notices, duty, the leader's overview."""

from django.urls import path

from alliance.views import desk, duty, joining, notices, overview, people, sessions

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
    path("invitations/<uuid:code>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", joining.join, name="join"),
    path("sessions/<int:number>/end/", sessions.end, name="session_end"),
    path("duty/", duty.roster, name="duty"),
    path("duty/<uuid:code>/remove/", duty.remove, name="shift_remove"),
    path("alliance/", overview.page, name="overview"),
]
