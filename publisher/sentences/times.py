"""What is said of days and times that people write, the same at every door."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "times.zone": Sentence(
        "“{text}” ghi múi giờ, mà các trang không cùng một múi giờ",
        "“{text}” names a time zone, and the pages are not all in one zone",
        "viết giờ địa phương của trang, không kèm múi giờ, như 2027-04-15T07:30:00",
        "write the page's local time without a zone, as 2027-04-15T07:30:00",
    ),
    "times.number": Sentence(
        "“{text}” là một số, không phải ngày giờ",
        "“{text}” is a number and no date or time",
        "viết đủ ngày và giờ, như 15/4/2027 07:30; trong Excel, chọn định dạng Ngày hoặc Giờ cho ô",
        "write day and time, as 15/4/2027 07:30; in Excel, format the cell as a date or a time",
    ),
    "times.half_day": Sentence(
        "“{text}” ghi sáng/chiều hoặc AM/PM; chỉ nhận giờ 24 tiếng",
        "“{text}” is written with AM/PM; only the 24-hour clock is read",
        "viết 07:30 hoặc 19:30",
        "write 07:30 or 19:30",
    ),
    "times.week": Sentence(
        "“{text}” viết theo tuần; chỉ nhận ngày, tháng, năm",
        "“{text}” names a week; only day, month and year are read",
        "viết như 15/4/2027",
        "write it like 15/4/2027",
    ),
    "times.twenty_four": Sentence(
        "“{text}”: một ngày có từ 00:00 đến 23:59",
        "“{text}”: a day goes from 00:00 to 23:59",
        "viết 00:00 của ngày hôm sau",
        "write 00:00 of the day after",
    ),
    "times.no_clock": Sentence(
        "“{text}” có ngày mà không có giờ",
        "“{text}” has a day and no time",
        "thêm giờ, như 2027-04-15T07:30:00",
        "add the time, as 2027-04-15T07:30:00",
    ),
    "times.no_moment": Sentence(
        "“{text}” không phải ngày giờ; viết như 30/4/2027 07:30",
        "“{text}” is no day and time; write it like 30/4/2027 07:30",
    ),
    "times.no_day": Sentence(
        "“{text}” không phải ngày; viết như 30/4/2027",
        "“{text}” is no day; write it like 30/4/2027",
    ),
    "times.not_on_calendar": Sentence(
        "“{text}” không có trên lịch", "“{text}” is not on the calendar"
    ),
    "times.no_time": Sentence(
        "“{text}” không phải giờ; viết như 07:30", "“{text}” is no time; write it like 07:30"
    ),
}
