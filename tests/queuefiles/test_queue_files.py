"""Queue files: what is read, what is said of mistakes, what is written."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher import resources
from publisher.domain.entry import At, MonthDay, NextSlot, PhotoLook
from publisher.domain.errors import CutShort
from publisher.domain.message import fill
from publisher.domain.reason import told
from publisher.queuefiles.folder import (
    Known,
    QueueReader,
    QueueReading,
    Takes,
)
from publisher.queuefiles.writing import (
    WriteRefused,
    add_link,
    add_post,
    update_file,
)
from tests.films import a_film

DATA = Path(__file__).parent / "data"
KNOWN = Known(
    pages=frozenset({"lai-chau"}),
    cards=frozenset({"slogan", "anniversary", "press-link", "quote"}),
    card={
        "slogan": Takes(
            fields={"text": ("Khẩu hiệu", True), "footer": ("Dòng chân", False)}, photos=(0, 0)
        ),
        "anniversary": Takes(
            fields={"text": ("Ngày kỷ niệm", True), "age": ("Số năm", True)}, photos=(0, 0)
        ),
        "quote": Takes(
            fields={"text": ("Lời nói", True), "who": ("Người nói", True)}, photos=(1, 1)
        ),
    }.get,
    look_at_photo=lambda path: PhotoLook(None if path.stat().st_size < 1000 else told("quá lớn")),
)
# Word for word from Kế hoạch số 438/KH-LĐLĐ of 11 April 2023.
TEN_SLOGANS = """\
Tháng Công nhân năm 2023: Kết nối đoàn viên, xây dựng tổ chức!
Nhiệt liệt hưởng ứng Tháng Công nhân năm 2023!
Chào mừng 137 năm Ngày Quốc tế Lao động (01/05/1886-01/05/2023)!
Tinh thần Ngày Quốc tế Lao động 1/5 bất diệt!
Nhiệt liệt hưởng ứng Tháng Hành động về An toàn vệ sinh lao động năm 2023!
Tăng cường xây dựng quy trình, biện pháp làm việc an toàn và cải thiện điều kiện lao động, giảm căng thẳng tại nơi \
làm việc!
Công đoàn Việt Nam là tổ chức của người lao động, do người lao động, vì người lao động!
Xây dựng giai cấp công nhân Việt Nam hiện đại, lớn mạnh là trách nhiệm của toàn xã hội!
Sống, chiến đấu, lao động và học tập theo gương Bác Hồ vĩ đại!
Các cấp công đoàn hăng hái thi đua học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh!""".split(
    "\n"
)


class Desk:
    """A queue folder and a reader of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = QueueReader(folder, known=KNOWN)

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self) -> QueueReading:
        return self.reader.refresh()

    def problems(self) -> list[str]:
        return [str(problem) for problem in self.read().problems]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_ten_slogans_of_the_plan_stand_word_for_word() -> None:
    [campaign] = QueueReader(resources.sample_queue(), known=KNOWN).refresh().queue.campaigns
    filled = [
        fill(slogan.text, since=None, on=date(2023, 4, 11), unit=None)
        for slogan in campaign.slogans
    ]
    assert filled == TEN_SLOGANS
    assert (campaign.starts, campaign.ends) == (
        MonthDay(month=4, day=11),
        MonthDay(month=5, day=31),
    )
    assert campaign.document == "438/KH-LĐLĐ, 11/4/2023"


def test_the_anniversaries_of_the_plan_get_their_ages_by_computing() -> None:
    [campaign] = QueueReader(resources.sample_queue(), known=KNOWN).refresh().queue.campaigns
    ages = [
        fill("{age}", since=item.since, on=date(2023, 5, 1), unit=None)
        for item in campaign.anniversaries
    ]
    assert ages == ["60", "137", "69", "133"]


def test_a_slogan_is_named_by_its_words_without_the_places_to_fill() -> None:
    [campaign] = QueueReader(resources.sample_queue(), known=KNOWN).refresh().queue.campaigns
    assert campaign.slogans[0].id == "thang-cong-nhan/thang-cong-nhan-nam-ket-noi-05a354"


