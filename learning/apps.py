"""Training."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Questions, their formats and their statistics."""

    name = "learning"
    verbose_name = "Training"
