"""What is pasted into the editor, cleaned: its blocks as HTML, and what was mended or left."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.views.desk.access import DeskRequest, needs
from archive.writing import notes, pasting

LARGEST = 5 * 2**20  # bytes: Word's own styles are most of what it gives


@needs("archive.edit")
@require_POST
def paste(request: DeskRequest) -> JsonResponse:
    """Clean what is sent as the file `html`, or `text`: `{"html": "<p>…", "told": ["…"]}`.

    `notes`: the highest number of a note that the text has already.
    """
    sent = request.FILES.get("html") or request.FILES.get("text")
    if sent is None:
        return JsonResponse({"told": [_("Rien n’a été collé.")]}, status=400)
    size = sent.size or 0
    if size > LARGEST:
        told = _("C’est trop pour un collage : %(size)s Mo, pour %(largest)s Mo au plus.")
        numbers = {"size": size >> 20, "largest": LARGEST >> 20}
        return JsonResponse({"told": [told % numbers]}, status=413)
    source = sent.read().decode("utf-8", "replace")
    pasted = pasting.of_text(source)
    if "html" in request.FILES:
        pasted = pasting.of_html(source)
    highest = request.POST.get("notes", "")
    html = pasted.html
    if highest.isdecimal() and len(highest) < 4:
        html = notes.shifted(html, int(highest))
    return JsonResponse({"html": html, "told": pasted.told})
