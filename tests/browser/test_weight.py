"""How much a browser fetches to see the dashboard for the first time."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PageAs

# What is asked here is how much comes, however long a busy machine takes for it.
PATIENT = 60_000  # milliseconds
MOST_BYTES = 640_000
# Dash's table, its fill-ins for old browsers, the whole of Plotly, and the log kept for later: on no page of ours.
UNWANTED = ("dash_table", ".dev.js", "/plotly-cartesian", "/polyfill@", "/log/kept")


def test_the_first_visit_of_the_dashboard_fetches_at_most_640_kb(page_as: PageAs) -> None:
    page = page_as("point")
    page.context.set_extra_http_headers({"Accept-Encoding": "gzip, br"})
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    fetched: list[int] = []
    addresses: list[str] = []
    browser.on("Network.loadingFinished", lambda event: fetched.append(int(event["encodedDataLength"])))
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/dashboards/")
    for chart in ("#mix-kind", ".section"):
        expect(page.locator(f"{chart} .js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENT)
    page.wait_for_load_state("networkidle")
    assert len(fetched) > 10
    assert sum(fetched) <= MOST_BYTES
    assert not [address for address in addresses if any(part in address for part in UNWANTED)]
    drawn = page.evaluate("document.querySelectorAll('.js-plotly-plot .barlayer .point path').length")
    assert drawn > 3
