"""What is said of the shared storage."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "storage.empty": Sentence(
        "Kho chung còn trống: máy có hàng đợi chưa ghi gì, hoặc kho chưa được gắn.",
        "The shared storage is empty: the machine with the queue has written nothing yet,"
        " or it is not mounted.",
    ),
    "storage.lacks": Sentence(
        "Kho chung thiếu tệp {name}; lưu lại bộ nhận diện ở bàn làm việc.",
        "The shared storage lacks the file {name}; save the brand again at the desk.",
    ),
    "storage.video_cut": Sentence(
        "Video lấy từ kho chung về không nguyên vẹn.",
        "The video came from the shared storage incomplete.",
    ),
    "storage.not_mounted": Sentence(
        "Không thấy kho chung {root}: thư mục chưa được gắn vào máy này.",
        "The shared storage {root} is not there: the folder is not mounted on this machine.",
    ),
    "storage.unusable": Sentence(
        "Không dùng được kho chung {root} ({why}).",
        "The shared storage {root} cannot be used ({why}).",
    ),
    "storage.silent": Sentence(
        "Kho chung “{name}” không trả lời ({kind}).",
        "The shared storage “{name}” does not answer ({kind}).",
    ),
    "storage.denied": Sentence(
        "Kho chung “{name}” từ chối ({code}); xem lại khóa truy cập và quyền đọc, ghi, liệt kê.",
        "The shared storage “{name}” refuses ({code}); check the access key and the"
        " permission to read, write and list.",
    ),
    "storage.trouble": Sentence(
        "Kho chung “{name}” báo lỗi {code}.",
        "The shared storage “{name}” reports the error {code}.",
    ),
    "storage.rests": Sentence(
        "Kho chung “{name}” vừa không trả lời; vài giây nữa sẽ thử lại.",
        "The shared storage “{name}” did not answer just now; it is tried again in a few seconds.",
    ),
    "storage.no_key": Sentence(
        "Chưa có khóa truy cập kho chung “{name}”.",
        "There is no access key for the shared storage “{name}”.",
        operator_vi="Đặt vào nơi đã ghi ở [storage].",
        operator_en="Put it where [storage] says.",
    ),
    "storage.not_installed": Sentence(
        "Máy này chưa cài phần kho chung.",
        "This machine lacks what the shared storage needs.",
        operator_vi='Cài bằng: pip install "publisher[storage]".',
        operator_en='Install it: pip install "publisher[storage]".',
    ),
    "storage.open_to_others": Sentence(
        "Người khác trên máy đọc được {path}; chủ của nó hãy chạy: chmod go= {path}",
        "Others on this machine can read {path}; its owner should run: chmod go= {path}",
    ),
}
