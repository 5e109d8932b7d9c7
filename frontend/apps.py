from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """Everything the browser sees: templates, styles, scripts and the tags that write them."""

    name = "frontend"
    label = "frontend"