def test_the_repositorys_queue_has_no_problem() -> None:
    assert not QueueReader(resources.sample_queue(), known=KNOWN).refresh().problems


def test_a_post_is_read_whole(desk: Desk) -> None:
    desk.put("posts/le.jpg", b"picture")
    desk.put(
        "posts/bai.md",
        '+++\npages = ["lai-chau"]\nat = 2027-04-15T07:30:00\nphotos = ["le.jpg"]\nhashtags = ["#A"]\n+++\nLời bài.\n',
    )
    [entry] = desk.read().queue.entries
    assert (entry.id, entry.text, entry.hashtags, entry.source.line) == (
        "bai",
        "Lời bài.",
        ("A",),
        7,
    )
    assert entry.when == At(wall_time=datetime.fromisoformat("2027-04-15T07:30"))
    assert [Path(photo.path).name for photo in entry.photos] == ["le.jpg"]


def test_a_file_without_front_matter_is_a_post_for_the_next_slot(desk: Desk) -> None:
    desk.put("posts/bai.md", "Chỉ có lời.")
    [entry] = desk.read().queue.entries
    assert (entry.when, entry.pages) == (NextSlot(), ("lai-chau",))


def test_each_article_of_a_list_is_an_entry(desk: Desk) -> None:
    desk.put("links/2027-04.md", "- https://a.vn/1 | Lời dẫn | Tiêu đề | Báo A\n- https://a.vn/2\n")
    first, second = desk.read().queue.entries
    assert (first.link, first.text, first.headline, first.publication) == (
        "https://a.vn/1",
        "Lời dẫn",
        "Tiêu đề",
        "Báo A",
    )
    assert (second.link, second.text, second.source.line) == ("https://a.vn/2", "", 2)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        (
            "posts/a.md",
            "+++\npages = [“x”]\n+++\nA",
            "a.md:2: ngoặc kép cong không dùng được ở đây → dùng ngoặc kép",
        ),
        ("posts/a.md", "+++\nat = hôm nay\n+++\nA", "a.md:2: giá trị của “at” thiếu ngoặc kép"),
        (
            "posts/a.md",
            '+++\nat = "15/4"\n+++\nA',
            "a.md:2: “at”: “15/4” không phải ngày giờ; viết như",
        ),
        (
            "posts/a.md",
            "+++\nat = 2027-04-15T07:30:00Z\n+++\nA",
            "a.md:2: “at”: “2027-04-15T07:30:00+00:00” ghi múi giờ",
        ),
        (
            "posts/a.md",
            "+++\ncar = 1\n+++\nA",
            "a.md:2: không có khóa “car” → có phải ý bạn là “card”?",
        ),
        (
            "posts/a.md",
            '+++\npages = ["lai-chu"]\n+++\nA',
            "a.md:2: không có trang “lai-chu” trong cấu hình → có phải",
        ),
        ("posts/a.md", '+++\ncard = "x"\n+++\nA', "a.md:2: không có mẫu ảnh “x”"),
        ("posts/a.md", '+++\nphotos = ["x.jpg"]\n+++\nA', "a.md:2: không thấy ảnh “x.jpg”"),
        ("posts/a.md", '+++\nphotos = ["../../etc/passwd"]\n+++\nA', "a.md:2: không thấy ảnh"),
        (
            "posts/a.md",
            '+++\ncard = "anniversary"\n+++\nA',
            "a.md:2: mẫu “anniversary” còn thiếu số năm → thêm since",
        ),
        (
            "posts/a.md",
            '+++\ncard = "quote"\n+++\nA',
            "a.md:2: mẫu “quote” còn thiếu người nói → thêm vào",
        ),
        ("posts/a.md", '+++\ncard = "quote"\n+++\nA', "mẫu “quote” cần ít nhất 1 ảnh, mới có 0"),
        (
            "posts/a.md",
            '+++\ncard = "slogan"\n[fields]\nfoter = "x"\n+++\nA',
            "a.md:4: mẫu “slogan” không có trường",
        ),
        (
            "posts/a.md",
            '+++\nformat = "vuông"\n+++\nA',
            "a.md:2: “format”: “vuông” không dùng được",
        ),
        ("posts/a.md", "+++\n+++\n", "bài trống → viết lời bài"),
        (
            "posts/a.md",
            "+++\nA",
            "a.md:1: phần đầu tệp mở bằng +++ mà không đóng → thêm một dòng +++",
        ),
        ("posts/a.md", "Kỷ niệm {tuoi} năm", "a.md:1: chỗ điền {tuoi}: không có chỗ điền"),
        (
            "posts/a.md",
            "a" * 63_207,
            "a.md:1: bài dài 63.207 ký tự, Facebook chỉ nhận 63.206 → rút ngắn",
        ),
        (
            "posts/a.md",
            "Chào đoàn viên".encode("cp1258", "replace") + b"\xf0",
            "a.md:1: tệp không phải mã UTF-8 → mở",
        ),
        ("links/a.md", "- bao.vn/bai\n", "a.md:1: địa chỉ “bao.vn/bai” không bắt đầu bằng http"),
        (
            "links/a.md",
            "- https://a.vn/1\n- https://a.vn/1\n",
            "a.md:2: bài báo này đã có ở dòng 1",
        ),
        ("campaigns/a.md", "+++\n+++\n- A", "a.md: “title”: thiếu khóa bắt buộc"),
        (
            "campaigns/a.md",
            '+++\ntitle = "A"\nfrom = 2027-05-01\nuntil = 2027-04-01\n+++\n- A',
            "a.md:4: chiến dịch kết thúc trước khi bắt đầu",
        ),
        (
            "campaigns/a.md",
            '+++\ntitle = "A"\nfrom = "04-31"\nuntil = "05-01"\n+++\n- A',
            "a.md:3: “from”: “04-31” không",
        ),
        ("posts/a.docx", b"PK", "a.docx: hàng đợi chỉ đọc tệp .md, bỏ qua tệp .docx"),
        ("posts/queue.py", b"", "queue.py: tệp Python trong hàng đợi che mất"),
        ("posts/a.md", "x" * 1_000_001, "a.md: tệp lớn hơn 1 MB"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_write(
    desk: Desk, name: str, text: str | bytes, wanted: str
) -> None:
    desk.put(name, text)
    assert [problem for problem in desk.problems() if wanted in problem]


def test_all_mistakes_of_all_files_are_told_at_once_and_the_good_go_on(desk: Desk) -> None:
    desk.put("posts/a.md", "+++\ncar = 1\nsize = 2\n+++\nA")
    desk.put("posts/b.md", "Tốt")
    desk.put("links/c.md", "- nope\n- https://a.vn/1\n")
    reading = desk.read()
    assert [f"{problem.path}:{problem.line}" for problem in reading.problems] == [
        "links/c.md:1",
        "posts/a.md:2",
        "posts/a.md:3",
    ]
    assert [entry.source.path for entry in reading.queue.entries] == ["links/c.md", "posts/b.md"]
    assert reading.broken == {"links/c.md", "posts/a.md"}


def test_of_two_files_with_one_id_the_first_stays(desk: Desk) -> None:
    desk.put("posts/a.md", "Một")
    desk.put("posts/sau/a.md", "Hai")
    reading = desk.read()
    assert [entry.text for entry in reading.queue.entries] == ["Một"]
    assert str(reading.problems[0]).startswith("posts/sau/a.md:1: tên bài “a” đã có ở posts/a.md")


def test_when_the_first_of_two_goes_the_second_comes_in(desk: Desk) -> None:
    first = desk.put("posts/a.md", "Một")
    desk.put("posts/sau/a.md", "Hai")
    desk.read()
    first.unlink()
    reading = desk.reader.refresh([first])
    assert [entry.text for entry in reading.changed_queue.entries] == ["Hai"]


def test_only_what_changed_is_read_again(desk: Desk) -> None:
    for name in "abc":
        desk.put(f"posts/{name}.md", name)
    desk.read()
    changed = desk.put("posts/b.md", "khác")
    reading = desk.reader.refresh([changed])
    assert reading.changed == {"posts/b.md"}
    assert [entry.text for entry in reading.changed_queue.entries] == ["khác"]
    assert len(reading.queue.entries) == 3


def test_a_temporary_file_beside_a_change_does_not_make_the_whole_queue_be_looked_at(
    desk: Desk,
) -> None:
    desk.put("posts/a.md", "A")
    desk.read()
    desk.put("posts/b.md", "B")
    scrap = desk.put("posts/.moi-1.tmp", "B")
    assert desk.reader.refresh([scrap]).changed == frozenset()


def test_a_file_that_vanishes_before_it_is_read_is_simply_gone(desk: Desk) -> None:
    path = desk.put("posts/a.md", "A")
    path.unlink()
    reading = desk.reader.refresh([path])
    assert (len(reading.queue.entries), reading.problems) == (0, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["posts", "links", "campaigns"]))
