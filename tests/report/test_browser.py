"""The pages in a real browser: stepping through, small screens, and nothing that acts or loads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.model.results import ClassReport
from grader.report.html.pages import class_page, replay_page, student_page
from tests.report.page import COMMAND, PASSED, UNSURE, failed, hostile_pages, student
from tests.report.runs import BAKERY_SOURCE, LOCK_CYCLE_SOURCE, lock_cycle, queue_messages

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="the tests in a browser need selenium (pip install selenium)"
)
By = pytest.importorskip("selenium.webdriver.common.by").By
Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys

FLAGS = """
--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
--disable-background-networking --disable-component-update --disable-dev-shm-usage
"""


class Browser:
    """Opens pages from text, and says what they did."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver = driver
        self.file = folder / "page.html"

    def open(self, page: str, *, width: int = 1200, dark: bool = False, paper: str = "") -> None:
        """Show a page; ``paper`` is the medium, "print" or "" for a screen."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"media": paper, "features": [scheme]}
        )
        self.resize(width)
        self.file.write_text(page, encoding="utf-8")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(self.file.as_uri())

    def resize(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def js(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, css: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        return " ".join(self.find(css).text.split())

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def problems(self) -> list[str]:
        """Return what the console complained about."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for."""
        messages = [json.loads(entry["message"]) for entry in self.driver.get_log("performance")]
        return [
            found["message"]["params"]["request"]["url"]
            for found in messages
            if found["message"]["method"] == "Network.requestWillBeSent"
        ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    driver_path = shutil.which("chromedriver")
    if chromium is None or driver_path is None:
        pytest.skip("the tests in a browser need chromium and chromedriver on the PATH")
    folder = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS.split(), f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=driver_path)
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(driver, folder)
    finally:
        driver.quit()


@pytest.fixture
def page() -> str:
    return replay_page(*lock_cycle(), LOCK_CYCLE_SOURCE, command=COMMAND)


def now(browser: Browser) -> tuple[str, list[str]]:
    """Return the heading of the step that is shown, and the current lines of the source."""
    lines = browser.js(
        "return [...document.querySelectorAll('.here .on')].map(line => line.dataset.current)"
    )
    return browser.text("[data-part=head]"), lines


def test_it_opens_at_the_first_mark(browser: Browser, page: str) -> None:
    browser.open(page)
    assert now(browser) == ("Step 4: clerk-1 runs, line 5", ["5", "18"])
    assert browser.text("[data-part=marks]") == "1: takes accounts[0]"
    assert browser.text("[data-part=did]") == "with first: takes accounts[0], prints 'one'"


def test_arrow_keys_step_and_the_current_line_follows(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.js("document.querySelector('[data-player]').focus()")
    browser.press(Keys.ARROW_RIGHT)
    assert now(browser) == ("Step 5: clerk-2 runs", ["7", "18"])
    browser.press(Keys.ARROW_DOWN)
    assert now(browser) == ("Step 6: clerk-2 runs, line 5", ["5", "7", "18"])
    browser.press(Keys.END)
    assert now(browser) == ("The end", ["7", "18"])
    browser.press(Keys.ARROW_RIGHT)
    assert now(browser)[0] == "The end"
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_UP)
    assert now(browser)[0] == "Step 5: clerk-2 runs"
    browser.press(Keys.HOME)
    assert now(browser) == ("Step 0: main runs", [])


