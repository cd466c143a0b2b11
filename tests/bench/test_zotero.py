"""Zotero's translators, which are not part of the project: without them nothing is asked."""

import subprocess
import sys
from pathlib import Path

ZOTERO = Path(__file__).parents[2] / "bench/zotero.py"


def test_without_the_translators_it_says_so_and_does_nothing(tmp_path):
    for arguments in ([], [str(tmp_path)]):
        asked = subprocess.run(
            [sys.executable, str(ZOTERO), *arguments], capture_output=True, text=True, check=True
        )
        assert "wants the folder of Zotero’s translators" in asked.stdout
