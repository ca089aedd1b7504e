"""What every form of the desk has in common."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponseRedirect
from django.template import loader
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from pydantic import BaseModel

from publisher.queuefiles.schema import title_of
from publisher.web.shared.languages import language

_FIELD = "shared/_form_field.html"


class _DeskRenderer(DjangoTemplates):
    """Fields look as the desk's do; the inputs in them are Django's."""

    field_template_name = _FIELD

    def get_template(self, template_name: str) -> Any:
        if template_name == _FIELD:
            return loader.get_template(template_name)
        return super().get_template(template_name)


class DeskForm(forms.Form):
    """A form whose fields are shown by `{{ form.name.as_field_group }}`.

    It reads what was sent; what is allowed is decided by the features, whose problems are given
    back by `refuse`.
    """

    default_renderer = _DeskRenderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", "label_suffix": ""} | kwargs)

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what is wrong, by field; what concerns no field of this form stands above them."""
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)

    def problems(self) -> list[str]:
        """Everything that is wrong, for a form that is not on the page that tells it."""
        return [str(problem) for found in self.errors.values() for problem in found]


def title_lazy(model: type[BaseModel], name: str) -> Any:
    """The title of a post's field, in the person's language."""
    title = title_of(model, name)
    return lazy(lambda: title.en if language() == "en" else title.vi, str)()


def text_field(label: Any, **more: Any) -> forms.CharField:
    """A line of text that may be empty: whether it may is for the features to say.

    `autocomplete` and other attributes of the input may follow, and `help_text`.
    """
    help_text, initial = more.pop("help_text", ""), more.pop("initial", None)
    return forms.CharField(
        label=label,
        required=False,
        initial=initial,
        help_text=help_text,
        widget=forms.TextInput(attrs=more),
    )


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password; never shown again, and taken as it was typed."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def tick_field(label: Any, help_text: Any = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def hidden_field() -> forms.CharField:
    """What a page sends along unseen."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


def long_field(label: Any, **more: Any) -> forms.CharField:
    """Words of several lines, taken as they were typed."""
    help_text = more.pop("help_text", "")
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"cols": False} | more),
    )


class NamesField(forms.MultipleChoiceField):
    """Names that were ticked, none or many.

    Any name is taken: what the person may choose is asked of `access`, which refuses the rest.
    """

    def __init__(self, label: Any = "", **more: Any) -> None:
        more = {"widget": forms.CheckboxSelectMultiple} | more
        super().__init__(label=label, required=False, **more)

    def valid_value(self, value: Any) -> bool:
        return True


def choice_field(label: Any, choices: Iterable[tuple[Any, Any]], **more: Any) -> forms.ChoiceField:
    """One of a list; none when nothing was chosen."""
    return forms.ChoiceField(label=label, choices=choices, required=False, **more)


class OneField(forms.ChoiceField):
    """One of a list, the usual one when nothing was sent.

    Any name is taken: the features refuse the rest.
    """

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(data, initial) or initial

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or self.initial or "")

    def valid_value(self, value: str) -> bool:
        return True


def one_field(label: Any = "", choices: Any = (), **more: Any) -> OneField:
    """One of a list that only the features know."""
    return OneField(label=label, choices=choices, required=False, **more)


class OnwardForm(DeskForm):
    """A form that says where to go afterwards."""

    next = hidden_field()


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To where the form says it came from, within this site."""
    form = OnwardForm(request.POST)
    form.is_valid()
    onward: Any = form.cleaned_data["next"]
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(onward if safe and onward else "/")


def refused(
    request: HttpRequest, form: DeskForm, onward: HttpResponseRedirect
) -> HttpResponseRedirect:
    """Tell what is wrong with a form on the page to which its sender goes."""
    for problem in form.problems():
        messages.error(request, problem)
    return onward
