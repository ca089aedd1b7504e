"""What is said of the database."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "store.illegal_move": Sentence(
        "Bài không thể chuyển từ “{old}” sang “{new}”: đây là lỗi của chương trình.",
        "A post cannot go from “{old}” to “{new}”: this is a mistake of the program.",
        "Báo người vận hành xem nhật ký.",
        "Tell the operator to look at the log.",
    ),
    "store.bad_address": Sentence(
        "Khóa database không đúng dạng.",
        "The address of the database is not in the right form.",
        operator_vi="Viết trong config.toml như postgresql://TÊN@MÁY/CSDL.",
        operator_en="Write it in config.toml as postgresql://NAME@HOST/DATABASE.",
    ),
    "store.no_folder": Sentence(
        "Không tạo được thư mục dữ liệu {folder} ({why}); xem lại quyền ghi.",
        "The data folder {folder} cannot be made ({why}); check the permissions.",
    ),
    "store.part_only": Sentence(
        "Cơ sở dữ liệu {name} mới nhận một phần dữ liệu từ SQLite, đăng từ đó sẽ đăng lại bài cũ.",
        "The database {name} holds only a part of the data from SQLite; publishing from it"
        " would publish old posts again.",
        operator_vi="Chạy lại “publisher database move” cho xong đã.",
        operator_en="Run “publisher database move” again until it is done.",
    ),
    "store.moved_away": Sentence(
        "Dữ liệu trong tệp {name} đã chuyển sang {other} ngày {day}, đăng từ tệp này sẽ"
        " đăng lại bài cũ.",
        "The data of the file {name} was moved to {other} on {day}; publishing from this"
        " file would publish old posts again.",
        operator_vi="Đặt khóa database trong config.toml về PostgreSQL rồi chạy lại.",
        operator_en="Set the key database in config.toml to PostgreSQL, then run it again.",
    ),
    "store.newer": Sentence(
        "Cơ sở dữ liệu do một phiên bản publisher mới hơn ghi (bước {step}).",
        "The database was written by a newer version of publisher (step {step}).",
        operator_vi="Hãy cài phiên bản mới, hoặc chỉ khóa data sang thư mục khác.",
        operator_en="Install the new version, or point the key data to another folder.",
    ),
    "store.older": Sentence(
        "Cơ sở dữ liệu còn theo phiên bản cũ hơn chương trình này.",
        "The database is still of an older version than this program.",
        operator_vi="Chạy “publisher database upgrade” một lần trên một máy.",
        operator_en="Run “publisher database upgrade” once on one machine.",
    ),
    "store.overtaken": Sentence(
        "Một tiến trình khác vừa đổi bài này (lượt {delivery}); bài nay do tiến trình đó lo.",
        "Another process changed the post meanwhile (delivery {delivery}); it is that"
        " process's now.",
    ),
    "store.no_driver": Sentence(
        "Thiếu thư viện cho PostgreSQL và nhiều máy.",
        "The library for PostgreSQL and many machines is missing.",
        operator_vi='Cài bằng: pip install "publisher[cluster]".',
        operator_en='Install it: pip install "publisher[cluster]".',
    ),
    "store.readonly": Sentence(
        "Không ghi được cơ sở dữ liệu {name}; xem lại quyền ghi của thư mục dữ liệu.",
        "The database {name} cannot be written; check the permissions of the data folder.",
    ),
    "store.disk_full": Sentence(
        "Ổ đĩa đầy, không ghi được cơ sở dữ liệu {name}; hãy giải phóng chỗ trống rồi chạy lại.",
        "The disk is full, the database {name} cannot be written; free some space, then run"
        " it again.",
    ),
    "store.no_database": Sentence(
        "Tệp {name} không phải cơ sở dữ liệu hoặc đã hỏng; hãy lấy lại bản sao lưu.",
        "The file {name} is no database or is damaged; take the backup.",
    ),
    "store.password": Sentence(
        "PostgreSQL không nhận tên hoặc mật khẩu cho cơ sở dữ liệu {name}.",
        "PostgreSQL does not take the name or the password for the database {name}.",
        operator_vi="Xem lại database_env.",
        operator_en="Check database_env.",
    ),
    "store.not_made": Sentence(
        "PostgreSQL chưa có cơ sở dữ liệu {name}.",
        "PostgreSQL has no database {name}.",
        operator_vi="Tạo bằng “createdb {name}” rồi chạy lại.",
        operator_en="Make it with “createdb {name}”, then run it again.",
    ),
    "store.busy": Sentence(
        "Cơ sở dữ liệu {name} đang bận, chưa nâng cấp được; các máy vẫn chạy như cũ. Thử"
        " lại lúc vắng bài.",
        "The database {name} is busy and could not be upgraded; the machines go on as"
        " before. Try again when few posts are due.",
    ),
    "store.no_connection": Sentence(
        "Không nối được tới PostgreSQL của cơ sở dữ liệu {name}; xem máy chủ còn chạy và"
        " mạng còn thông không.",
        "There is no connection to PostgreSQL with the database {name}; see whether the"
        " server runs and the network works.",
    ),
    "store.locked": Sentence(
        "Tệp {name} đang bị một tiến trình khác giữ (đang chuyển hoặc nâng cấp); chờ xong"
        " rồi chạy lại.",
        "The file {name} is held by another process (a move or an upgrade); wait for its"
        " end, then run it again.",
    ),
    "store.not_opened": Sentence(
        "Không mở được cơ sở dữ liệu {name}; xem lại đường dẫn và quyền của thư mục.",
        "The database {name} cannot be opened; check the path and the permissions of the folder.",
    ),
    "store.unusable": Sentence(
        "Không dùng được cơ sở dữ liệu {name} ({why}).",
        "The database {name} cannot be used ({why}).",
    ),
}
