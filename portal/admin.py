"""Staff accounts, what changed about them, and outgoing messages in the admin. Nobody can raise their own rights."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.actions import mark_read, note_changes
from portal.accounts.notices import is_told
from portal.models import AccessChange, OutboundMessage, User

admin.site.unregister(Group)  # groups are kept equal to portal.roles; changing them here would not last


class StaffCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")


class StaffChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Accounts of staff. Rights come from groups; one's own are changed by somebody else."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    list_display = ("display_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "display_name")
    ordering = ("display_name", "pk")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        if obj is not None and obj.pk == request.user.pk:
            return (*fixed, "is_active", "is_staff", "groups")
        return fixed

    def has_change_permission(self, request, obj=None):
        """Accounts with every right are changed only by those who have every right themselves."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @method_decorator(sensitive_post_parameters())
    def user_change_password(self, request, id, form_url=""):
        """As Django's; in the same transaction it is noted that the password was set, and by whom."""
        if request.method != "POST":
            return super().user_change_password(request, id, form_url)
        note_changes(by=None, now=timezone.now())
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            note_changes(by=request.user, now=timezone.now())
        return answer

    def has_delete_permission(self, request, obj=None):
        """Accounts are made inactive, never deleted: history keeps its names."""
        return False


@admin.register(AccessChange)
class AccessChangeAdmin(admin.ModelAdmin):
    """Who got or lost a way to patients' data, when, and by whom. To be read only; the database refuses the rest."""

    list_display = ("at", "account", "kind", "detail", "by")
    list_display_links = None
    list_filter = ("kind",)
    list_select_related = ("account", "by")
    search_fields = ("account__email", "account__display_name", "detail")
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = ("at", "account", "kind", "detail", "by", "told")
    show_full_result_count = False

    def get_urls(self):
        name = "portal_accesschange_read"
        return [path("read/", self.admin_site.admin_view(self.mark_as_read), name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def mark_as_read(self, request):
        """Notes that the reader has read what the first page showed them, up to the row `up_to`."""
        up_to = request.POST.get("up_to", "")
        if not is_told(request.user):
            raise PermissionDenied
        if up_to.isascii() and up_to.isdigit() and len(up_to) <= 18:
            mark_read(by=request.user, up_to=int(up_to), now=timezone.now())
        return HttpResponseRedirect(reverse("admin:index"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(OutboundMessage)
class OutboundMessageAdmin(admin.ModelAdmin):
    """What was sent, what waits, and what could not be sent."""

    list_display = ("name", "state", "created_at", "attempts", "sent_at", "handed_over_at", "last_error")
    list_filter = ("state", "name")
    ordering = ("-created_at", "-pk")
    show_full_result_count = False
    fields = (
        "name",
        "state",
        "created_at",
        "not_before",
        "not_after",
        "attempts",
        "sent_at",
        "handed_over_at",
        "last_error",
        "message_id",
    )

    def lookup_allowed(self, lookup, value, request):
        """Only the filters at the side: an address that is not shown must not be guessed letter by letter either."""
        return lookup.split("__")[0] in self.list_filter

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
