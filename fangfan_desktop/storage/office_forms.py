"""The office's own forms and its versions of shipped ones, in the database."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.load import dump_form, parse_form
from fangfan_desktop.models import Campaign, CampaignForm, OfficeForm


def version_rows(session: Session) -> Sequence[OfficeForm]:
    """Every version of every form of the office, the newest of each first."""
    return session.scalars(
        select(OfficeForm).order_by(OfficeForm.form_key, OfficeForm.version.desc())
    ).all()


def newest_version(session: Session, form_key: str) -> OfficeForm | None:
    """The newest version that is not retired."""
    return session.scalar(
        select(OfficeForm)
        .where(OfficeForm.form_key == form_key, OfficeForm.is_retired == 0)
        .order_by(OfficeForm.version.desc())
        .limit(1)
    )


def add_version(session: Session, form: Form, made_on: date) -> OfficeForm:
    """Keep the form as the next version of its key."""
    last = session.scalar(
        select(func.max(OfficeForm.version)).where(OfficeForm.form_key == form.key)
    )
    row = OfficeForm(
        form_key=form.key,
        version=(last or 0) + 1,
        name=form.name,
        year=form.year,
        made_on=made_on,
        definition=dump_form(form),
    )
    session.add(row)
    session.flush()
    return row


def read_definition(row: OfficeForm) -> Form:
    """The form of a version."""
    return parse_form(row.definition)


def campaign_form_row(session: Session, campaign_id: int, form_key: str) -> CampaignForm | None:
    """The campaign's copy of a form."""
    return session.scalar(
        select(CampaignForm).where(
            CampaignForm.campaign_id == campaign_id, CampaignForm.form_key == form_key
        )
    )


def campaign_form_rows(session: Session, campaign_id: int) -> Sequence[CampaignForm]:
    """The campaign's copies of its forms in their order."""
    return session.scalars(
        select(CampaignForm)
        .where(CampaignForm.campaign_id == campaign_id)
        .order_by(CampaignForm.position, CampaignForm.id)
    ).all()


def users_of(session: Session, form_key: str) -> list[str]:
    """Names of the campaigns that use a form, the newest first."""
    return list(
        session.scalars(
            select(Campaign.name)
            .join(CampaignForm, CampaignForm.campaign_id == Campaign.id)
            .where(CampaignForm.form_key == form_key)
            .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
        )
    )
