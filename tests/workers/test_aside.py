"""What is done aside: by another thread, in the request's language, and told where it fails."""

import threading
import time

from django.test import RequestFactory
from django.utils import translation

from archive.workers import aside

REQUEST = RequestFactory().get("/")


def test_it_is_done_by_another_thread_in_the_language_of_the_request():
    done = threading.Event()
    seen = []

    def work(request, word):
        seen.extend([threading.current_thread(), translation.get_language(), word])
        done.set()

    with translation.override("en"):
        aside.do(work, REQUEST, "mot")
    assert done.wait(5)
    assert seen[0] is not threading.current_thread() and seen[1:] == ["en", "mot"]


def test_a_failure_is_logged_and_what_comes_next_is_done(caplog):
    done = threading.Event()
    aside.do(lambda request: 1 / 0, REQUEST)
    aside.do(lambda request: done.set(), REQUEST)
    assert done.wait(5)
    until = time.monotonic() + 5
    while "ZeroDivisionError" not in caplog.text and time.monotonic() < until:
        time.sleep(0.01)
    assert "ZeroDivisionError" in caplog.text


def test_more_than_can_wait_is_told_and_what_waits_is_done(monkeypatch, caplog):
    monkeypatch.setattr("archive.workers.aside._room", threading.BoundedSemaphore(2))
    go, done = threading.Event(), []
    for number in range(3):
        aside.do(lambda request, number: go.wait(5) and done.append(number), REQUEST, number)
    assert "cannot wait" in caplog.text
    go.set()
    until = time.monotonic() + 5
    while len(done) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert done == [0, 1]
    last = threading.Event()
    aside.do(lambda request: last.set(), REQUEST)
    assert last.wait(5)
