from playwright.sync_api import expect
from tests.journeys.test_drafting import *  # noqa
from tests.journeys.test_drafting import unreachable_drafts, write_request, note, QUESTION, BEGAN
for n in [n for n in globals() if n.startswith("test_")]: del globals()[n]

def test_look(way, at_browser):
    case = way.draft()
    d = at_browser(way.doctor, language="en", width=360, height=740, theme="dark")
    write_request(d, case)
    d.write(QUESTION, "How to taper?"); d.page.wait_for_timeout(3000)
    d.page.screenshot(path="/tmp/draftstub/real1.png")
    d.context.set_offline(True)
    d.choose("A method or a plan?", "Yes"); d.page.wait_for_timeout(3000)
    d.page.screenshot(path="/tmp/draftstub/real2.png")
    d.page.set_viewport_size({"width":1280,"height":800}); d.page.screenshot(path="/tmp/draftstub/real3.png")
    d.context.set_offline(False); d.page.locator("[data-danger] .crisis").wait_for(); d.page.wait_for_timeout(500)
    d.page.screenshot(path="/tmp/draftstub/real4.png", full_page=True)
    e = at_browser(way.expert, language="en")
    way_case = way
