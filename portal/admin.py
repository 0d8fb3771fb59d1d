"""Staff accounts and outgoing messages in the admin. Nobody can raise their own rights."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from portal.models import OutboundMessage, User

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

    def has_delete_permission(self, request, obj=None):
        """Accounts are made inactive, never deleted: history keeps its names."""
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
