"""The office's settings in the database."""

import json
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from fangfan_desktop.models import Setting
from fangfan_desktop.settings import SETTINGS, SettingValue, setting_spec


def read_settings(session: Session) -> dict[str, SettingValue]:
    """All settings, defaults filled in."""
    stored = {row.key: row.value for row in session.scalars(select(Setting))}
    return {
        spec.key: cast("SettingValue", json.loads(stored[spec.key]))
        if spec.key in stored
        else spec.default
        for spec in SETTINGS
    }


def read_fixed_day(session: Session) -> date | None:
    """The day that a made-up township is looked at; None for a real one."""
    text = read_settings(session)["demo_day"]
    return date.fromisoformat(str(text)) if text else None


def office_day(session: Session) -> date:
    """The day that the office works on: the computer's, or that of a made-up township."""
    return read_fixed_day(session) or date.today()  # noqa: DTZ011 - the office's own day


def write_settings(session: Session, values: dict[str, SettingValue]) -> None:
    """Keep the given settings; others stay as they are.

    Raises:
        KeyError: a setting that is not declared.
        TypeError: a value of another type than the default's.
    """
    stored = {row.key: row for row in session.scalars(select(Setting))}
    for key, value in values.items():
        if type(value) is not type(setting_spec(key).default):
            raise TypeError(key)
        text = json.dumps(value, ensure_ascii=False)
        if key in stored:
            stored[key].value = text
        else:
            session.add(Setting(key=key, value=text))
