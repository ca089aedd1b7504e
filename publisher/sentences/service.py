"""What is said when a service or a worker cannot start: to operators only."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "service.port": Sentence(
        "Không mở được cổng {host}:{port} ({why}); đổi [service] port trong config.toml"
        " hoặc tắt chương trình đang dùng cổng đó.",
        "Port {host}:{port} cannot be opened ({why}); change [service] port in config.toml"
        " or stop the program that uses the port.",
    ),
    "service.another": Sentence(
        "Đã có một dịch vụ publisher chạy trên thư mục {data}; mỗi thư mục dữ liệu chỉ một"
        " dịch vụ. Xem bằng “publisher status”, hoặc tắt dịch vụ kia trước.",
        "A publisher service is running on the folder {data} already; a data folder has"
        " only one service. See it with “publisher status”, or stop the other one first.",
    ),
    "service.not_writable": Sentence(
        "Không ghi được thư mục dữ liệu {data} ({why}); xem lại quyền ghi.",
        "The data folder {data} cannot be written ({why}); check the permissions.",
    ),
    "service.left_behind": Sentence(
        "PostgreSQL còn trống mà tệp {left} có bài: chạy ngay thì những bài đã đăng sẽ đăng"
        " lại. Chạy “publisher database move” để chuyển, hoặc đổi tên tệp ấy nếu muốn bắt"
        " đầu lại từ đầu.",
        "PostgreSQL is empty while the file {left} holds posts: run like this, what was"
        " published would be published again. Run “publisher database move” to move them,"
        " or rename that file to start from the beginning.",
    ),
    "service.no_queue": Sentence(
        "Không có thư mục hàng đợi {queue} ({why}).",
        "There is no queue folder {queue} ({why}).",
    ),
    "service.no_cluster": Sentence(
        "“publisher worker” chỉ dùng khi nhiều máy cùng đăng: đặt engine = “cluster” và địa"
        " chỉ PostgreSQL trong config.toml. Một máy thì chỉ cần “publisher run”.",
        "“publisher worker” is only for many machines that publish together: set engine ="
        " “cluster” and the address of PostgreSQL in config.toml. One machine needs only"
        " “publisher run”.",
    ),
    "service.embedded_runs": Sentence(
        "Trên cơ sở dữ liệu này đang chạy một dịch vụ engine = “embedded”; tắt nó trước,"
        " rồi chạy mọi máy với engine = “cluster”.",
        "A service with engine = “embedded” is running on this database; stop it first,"
        " then run all machines with engine = “cluster”.",
    ),
    "service.other_engine": Sentence(
        "Trên cơ sở dữ liệu này đang có máy chạy với engine khác: “embedded” chỉ một dịch"
        " vụ, “cluster” thì mọi máy đều là “cluster”. Tắt các tiến trình kia, hoặc sửa"
        " engine trong config.toml cho giống nhau.",
        "A machine with another engine is running on this database: “embedded” is a single"
        " service, with “cluster” all machines are “cluster”. Stop the other processes, or"
        " make engine in config.toml the same everywhere.",
    ),
}
