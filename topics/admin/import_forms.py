"""What is asked before a file is looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from topics.editing.names import Names
from topics.importing.child_process import read_in_child
from topics.importing.limits import FileRefused
from topics.importing.reading import IncomingText, check_size
from topics.kinds import TopicKind
from topics.models import Topic


class UploadForm(forms.Form):
    """A file, what it is about, and perhaps the page it belongs to. Valid, it gives the text as `arrived`."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A Word document (.docx), a plain text (.txt), or an article saved from this portal. Up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("An article saved from this portal says so itself."),
        choices=TopicKind,
        initial=TopicKind.SYMPTOM,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the text is about.")},
    )
    into = forms.CharField(
        label=_("A page that is here already"),
        help_text=_("Its draft gets this text. Leave empty for a new page, or to let the title or the address tell."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-names"}),
    )

    def __init__(self, *args, names: Names, **kwargs):
        self.names = names
        self.arrived: IncomingText | None = None
        super().__init__(*args, **kwargs)

    def clean_file(self):
        """Reads the file, unless it is too large to be read."""
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
            self.arrived = read_in_child(file.name, file.read())
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean_into(self) -> Topic | None:
        name = self.cleaned_data["into"]
        found = self.names.called(name) if name else []
        if name and len(found) != 1:
            raise forms.ValidationError(
                _("More than one page is called so. Choose one from the list.")
                if found
                else _("No page is called so. Choose one from the list, or leave this empty.")
            )
        return Topic.objects.get(kind=found[0].kind, slug=found[0].slug) if found else None
