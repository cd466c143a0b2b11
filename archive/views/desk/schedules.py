"""What is to be published or withdrawn at a moment to come."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from archive.models import Editorial, Schedule, ScheduledState
from archive.models.schedules import LONGEST_REASON
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import numbers
from archive.views.errors import Missing
from archive.views.paging import page

FARTHEST = timedelta(days=3660)  # ten years: farther is a slip of the pen
# What a list of schedules does not show of their editorials.
LONG = ("editorial__body", "editorial__text", "editorial__imported")


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and an hour, in the browser's own fields."""

    def __init__(self):
        day: dict[str, Any] = {"type": "date", "aria-label": gettext_lazy("Jour")}
        hour: dict[str, Any] = {"type": "time", "aria-label": gettext_lazy("Heure")}
        super().__init__(
            date_format="%Y-%m-%d", time_format="%H:%M", date_attrs=day, time_attrs=hour
        )


class ScheduleForm(forms.Form):
    """What becomes of an editorial, and when; why, where it is withdrawn."""

    state = forms.ChoiceField(
        label=gettext_lazy("Ce qui est prévu"), choices=ScheduledState.choices
    )
    at = forms.SplitDateTimeField(label=gettext_lazy("Le"), widget=MomentWidget())
    why = forms.CharField(
        label=gettext_lazy("Raison"),
        help_text=gettext_lazy("Nécessaire pour retirer un éditorial."),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *args, editorial: Editorial, **options):
        super().__init__(*args, **options)
        self.editorial = editorial

    def clean_at(self):
        moment = self.cleaned_data["at"]
        now = timezone.now()
        if moment <= now:
            raise ValidationError(_("Ce moment est passé : choisissez-en un à venir."))
        if moment > now + FARTHEST:
            raise ValidationError(_("Ce moment est à plus de dix ans : vérifiez l’année."))
        return moment

    def clean(self) -> dict:
        fields = super().clean() or {}
        state = fields.get("state")
        if state == self.editorial.state:
            is_published = self.editorial.is_published
            message = _("Il est déjà publié.") if is_published else _("Il est déjà retiré.")
            self.add_error("state", message)
        elif Editorial.State.is_withdrawal(state, self.editorial.state) and not fields.get("why"):
            self.add_error("why", _("Dites pourquoi cet éditorial sera retiré."))
        return fields


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def schedules(request: DeskRequest) -> HttpResponse:
    """Show what is scheduled, the next first; `cancel` names the ones that are not to be."""
    if request.method == "POST":
        chosen = numbers(request.POST.getlist("cancel"))
        if Schedule.objects.filter(pk__in=chosen).delete()[0]:
            messages.success(request, _("Ce n’est plus prévu."))
        return redirect("schedules")
    rows = Schedule.objects.select_related("editorial__publication", "by").defer(*LONG)
    context = {"page": page(request, rows), "now": timezone.now()}
    return render(request, "desk/schedules.html", context)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def of_editorial(request: DeskRequest, number: int) -> HttpResponse:
    """Show what is scheduled for an editorial; posted to, that is set, or something else is."""
    editorial = get_object_or_404(Editorial.objects.select_related("publication"), pk=number)
    if editorial.is_in_trash:
        raise Missing(_("Cet éditorial est à la corbeille : sortez-l’en d’abord."))
    schedule = Schedule.objects.filter(editorial=editorial).select_related("by").first()
    form = ScheduleForm(request.POST or None, editorial=editorial, initial=_initial(schedule))
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"by": request.user, "made_at": timezone.now()}
        Schedule.objects.update_or_create(editorial=editorial, defaults=fields)
        messages.success(request, _("C’est prévu."))
        return redirect("schedules")
    context = {
        "editorial": editorial,
        "schedule": schedule,
        "form": form,
        "zone": settings.TIME_ZONE,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/schedule.html", context, status=status)


def _initial(schedule: Schedule | None) -> dict:
    if schedule is None:
        return {}
    return {"state": schedule.state, "at": schedule.at, "why": schedule.why}
