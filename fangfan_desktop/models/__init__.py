"""The mapped classes; importing this package makes the metadata whole."""

from fangfan_desktop.models.answers import (
    FurtherForm,
    HouseholdForm,
    SecondKeying,
    StatisticsSnapshot,
    VillageFigures,
    VillageForm,
)
from fangfan_desktop.models.area import Grid, GridWorker, Village, VillageGroup
from fangfan_desktop.models.base import Base
from fangfan_desktop.models.campaign import (
    Campaign,
    CampaignForm,
    Milestone,
    OfficeForm,
    SupervisedVillage,
    SupervisionGroup,
)
from fangfan_desktop.models.cases import (
    ArchivePaper,
    AssetHit,
    CaseFinding,
    CaseStep,
    FocusGroup,
    FocusMember,
    MonitoringCase,
    StoredProcedure,
)
from fangfan_desktop.models.history import UNTRACKED, Action, Change
from fangfan_desktop.models.household import Household, HouseholdEvent, Income, Person
from fangfan_desktop.models.ledger import Attachment, LedgerEvidence, LedgerLine, LedgerNote
from fangfan_desktop.models.monitoring import Identification, Measure, Visit
from fangfan_desktop.models.notices import Notice, NoticeCase, NoticeText
from fangfan_desktop.models.office import CodeItem, DayCorrection, Setting

__all__ = [
    "UNTRACKED",
    "Action",
    "ArchivePaper",
    "AssetHit",
    "Attachment",
    "Base",
    "Campaign",
    "CampaignForm",
    "CaseFinding",
    "CaseStep",
    "Change",
    "CodeItem",
    "DayCorrection",
    "FocusGroup",
    "FocusMember",
    "FurtherForm",
    "Grid",
    "GridWorker",
    "Household",
    "HouseholdEvent",
    "HouseholdForm",
    "Identification",
    "Income",
    "LedgerEvidence",
    "LedgerLine",
    "LedgerNote",
    "Measure",
    "Milestone",
    "MonitoringCase",
    "Notice",
    "NoticeCase",
    "NoticeText",
    "OfficeForm",
    "Person",
    "SecondKeying",
    "Setting",
    "StatisticsSnapshot",
    "StoredProcedure",
    "SupervisedVillage",
    "SupervisionGroup",
    "Village",
    "VillageFigures",
    "VillageForm",
    "VillageGroup",
    "Visit",
]
