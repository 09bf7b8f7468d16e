"""The page in a real browser against the real server on the bundled example."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.conftest import ROOT
from tests.workbench.conftest import BROWSER

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser
AL_TANF = "syria-iraq-2017/al-tanf-garrison"
PATIENCE = 60.0  # s: a browser that draws in software on two busy cores is slow, never wrong


class Watched:
    """A page whose console errors and requests are kept."""

    def __init__(self, page: Any, server: str) -> None:
        self.page, self.server = page, server
        page.set_default_timeout(PATIENCE * 1000)
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: self.requests.append(r.url))

    def open(self, query: str = "") -> Any:
        self.page.goto(f"{self.server}/{query}")
        self.page.wait_for_function("() => window.foglineMap && window.foglineMap.loaded()")
        self.page.wait_for_selector(".card")
        return self.page


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=BROWSER)
        yield started
        started.close()


@pytest.fixture
def watched(browser: Any, server: str) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    seen = Watched(page, server)
    yield seen
    page.close()
    assert seen.errors == []
    outside = [u for u in seen.requests if not u.startswith((server, "blob:", "data:"))]
    assert outside == [], "the page asked another host"


def rendered(page: Any, layer: str = "points") -> list[dict[str, Any]]:
    """What the map shows at this moment; a change is drawn some time after the click, so wait with `until`."""
    script = f"() => window.foglineMap.queryRenderedFeatures({{layers: ['{layer}']}}).map(f => f.properties)"
    return list(page.evaluate(script))


def until(page: Any, true: Callable[[], bool]) -> None:
    """Returns as soon as it is true; fails where it has not become true in time."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"it did not happen within {PATIENCE:.0f} s"
        page.wait_for_timeout(100)


def highlighted(page: Any, name: str) -> list[str]:
    """The words that a CSS highlight covers."""
    script = "n => [...(CSS.highlights.get(n) ?? [])].map(r => r.toString())"
    return list(page.evaluate(script, name))


def claims_shown(page: Any) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".cards header strong")))


def test_the_map_shows_what_the_claims_name(watched: Watched) -> None:
    page = watched.open()
    until(page, lambda: AL_TANF in {f["id"] for f in rendered(page)})


def test_a_place_selected_anywhere_drives_every_view_and_the_address(watched: Watched) -> None:
    page = watched.open()
    everything = claims_shown(page)
    page.select_option("select[aria-label=Place]", AL_TANF)
    page.wait_for_selector(".holding")
    until(page, lambda: 0 < claims_shown(page) < everything)
    fewer = claims_shown(page)
    assert f"place={AL_TANF.replace('/', '%2F')}" in page.url
    assert "Al-Tanf" in page.inner_text(".holding h3")
    until(page, lambda: AL_TANF in {f["id"] for f in rendered(page) if f["selected"] is True})
    page.go_back()
    page.wait_for_function(f"() => document.querySelector('.cards header strong').innerText.startsWith('{everything}')")
    page.go_forward()
    page.reload()
    page.wait_for_selector(".holding")
    until(page, lambda: claims_shown(page) == fewer)


def test_an_open_claim_has_its_very_words_highlighted(watched: Watched) -> None:
    page = watched.open()
    page.click(".card .title >> nth=0")
    page.wait_for_selector(".reading .text")
    page.wait_for_function("() => (CSS.highlights.get('trigger')?.size ?? 0) > 0")
    id_ = page.get_attribute(".card.open", "data-claim")
    card = httpx2.get(f"{watched.server}/api/cards", params={"id": id_}).json()["cards"][0]
    assert highlighted(page, "trigger") == [card["trigger"]["text"]]
    parties = {a["text"] for a in card["args"] if a["role"] in ("actor", "target")}
    until(page, lambda: parties <= set(highlighted(page, "party")))


def test_offsets_stay_right_after_emoji_and_arabic(watched: Watched) -> None:
    page = watched.open()
    text = "😀😀 التنف 🛰️ Rebels captured the town of Tadef from Islamic State on Friday, a monitor said."
    page.click("text=Read…")
    page.fill("form.read textarea", text)
    page.fill("form.read input[type=date]", "2017-06-19")
    page.click("form.read button.primary")
    page.wait_for_selector(".job >> text=1 new")
    page.wait_for_selector(".reading .text")
    assert page.inner_text(".reading .text") == text
    report = re.search(r"report=([0-9a-f]{64})", page.url)
    assert report
    claims = httpx2.get(f"{watched.server}/api/reports/{report[1]}").json()["claims"]
    capture = next(c for c in claims if c["type"] == "capture")
    page.goto(f"{watched.server}/?report={report[1]}&claim={capture['id']}")
    page.wait_for_function("() => (CSS.highlights.get('trigger')?.size ?? 0) > 0")
    assert highlighted(page, "trigger") == ["captured"]
    until(page, lambda: "Tadef" in " ".join(highlighted(page, "place")))


