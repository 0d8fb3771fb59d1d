"""Accounts of staff. Patients have none."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Makes accounts. E-mail addresses are stored in lower case; looking one up ignores case."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, who logs in with their e-mail address and is shown by `display_name`."""

    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("Used to log in."))
    display_name = models.CharField(
        _("name shown to colleagues"), max_length=120, help_text=_("For example: Sam Taylor, reception.")
    )
    is_staff = models.BooleanField(
        _("may log in"), default=True, help_text=_("Untick to keep the person out without losing their history.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick when the person leaves; never delete an account.")
    )
    date_joined = models.DateTimeField(_("account made on"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case")]

    def __str__(self):
        return self.display_name or self.email

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.display_name.split(",")[0]
