"""Addresses that exist only in the demo."""

from django.urls import path

from config.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:code>/", views.be, name="be"),
]
