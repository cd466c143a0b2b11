"""Run as a process of its own, within bounds: one page of a PDF, as a picture or as a PDF.

Arguments: « picture » or « alone », the file, the number of the page from 1 on, the file to write.
It prints `{"pages": 12}`, or `{"error": why}` where nothing is written. Nothing of the archive is
imported.
"""

import json
import resource
import sys

import pypdfium2

MEMORY = 1024 * 2**20  # bytes
SECONDS = 30
WIDTH = 1600  # pixels: a page of A4 at some 190 dots an inch
MOST_PIXELS = 12_000_000
QUALITY = 80


def write(kind: str, source: str, number: int, target: str) -> dict:
    """Write the page, and return what is printed."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "damaged"}
    count = len(document)
    if not 1 <= number <= count:
        return {"error": "absent", "pages": count}
    try:
        if kind == "alone":
            alone = pypdfium2.PdfDocument.new()
            alone.import_pages(document, [number - 1])
            alone.save(target)
        else:
            picture(document[number - 1], target)
    except pypdfium2.PdfiumError:
        return {"error": "damaged", "pages": count}
    return {"pages": count}


def picture(page: pypdfium2.PdfPage, target: str) -> None:
    """Write the page as a JPEG of WIDTH, less where it is very high."""
    width, height = page.get_size()
    scale = WIDTH / max(width, 1)
    pixels = width * height * scale * scale
    if pixels > MOST_PIXELS:
        scale *= (MOST_PIXELS / pixels) ** 0.5
    page.render(scale=scale).to_pil().convert("RGB").save(target, "JPEG", quality=QUALITY)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(write(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]), sys.stdout)
