"""A doctor gives her computer a passkey and signs in with nothing but her finger; nobody else does."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from alliance.models import Person
from tests.factories import PASSWORD
from tests.journeys.people import Reader, words


def give_finger(page: Page) -> Any:
    """A device that keeps passkeys and is unlocked by its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    facts = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    said = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**facts, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return session, said["authenticatorId"]


def test_a_passkey_signs_in_alone_and_only_its_owner(
    server: str, at_browser: Callable[..., Reader], community_doctor: Person
) -> None:
    doctor = at_browser(community_doctor)
    page, language = doctor.page, doctor.language
    session, device = give_finger(page)
    page.goto("/accounts/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button").click()
    page.get_by_role("button", name=words("Create the passkey", language)).click()
    expect(page.get_by_role("heading", name=words("Recovery codes", language), level=1)).to_be_visible()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name=words("Sign in with a passkey", language)).click()
    page.wait_for_url("**/consultations/**")
    # Nobody else is let in: the device knows no other passkey, and forgets this one.
    page.context.clear_cookies()
    session.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name=words("Sign in with a passkey", language)).click()
    expect(page.get_by_role("alert")).to_have_text(
        words("No passkey was used. Try again, or choose another way.", language)
    )
    expect(page).to_have_url(f"{page.url.split('/accounts')[0]}/accounts/login/")
