"""Taking a form up in a campaign."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.campaign_forms import FormChange, use_form
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext


def start_using(
    context: PageContext,
    *,
    campaign_id: int,
    form: tuple[str, str],
    owner: QWidget,
    on_done: Callable[[], Any],
    on_end: Callable[[], Any] = lambda: None,
) -> None:
    """Take a form (key, name) up in a campaign, off the window's thread; then `on_done`.

    `on_end` is called however it ends.
    """
    key, name = form
    database = context.database

    def done(change: FormChange) -> None:
        rows = f"，已列出并预填 {change.rows:,} 行" if change.rows else ""
        words = f"“{name}”已用于本次排查{rows}。{''.join(change.warnings)}"
        context.show_message(words, Level.WARN if change.warnings else Level.OK)
        on_end()
        on_done()

    def failed(sentence: str) -> None:
        on_end()
        context.show_message(sentence, Level.DANGER)

    context.operations.start(
        lambda progress: use_form(
            database, campaign_id=campaign_id, form_key=key, progress=progress
        ),
        label=f"启用“{name}”",
        is_long=True,
        on_done=done,
        on_error=failed,
        on_cancel=on_end,
        on_written=context.tell_written,
        owner=owner,
    )
