"""What is said of writing and importing."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "authoring.no_sheet_chosen": Sentence("Chưa chọn tệp.", "No file was chosen."),
    "authoring.sheet_large": Sentence(
        "Tệp lớn hơn {most} MB.",
        "The file is larger than {most} MB.",
    ),
    "authoring.days_unread": Sentence(
        "{name}: không đọc được ({why})",
        "{name}: cannot be read ({why})",
    ),
    "authoring.days_strange_key": Sentence(
        "{where}: không có khóa “{key}”",
        "{where}: there is no key “{key}”",
    ),
    "authoring.days_needs_day": Sentence(
        "{where}: cần name và một trong hai: day = “05-01” hoặc lunar = “03-10”",
        "{where}: needs name and one of the two: day = “05-01” or lunar = “03-10”",
    ),
    "authoring.days_no_day": Sentence(
        "{where}: “{written}” không phải tháng-ngày",
        "{where}: “{written}” is no month-day",
    ),
    "authoring.days_since": Sentence(
        "{where}: since phải là ngày đầy đủ, cùng ngày và tháng với day",
        "{where}: since has to be a full day, of the same day and month as day",
    ),
    "authoring.conflict": Sentence(
        "Tệp vừa được người khác sửa.",
        "Somebody else has just changed the file.",
    ),
}