def test_whatever_is_in_a_file_nothing_is_raised(desk: Desk, raw: bytes, kind: str) -> None:
    path = desk.put(f"{kind}/a.md", b"+++\n" + raw)
    desk.reader.refresh([path])


def test_an_added_post_reads_back_as_it_was_given(desk: Desk) -> None:
    path = add_post(
        desk.folder, text="Chào: “đoàn viên”!", at="2027-04-15T07:30", hashtags=["A"], known=KNOWN
    )
    [entry] = desk.read().queue.entries
    assert (path.name, entry.text, entry.hashtags) == (
        "chao-doan-vien.md",
        "Chào: “đoàn viên”!",
        ("A",),
    )


def test_adding_never_overwrites(desk: Desk) -> None:
    names = [add_post(desk.folder, text="Chào!", known=KNOWN).name for _ in range(3)]
    assert names == ["chao.md", "chao-2.md", "chao-3.md"]


def test_what_the_reader_would_refuse_is_not_written(desk: Desk) -> None:
    with pytest.raises(WriteRefused, match="lai-chu"):
        add_post(desk.folder, text="Chào!", pages=["lai-chu"], known=KNOWN)
    assert not list(desk.folder.rglob("*.md"))


def test_a_link_is_added_to_the_months_list_once(desk: Desk) -> None:
    desk.put("links/2027-04.md", "<!-- ghi chú -->\n- https://a.vn/1\n")
    path = add_link(
        desk.folder, url="https://a.vn/2", text="Lời dẫn", today=date(2027, 4, 2), known=KNOWN
    )
    assert path.read_text() == "<!-- ghi chú -->\n- https://a.vn/1\n- https://a.vn/2 | Lời dẫn\n"
    with pytest.raises(WriteRefused, match="đã có"):
        add_link(desk.folder, url="https://a.vn/2", today=date(2027, 4, 3), known=KNOWN)


