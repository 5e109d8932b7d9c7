"""Addresses of the alliance: the front door, people, notices, duty, the leader's overview."""

from django.urls import path

from alliance.views import desk

app_name = "alliance"
urlpatterns = [
    path("", desk.front, name="front"),
    path("desk/", desk.desk, name="desk"),
    path("language/", desk.language, name="language"),
    path("notices/", desk.desk, name="notices"),
    path("notices/count/", desk.desk, name="notice_count"),
    path("notices/<uuid:code>/", desk.desk, name="notice"),
    path("people/", desk.desk, name="people"),
    path("invitations/<str:token>/", desk.desk, name="join"),
    path("duty/", desk.desk, name="duty"),
    path("alliance/", desk.desk, name="overview"),
]
