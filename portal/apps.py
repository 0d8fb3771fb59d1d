"""The app "portal", and the admin site under the clinic's name."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Staff and messages"

    def ready(self):
        from portal import checks, duties, outbox, roles  # noqa: F401  (checks register themselves)
        from portal.accounts import actions, migrated, notices
        from portal.public_pages import triggers
        from portal.refused_forms import actions as refused_forms

        notices.register()
        duties.register("hand over what does not arrive", outbox.hand_over)
        duties.register("note changes of access", lambda now: actions.note_changes(by=None, now=now))
        duties.register("forget refused forms", refused_forms.remove_expired)
        post_migrate.connect(roles.update_groups, dispatch_uid="portal.roles")
        post_migrate.connect(migrated.after_migrations, dispatch_uid="portal.accounts")
        pre_migrate.connect(triggers.before_migrations, dispatch_uid="portal.public_pages")
        post_migrate.connect(triggers.after_migrations, dispatch_uid="portal.public_pages")


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"
