"""An editor's hand on a page of a browser, whose presses are counted."""

from playwright.sync_api import Page


class Hand:
    """Presses and clicks on a page, counted; so are the documents that it loads."""

    def __init__(self, page: Page):
        self.page, self.presses, self.loads = page, 0, 0
        page.on("request", self._note)

    def _note(self, request):
        self.loads += request.is_navigation_request()

    def press(self, key: str):
        self.presses += 1
        self.page.keyboard.press(key)

    def write(self, label: str, typed: str):
        """Click into the first field of a label and type, which counts as one press."""
        self.presses += 1
        self.page.get_by_label(label).first.click()
        self.page.keyboard.type(typed)

    def click(self, name: str):
        self.presses += 1
        self.page.get_by_role("link", name=name).or_(
            self.page.get_by_role("button", name=name)
        ).first.click()