def test_triage_by_keyboard_is_recorded_under_a_name_and_undone(watched: Watched) -> None:
    page = watched.open()
    page.fill("input.name", "A. Editor")
    page.keyboard.press("Tab")
    page.click(".cards header strong")
    page.keyboard.press("j")
    page.wait_for_selector(".card.open")
    id_ = page.get_attribute(".card.open", "data-claim")

    def reviewed() -> str | None:
        return httpx2.get(f"{watched.server}/api/cards", params={"id": id_}).json()["cards"][0]["reviewed"]  # type: ignore[no-any-return]

    for key, status in (("a", "accepted"), ("r", "rejected"), ("u", "accepted"), ("u", None)):
        page.keyboard.press(key)
        until(page, lambda status=status: reviewed() == status)
        page.wait_for_selector(f".card.open[data-claim='{id_}']")
    history = httpx2.get(f"{watched.server}/api/claims/{id_}").json()["cards"][0]["history"]
    assert [h["by"] for h in history if h["kind"] == "review"] == ["A. Editor"] * 4


def test_a_correction_made_on_the_card_changes_the_claim(watched: Watched) -> None:
    page = watched.open()
    page.fill("input.name", "A. Editor")
    page.click(".card .title >> nth=0")
    page.wait_for_selector(".card.open")
    id_ = page.get_attribute(".card.open", "data-claim")
    page.click(".card.open >> text=Edit")
    page.select_option(".card.open form.edit label:has-text('Mood') select", "conditional")
    page.click(".card.open >> text=Record correction")
    page.wait_for_selector(".card.open .badge.reviewed")
    card = httpx2.get(f"{watched.server}/api/cards", params={"id": id_}).json()["cards"][0]
    assert (card["mood"], card["reviewed"]) == ("conditional", "corrected")


def test_brushing_time_narrows_the_list_and_stands_in_the_address(watched: Watched) -> None:
    page = watched.open()
    everything = claims_shown(page)
    box = page.locator(".timeline svg.over").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 25, steps=6)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('from=')")
    until(page, lambda: claims_shown(page) < everything)
    fewer = claims_shown(page)
    page.reload()
    page.wait_for_selector(".card, .empty")
    until(page, lambda: claims_shown(page) == fewer)


def test_the_day_slider_changes_the_holders(watched: Watched) -> None:
    page = watched.open("?on=2017-11-21")
    until(page, lambda: any(f["status"] == "held" for f in rendered(page)))
    page.fill("#on", "2017-05-01")
    page.keyboard.press("Tab")
    page.wait_for_function("() => location.search.includes('on=2017-05-01')")
    until(page, lambda: {f["status"] for f in rendered(page)} == {"unknown"})


def test_the_viewpoint_switches_the_borders(watched: Watched) -> None:
    page = watched.open()
    page.select_option("select[aria-label='Boundary viewpoint']", "de-facto")
    page.wait_for_function("() => location.search.includes('viewpoint=de-facto')")
    until(page, lambda: any("/api/borders/de-facto" in u for u in watched.requests))
    until(page, lambda: bool(rendered(page, "border")))


def test_a_dropped_file_is_read_and_a_bad_one_is_named(watched: Watched, tmp_path: Path) -> None:
    page = watched.open()
    before = claims_shown(page)
    text = "Government forces entered the town of Tadef on 3 June 2017, a monitor said. Rebels denied it."
    script = """
        ([good, name]) => {
            const data = new DataTransfer();
            data.items.add(new File([good], name, {type: "text/plain"}));
            data.items.add(new File([""], "empty.txt", {type: "text/plain"}));
            window.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }
    """
    page.evaluate(script, [text, "dropped.txt"])
    page.wait_for_selector(".job >> text=empty.txt")
    page.wait_for_function(
        f"() => Number(document.querySelector('.cards header strong').innerText.replace(/\\D/g, '')) > {before}"
    )


def test_hostile_words_stay_words(watched: Watched) -> None:
    page = watched.open()
    text = (
        '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script> Rebels captured Tadef, '
        '<a href="javascript:window.hacked=3">it</a> said. \u202ereversed ' + "A" * 200_000
    )
    page.click("text=Read…")
    page.fill("form.read textarea", text)
    page.click("form.read button.primary")
    page.wait_for_selector(".job >> text=Read 1 report")
    page.wait_for_selector(".reading .text")
    assert page.evaluate("() => window.hacked") is None
    assert page.locator(".reading .text *").count() == 0


def test_nothing_serious_stands_in_the_way_of_anybody(watched: Watched) -> None:
    axe = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not installed: `make setup` installs it where there is Node 20")
    page = watched.open(f"?place={AL_TANF}")
    page.click(".card .title >> nth=0")
    page.wait_for_selector(".reading .text")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    grave = [(v["id"], [n["target"] for n in v["nodes"]][:4]) for v in found if v["impact"] in ("serious", "critical")]
    assert grave == [], json.dumps(grave, indent=1)
