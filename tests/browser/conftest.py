"""Pages in a real Chromium: https://playwright.dev/python/docs/test-runners"""

import os

# Playwright's own loop runs in this thread; Django would otherwise refuse to touch the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