def test_a_change_that_was_not_seen_is_not_overwritten(desk: Desk) -> None:
    path = desk.put("posts/a.md", "của người khác")
    with pytest.raises(WriteRefused, match="vừa được người khác sửa"):
        update_file(path, "của tôi", seen="0" * 64)
    assert path.read_text() == "của người khác"


def test_a_file_in_utf_16_is_read_as_its_mark_says(desk: Desk) -> None:
    desk.put("posts/a.md", "Công đoàn".encode("utf-16"))
    assert [entry.text for entry in desk.read().queue.entries] == ["Công đoàn"]


def test_a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing(desk: Desk) -> None:
    desk.put("posts", "not a folder")
    with pytest.raises(OSError, match="posts"):
        add_post(desk.folder, text="Chào!", known=KNOWN)
    assert [path.name for path in desk.folder.iterdir()] == ["posts"]


def test_a_slogan_keeps_its_id_when_words_are_emphasised() -> None:
    from publisher.queuefiles.campaigns import slogan_id

    assert slogan_id("c", "Vì *người lao động*!") == slogan_id("c", "Vì người lao động!")
    assert slogan_id("c", "Vì người lao động!") != slogan_id("c", "Vì đoàn viên!")


MP4 = a_film()


def test_a_video_is_read_with_its_place_on_the_page(desk: Desk) -> None:
    desk.put("posts/phim.mp4", MP4)
    desk.put(
        "posts/a.md",
        '+++\nvideo = "phim.mp4"\nplacement = "reel"\nhashtags_in = "comment"\n+++\nMời xem.\n',
    )
    [entry] = desk.read().queue.entries
    assert entry.video
    assert (entry.video.size, entry.placement, entry.hashtags_in) == (len(MP4), "reel", "comment")


