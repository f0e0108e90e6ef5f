"""Backups and file sizes in words."""

from datetime import datetime

from fangfan_desktop.usecases.backups import BackupFile

_STEP = 1024


def backup_words(backup: BackupFile) -> str:
    """2022年5月19日 08:02  自动  48.0 MB."""
    reason = backup.reason or backup.path.name
    return f"{moment_words(backup.made_at)}    {reason}    {size_words(backup.size)}"


def moment_words(at: datetime, today: datetime | None = None) -> str:
    """今天 08:02, 昨天 17:30 or 2022年5月19日 08:02, local time."""
    now = today or datetime.now()  # noqa: DTZ005 - local time, as backups are named
    days = (now.date() - at.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{at.year}年{at.month}月{at.day}日")
    return f"{day} {at:%H:%M}"


def size_words(size: int) -> str:
    """Bytes as KB or MB."""
    return f"{size / _STEP:.0f} KB" if size < _STEP * _STEP else f"{size / _STEP / _STEP:.1f} MB"
