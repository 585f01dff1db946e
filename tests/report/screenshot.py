"""The picture in the README, made anew: ``python -m tests.report.screenshot``.

It explores ``.github/bank.py``, writes the page as a student gets it, and photographs it in light
and dark with the chromium that the browser tests use.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from click.testing import CliRunner
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from grader.cli import commands
from tests.report.test_browser import FLAGS

FOLDER = Path(__file__).resolve().parents[2] / ".github"
SIZE = {"width": 900, "height": 1107, "deviceScaleFactor": 1, "mobile": False}
"""In pixels: down to where the deadlock is seen in the picture of the run."""


def main() -> None:
    """Write .github/light.png and .github/dark.png."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in FLAGS.split():
        options.add_argument(flag)
    driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "bank.html"
        CliRunner().invoke(commands, ["explore", str(FOLDER / "bank.py"), "--html", str(page)])
        try:
            for scheme in ("light", "dark"):
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
                media = [{"name": "prefers-color-scheme", "value": scheme}]
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
                driver.get(page.as_uri())
                driver.save_screenshot(str(FOLDER / f"{scheme}.png"))
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
