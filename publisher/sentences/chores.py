"""What is done again and again beside publishing, for people who are told that it does not work."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "chores.notices": Sentence("Gửi thông báo", "Sending notices"),
    "chores.tokens": Sentence("Kiểm tra mã truy cập của các trang", "Checking the pages' tokens"),
    "chores.sweeping": Sentence(
        "Dọn bài nháp thừa trên Facebook", "Clearing away drafts on Facebook that nobody needs"
    ),
    "chores.links": Sentence("Kiểm tra đường dẫn báo", "Checking links to newspapers"),
    "chores.feed": Sentence("Đọc nguồn tin “{name}”", "Reading the feed “{name}”"),
    "chores.insights": Sentence(
        "Lấy số liệu bài đăng từ Facebook", "Fetching the numbers of posts from Facebook"
    ),
    "chores.sessions": Sentence(
        "Dọn phiên đăng nhập đã hết hạn", "Clearing away sessions that have ended"
    ),
    "chores.keyed_calls": Sentence(
        "Quên các lần gọi API đã cũ", "Forgetting calls of the API of long ago"
    ),
    "chores.counter": Sentence(
        "Ghi số lần gửi ra tệp bên cạnh khóa", "Writing the number of attempts beside the key"
    ),
    "chores.halves": Sentence("Dọn tệp ghi dở", "Clearing away files that were half written"),
    "chores.due": Sentence("Tìm bài đến giờ đăng", "Looking for posts that are due"),
    "chores.recovery": Sentence(
        "Nhận lại bài dở dang và ghi dấu hiệu sống",
        "Taking back unfinished posts and giving signs of life",
    ),
    "chores.chunks": Sentence(
        "Nhận bài được giao cho tiến trình này", "Taking posts that were handed to this process"
    ),
}
