"""The project itself as an app: commands that start it and, in the demo, fill it."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Carries the management commands `serve`, `worker`, `mediaworker`, `seed_demo`, `demo_accounts`."""

    name = "config"
    verbose_name = "Xinqiao"
