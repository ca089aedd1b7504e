"""What is said of the first folder and the move of the database: to operators only."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "install.move_broke_off": Sentence(
        "Việc chuyển bị đứt giữa chừng ({why}). Dữ liệu cũ còn nguyên; xem lại ổ đĩa, mạng"
        " và máy chủ PostgreSQL. Chạy lại “publisher database move”, việc sẽ làm tiếp.",
        "The move broke off ({why}). The old data is untouched; look at the disk, the"
        " network and the PostgreSQL server. Run “publisher database move” again, it goes"
        " on from there.",
    ),
    "install.file_in_use": Sentence(
        "Tệp SQLite vừa được dùng trong lúc chuyển; tắt mọi lệnh publisher khác. Chạy lại"
        " “publisher database move”.",
        "The SQLite file was used during the move; stop all other publisher commands. Run"
        " “publisher database move” again.",
    ),
    "install.moved_elsewhere": Sentence(
        "Dữ liệu của tệp này đã chuyển sang {other} ngày {day}, không phải sang {target};"
        " đặt khóa database về cơ sở dữ liệu đó.",
        "The data of this file was moved to {other} on {day}, not to {target}; set the key"
        " database to that database.",
    ),
    "install.not_postgresql": Sentence(
        "Khóa database trong config.toml chưa trỏ tới PostgreSQL; viết database ="
        ' "postgresql://TÊN@MÁY/CSDL" (hoặc database_env), rồi chạy lại.',
        "The key database in config.toml does not point to PostgreSQL yet; write database ="
        ' "postgresql://NAME@HOST/DATABASE" (or database_env), then run it again.',
    ),
    "install.no_source": Sentence(
        "Không có tệp {source}; chỉ đúng tệp SQLite đang dùng bằng --from.",
        "There is no file {source}; name the SQLite file in use with --from.",
    ),
    "install.no_store": Sentence(
        "Tệp {source} không phải cơ sở dữ liệu của publisher; chỉ đúng tệp bằng --from.",
        "The file {source} is no database of publisher; name the right file with --from.",
    ),
    "install.of_another_file": Sentence(
        "{name} mới nhận một phần dữ liệu của tệp khác ({other}); chuyển tiếp tệp đó, hoặc"
        " tạo một cơ sở dữ liệu trống khác.",
        "{name} holds a part of the data of another file ({other}); go on moving that file,"
        " or make another empty database.",
    ),
    "install.not_empty": Sentence(
        "{name} đã có dữ liệu ({tables}), chuyển vào đó sẽ lẫn hai nơi; tạo một cơ sở dữ"
        " liệu trống và ghi tên nó vào khóa database.",
        "{name} holds data already ({tables}), moving there would mix the two; make an"
        " empty database and write its name into the key database.",
    ),
    "install.service_runs": Sentence(
        "Dịch vụ publisher đang chạy trên thư mục {data}; tắt dịch vụ rồi chạy lại lệnh này.",
        "The publisher service is running on the folder {data}; stop the service, then run"
        " this command again.",
    ),
    "install.another_move": Sentence(
        "Một lệnh chuyển khác đang ghi vào {target}; chờ lệnh đó xong.",
        "Another move is writing into {target}; wait for it to end.",
    ),
    "install.others_run": Sentence(
        "Có publisher đang chạy trên {target} trong lúc chuyển; tắt mọi dịch vụ và worker ở"
        " đó, rồi chạy lại “publisher database move”.",
        "A publisher is running on {target} during the move; stop all services and workers"
        " there, then run “publisher database move” again.",
    ),
    "install.already_there": Sentence(
        "{path} đã có; publisher init không ghi đè lên tệp nào. Hãy chọn thư mục khác.",
        "{path} exists; publisher init overwrites no file. Choose another folder.",
    ),
    "install.configuration": Sentence(
        "Cấu hình",
        "Configuration",
    ),
    "install.pages": Sentence(
        "{path}: {n} trang",
        "{path}: {n} {n:page|pages}",
    ),
    "install.storage": Sentence(
        "Kho chung",
        "Shared storage",
    ),
    "install.no_storage": Sentence(
        "ảnh chỉ nằm trên máy này, máy khác không đăng được bài có ảnh hay video của người"
        " soạn; nhiều máy thì thêm bảng [storage] vào config.toml",
        "pictures lie on this machine only, other machines cannot publish posts with photos or"
        " videos of writers; for several machines add the table [storage] to config.toml",
    ),
    "install.data_folder": Sentence(
        "Thư mục dữ liệu",
        "Data folder",
    ),
    "install.queue_folder": Sentence(
        "Thư mục hàng đợi",
        "Queue folder",
    ),
    "install.fonts": Sentence(
        "Phông chữ",
        "Fonts",
    ),
    "install.no_fonts": Sentence(
        "không thấy assets/fonts/*.ttf; hãy cài lại publisher",
        "assets/fonts/*.ttf is missing; install publisher again",
    ),
    "install.shaping": Sentence(
        "Dựng chữ",
        "Text shaping",
    ),
    "install.clock": Sentence(
        "Đồng hồ",
        "Clock",
    ),
    "install.clock_wrong": Sentence(
        "máy đang ở ngày {day:%d/%m/%Y}, sai; hãy bật đồng bộ giờ mạng (NTP)",
        "the machine is at {day:%d/%m/%Y}, which is wrong; switch on network time (NTP)",
    ),
    "install.clock_off": Sentence(
        "lệch {n} giây so với Facebook; hãy bật đồng bộ giờ mạng (NTP)",
        "{n} {n:second|seconds} away from Facebook's; switch on network time (NTP)",
    ),
    "install.key": Sentence(
        "Khóa",
        "Key",
    ),
    "install.key_unseen": Sentence(
        "không xem được ({why})",
        "it cannot be looked at ({why})",
    ),
    "install.key_well": Sentence(
        "dùng được",
        "usable",
    ),
    "install.database": Sentence(
        "Cơ sở dữ liệu",
        "Database",
    ),
    "install.database_well": Sentence(
        "mở được, đúng phiên bản",
        "it opens and is of this version",
    ),
    "install.folder_unwritten": Sentence(
        "không ghi được {folder} ({why}); xem lại quyền và chỗ trống",
        "{folder} cannot be written ({why}); check the rights and the free space",
    ),
    "install.folder_open": Sentence(
        "{folder}: đọc và ghi được, nhưng người khác trên máy cũng đọc được; chạy: chmod go="
        " {folder}",
        "{folder}: can be read and written, but by others on this machine too; run: chmod go="
        " {folder}",
    ),
    "install.folder_well": Sentence(
        "{folder}: đọc và ghi được",
        "{folder}: can be read and written",
    ),
    "install.no_emblem": Sentence(
        'chưa có biểu trưng, ảnh dùng con dấu chữ cái thay tạm; thêm logo = "tệp.png" vào'
        " [units.{unit}]",
        'no emblem yet, pictures use a seal of letters instead; add logo = "file.png" to'
        " [units.{unit}]",
    ),
    "install.page": Sentence(
        "Trang {page}",
        "Page {page}",
    ),
    "install.no_token": Sentence(
        "không thấy mã truy cập ở {where}; chạy “publisher connect”, hoặc đặt page token vào đó",
        "no access token in {where}; run “publisher connect”, or put a page token there",
    ),
    "install.token_unfit": Sentence(
        "{where}: {why:whole}",
        "{where}: {why:whole}",
    ),
    "install.facebook_unasked": Sentence(
        "không hỏi được Facebook: {why}",
        "Facebook cannot be asked: {why}",
    ),
    "install.page_well": Sentence(
        "“{name}”, mã truy cập dùng được",
        "“{name}”, the access token is usable",
    ),
    "install.other_version": Sentence(
        "Facebook trả lời bằng {served} thay vì {version}; sửa facebook.version",
        "Facebook answers with {served} instead of {version}; mend facebook.version",
    ),
    "install.invalid_value": Sentence(
        "giá trị không hợp với cột kiểu {kind}",
        "a value that does not fit a column of the kind {kind}",
    ),
    "install.not_utf8": Sentence(
        "không phải chữ UTF-8",
        "no UTF-8 text",
    ),
    "install.too_long": Sentence(
        "dài {n} ký tự, PostgreSQL nhận nhiều nhất {most}",
        "{n} characters long, PostgreSQL takes at most {most}",
    ),
    "install.nul_twin": Sentence(
        "bỏ ký tự NUL thì trùng hàng khác",
        "without its NUL character it equals another row",
    ),
    "install.no_parent": Sentence(
        "trỏ tới hàng không có trong bảng {table}",
        "it points to a row that is not in the table {table}",
    ),
}
