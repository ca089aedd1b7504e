"""What is said around notices, in the messages that carry many of them."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "notices.approval": Sentence("Chờ duyệt", "Waiting for approval"),
    "notices.refused": Sentence("Facebook từ chối", "Refused by Facebook"),
    "notices.unknown": Sentence("Chưa rõ kết quả", "Result unclear"),
    "notices.missed": Sentence("Bị lỡ", "Missed"),
    "notices.token": Sentence("Mã truy cập", "Tokens"),
    "notices.parked": Sentence("Trang đang dừng", "Pages that stand still"),
    "notices.link": Sentence("Đường dẫn báo", "Links to newspapers"),
    "notices.down": Sentence("Dịch vụ", "The service"),
    "notices.stopped": Sentence("Facebook không nhận, tạm dừng", "Not taken by Facebook, paused"),
    "notices.late": Sentence("Quá giờ mà chưa đăng", "Past the time and not out"),
    "notices.queue": Sentence("Hàng đợi có chỗ phải sửa", "To be mended in the queue"),
    "notices.more": Sentence(
        "… và {n} dòng nữa, xem đủ trên bàn làm việc.",
        "… and {n} more {n:line|lines}; the desk shows all.",
    ),
    "notices.desk": Sentence("Mở bàn làm việc: {address}", "Open the desk: {address}"),
}
