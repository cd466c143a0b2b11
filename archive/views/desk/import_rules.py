"""Rules for imports: listed, made from a preview, changed, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.import_forms import RuleForm
from archive.ingest.entering import uploads
from archive.models import ImportRule, Upload
from archive.views.desk.access import DeskRequest, needs
from archive.views.errors import Missing

MOST = 200  # rules: each is asked about each item
MOST_SECTIONS = 50  # that are named beside the form


@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: DeskRequest) -> HttpResponse:
    """Show all rules, and a form for a new one or for that of `rule`; posted to, keep or remove it.

    With `upload` the form holds what was decided in that preview, which is read again afterwards.
    """
    rule = _asked(request)
    upload = _upload(request)
    if request.method == "POST" and request.POST.get("do") == "remove" and rule:
        rule.delete()
        messages.success(request, _("La règle est retirée ; ce qu’elle a fait reste."))
        return redirect("import_rules")
    form = RuleForm(request.POST or None, instance=rule, initial=_of_preview(upload, rule))
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, upload)
    context = {
        "rules": ImportRule.all_in_order(),
        "rule": rule,
        "form": form,
        "upload": upload,
        "sections": _sections(upload),
    }
    return render(request, "desk/import_rules.html", context, status=422 if form.errors else 200)


def _asked(request: DeskRequest) -> ImportRule | None:
    """Return the rule that the address names. Raises Missing where there is none such."""
    typed = request.GET.get("rule", "")
    if not typed:
        return None
    rule = ImportRule.objects.filter(pk=figures.typed(typed) or 0).first()
    if rule is None:
        raise Missing(_("Cette règle n’existe pas, ou n’existe plus."))
    return rule


def _upload(request: DeskRequest) -> Upload | None:
    """Return the upload of whoever asks that the address names, if it waits to be confirmed."""
    number = figures.typed(request.GET.get("upload", "")) or 0
    upload = Upload.objects.filter(pk=number, by=request.user).first()
    return upload if upload and upload.is_ready else None


def _of_preview(upload: Upload | None, rule: ImportRule | None) -> dict:
    """Return what a new rule would say as the preview of an upload has it."""
    if not upload or rule:
        return {}
    return {
        "source": upload.names[0],
        "publication": upload.mended.get("publication", ""),
        "added_tags": "\n".join(upload.mended.get("added_tags", [])),
        "drafts": "state" in upload.mended,
    }


def _sections(upload: Upload | None) -> list[str]:
    """Return the sections that the items of an upload are of."""
    if not upload:
        return []
    named = upload.items.exclude(fields__section=None).exclude(fields__section="")
    names = named.order_by("fields__section").values_list("fields__section", flat=True)
    return list(names.distinct()[:MOST_SECTIONS])


def _keep(request: DeskRequest, form: RuleForm, upload: Upload | None) -> HttpResponse:
    if not form.instance.pk and ImportRule.objects.count() >= MOST:
        messages.error(request, _("Il y a trop de règles : retirez-en d’abord."))
        return redirect("import_rules")
    rule = form.save(commit=False)
    rule.by = request.user
    rule.save()
    if upload and upload.read_again():
        uploads.begin()
        messages.success(request, _("La règle est retenue ; l’envoi est relu avec elle."))
        return redirect("upload", upload.pk)
    messages.success(request, _("La règle est retenue ; elle vaut pour les imports à venir."))
    return redirect("import_rules")
