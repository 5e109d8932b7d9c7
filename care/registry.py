"""What care tells the apps below: words of notices, due-handlers. Called once, when the app registry is full."""


def register() -> None:
    """Filled by the verbs that need it."""