@pytest.mark.parametrize(
    ("film", "placement"),
    [
        ({}, "reel"),
        ({"seconds": 90.1}, "reel"),
        ({"size": (1920, 1080), "turned": True}, "reel"),
        ({"size": (0, 0), "seconds": 0}, "reel"),
        ({"size": (1920, 1080), "seconds": 60}, "story"),
        ({"size": (1920, 1080), "seconds": 600}, "feed"),
    ],
)
def test_a_video_that_fits_its_place_is_taken(
    desk: Desk, film: dict[str, Any], placement: str
) -> None:
    desk.put("posts/phim.mp4", a_film(**film))
    desk.put("posts/a.md", f'+++\nvideo = "phim.mp4"\nplacement = "{placement}"\n+++\nMời xem.\n')
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("front", "wanted"),
    [
        ('video = "phim.mp4"\ncard = "slogan"', "video không đi cùng ảnh trong một bài"),
        ('placement = "reel"', "thước phim (reel) cần một video"),
        ('placement = "story"', "tin (story) cần đúng một ảnh hoặc một video"),
        (
            'placement = "story"\ncard = "slogan"\nfirst_comment = "x"',
            "tin (story) không có first_comment",
        ),
        ('video = "khong-co.mp4"', "không thấy video “khong-co.mp4”"),
        ('video = "chu.mp4"', "video “chu.mp4”: không phải video MP4 hay MOV"),
        (
            'video = "ngang.mp4"\nplacement = "reel"',
            "phải là video dọc, video này rộng 1920, cao 1080",
        ),
        ('video = "nho.mp4"\nplacement = "reel"', "cần ít nhất 540x960 điểm ảnh"),
        ('video = "ngan.mp4"\nplacement = "reel"', "từ 3 đến 90 giây, video này dài 2,5 giây"),
        ('video = "dai.mp4"\nplacement = "reel"', "từ 3 đến 90 giây, video này dài 95,0 giây"),
        ('video = "dai.mp4"\nplacement = "story"', "nhiều nhất 60 giây, video này dài 95,0 giây"),
        ('video = "do.mp4"', "video “do.mp4”: bị hỏng hoặc tải về chưa trọn"),
        ('video = "tieng.mp4"', "video “tieng.mp4”: không có hình, chỉ có tiếng"),
        ('placement = "stroy"', "có phải ý bạn là “story”?"),
        ('first_comment = "' + "x" * 8000 + '"', "bình luận dài quá"),
    ],
)
def test_what_facebook_would_not_show_together_is_told_beforehand(
    desk: Desk, front: str, wanted: str
) -> None:
    desk.put("posts/phim.mp4", MP4)
    desk.put("posts/chu.mp4", "đây là chữ")
    desk.put("posts/ngang.mp4", (DATA / "ngang.mp4").read_bytes())
    desk.put("posts/nho.mp4", a_film(size=(360, 640)))
    desk.put("posts/ngan.mp4", a_film(seconds=2.5))
    desk.put("posts/dai.mp4", a_film(seconds=95))
    desk.put("posts/do.mp4", MP4[:-30])
    desk.put("posts/tieng.mp4", a_film(tracks=[b"soun"]))
    desk.put("posts/a.md", f"+++\n{front}\n+++\nMời xem.\n")
    assert any(wanted in problem for problem in desk.problems()), desk.problems()


def test_a_look_breaks_off_when_the_process_ends_and_the_next_one_sees_everything(
    tmp_path: Path,
) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(3):
        (tmp_path / "posts" / f"{number}.md").write_text(f"Bài {number}", encoding="utf-8")
    ending = iter((False, True))
    reader = QueueReader(tmp_path, known=KNOWN, ending=lambda: next(ending, False))
    with pytest.raises(CutShort):
        reader.refresh()
    assert len(reader.refresh().queue.entries) == 3


# Which pages


