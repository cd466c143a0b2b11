"""Run as a process of its own, within bounds: what stands where on the pages of a PDF, as JSON.

A PDF is read by a library in C++; one that was made to harm, or that never ends, takes nothing but
this process with it. The file's path is the only argument; nothing of the archive is imported.
"""

import ctypes
import json
import resource
import sys

import pypdfium2
from pypdfium2 import raw

MEMORY = 1024 * 2**20  # bytes
SECONDS = 60
MOST_PAGES = 2_000
MOST_CHARACTERS = 4_000_000
# Between two characters of a line, in heights of it: a wider gap parts columns.
GAP = 1.5
TALLER = 1.5  # times the height of the characters before: another run, a drop capital's text
LINE_ENDS = "\r\n"
HYPHENS = {"\x02", "\ufffe", "\u00ad"}  # as the library gives a hyphen that it takes for soft
PROPERTIES = ("Title", "Author", "CreationDate")


def fragments(page: pypdfium2.PdfPage) -> list[list]:
    """Return the runs of characters of a page as [left, bottom, right, top, is bold, text]."""
    text_page = page.get_textpage()
    runs: list[list] = []
    left, right = ctypes.c_double(), ctypes.c_double()
    bottom, top = ctypes.c_double(), ctypes.c_double()
    loose = raw.FS_RECTF()
    run: list | None = None
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character in LINE_ENDS or code == 0:
            run = None
            continue
        if character in HYPHENS:
            character = "-"
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text_page, index, loose)
        height = loose.top - loose.bottom
        if character.isspace():
            if run is not None:
                run[5] += " "
            continue
        if run is None or not follows(run, left.value, loose):
            is_bold = raw.FPDFText_GetFontWeight(text_page, index) >= 600
            run = [left.value, loose.bottom, right.value, loose.top, is_bold, ""]
            runs.append(run)
        elif height > run[3] - run[1]:
            run[1], run[3] = loose.bottom, loose.top
        run[2] = max(run[2], right.value)
        run[5] += character
    return [run for run in runs if run[5].strip()]


def follows(run: list, left: float, box: raw.FS_RECTF) -> bool:
    """Return True for a character that stands right behind a run, and is of its size or nearly."""
    height = box.top - box.bottom
    before = run[3] - run[1]
    if not before / TALLER < height < before * TALLER and not run[5][-1:].isspace():
        is_raised = height < before and box.bottom > run[1]
        if not is_raised or height < before / (TALLER * TALLER):
            return False
    elif height > before * TALLER:
        return False
    if not -before < left - run[2] < GAP * before:
        return False
    return run[1] - before / 2 < box.bottom < run[3]


def read(path: str) -> dict:
    """Return {"properties", "pages": [{"width", "height", "runs"}]}, or {"error": why}."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "damaged"}
    count = len(document)
    if count > MOST_PAGES:
        return {"error": "pages", "count": count}
    metadata = document.get_metadata_dict()
    pages: list[dict] = []
    characters = pictures = damaged = 0
    for index in range(count):
        try:
            page = document[index]
            runs = fragments(page)
        except pypdfium2.PdfiumError:
            damaged += 1
            continue
        characters += sum(len(run[5]) for run in runs)
        if characters > MOST_CHARACTERS:
            return {"error": "long"}
        if not runs:
            pictures += any(True for _object in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
        pages.append({"width": page.get_width(), "height": page.get_height(), "runs": runs})
        page.close()
    return {
        "properties": {name: metadata.get(name, "") for name in PROPERTIES},
        "pages": pages,
        "pictures": pictures,
        "damaged": damaged,
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read(sys.argv[1]), sys.stdout)
