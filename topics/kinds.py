"""The kinds of things we teach, of sections on their pages, and of urgency. No ORM, no HTTP."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TopicKind(models.TextChoices):
    """What a topic is. Each kind knows the folder of its addresses and its type in schema.org."""

    SYMPTOM = "symptom", _("symptom")
    CONDITION = "condition", _("condition")
    TEST = "test", _("test")
    SPECIALTY = "specialty", _("specialist")

    @property
    def folder(self) -> str:
        """First part of the address: /symptoms/…"""
        return _FOLDERS[self]

    @property
    def plural(self) -> str:
        return _PLURALS[self]

    @property
    def schema_type(self) -> str:
        """https://schema.org/…"""
        return _SCHEMA_TYPES[self]

    @classmethod
    def of_folder(cls, folder: str) -> "TopicKind":
        """The kind whose addresses start with this folder. KeyError if there is none."""
        return _KINDS_BY_FOLDER[folder]


_FOLDERS = {
    TopicKind.SYMPTOM: "symptoms",
    TopicKind.CONDITION: "conditions",
    TopicKind.TEST: "tests",
    TopicKind.SPECIALTY: "specialists",
}
_KINDS_BY_FOLDER = {folder: kind for kind, folder in _FOLDERS.items()}
_PLURALS = {
    TopicKind.SYMPTOM: _("Symptoms"),
    TopicKind.CONDITION: _("Conditions"),
    TopicKind.TEST: _("Tests"),
    TopicKind.SPECIALTY: _("Specialists"),
}
_SCHEMA_TYPES = {
    TopicKind.SYMPTOM: "MedicalSymptom",
    TopicKind.CONDITION: "MedicalCondition",
    TopicKind.TEST: "MedicalTest",
    TopicKind.SPECIALTY: "MedicalSpecialty",
}


class SectionKind(models.TextChoices):
    """What a section is about, whatever its heading says; after schema.org's HealthAspectEnumeration if possible."""

    OVERVIEW = "overview", _("what it is")
    POSSIBLE_CONDITIONS = "possible_conditions", _("conditions it may come from, or that are treated")
    DIAGNOSIS = "diagnosis", _("tests and diagnosis")
    WHO_TO_SEE = "who_to_see", _("whom to see")
    TYPES = "types", _("types")
    CAUSES = "causes", _("causes")
    RELATED = "related", _("related conditions")
    EXPERT_OPINION = "expert_opinion", _("an expert's opinion")
    TREATMENT = "treatment", _("treatment")
    COMPLICATIONS = "complications", _("complications")
    SELF_CARE = "self_care", _("what you can do yourself")
    PREVENTION = "prevention", _("how to prevent it")
    RED_FLAGS = "red_flags", _("warning signs")
    PROCEDURE = "procedure", _("what happens")
    PREPARATION = "preparation", _("how to prepare")
    RESULTS = "results", _("results")
    AFTER_CARE = "after_care", _("afterwards")
    WHAT_THEY_DO = "what_they_do", _("what the specialist does")
    BEFORE_VISIT = "before_visit", _("before your visit")


class Urgency(models.TextChoices):
    """How soon someone should get help. The words are spoken to people who cannot see the colour."""

    EMERGENCY = "emergency", _("Emergency")
    URGENT = "urgent", _("Urgent")
    NONURGENT = "nonurgent", _("Not urgent")

    @property
    def rank(self) -> int:
        """Most urgent first."""
        return list(Urgency).index(self)
