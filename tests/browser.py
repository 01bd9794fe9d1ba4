"""A headless Chromium, driven by its own protocol: no driver, no package besides the browser."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
MISSING = "no Chromium: apt-get install chromium (Debian), then these tests run"
_START = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--remote-debugging-port=0",
)  # fmt: skip


class Browser:
    """One page of a browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.errors: list[str] = []

    def call(self, method: str, **parameters: Any) -> Any:
        """Ask the browser for something and wait for its answer."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.errors.append(json.dumps(message["params"]))
            if message.get("id") == number:
                assert "error" not in message, message["error"]
                return message["result"]

    def open(self, address: str) -> None:
        """Go to an address and wait until it is there."""
        self.run("window.stale = true")
        failed = self.call("Page.navigate", url=address).get("errorText")
        assert not failed, (address, failed)
        self.wait("!window.stale && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Give the value of an expression on the page."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str, seconds: float = 30) -> Any:
        """Wait until an expression is true, and give its value."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.call(
                "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
            )
            value = found["result"].get("value")
            if value and "exceptionDetails" not in found:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never became true: {script}")

    def click(self, selector: str) -> None:
        """Click with the mouse in the middle of the first element that matches and is seen."""
        x, y = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def follow(self, selector: str) -> None:
        """Click something that leads to another page and wait for it."""
        self.run("window.stale = true")
        self.click(selector)
        self.wait("!window.stale && document.readyState === 'complete'")

    def point(self, selector: str) -> None:
        """Move the mouse onto an element."""
        x, y = self._middle(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def tap(self, selector: str) -> None:
        """Touch an element with a finger."""
        x, y = self._middle(selector)
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def write(self, selector: str, text: str) -> None:
        """Write into a field."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key."""
        code = {"Enter": 13, "Escape": 27, "Tab": 9}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **(text if kind == "keyDown" else {}),
            )

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Look at the page in a window of that size, in a light or a dark scheme."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 600)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self) -> bytes:
        """Give what is seen as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def download(self, selector: str, folder: Path) -> Path:
        """Click a link that sends a file and wait for the file."""
        folder.mkdir()
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.click(selector)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            done = [file for file in folder.iterdir() if file.suffix != ".crdownload"]
            if done and not list(folder.glob("*.crdownload")):
                return done[0]
            time.sleep(0.05)
        raise AssertionError("no file came")

    def _middle(self, selector: str) -> tuple[float, float]:
        quoted = json.dumps(selector)
        place = self.wait(
            f"""(() => {{
                for (const one of document.querySelectorAll({quoted})) {{
                    one.scrollIntoView({{block: "center"}});
                    const box = one.getClientRects()[0];
                    if (box && box.width) return [box.x + box.width / 2, box.y + box.height / 2];
                }}
            }})()"""
        )
        return place[0], place[1]


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Start a browser with a profile of its own in a folder."""
    assert CHROMIUM, MISSING
    command = [CHROMIUM, *_START, f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(folder, process), max_size=None) as socket:
            yield Browser(socket)
    finally:
        process.terminate()
        process.wait(20)


def _address(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait until the browser says where it listens, and give the address of its page."""
    from urllib.request import urlopen

    told = folder / "DevToolsActivePort"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "Chromium ended at once"
        if told.exists() and (lines := told.read_text("utf-8").splitlines()):
            with urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError("Chromium does not listen")
