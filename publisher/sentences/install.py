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
}
