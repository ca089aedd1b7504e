"""What is said when the service or a worker cannot start, and when it stops in its work."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "running.cut_short": Sentence(
        "Dịch vụ đang dừng nên chưa lập lịch xong; lần chạy sau sẽ lập tiếp.",
        "The service is stopping, so planning is not complete; the next start goes on with it.",
    ),
    "running.other_engine": Sentence(
        "Trên cơ sở dữ liệu này đang có máy chạy với engine khác: “embedded” chỉ một dịch vụ,"
        " “cluster” thì mọi máy đều là “cluster”.",
        "A machine with another engine runs on this database: “embedded” is one service only, with"
        " “cluster” every machine is “cluster”.",
        "Tắt các tiến trình kia, hoặc sửa engine trong config.toml cho giống nhau.",
        "Stop the other processes, or give all of them the same engine in config.toml.",
    ),
    "running.no_cluster": Sentence(
        "“publisher worker” chỉ dùng khi nhiều máy cùng đăng: đặt engine = “cluster” và địa chỉ"
        " PostgreSQL trong config.toml.",
        "“publisher worker” is only for several machines that publish together: set engine ="
        " “cluster” and the address of PostgreSQL in config.toml.",
        "Một máy thì chỉ cần “publisher run”.",
        "One machine needs “publisher run” only.",
    ),
    "running.one_service": Sentence(
        "Đã có một dịch vụ publisher chạy trên thư mục {folder}; mỗi thư mục dữ liệu chỉ một dịch"
        " vụ.",
        "A publisher service runs on the folder {folder} already; each data folder has one service"
        " only.",
        "Xem bằng “publisher status”, hoặc tắt dịch vụ kia trước.",
        "See “publisher status”, or stop the other service first.",
    ),
    "running.data_not_written": Sentence(
        "Không ghi được thư mục dữ liệu {folder} ({why}); xem lại quyền ghi.",
        "The data folder {folder} cannot be written ({why}); check the permissions.",
    ),
    "running.no_queue": Sentence(
        "Không có thư mục hàng đợi {folder} ({why}).",
        "There is no queue folder {folder} ({why}).",
    ),
    "running.database_not_moved": Sentence(
        "PostgreSQL còn trống mà tệp {file} có bài: chạy ngay thì những bài đã đăng sẽ đăng lại.",
        "PostgreSQL is empty while the file {file} has posts: run like this, posts that are public"
        " would be published again.",
        "Chạy “publisher database move” để chuyển, hoặc đổi tên tệp ấy nếu muốn bắt đầu lại từ"
        " đầu.",
        "Run “publisher database move” to move them, or rename that file to begin anew.",
    ),
    "running.port_taken": Sentence(
        "Không mở được cổng {host}:{port} ({why}); đổi [service] port trong config.toml hoặc tắt"
        " chương trình đang dùng cổng đó.",
        "The port {host}:{port} cannot be opened ({why}); change [service] port in config.toml or"
        " stop the program that uses it.",
    ),
    "running.metrics_elsewhere": Sentence(
        "Số liệu chỉ đọc được từ chính máy chủ, hoặc với khóa ([service] metrics_key_env trong"
        " config.toml).",
        "The numbers can be read from this machine itself only, or with a key ([service]"
        " metrics_key_env in config.toml).",
    ),
}
