"""config.toml: what it gives, and how its mistakes are told."""

from pathlib import Path

import pytest

from publisher.app import App
from publisher.config.reading import load
from publisher.config.values import Config, ConfigError

GOOD = '[units.u]\nname = "Công đoàn"\n[pages.p]\nfacebook_id = "12"\nunit = "u"\n'


def read(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_short_configuration_has_safe_defaults(tmp_path: Path) -> None:
    config = read(tmp_path, GOOD)
    page = config.pages["p"]
    assert (config.facebook.version, config.service.host, page.unit.approval) == (
        "v26.0",
        "127.0.0.1",
        "required",
    )
    assert str(page.zone) == "Asia/Ho_Chi_Minh"


def test_every_bad_key_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        GOOD
        + 'slot = ["07:30"]\ntime_zone = "Asia/Hanoi"\nmax_late = "2 giờ"\n[facebook]\nversion = "26"\n'
    )
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    told = str(caught.value)
    assert "config.toml:6: không có khóa “pages.p.slot” → có phải ý bạn là “slots”?" in told
    assert "config.toml:7: “pages.p.time_zone”: không có múi giờ “Asia/Hanoi”" in told
    assert "config.toml:8: “pages.p.max_late”: “2 giờ” không phải khoảng thời gian" in told
    assert "config.toml:10: “facebook.version”: “26” không phải phiên bản" in told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (GOOD.replace('unit = "u"', 'unit = "v"'), "thuộc đơn vị “v” chưa khai báo"),
        (GOOD + '[pages.q]\nfacebook_id = "12"\nunit = "u"\n', "trùng facebook_id với trang “p”"),
        (
            GOOD.replace('name = "Công đoàn"', 'name = "A"\nbrand = "con-doan"'),
            "có phải ý bạn là “cong-doan”?",
        ),
        (
            GOOD.replace('name = "Công đoàn"', 'name = "A"\nlogo = "x.png"'),
            "không có tệp biểu trưng",
        ),
        (
            GOOD + '[facebook]\ngraph_url = "http://graph.facebook.com"\n',
            "http:// để lộ mã truy cập",
        ),
        ("[units.u\n", "config.toml:1: sai cú pháp TOML"),
        ('[units.u]\nname = "A"\n', "chưa có trang nào"),
    ],
)
def test_a_mistake_is_told_in_words(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert wanted in str(caught.value)


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="publisher init"):
        load(tmp_path / "config.toml")


def test_a_token_is_read_anew_each_time_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = read(tmp_path, GOOD + 'token_env = "P_TOKEN"\ntoken_file = "p.token"\n')
    source = config.tokens["p"]
    assert source.read() is None
    (tmp_path / "p.token").write_text(" aus-datei\n")
    token = source.read()
    assert token
    assert token.reveal() == "aus-datei"
    monkeypatch.setenv("P_TOKEN", "aus-umgebung")
    token = source.read()
    assert token
    assert token.reveal() == "aus-umgebung"
    assert "aus-" not in repr(config) + str(source)


def test_a_page_chooses_its_way_of_publishing_for_all_kinds_or_for_each(tmp_path: Path) -> None:
    from datetime import timedelta

    from publisher.domain.route import PreferredRoutes, RouteName

    ways = 'publish = "handover"\n[pages.q]\nfacebook_id = "13"\nunit = "u"\npublish = {text = "direct"}\n'
    pages = read(tmp_path, GOOD + ways).pages
    assert pages["p"].publishing == PreferredRoutes(*[RouteName.HANDOVER] * 3)
    assert pages["q"].publishing == PreferredRoutes(text=RouteName.DIRECT)
    # What Facebook's own scheduler shall publish is brought there days ahead.
    assert (pages["p"].prepare_ahead, pages["q"].prepare_ahead) == (
        timedelta(days=7),
        timedelta(minutes=10),
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('publish = "later"\n', "“pages.p.publish"),
        ('[service]\nhand_over_ahead = "10m"\n', "phải dài hơn 20 phút và không quá 28 ngày"),
        ("[notices.ban]\n", "nơi nhận tin “ban” chưa có địa chỉ"),
        ('[notices.ban]\nurl_env = "X"\nunits = ["v"]\n', "không có đơn vị “v”"),
        ("[facebook]\nlooks = []\n", "cần ít nhất một lần xem lại"),
        ('[facebook]\napp_id = "abc"\n', "không phải mã số ứng dụng"),
    ],
)
def test_mistakes_in_the_keys_of_publishing_are_told(
    tmp_path: Path, text: str, wanted: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOOD + text)
    assert wanted in str(caught.value)


KEYS = 'access_key_env = "KHO"\nsecret_key_file = "khoa"\n'


def test_without_the_table_everything_stays_on_this_machine(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).storage is None


def test_a_shared_folder_is_found_from_the_configuration(tmp_path: Path) -> None:
    storage = read(tmp_path, GOOD + '[storage]\nfolder = "chung"\n').storage
    assert storage
    assert (storage.folder, storage.bucket) == ((tmp_path / "chung").resolve(), "")


