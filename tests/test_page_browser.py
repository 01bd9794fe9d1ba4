"""The page in a real browser, headless: filter, open, look at a mark, download, read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from browser import CHROMIUM, MISSING, Browser, chromium
from page_release import publish, tables
from page_server import running

from flows.page.app import create_app
from flows.page.reviewing import Desk

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
ROOT = "/releases/1"
VIEWS = ["", "/pairs", "/pairs?q=Tainan", "/articles", "/names", "/names/jensen-huang"]
VIEWS += ["/names/review", "/rejects", "/rules", "/files", "/changes"]
PHONE, DESK = (390, 844), (1400, 900)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "clean"
    publish(folder, "c" * 12, tables(120))
    return folder


@pytest.fixture(scope="module")
def address(clean: Path) -> Iterator[str]:
    desk = Desk(clean / "proposals", clean / "rules")
    with running(create_app(clean, desk, token="open")) as given:
        yield given


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("profile")) as given:
        yield given


@pytest.fixture
def views(browser: Browser, address: str) -> list[str]:
    """Give addresses of every kind of view, of an article with a name, of the hostile one."""
    found = [address + "/", *(address + ROOT + view for view in VIEWS)]
    for word in ("Tainan", "script", "W" * 100, "degrees"):
        browser.open(f"{address}{ROOT}/pairs?q={word}")
        found.append(browser.run("document.querySelector('a.open').href"))
        browser.open(found[-1])
        found.append(browser.run("document.querySelector('a[href*=beside]').href"))
        found.append(browser.run("document.querySelector('.from a').href"))
    return found


def test_filter_open_mark_download(
    browser: Browser, address: str, clean: Path, tmp_path: Path
) -> None:
    browser.look(*DESK)
    browser.open(f"{address}/latest/pairs")
    browser.write("#q", "sentence 1")
    browser.press("Enter")
    browser.wait("location.search.includes('q=sentence')")
    browser.follow(".facet a[href*='accepted=yes']")
    asked = browser.run("location.search")
    assert asked == "?accepted=yes&q=sentence+1"
    count = browser.run("parseInt(document.querySelector('h1').textContent)")
    browser.click("details.download > summary")
    file = browser.download(".formats a[href*='/exact-csv?']", tmp_path / "downloads")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = duckdb.sql(
        f"SELECT id, source, target FROM read_parquet('{clean}/latest/pairs/*/*.parquet') "
        "WHERE accepted AND (source ILIKE '%sentence 1%' OR target ILIKE '%sentence 1%') "
        "ORDER BY source_lang, target_lang, id"
    ).fetchall()
    assert [(row["id"], row["source"], row["target"]) for row in rows] == expected
    assert count == len(rows) > 10


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_mark_says_what_stood_there_and_why(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    browser.look(*size)
    browser.open(f"{address}{ROOT}/pairs?q=Tainan")
    browser.follow("a.open")
    seen = "getComputedStyle(document.querySelector('.tip')).display !== 'none'"
    assert not browser.run(seen)
    (browser.tap if size == PHONE else browser.point)(".mark.is-repair")
    browser.wait(seen)
    says = browser.run("document.querySelector('.tip').innerText")
    assert "Huang Jenxun" in says
    assert "half translated and half spelt out" in says
    assert "names/jensen-huang/hybrid" in says
    box = browser.run(
        "(b => [b.left, b.right])(document.querySelector('.tip').getBoundingClientRect())"
    )
    assert 0 <= box[0] < box[1] <= size[0]


def test_removed_blocks_open_in_their_place(browser: Browser, address: str) -> None:
    browser.look(*DESK)
    browser.open(f"{address}{ROOT}/pairs?q=Tainan")
    browser.follow("a.open")
    browser.follow("a[href*=beside]")
    assert not browser.run("document.querySelector('.gone del').checkVisibility()")
    browser.click(".gone summary")
    browser.wait("document.querySelector('.gone del').checkVisibility()")
    assert browser.run("document.querySelector('.gone del').innerText") == "Home | News"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nothing_runs_and_nothing_overflows(
    browser: Browser, views: list[str], size: tuple[int, int]
) -> None:
    """No script of a page runs, the browser complains of nothing, no text widens the window."""
    browser.look(*size)
    browser.errors.clear()
    browser.call("Page.addScriptToEvaluateOnNewDocument", source="alert = () => window.hurt = 1")
    for view in views:
        browser.open(view)
        assert not browser.run("window.hurt"), view
        wide = browser.run("document.documentElement.scrollWidth")
        assert wide <= size[0], (view, wide)
    assert browser.errors == []


def test_without_script_everything_is_there(browser: Browser, address: str) -> None:
    browser.look(*DESK)
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(f"{address}{ROOT}/pairs")
        assert browser.run("document.querySelectorAll('.row').length") == 50
        browser.click("details.sorting > summary")
        browser.follow("details.sorting a[href*='sort=best']")
        assert browser.run("location.search") == "?sort=best"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install --no-save axe-core")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_axe_finds_nothing_serious(
    browser: Browser, views: list[str], size: tuple[int, int], dark: bool
) -> None:
    browser.look(*size, dark=dark)
    serious = []
    for view in views:
        browser.open(view)
        browser.run(AXE.read_text("utf-8") + ";0")
        found = json.loads(browser.run("axe.run().then(one => JSON.stringify(one.violations))"))
        serious += [
            (one["id"], view, [node["html"][:160] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
    assert not serious
