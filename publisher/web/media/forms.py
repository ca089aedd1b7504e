"""Forms of the gallery."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from publisher.web.shared.forms import DeskForm, NamesField, text_field, tick_field


class _Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, none or many; whether each is a photo is for the gallery to say."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        return [found for one in data or () if (found := super(FilesField, self).clean(one))]


class UploadForm(DeskForm):
    """Photos, and the pages for which they are (from the composer)."""

    file = FilesField(
        label=gettext_lazy("Thêm ảnh hoặc video"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Mỗi lần nhiều nhất 40 MB."),
        widget=_Files(
            attrs={"accept": "image/*, .heic, .heif, .mp4, .mov, .m4v", "required": True}
        ),
    )
    pages = NamesField(gettext_lazy("Trang"))


class DescriptionForm(DeskForm):
    """What a photo shows, or that it goes."""

    alt_text = text_field(gettext_lazy("Mô tả"), placeholder=gettext_lazy("Mô tả ảnh"))
    discard = tick_field(gettext_lazy("Xóa"))