def test_arrow_keys_work_without_a_click_first(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.js("document.querySelector('[data-player]').scrollIntoView()")
    browser.find("body").send_keys(Keys.ARROW_RIGHT)
    assert now(browser)[0] == "Step 5: clerk-2 runs"


def test_buttons_the_slider_and_the_picture_step_too(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.find("[data-go=first]").click()
    browser.find("[data-go=next]").click()
    assert now(browser)[0] == "Step 1: main runs, line 16"
    browser.find("[data-go=mark]").click()
    assert now(browser)[0] == "Step 4: clerk-1 runs, line 5"
    browser.find("[data-go=mark]").click()
    assert now(browser)[0] == "Step 6: clerk-2 runs, line 5"
    browser.find("[data-go=back]").click()
    browser.find("input[type=range]").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert now(browser)[0] == "The end"
    browser.js("document.querySelector('[data-row=\"2\"]').dispatchEvent(new MouseEvent('click'))")
    assert now(browser)[0] == "Step 2: main runs, line 17"
    assert browser.js("return document.querySelector('.now').getAttribute('y')") == browser.js(
        "return document.querySelector('[data-row=\"2\"]').getAttribute('y')"
    )


def test_it_says_how_every_process_stands(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.find("[data-go=last]").click()
    assert browser.find("[data-part=stands]").text.split("\n") == [
        *("main", "blocked, waits for clerk-1 to end"),
        *("clerk-1", "blocked, waits for accounts[1]"),
        *("clerk-2", "blocked, waits for accounts[0]"),
    ]
    assert browser.text(".here .chips") == "clerk-1 · blocked clerk-2 · blocked"


def test_the_row_that_is_shown_is_in_sight(browser: Browser) -> None:
    browser.open(replay_page(*queue_messages(), BAKERY_SOURCE, command=COMMAND), width=360)
    for button in ("first", "last", "mark"):
        browser.find(f"[data-go={button}]").click()
        seen = browser.js(
            """
            const box = document.querySelector('.picture').getBoundingClientRect();
            const now = document.querySelector('.now').getBoundingClientRect();
            return now.top < box.bottom && now.bottom > box.top;
            """
        )
        assert seen, button


@pytest.mark.parametrize("name", ["student", "class", "explore", "replay"])
def test_text_from_outside_does_nothing_and_nothing_is_loaded(browser: Browser, name: str) -> None:
    browser.open(hostile_pages()[name]())
    assert browser.js("return window.hacked === undefined")
    assert browser.js("return document.scripts.length > 0 && !document.images.length")
    assert "window.hacked=1" in browser.driver.title
    assert browser.problems() == []
    assert [url for url in browser.requests() if not url.startswith(("file:", "data:"))] == []


def checks_page() -> str:
    report = student(failed(), failed(queue_messages()), PASSED, UNSURE)
    return student_page(report, version="1")


def room_page() -> str:
    report = student(failed(), failed(queue_messages()), PASSED, UNSURE)
    room = ClassReport("Autumn", (report, student(PASSED, name="b" * 200)), "1", "full", 7)
    return class_page(room, links={"alice": "alice.html"})


def wide_room_page() -> str:
    one = student(failed(), PASSED).exercises[0]
    made = tuple(replace(one, exercise=f"{n:02}_a_long_exercise") for n in range(1, 20))
    report = replace(student(PASSED), exercises=made)
    room = ClassReport("Autumn", (report,) * 40, "1", "full", 7)
    return class_page(room, links={})


PAGES = {
    "student": checks_page,
    "wide class": wide_room_page,
    "class": room_page,
    "replay": lambda: replay_page(*lock_cycle(), LOCK_CYCLE_SOURCE, command=COMMAND * 5),
    **{f"hostile {name}": make for name, make in hostile_pages().items()},
}


@pytest.mark.parametrize("name", list(PAGES))
def test_no_page_is_wider_than_the_screen(browser: Browser, name: str) -> None:
    browser.open(PAGES[name]())
    for width in (320, 360, 768, 1200):
        browser.resize(width)
        assert browser.js("return document.documentElement.scrollWidth") <= width
    assert browser.problems() == []


def test_who_scrolls_through_a_wide_class_still_sees_names_and_heads(browser: Browser) -> None:
    browser.open(wide_room_page(), width=360)
    seen = browser.js(
        """
        const box = document.querySelector('.scroll.table');
        box.scrollTo(9999, 9999);
        const frame = box.getBoundingClientRect();
        const table = box.querySelector('table');
        const name = table.tBodies[0].rows[39].cells[0].getBoundingClientRect();
        const heads = table.tHead.rows[0].cells;
        const head = heads[heads.length - 1].getBoundingClientRect();
        return [box.scrollLeft > 300, box.scrollTop > 300, Math.round(name.left - frame.left),
          Math.round(head.top - frame.top), head.right - frame.right < 1];
        """
    )
    assert seen == [True, True, 0, 0, True]


def test_dark_and_light_follow_the_readers_wish(browser: Browser, page: str) -> None:
    papers = []
    for dark in (False, True):
        browser.open(page, dark=dark)
        papers.append(browser.js("return getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(247, 247, 244)", "rgb(18, 22, 27)"]


def test_on_paper_the_picture_is_whole_and_the_buttons_are_gone(
    browser: Browser, page: str
) -> None:
    browser.open(page, paper="print")
    assert browser.js("return getComputedStyle(document.querySelector('.panel')).display") == "none"
    heights = browser.js(
        "const at = document.querySelector('.picture'); return [at.scrollHeight, at.clientHeight]"
    )
    assert heights[0] <= heights[1]


def test_a_link_to_a_line_opens_the_listing(browser: Browser) -> None:
    browser.open(checks_page())
    assert not browser.find("#s1-L7").is_displayed()
    browser.js("location.hash = '#s1-L7'; dispatchEvent(new HashChangeEvent('hashchange'))")
    assert browser.find("#s1-L7").is_displayed()


def test_hints_are_opened_one_by_one(browser: Browser) -> None:
    browser.open(checks_page())
    assert not browser.js(
        "return document.querySelector('details.hints details').checkVisibility()"
    )
    browser.find("details.hints > summary").click()
    shown = browser.find("details.hints").text
    assert "Who takes which lock first?" in shown
    assert "Compare the two calls." not in shown
    assert "Show the next hint (2 of 3)" in shown


def test_the_class_is_sorted_by_a_click_on_a_column(browser: Browser) -> None:
    names = ("Bob", "alice", "Eve")
    made = (
        student(failed(), name="Bob"),
        student(PASSED, name="alice"),
        student(UNSURE, name="Eve"),
    )
    browser.open(class_page(ClassReport("Autumn", made, "1", "full", 7), links={}))

    def order() -> list[str]:
        rows = browser.js(
            "return [...document.querySelectorAll('table.class tbody tr')]"
            ".map(row => row.cells[0].dataset.key)"
        )
        assert isinstance(rows, list)
        return rows

    assert order() == list(names)
    student_head, points_head, _ = browser.driver.find_elements(
        By.CSS_SELECTOR, "table.class th button"
    )
    student_head.click()
    assert order() == ["alice", "Bob", "Eve"]
    student_head.click()
    assert order() == ["Eve", "Bob", "alice"]
    points_head.click()
    assert order() == ["alice", "Bob", "Eve"]
    heads = browser.driver.find_elements(By.CSS_SELECTOR, "table.class th[aria-sort]")
    assert [head.get_attribute("aria-sort") for head in heads] == ["none", "descending", "none"]


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.press(Keys.TAB)
    assert browser.js("return document.activeElement.className") == "skip"
    box = browser.js("return document.activeElement.getBoundingClientRect().left")
    assert box >= 0
    seen = set()
    for _ in range(25):
        browser.press(Keys.TAB)
        seen.add(
            browser.js("const at = document.activeElement; return at.dataset.go || at.className")
        )
    assert {"picture", "first", "back", "next", "last", "mark", "code"} <= seen


@pytest.mark.parametrize("name", ["student", "class", "replay"])
def test_every_control_has_a_name(browser: Browser, name: str) -> None:
    browser.open(PAGES[name]())
    nameless = browser.js(
        """
        return [...document.querySelectorAll('button, input, [role=region], [role=img], a')]
          .filter(node => !(node.getAttribute('aria-label') || node.textContent.trim()
            || node.getAttribute('aria-labelledby')))
          .map(node => node.outerHTML.slice(0, 80));
        """
    )
    assert nameless == []
