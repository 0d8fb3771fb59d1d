"""What we teach: topics, their drafts and their published editions."""

from topics.models.article_import import ArticleImport
from topics.models.body_region import BodyRegion
from topics.models.care_card import CareCard
from topics.models.contribution import Contribution
from topics.models.editing_session import EditingSession
from topics.models.edition import Edition, EditionLink, Significance
from topics.models.former_address import FormerAddress
from topics.models.item import Item
from topics.models.needs_change import NeedsChange
from topics.models.other_name import OtherName
from topics.models.practitioner import Practitioner
from topics.models.quote_consent import ConsentOrigin, QuoteConsent
from topics.models.re_review import ReReview
from topics.models.red_flag import RedFlag
from topics.models.section import Section
from topics.models.shipped_page import ShippedPage
from topics.models.sign_off import SignOff
from topics.models.source import Source
from topics.models.topic import Condition, MedicalTest, Specialty, Symptom, Topic
from topics.models.topic_code import TopicCode
from topics.models.topic_event import TopicEvent
from topics.models.waiver import Waiver
from topics.models.withdrawal import Withdrawal
from topics.models.word_rule import WordRule

__all__ = [
    "ArticleImport",
    "BodyRegion",
    "CareCard",
    "Condition",
    "ConsentOrigin",
    "Contribution",
    "EditingSession",
    "Edition",
    "EditionLink",
    "FormerAddress",
    "Item",
    "MedicalTest",
    "NeedsChange",
    "OtherName",
    "Practitioner",
    "QuoteConsent",
    "ReReview",
    "RedFlag",
    "Section",
    "ShippedPage",
    "SignOff",
    "Significance",
    "Source",
    "Specialty",
    "Symptom",
    "Topic",
    "TopicCode",
    "TopicEvent",
    "Waiver",
    "Withdrawal",
    "WordRule",
]