SEVERAL = KNOWN._replace(pages=frozenset({"lai-chau", "vien-chuc"}))
WINDOW = 'title = "C"\nfrom = 2027-05-01\nuntil = 2027-05-02\n'


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("posts/a.md", "Chỉ có lời.", 1),
        ("posts/a.md", "+++\nat = 2027-04-15T07:30:00\n+++\nLời", 1),
        ("posts/a.md", "+++\ncard = 'slogan'\npages = []\n+++\nLời", 3),
        ("links/a.md", "- https://a.vn/1\n", 1),
        ("campaigns/a.md", f"+++\n{WINDOW}+++\n- Đoàn kết!\n", 1),
    ],
)
def test_a_file_that_names_no_page_is_asked_about_where_there_are_several(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    Desk(tmp_path).put(name, text)
    reading = QueueReader(tmp_path, known=SEVERAL).refresh()
    assert (list(reading.queue.entries), list(reading.queue.campaigns)) == ([], [])
    assert reading.broken == {name}
    [problem] = reading.problems
    assert (problem.line, problem.field) == (line, "pages")
    assert 'pages = ["lai-chau"]' in str(problem)
    assert 'pages = "*" cho mọi trang' in str(problem)


@pytest.mark.parametrize(
    ("written", "meant"),
    [('"*"', ("*",)), ('["*"]', ("*",)), ('"vien-chuc"', ("vien-chuc",))],
)
def test_all_pages_are_meant_where_a_person_wrote_so(
    tmp_path: Path, written: str, meant: tuple[str, ...]
) -> None:
    Desk(tmp_path).put("posts/a.md", f"+++\npages = {written}\n+++\nLời")
    [entry] = QueueReader(tmp_path, known=SEVERAL).refresh().queue.entries
    assert entry.pages == meant


def test_the_only_page_there_is_need_not_be_named(desk: Desk) -> None:
    desk.put("links/a.md", "- https://a.vn/1\n")
    desk.put("campaigns/c.md", f"+++\n{WINDOW}+++\n- Đoàn kết!\n")
    queue = desk.read().queue
    assert [one.pages for one in queue.entries] == [("lai-chau",)]
    assert [one.pages for one in queue.campaigns] == [("lai-chau",)]


def test_an_empty_list_of_pages_names_none_not_even_the_only_one(desk: Desk) -> None:
    desk.put("posts/a.md", "+++\npages = []\n+++\nLời")
    assert "chưa ghi đăng lên trang nào" in desk.problems()[0]


def test_what_is_added_without_a_page_is_refused_where_there_are_several(tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="chưa chọn trang đăng"):
        add_post(tmp_path, text="Chào!", known=SEVERAL)
    with pytest.raises(WriteRefused, match="“\\*” cho mọi trang"):
        add_link(tmp_path, url="https://a.vn/2", today=date(2027, 4, 2), known=SEVERAL)
    assert not list(tmp_path.rglob("*.md"))


def test_a_link_for_all_pages_says_so_in_its_list(tmp_path: Path) -> None:
    path = add_link(
        tmp_path, url="https://a.vn/2", pages=["*"], today=date(2027, 4, 2), known=SEVERAL
    )
    assert path.name == "2027-04.md"
    assert path.read_text() == '+++\npages = ["*"]\n+++\n- https://a.vn/2\n'


def test_a_list_that_names_no_page_gets_no_link_more_until_it_does(tmp_path: Path) -> None:
    Desk(tmp_path).put("links/2027-04.md", "- https://a.vn/1\n")
    with pytest.raises(WriteRefused, match=r"links/2027-04.md:1: chưa ghi đăng lên trang nào"):
        add_link(tmp_path, url="https://a.vn/2", pages=["*"], today=date(2027, 4, 2), known=SEVERAL)


# Which time


def test_a_post_without_a_time_beside_an_exception_with_one_is_asked_about(desk: Desk) -> None:
    exception = "[exceptions.lai-chau]\nat = 2027-04-15T07:30:00\n"
    desk.put("posts/a.md", f"+++\n{exception}+++\nLời")
    assert 'ghi at = 2027-04-15T07:30:00, hoặc at = "next"' in desk.problems()[0]
    desk.put("posts/a.md", f'+++\nat = "next"\n{exception}+++\nLời')
    assert desk.problems() == []
