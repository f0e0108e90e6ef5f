"""Ctrl+Z where somebody is typing: the field's own typing comes before the last action."""

from PySide6.QtWidgets import QApplication, QLineEdit


def step_in_field(*, is_redo: bool) -> bool:
    """Undo or redo in the field being typed in; whether there was something to take."""
    field = QApplication.focusWidget()
    if not isinstance(field, QLineEdit) or field.isReadOnly():
        return False
    if is_redo and field.isRedoAvailable():
        field.redo()
        return True
    if not is_redo and field.isUndoAvailable():
        field.undo()
        return True
    return False
