"""The form of the yes to cancelling much at once."""

from publisher.web.shared.forms import DeskForm, hidden_field


class YesForm(DeskForm):
    """Which question the yes answers."""

    digest = hidden_field()
