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
    "authoring.empty_slogan": Sentence(
        "khẩu hiệu trống", "the slogan is empty", "viết khẩu hiệu", "write the slogan"
    ),
    "authoring.no_campaign": Sentence(
        "chưa chọn chiến dịch",
        "no campaign is chosen",
        "chọn chiến dịch cho khẩu hiệu",
        "choose a campaign for the slogan",
    ),
    "authoring.blank_time": Sentence(
        "ô ngày giờ trống mà các dòng khác có ghi",
        "the day or the time is blank while other rows have one",
        "ghi ngày giờ, hoặc ghi “kế tiếp” để đăng vào khung giờ trống kế tiếp",
        "write day and time, or “next” for the next free slot",
    ),
    "authoring.two_times": Sentence(
        "ô ngày đã có giờ {one}, ô giờ lại ghi {other}",
        "the day's cell holds the time {one}, the time's cell {other}",
        "chỉ ghi giờ ở một ô",
        "write the time in one cell only",
    ),
    "authoring.blank_pages": Sentence(
        "chưa ghi trang đăng",
        "no page is named",
        "ghi tên trang, hoặc * cho mọi trang",
        "name the pages, or write * for all of them",
    ),
    "authoring.unfit_time": Sentence("{what}", "{what}", "chọn ngày và giờ", "choose day and time"),
    "authoring.no_minutes": Sentence(
        "“{text}” không phải số phút",
        "“{text}” is no number of minutes",
        "ghi số phút giữa hai trang, ví dụ 5",
        "write the minutes between two pages, such as 5",
    ),
    "authoring.unfit_day": Sentence(
        "{what}", "{what}", "chọn ngày gốc", "choose the day to count from"
    ),
    "authoring.no_day": Sentence(
        "“{text}” không phải ngày",
        "“{text}” is no day",
        "chọn ngày gốc",
        "choose the day to count from",
    ),
    "authoring.article_queued": Sentence(
        "bài báo này đã có trong hàng đợi",
        "this article is in the queue already",
        "không cần xếp lần nữa",
        "there is no need to queue it again",
    ),
    "authoring.time_without_day": Sentence(
        "có giờ mà chưa có ngày; điền ngày, hoặc bỏ giờ để đăng ở khung giờ trống kế tiếp",
        "there is a time but no day; fill the day in, or take the time away to post in the next"
        " free slot",
    ),
    "authoring.no_page_named": Sentence(
        "không có trang “{name}”; dùng {known}", "there is no page “{name}”; use {known}"
    ),
    "authoring.text": Sentence(
        "văn bản",
        "text",
    ),
}
