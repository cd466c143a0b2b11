"""Files sent by the web, for the tests of imports."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from archive.ingest.entering import uploads
from archive.models import Upload, uploads_folder

LINES = (
    '{"source_id": "1", "title": "La voix du client", "date": "2001-02-12", "authors": "Claire Abgrall", '
    '"text": "Un texte qui parle de la voix."}\n'
    '{"source_id": "2", "title": "Sans date", "text": "Un autre texte, sur les centres d’appels."}\n'
    '{"source_id": "3", "title": ""}\n'
)


def send(client, *files, **fields):
    named = [
        SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        for name, content in files
    ]
    return client.post("/desk/imports/", {"files": named, "format": "auto"} | fields)


def sent(client, *files, **fields) -> Upload:
    response = send(client, *(files or [("trois.jsonl", LINES)]), **fields)
    assert response.status_code == 302, response.context["form"].errors
    return Upload.objects.latest("pk")


def seen(client, *files, **fields) -> Upload:
    upload = sent(client, *files, **fields)
    uploads.work()
    upload.refresh_from_db()
    return upload


def refusal(response) -> str:
    """Why files were not taken."""
    return response.context["form"].non_field_errors().as_text()


def ask(client, upload, do, **fields):
    return client.post(f"/desk/imports/sent/{upload.pk}/", {"do": do} | fields, follow=True)


def left() -> list[str]:
    """The names of what lies in the folder of uploads."""
    return sorted(path.name for path in uploads_folder().iterdir() if path.name != "worker.lock")


def workbook(**sheets) -> bytes:
    """A workbook of OpenDocument; each sheet, by its name, is rows of texts."""
    tables = ""
    for name, rows in sheets.items():
        tables += f'<table:table table:name="{name}">'
        for row in rows:
            cells = (
                f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
                for text in row
            )
            tables += f"<table:table-row>{''.join(cells)}</table:table-row>"
        tables += "</table:table>"
    namespaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{namespaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return packed.getvalue()
