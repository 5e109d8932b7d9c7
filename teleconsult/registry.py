"""What the consultation tells the apps below: words of notices, due-handlers, lent reach."""


def register() -> None:
    """Filled by the verbs that need it."""
