"""Body regions and the people who see patients."""

from django.contrib import admin

from topics.models import BodyRegion, Practitioner


@admin.register(BodyRegion)
class BodyRegionAdmin(admin.ModelAdmin):
    """Regions of the body."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Practitioner)
class PractitionerAdmin(admin.ModelAdmin):
    """Doctors and therapists."""

    list_display = ("name", "credentials", "active")
    list_filter = ("active", ("specialties", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "credentials")
    ordering = ("name",)
    filter_horizontal = ("specialties",)  # no search box: desk leads choose here, and may not look into drafts