def test_the_keys_of_a_bucket_are_read_anew_each_time_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'[storage]\nbucket = "anh"\nprefix = "/a/b/"\nendpoint_url = "https://s3.co-quan.vn/"\n{KEYS}'
    config = read(tmp_path, GOOD + text)
    assert config.storage
    assert (config.storage.prefix, config.storage.endpoint_url) == ("a/b", "https://s3.co-quan.vn")
    assert config.storage.keys() is None
    monkeypatch.setenv("KHO", "aus-umgebung")
    (tmp_path / "khoa").write_text("aus-datei\n")
    keys = config.storage.keys()
    assert keys
    assert [key.reveal() for key in keys] == ["aus-umgebung", "aus-datei"]
    assert "aus-" not in repr(config) + repr(keys)


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("", 6, "kho chung chưa có chỗ → ghi folder = "),
        (
            'folder = "a"\nbucket = "anh"\n',
            8,
            "kho chung có cả folder và bucket → chỉ giữ một trong hai",
        ),
        (
            'bucket = "anh"\n',
            7,
            'bucket “anh” chưa có access_key → thêm access_key_env = "TÊN_BIẾN"',
        ),
        ('bucket = "anh"\naccess_key_env = "A"\n', 7, "bucket “anh” chưa có secret_key"),
        (f'bucket = "Ảnh"\n{KEYS}', 7, "“Ảnh” không phải tên bucket"),
        (
            f'bucket = "anh"\nendpoint_url = "http://s3.co-quan.vn"\n{KEYS}',
            8,
            "http:// để lộ ảnh và khóa",
        ),
        (
            f'bucket = "anh"\nendpoint_url = "s3.co-quan.vn"\n{KEYS}',
            8,
            "viết như “https://s3.co-quan.vn”",
        ),
        (f'bucket = "anh"\nprefix = "ảnh"\n{KEYS}', 8, "“ảnh” chỉ được có chữ không dấu"),
        (
            'folder = "a"\nfoldr = "b"\n',
            8,
            "không có khóa “storage.foldr” → có phải ý bạn là “folder”?",
        ),
    ],
)
def test_mistakes_in_the_keys_of_the_shared_storage_are_told(
    tmp_path: Path, text: str, line: int, wanted: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, f"{GOOD}[storage]\n{text}")
    told = str(caught.value)
    assert wanted in told
    assert f"config.toml:{line}:" in told


def test_a_store_on_the_own_network_may_do_without_https(tmp_path: Path) -> None:
    storage = read(
        tmp_path, f'{GOOD}[storage]\nbucket = "anh"\nendpoint_url = "http://10.0.0.5:9000"\n{KEYS}'
    ).storage
    assert storage
    assert storage.endpoint_url == "http://10.0.0.5:9000"


CLUSTER = 'engine = "cluster"\n'


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ('engine = "clustr"\n', 1, "“engine”"),
        (
            CLUSTER,
            1,
            'engine = “cluster” cần PostgreSQL → thêm database = "postgresql://TÊN@MÁY/CSDL"',
        ),
        (
            f'{CLUSTER}database = "sqlite:///data/bai.sqlite3"\n',
            1,
            "engine = “cluster” cần PostgreSQL",
        ),
        (
            'database = "postgresql://a:bi-mat@may/bai"\n',
            1,
            "mật khẩu của cơ sở dữ liệu không ghi trong tệp này",
        ),
        ('database = "postgresql://a@may/bai?password=bi-mat"\n', 1, "thêm database_env"),
    ],
)
def test_mistakes_in_the_keys_of_the_database_are_told_without_a_password(
    tmp_path: Path, text: str, line: int, wanted: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text + GOOD)
    told = str(caught.value)
    assert f"config.toml:{line}: " in told
    assert wanted in told
    assert "bi-mat" not in told


def test_one_machine_is_the_default_and_a_cluster_is_asked_for(tmp_path: Path) -> None:
    assert not read(tmp_path, GOOD).clustered
    assert read(tmp_path, f'{CLUSTER}database = "postgresql://a@may/bai"\n{GOOD}').clustered
    # Whose address the environment alone holds.
    assert read(tmp_path, f'{CLUSTER}database_env = "CSDL"\n{GOOD}').clustered


def test_the_address_in_the_environment_is_read_anew_and_goes_before_the_one_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = read(tmp_path, f'database = "postgresql://a@may/bai"\ndatabase_env = "CSDL"\n{GOOD}')
    monkeypatch.delenv("CSDL", raising=False)
    assert config.database() == "postgresql://a@may/bai"
    monkeypatch.setenv("CSDL", "postgresql://a:bi-mat@may/bai")
    assert config.database() == "postgresql://a:bi-mat@may/bai"
    assert "bi-mat" not in repr(config)


@pytest.mark.parametrize(
    "address", ["postgresql://a:bi%40mat@may/bai", "postgresql://a@may/bai?password=bi%40mat"]
)
def test_the_password_of_the_database_is_a_secret_as_written_and_as_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    application = App(read(tmp_path, f'database_env = "CSDL"\n{GOOD}'))
    assert application.secrets() == []
    monkeypatch.setenv("CSDL", address)
    assert "bi@mat" in [secret.reveal() for secret in application.secrets()]
    monkeypatch.setenv("CSDL", "postgresql://a:bi-mat@[may/bai")
    assert [secret.reveal() for secret in application.secrets()] == [
        "postgresql://a:bi-mat@[may/bai"
    ]


def test_an_address_of_the_database_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'database = "postgresql://[x"\n[pages.p]\nfacebook_id = "1"\nunit = "u"\n[units.u]\nname = "U"\n'
    )
    with pytest.raises(ConfigError, match=r"config\.toml:1: .*postgresql://TÊN@MÁY/CSDL"):
        load(path)
