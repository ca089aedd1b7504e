"""What is said of writing and importing."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "authoring.no_sheet_chosen": Sentence("Chưa chọn tệp.", "No file was chosen."),
    "authoring.sheet_large": Sentence(
        "Tệp lớn hơn {most} MB.",
        "The file is larger than {most} MB.",
    ),
    "authoring.entry_gone": Sentence(
        "bài này không còn trong hàng đợi",
        "this entry is not in the queue any more",
        "xóa dòng này; muốn đăng lại thành bài mới thì xóa ô mã bài",
        "delete the row; to post it again as a new one, empty the cell with the entry's name",
    ),
    "authoring.entry_says_other": Sentence(
        "lời khác với bài “{entry}” đang có trong hàng đợi",
        "the words are others than those of the entry “{entry}” in the queue",
        "sửa bài trong hàng đợi; muốn xếp thành bài mới thì xóa ô mã bài",
        "change the entry in the queue; for a new one empty the cell with the entry's name",
    ),
    "authoring.rows_stand": Sentence(
        "{count} dòng xuất ra từ hàng đợi: bài vẫn còn đó, giờ đăng giữ như trên lịch",
        "{count} {count:row that was|rows that were} exported from the queue: the posts stand"
        " there, at their times of the calendar",
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
    "authoring.of_its_list": Sentence(
        "“{name}” là của cả chiến dịch hay danh sách, không riêng một dòng nào đổi được",
        "“{name}” belongs to the whole campaign or list; no item changes it alone",
        "bỏ “{name}”, hoặc sửa ở chiến dịch",
        "leave “{name}” out, or change it in the campaign",
    ),
    "authoring.post_in_a_campaign": Sentence(
        "bài đăng không thuộc chiến dịch nào; chỉ khẩu hiệu mới ghi chiến dịch",
        "a post belongs to no campaign; only a slogan names one",
        "bỏ chiến dịch, hoặc gửi dưới dạng khẩu hiệu",
        "leave the campaign out, or send it as a slogan",
    ),
    "authoring.id_stays": Sentence(
        "tên của bài trong hàng đợi không đổi được",
        "the name of an entry in the queue cannot be changed",
        "bỏ tên, hoặc giữ “{id}”",
        "leave the name out, or keep “{id}”",
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
        "ghi số phút, ví dụ 5",
        "write minutes, such as 5",
    ),
    "authoring.exception_nowhere": Sentence(
        "phần khác ở từng trang chưa có trang",
        "what is different on a page names no page",
        "chọn trang, hoặc bỏ phần này",
        "choose the page, or leave this out",
    ),
    "authoring.exception_twice": Sentence(
        "trang này đã có một phần riêng ở trên",
        "this page has a part of its own above",
        "gộp hai phần làm một",
        "make one of the two",
    ),
    "authoring.exception_of_nothing": Sentence(
        "chưa nói khác ở chỗ nào",
        "nothing is said that is different",
        "điền ít nhất một ô, hoặc bỏ trang này ra",
        "fill in at least one field, or leave this page out",
    ),
    "authoring.on_no_page": Sentence(
        "bài bị bỏ ở tất cả các trang đã chọn",
        "the post is left out on every page that is chosen",
        "để lại ít nhất một trang, hoặc xóa bài",
        "leave at least one page, or delete the post",
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
    "authoring.draft": Sentence(
        "Chưa lên lịch: bỏ dòng draft (hoặc bấm “Đưa vào lịch” ở trang Chiến dịch) khi đã soát"
        " xong.",
        "Not on the calendar: take out the line draft (or press “Put on the calendar” on the"
        " page Campaigns) once it is looked over.",
    ),
    "authoring.letter": Sentence(
        "văn bản",
        "letter",
    ),
    "authoring.no_number": Sentence(
        "(không số)",
        "(no number)",
    ),
    "authoring.origin": Sentence(
        "Bản nháp đọc từ {name}: {kind} {number}.",
        "Draft read from {name}: {kind} {number}.",
    ),
    "authoring.origin_of": Sentence(
        "Bản nháp đọc từ {name}: {kind} {number} của {issuer}.",
        "Draft read from {name}: {kind} {number} of {issuer}.",
    ),
    "authoring.window_doubted": Sentence(
        "Thời gian: {why} (dòng {line}).",
        "Time: {why} (line {line}).",
    ),
    "authoring.window_around_days": Sentence(
        "Văn bản không ghi thời gian: from và until được đặt quanh các ngày kỷ niệm, xem lại"
        " cho đúng.",
        "The letter gives no time: from and until are set around its anniversaries; look at"
        " them again.",
    ),
    "authoring.window_made_up": Sentence(
        "Văn bản không ghi thời gian: from và until là tạm, sửa lại cho đúng.",
        "The letter gives no time: from and until are made up; mend them.",
    ),
    "authoring.in_letter": Sentence(
        "Văn bản, dòng {line}",
        "Letter, line {line}",
    ),
    "authoring.written_in_letter": Sentence(
        "Văn bản, dòng {line}; văn bản viết: {words}",
        "Letter, line {line}; the letter says: {words}",
    ),
    "authoring.unsure": Sentence(
        "Chưa chắc, dòng {line} ({why}): {words}",
        "Not sure, line {line} ({why}): {words}",
    ),
    "authoring.day_in_file": Sentence(
        "{file}, ngày thứ {n}",
        "{file}, day {n}",
    ),
}
