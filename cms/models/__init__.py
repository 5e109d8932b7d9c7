"""Pages of the public site and their pictures."""

from cms.models.approval import ClinicalApprovalTask
from cms.models.article import ArticlePage
from cms.models.best_bets import BestBet
from cms.models.pages import EventPage, HomePage, TextPage, TopicPage
from cms.models.pictures import Picture, Rendition
from cms.models.searches import Searched
from cms.models.standings import TextStanding
from cms.models.synonyms import SynonymGroup
from cms.models.wordings import Wording

__all__ = [
    "ArticlePage",
    "BestBet",
    "ClinicalApprovalTask",
    "EventPage",
    "HomePage",
    "Picture",
    "Rendition",
    "Searched",
    "SynonymGroup",
    "TextPage",
    "TextStanding",
    "TopicPage",
    "Wording",
]
