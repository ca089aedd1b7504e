"""What the API takes and gives of an entry: every field of the one list (`queuefiles.schema`), and
what is the API's own."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationInfo, model_validator

from publisher.domain.entry import EntryKind
from publisher.queuefiles.schema import Post
from publisher.tables import Text
from publisher.web.shared import access


class EntryIn(Post):
    """What is to be queued, as a file of the queue says it. A slogan needs `campaign` and `text`;
    everything else needs `pages`, unless there is only one page."""

    kind: Literal[EntryKind.POST, EntryKind.SLOGAN] = EntryKind.POST
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""

    @model_validator(mode="before")
    @classmethod
    def _unsaid(cls, given: Any, info: ValidationInfo) -> Any:
        """Null, and an empty text where there may be none, say nothing. Times with a zone are told
        by the pages' clock."""
        if info.context is not None and "request" in info.context:
            info.context.setdefault("zone", access.known(info.context["request"]).zone)
        if not isinstance(given, dict):
            return given
        return {name: _said(cls, name, value) for name, value in given.items()}


def _said(model: type[EntryIn], name: str, value: Any) -> Any:
    field = model.model_fields.get(name)
    if field is None or field.is_required():
        return value
    if value is None or (value == "" and Text in get_args(field.annotation)):
        return field.get_default(call_default_factory=True)
    return value


class EntryChange(EntryIn):
    """Other content for a queued entry; what is not named stays as it is. `seen` as it was read, so
    that nobody's change is overwritten unseen. `id`, `source` and `note` may be sent back as they
    were read.
    """

    seen: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    source: str = ""
    note: str = ""


class EntryOut(Post):
    """A queued entry: every field that a change would give it anew, and as a change takes it."""

    id: str
    kind: EntryKind
    campaign: str
    source: str
    # What a change has to name.
    seen: str
    # What a person should know: that it is queued and not on the calendar yet, and why.
    note: str = ""
