"""A real browser without a screen: Qt's build of Chromium with one empty page.

Run by ``tests.browser`` in a process of its own, which drives it by its DevTools.
"""

import sys

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication


def main() -> None:
    """Until the process is ended."""
    application = QApplication(sys.argv[:1])
    view = QWebEngineView()
    view.load(QUrl("about:blank"))
    view.show()
    application.exec()


if __name__ == "__main__":
    main()
