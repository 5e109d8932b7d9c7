"""Who may do what."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """Institutions, people, rights, audit, notices, clocks."""

    name = "alliance"
    verbose_name = "Alliance"
