"""The steps of editing one form: back and forth between whole forms."""

from fangfan_desktop.forms.form import Form

Tag = object


class EditHistory:
    """Forms one after the other; letters typed into one field are one step."""

    def __init__(self, form: Form) -> None:
        self._forms = [form]
        self._tags: list[Tag] = [None]
        self._at = 0

    @property
    def form(self) -> Form:
        """The form as it is now."""
        return self._forms[self._at]

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the first one."""
        return self._forms[self._at] != self._forms[0]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self._at + 1 < len(self._forms)

    def push(self, form: Form, tag: Tag = None) -> None:
        """Go on with another form; a step with the same tag as the last one is joined to it."""
        if form == self.form:
            return
        del self._forms[self._at + 1 :], self._tags[self._at + 1 :]
        if tag is not None and tag == self._tags[self._at] and self._at:
            self._forms[self._at] = form
            return
        self._forms.append(form)
        self._tags.append(tag)
        self._at += 1

    def undo(self) -> None:
        """One step back."""
        self._at = max(0, self._at - 1)
        self._close()

    def redo(self) -> None:
        """One step on."""
        self._at = min(len(self._forms) - 1, self._at + 1)
        self._close()

    def _close(self) -> None:
        """What is typed next is a step of its own."""
        self._tags[self._at] = None
