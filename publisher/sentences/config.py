"""What is said of the configuration file."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    # The file
    "config.stumbled": Sentence(
        "không đọc được tệp cấu hình vì một lỗi ngoài dự kiến ({error})",
        "the configuration file could not be read because of an unexpected error ({error})",
        "xem lại những gì vừa sửa; nếu không thấy gì lạ, gửi tệp này (bỏ mật khẩu) cho người phát"
        " triển",
        "look again at what was changed; if nothing seems odd, send this file (without passwords)"
        " to the developers",
    ),
    "config.no_file": Sentence(
        "không có tệp cấu hình",
        "there is no configuration file",
        "chạy “publisher init” để tạo thư mục mẫu, hoặc chỉ đúng tệp bằng --config",
        "run “publisher init” to make a sample folder, or name the file with --config",
    ),
    "config.not_utf8": Sentence(
        "tệp không phải mã UTF-8",
        "the file is not UTF-8",
        "mở tệp và lưu lại với mã UTF-8",
        "open the file and save it as UTF-8",
    ),
    "config.unreadable": Sentence(
        "không đọc được tệp cấu hình ({error})",
        "the configuration file cannot be read ({error})",
        "xem lại quyền đọc tệp",
        "check the permissions of the file",
    ),
    "config.syntax": Sentence(
        "sai cú pháp TOML ({error})",
        "wrong TOML syntax ({error})",
        'chữ phải nằm trong ngoặc kép thẳng "…", mỗi khóa một dòng',
        'texts stand in straight quotes "…", one key a line',
    ),
    # Values
    "config.duration_without_quotes": Sentence(
        "viết khoảng thời gian trong ngoặc kép, như “30m”, “2h”, “14d”",
        "write the length of time in quotes, like “30m”, “2h”, “14d”",
    ),
    "config.no_clock_time": Sentence(
        "{value} không phải giờ; viết như “07:30”", "{value} is no time; write it like “07:30”"
    ),
    "config.no_zone": Sentence(
        "không có múi giờ “{zone}”; viết như “{example}”",
        "there is no time zone “{zone}”; write it like “{example}”",
    ),
    "config.no_page_id": Sentence(
        "{value} không phải mã số trang; chép dãy chữ số ở mục Giới thiệu của trang",
        "{value} is no page number; copy the digits from the page's section About",
    ),
    "config.no_version": Sentence(
        "“{value}” không phải phiên bản Graph API; viết như “v26.0”",
        "“{value}” is no version of the Graph API; write it like “v26.0”",
    ),
    "config.tokens": Sentence("mã truy cập", "access tokens"),
    "config.pictures_and_keys": Sentence("ảnh và khóa", "pictures and keys"),
    "config.no_server": Sentence(
        "“{value}” không phải địa chỉ máy chủ; viết như “{example}”",
        "“{value}” is no address of a server; write it like “{example}”",
    ),
    "config.open_line": Sentence(
        "http:// để lộ {secret} trên đường truyền; ngoài mạng nội bộ chỉ dùng https://",
        "http:// lets others read {secret} on the way; outside one's own network use https:// only",
    ),
    "config.no_database": Sentence(
        "không đúng dạng địa chỉ; viết như “postgresql://TÊN@MÁY/CSDL”",
        "no address of a database; write it like “postgresql://NAME@HOST/DATABASE”",
    ),
    "config.no_bucket": Sentence(
        "“{value}” không phải tên bucket; chỉ có chữ thường, số, gạch ngang, như “anh-cong-doan”",
        "“{value}” is no bucket name; it holds small letters, digits and hyphens only, like"
        " “anh-cong-doan”",
    ),
    "config.no_prefix": Sentence(
        "“{value}” chỉ được có chữ không dấu, số, gạch ngang và /, như “publisher”",
        "“{value}” may hold plain letters, digits, hyphens and / only, like “publisher”",
    ),
    "config.no_looks": Sentence(
        "cần ít nhất một lần xem lại, như [“30s”, “2m”, “10m”]",
        "at least one look is needed, like [“30s”, “2m”, “10m”]",
    ),
    "config.no_app_id": Sentence(
        "“{value}” không phải mã số ứng dụng; chép dãy chữ số ở trang ứng dụng",
        "“{value}” is no app number; copy the digits from the page of the app",
    ),
    "config.no_hashtag": Sentence(
        "thẻ “{tag}” chỉ được có chữ, số và gạch dưới, viết liền",
        "the hashtag “{tag}” may hold letters, digits and underscores only, without blanks",
    ),
    "config.no_whole_days": Sentence(
        "viết số ngày tròn, như [“1d”, “7d”, “28d”]", "write whole days, like [“1d”, “7d”, “28d”]"
    ),
    "config.no_metric": Sentence(
        "“{value}” không phải tên số liệu của Facebook, như “post_media_view”",
        "“{value}” is no name of one of Facebook's metrics, like “post_media_view”",
    ),
    "config.no_feed": Sentence(
        "“{value}” {what}; chép địa chỉ RSS của báo, bắt đầu bằng https://",
        "“{value}” {what}; copy the newspaper's RSS address, beginning with https://",
    ),
    "config.no_hand_over_ahead": Sentence(
        "phải dài hơn 20 phút và không quá 28 ngày, vì Facebook chỉ nhận trong khoảng đó",
        "must be longer than 20 minutes and at most 28 days, which is what Facebook takes",
    ),
    "config.no_public_url": Sentence(
        "“{value}” không phải địa chỉ trang; viết như “https://bien-tap.congdoan.vn”",
        "“{value}” is no address of a site; write it like “https://bien-tap.congdoan.vn”",
    ),
    "config.outside": Sentence("phải từ {low} đến {high}", "must be from {low} to {high}"),
    "config.unusable_path": Sentence(
        "đường dẫn “{path}” không dùng được",
        "the path “{path}” cannot be used",
        "ghi đường dẫn đầy đủ, hoặc tính từ thư mục của tệp này",
        "write the whole path, or one from this file's folder",
    ),
    # Units and pages
    "config.no_pages": Sentence(
        "chưa có trang nào",
        "there is no page yet",
        "thêm một bảng [pages.TÊN-NGẮN]",
        "add a table [pages.SHORT-NAME]",
    ),
    "config.no_logo": Sentence(
        "không có tệp biểu trưng {path}",
        "there is no logo {path}",
        "sửa đường dẫn hoặc bỏ dòng logo",
        "correct the path or take the line logo away",
    ),
    "config.no_brand": Sentence(
        "không có bộ nhận diện “{brand}”",
        "there is no brand “{brand}”",
        "{hint} hoặc ghi đường dẫn tới tệp .toml của đơn vị",
        "{hint} or write the path of the unit's own .toml file",
    ),
    "config.unit_of_page": Sentence(
        "trang “{page}” thuộc đơn vị “{unit}” chưa khai báo",
        "the page “{page}” belongs to the unit “{unit}”, which is not declared",
        "{hint}",
        "{hint}",
    ),
    "config.add_unit": Sentence("thêm một bảng [units.TÊN-NGẮN]", "add a table [units.SHORT-NAME]"),
    "config.one_id_twice": Sentence(
        "trang “{page}” trùng facebook_id với trang “{other}”",
        "the page “{page}” has the same facebook_id as the page “{other}”",
        "mỗi trang một mã số",
        "each page has a number of its own",
    ),
    "config.page_of_group": Sentence(
        "nhóm “{group}”: không có trang “{page}”",
        "group “{group}”: there is no page “{page}”",
        "{hint}",
        "{hint}",
    ),
    # Notices
    "config.notices_nowhere": Sentence(
        "nơi nhận tin “{name}” chưa có địa chỉ",
        "the receiver of notices “{name}” has no address",
        'thêm url_env = "TÊN_BIẾN" hoặc url_file = "tệp"; địa chỉ có mật khẩu nên không ghi ở đây',
        'add url_env = "VARIABLE" or url_file = "file"; the address holds a password and is not'
        " written here",
    ),
    "config.no_unit": Sentence(
        "không có đơn vị “{unit}”", "there is no unit “{unit}”", "{hint}", "{hint}"
    ),
    # Storage
    "config.storage_nowhere": Sentence(
        "kho chung chưa có chỗ",
        "the shared storage has no place",
        'ghi folder = "/srv/publisher-chung" hoặc bucket = "anh-cong-doan", hoặc bỏ cả bảng'
        " [storage]",
        'write folder = "/srv/publisher-chung" or bucket = "anh-cong-doan", or take the table'
        " [storage] away",
    ),
    "config.storage_twice": Sentence(
        "kho chung có cả folder và bucket",
        "the shared storage has both folder and bucket",
        "chỉ giữ một trong hai",
        "keep one of them",
    ),
    "config.bucket_without_key": Sentence(
        "bucket “{bucket}” chưa có {name}",
        "the bucket “{bucket}” has no {name}",
        'thêm {name}_env = "TÊN_BIẾN" hoặc {name}_file = "tệp"; khóa không ghi ở đây',
        'add {name}_env = "VARIABLE" or {name}_file = "file"; keys are not written here',
    ),
    # Service and database
    "config.open_host": Sentence(
        "bàn làm việc mở ra mạng ở {host} mà chưa có địa chỉ công khai",
        "the desk is open to the network at {host} without a public address",
        'thêm public_url = "https://…" (sau máy chủ ủy quyền có HTTPS), hoặc để host = "127.0.0.1"',
        'add public_url = "https://…" (behind a proxy with HTTPS), or leave host = "127.0.0.1"',
    ),
    "config.password_of_database": Sentence(
        "mật khẩu của cơ sở dữ liệu không ghi trong tệp này",
        "the database's password is not written in this file",
        'bỏ mật khẩu, và thêm database_env = "DATABASE_URL": biến môi trường giữ địa chỉ có mật'
        " khẩu",
        'take the password away and add database_env = "DATABASE_URL": the environment variable'
        " holds the address with the password",
    ),
    "config.cluster_without_postgresql": Sentence(
        "engine = “cluster” cần PostgreSQL",
        "engine = “cluster” needs PostgreSQL",
        'thêm database = "postgresql://TÊN@MÁY/CSDL" hoặc database_env = "DATABASE_URL"',
        'add database = "postgresql://NAME@HOST/DATABASE" or database_env = "DATABASE_URL"',
    ),
    "config.variable": Sentence(
        "biến môi trường {variable}",
        "the environment variable {variable}",
    ),
    "config.file": Sentence(
        "tệp {file}",
        "the file {file}",
    ),
    "config.variable_or_file": Sentence(
        "biến môi trường {variable} hoặc tệp {file}",
        "the environment variable {variable} or the file {file}",
    ),
    "config.nowhere": Sentence(
        "chưa khai báo nơi đặt mã truy cập",
        "no place for the access token is declared",
    ),
}
