"""What is said of the key that seals tokens."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "vault.other_key": Sentence(
        "Không mở được mã truy cập đã lưu: khóa {file} không phải khóa đã dùng khi lưu.",
        "The kept access token cannot be opened: the key {file} is not the one it was kept with.",
        operator_vi="Đặt lại đúng tệp khóa, hoặc chạy lại “publisher connect”.",
        operator_en="Put the right key file back, or run “publisher connect” again.",
    ),
    "vault.no_key": Sentence(
        "Thiếu tệp khóa {file} để mở mã truy cập đã lưu.",
        "The key file {file} to open the kept access token is missing.",
        operator_vi="Chép lại tệp đó từ bản sao lưu, hoặc chạy lại “publisher connect”.",
        operator_en="Copy it back from the backup, or run “publisher connect” again.",
    ),
    "vault.variable_empty": Sentence(
        "Biến môi trường {name} trống.",
        "The environment variable {name} is empty.",
        operator_vi="Đặt lại đúng khóa đã dùng, hoặc bỏ biến này để dùng tệp publisher.key.",
        operator_en="Set the key that was used, or take the variable away to use the file"
        " publisher.key.",
    ),
    "vault.file_empty": Sentence(
        "Tệp khóa {file} trống.",
        "The key file {file} is empty.",
        operator_vi="Chép lại từ bản sao lưu, hoặc dời tệp này đi rồi chạy lại (khóa mới sẽ được"
        " tạo; mọi người đăng nhập lại, mã truy cập lấy lại bằng “publisher connect”).",
        operator_en="Copy it back from the backup, or move it away and run again (a new key is"
        " made; everybody signs in again, tokens are connected again by “publisher connect”).",
    ),
    "vault.variable_wrong": Sentence(
        "Biến môi trường {name} không chứa khóa đúng dạng.",
        "The environment variable {name} holds no key in the right form.",
        operator_vi="Đặt lại đúng khóa đã dùng, hoặc bỏ biến này để dùng tệp publisher.key.",
        operator_en="Set the key that was used, or take the variable away to use the file"
        " publisher.key.",
    ),
    "vault.file_wrong": Sentence(
        "Tệp khóa {file} không chứa khóa đúng dạng.",
        "The key file {file} holds no key in the right form.",
        operator_vi="Chép lại từ bản sao lưu, hoặc dời tệp này đi rồi chạy lại (khóa mới sẽ được"
        " tạo; mọi người đăng nhập lại, mã truy cập lấy lại bằng “publisher connect”).",
        operator_en="Copy it back from the backup, or move it away and run again (a new key is"
        " made; everybody signs in again, tokens are connected again by “publisher connect”).",
    ),
}
