"""A real browser for tests of pages, and axe-core in it; both come as wheels."""

import json
import os
import socket
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import distribution
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from websocket import WebSocket, create_connection

# What WCAG 2.2 AA asks for, and what axe's makers hold for good practice besides.
RULES = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
)
_CHROMIUM = Path(__file__).parent / "chromium.py"
_KEYS = {"Tab": (9, ""), "Enter": (13, "\r")}
_PATIENCE = 30.0
_TWO_FRAMES = "new Promise(on => requestAnimationFrame(() => requestAnimationFrame(() => on())))"


class Browser:
    """One page at a time, of a reader who prefers what they say."""

    def __init__(self, tools: WebSocket) -> None:
        self._tools = tools
        self._number = 0
        self._axe = axe_source()
        self._call("Page.enable")
        self._call("Emulation.setFocusEmulationEnabled", enabled=True)

    def prefer(self, *, scheme: str = "light", media: str = "screen", forced: str = "none") -> None:
        """A scheme (light, dark), a medium (screen, print), and whether colours are forced."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "forced-colors", "value": forced},
        ]
        self._call("Emulation.setEmulatedMedia", media=media, features=features)

    def open(self, url: str, *, width: int = 1280, height: int = 900) -> None:
        """Go to a page in a window of this size; it has been loaded when this returns."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        for address in ("about:blank", url):  # so that nothing is left of the page before it
            self._call("Page.navigate", url=address)
            self._heard(lambda message: message.get("method") == "Page.loadEventFired")
        self.wait("performance.getEntriesByType('paint').length > 0")  # before that no key is heard
        self.run(_TWO_FRAMES)

    def run(self, script: str) -> Any:
        """The value of an expression on the page, as JSON can carry it; a promise is waited for."""
        answer = self._evaluate(script)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, script: str) -> None:
        """Until an expression is true, on this page or the one that it leads to."""
        end = monotonic() + _PATIENCE
        while self._evaluate(script).get("result", {}).get("value") is not True:
            assert monotonic() < end, f"never true: {script}"
            sleep(0.01)

    def press(self, key: str) -> None:
        """Press a key (Tab, Enter) and let it go."""
        code, text = _KEYS[key]
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        self._call("Input.dispatchKeyEvent", type="keyUp", **about)

    def picture(self, path: Path) -> None:
        """Keep a picture of the whole page, as PNG."""
        self._call("Emulation.setScrollbarsHidden", hidden=True)
        answer = self._call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(b64decode(answer["data"]))

    def violations(self) -> list[str]:
        """What axe finds on the page or can't decide on, a line for each element.

        Raises:
            AssertionError: axe didn't try its rules.
        """
        self.run(f"{self._axe}; true")
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = self.run(f"axe.run(document, {json.dumps(options)})")
        tried = sum(len(found[sort]) for sort in ("passes", "violations", "inapplicable"))
        assert tried > 50, f"axe tried {tried} rules"
        return [
            f"{rule['id']}: {rule['help']}: {node['html']}"
            for sort in ("violations", "incomplete")
            for rule in found[sort]
            for node in rule["nodes"]
        ]

    def _evaluate(self, script: str) -> dict[str, Any]:
        """What the protocol says of an expression; nothing while the page is being left."""
        answer = self._tell(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        result: dict[str, Any] = answer.get("result", {})
        return result

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        answer = self._tell(method, **params)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _tell(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        call = {"id": self._number, "method": method, "params": params}
        self._tools.send(json.dumps(call))
        return self._heard(lambda message: message.get("id") == self._number)

    def _heard(self, awaited: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The message that is waited for; what else the page tells meanwhile is let be."""
        while True:
            message: dict[str, Any] = json.loads(self._tools.recv())
            if awaited(message):
                return message


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser in a process of its own, which ends with it."""
    port = _free_port()
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",  # there is none for root; only our own pages are opened
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu",
        "QT_LOGGING_RULES": "*=false",
    }
    with subprocess.Popen([sys.executable, str(_CHROMIUM)], env=surroundings) as process:
        try:
            tools = create_connection(
                _devtools(port, process), timeout=_PATIENCE, suppress_origin=True
            )
            with closing(tools):
                yield Browser(tools)
        finally:
            process.kill()  # its event loop hears no gentler signal


def axe_source() -> str:
    """axe-core as its wheel carries it."""
    wheel = distribution("axe-playwright-python")
    return Path(str(wheel.locate_file("axe_playwright_python/axe.min.js"))).read_text("utf-8")


def _devtools(port: int, process: "subprocess.Popen[bytes]") -> str:
    """Where those of the one page listen, as soon as they do."""
    end = monotonic() + _PATIENCE
    while monotonic() < end:
        assert process.poll() is None, (
            "The browser ended at once. If it says above that a library of the system is missing:"
            " Debian's packages libnss3, libasound2, libxcomposite1, libxtst6, libxrandr2,"
            " libxdamage1, libxkbfile1, libxkbcommon0, libxcb-dri3-0, libgbm1, libgl1, libegl1,"
            " libfontconfig1 and libglib2.0-0 have what it needs."
        )
        try:
            with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=_PATIENCE) as answer:
                pages = json.load(answer)
        except URLError:
            pages = []
        if pages:
            return str(pages[0]["webSocketDebuggerUrl"])
        sleep(0.05)
    raise TimeoutError("the browser doesn't answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
