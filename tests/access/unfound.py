"""Arguments of addresses that name no row, or one that is not there."""

from typing import Any

SUBJECTS: dict[str, dict[str, Any]] = {
    "-": {},
    "page": {"path": "nowhere/"},
    "self-check": {"key": "phq-9"},
    "paper": {"document_id": 1, "document_filename": "poster.pdf"},
    "picture": {"name": "images/nothing.webp"},
    "language": {"language": "zh-hans"},
    "session": {"number": 999_999},
    "passkey": {"pk": 999_999},
    "site-review": {"pk": 999_999},
    "key": {"key": "nothing"},
    "reset": {"uidb36": "a", "key": "set-password"},
}
