"""Columns in which rows say why they are as they are: codes and arguments as text."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from publisher.domain.reason import Reason, told
from publisher.sentences.catalogue import Language

# What stands in `next_step` while a person has to do what the reason advises.
ASKS = "asks"

if TYPE_CHECKING:
    _Text = models.TextField[Reason | str, Reason]
else:
    _Text = models.TextField


class _ReasonAttribute(DeferredAttribute):
    def __set__(self, row: models.Model, value: Reason | str) -> None:
        kept = value if isinstance(value, Reason) else Reason.from_json(value)
        row.__dict__[self.field.attname] = kept


class ReasonField(_Text):
    """A `Reason`. A sentence that was kept before there were codes is read as one too."""

    descriptor_class = _ReasonAttribute

    def from_db_value(self, value: str, *_: object) -> Reason:
        """As it is asked for by `values_list`."""
        return Reason.from_json(value)

    def get_prep_value(self, value: Reason | str) -> str:
        """As the row keeps it."""
        return value.to_json() if isinstance(value, Reason) else value

    def deconstruct(self) -> Any:
        """The database knows only its text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class Explained(models.Model):
    """A row that tells staff why it is as it is."""

    reason = ReasonField(blank=True, default="")
    # `ASKS` while a person has to act; rows of before there were codes keep the sentence itself.
    next_step = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def told(self) -> Reason:
        """The reason with what to do, to be told elsewhere."""
        if self.next_step in ("", ASKS):
            return self.reason
        return told(self.reason.said(), self.next_step)

    def advice(self, language: Language = "vi") -> str:
        """What a person has to do; empty when nobody has."""
        return self.told().advice(language) if self.next_step else ""


def asking(reason: Reason) -> dict[str, Any]:
    """The columns by which a row asks a person to do what a reason advises."""
    return {"reason": reason, "next_step": ASKS}
