"""Body regions and the people who see patients."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from topics.deactivation_checks import objections
from topics.models import BodyRegion, Practitioner


@admin.register(BodyRegion)
class BodyRegionAdmin(admin.ModelAdmin):
    """Regions of the body."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}


class PractitionerForm(forms.ModelForm):
    """Somebody is switched off only when nothing stands in the way."""

    def clean_active(self):
        active = self.cleaned_data["active"]
        if self.instance.pk and not active and "active" in self.changed_data:
            reasons = objections(self.instance, timezone.now())
            if reasons:
                raise forms.ValidationError(reasons)
        return active


@admin.register(Practitioner)
class PractitionerAdmin(admin.ModelAdmin):
    """Doctors and therapists."""

    form = PractitionerForm

    list_display = ("name", "credentials", "active")
    list_filter = ("active", ("specialties", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "credentials")
    ordering = ("name",)
    filter_horizontal = ("specialties",)  # no search box: desk leads choose here, and may not look into drafts
