"""The form under a suggested article."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from publisher.web.shared.forms import DeskForm, NamesField, tick_field


class ShareForm(DeskForm):
    """The pages on which an article is shared, or that it is put aside."""

    pages = NamesField(gettext_lazy("Trang"))
    dismiss = tick_field(gettext_lazy("Bỏ qua"))

    def __init__(self, data: Any = None, *, pages: Iterable[tuple[str, str]] = (), **more: Any):
        # One form stands under every article: an id would not be the only one.
        super().__init__(data, auto_id=False, **more)
        self.fields["pages"].widget.choices = list(pages)
