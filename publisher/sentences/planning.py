"""What is said of times that the calendar cannot take."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "planning.past": Sentence(
        "giờ đăng {at:%H:%M ngày %d/%m/%Y} đã qua",
        "the time of posting, {at:%H:%M on %d/%m/%Y}, has passed",
        "đặt at sang một giờ sắp tới",
        "set at to a time that is still to come",
    ),
    "planning.quiet": Sentence(
        "giờ đăng {at:%H:%M ngày %d/%m/%Y} nằm trong giờ nghỉ của trang “{page}”",
        "the time of posting, {at:%H:%M on %d/%m/%Y}, is within the quiet hours of the page"
        " “{page}”",
        "chọn giờ khác, hoặc thêm ignore_quiet = true",
        "choose another time, or add ignore_quiet = true",
    ),
    "planning.quiet_each_year": Sentence(
        "giờ đăng {at:%H:%M} nằm trong giờ nghỉ của trang “{page}”",
        "the time of posting, {at:%H:%M}, is within the quiet hours of the page “{page}”",
        "chọn giờ khác, hoặc thêm ignore_quiet = true",
        "choose another time, or add ignore_quiet = true",
    ),
    "planning.no_slots": Sentence(
        "trang “{page}” chưa có khung giờ",
        "the page “{page}” has no slots yet",
        "thêm slots vào trang trong cấu hình, hoặc đặt at cho bài",
        "add slots to the page in the configuration, or give the post a time (at)",
    ),
    "planning.no_free_slot": Sentence(
        "trang “{page}” không còn khung giờ trống trong {days} ngày",
        "the page “{page}” has no free slot within {days} days",
        "thêm khung giờ cho trang, hoặc đặt at cho bài",
        "add slots to the page, or give the post a time (at)",
    ),
}
