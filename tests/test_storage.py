"""Pictures and videos that several machines share: each has a data folder of its own, and there is one object store."""

import hashlib
import io
import logging
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from publisher.app import App
from publisher.config.reading import load
from publisher.domain.delivery import State
from publisher.domain.entry import Photo, Video
from publisher.domain.errors import BrandRefused, PictureRefused, StorageUnreachable
from publisher.domain.page import ApprovalRule
from publisher.domain.revision import Revision, freeze
from publisher.domain.secret import Secret
from publisher.features.media.brand_editor import colors_of, forget, keep_brand, keep_logo
from publisher.features.review.approvals import Waiting, approve, waiting
from publisher.pictures.brand_store import FRESH, BrandStore
from publisher.pictures.delivery_pictures import DeliveryPicture, Pictures
from publisher.storage import REST, Bucket, Folder, ObjectStore
from publisher.store.transactions import Direct
from tests.buckets import ACCESS, SECRET, BucketServer
from tests.clockwork import START, Clockwork, open_clockwork
from tests.conftest import ASSETS, a_unit, an_entry

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNIT = a_unit()
DAY = START.date()


class Counting(Folder):
    """A folder that tells what was put into it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.written: list[str] = []

    def write(self, name: str, content: bytes) -> None:
        self.written.append(name)
        super().write(name, content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "chung").mkdir()
    return tmp_path / "chung"


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with BucketServer() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def object_store(request: pytest.FixtureRequest, root: Path) -> ObjectStore:
    if request.param == "folder":
        return Folder(root)
    return a_bucket(request.getfixturevalue("bucket"))


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as running:
        yield running


def a_bucket(
    server: BucketServer, *, secret: str = SECRET, access: str = ACCESS, name: str = ""
) -> Bucket:
    keys = Secret(access), Secret(secret)
    return Bucket(name or server.bucket, keys=lambda: keys, endpoint_url=server.url, prefix="thu")


def a_machine(tmp_path: Path, name: str, object_store: ObjectStore) -> Pictures:
    return Pictures(data=tmp_path / name, assets=ASSETS, object_store=object_store)


def a_photo(folder: Path) -> Photo:
    Image.new("RGB", (64, 48), "navy").save(folder / "anh.png")
    return Photo(
        path=str(folder / "anh.png"), sha256=_sha256(folder / "anh.png"), alt_text="Hội nghị"
    )


def a_video(folder: Path, size: int = 9_000_000) -> Video:
    (folder / "phim.mp4").write_bytes(
        b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * (size // 256)
    )
    return Video(
        path=str(folder / "phim.mp4"),
        sha256=_sha256(folder / "phim.mp4"),
        size=size // 256 * 256 + 12,
    )


def a_revision(*, card: str | None = "slogan", **changes: object) -> Revision:
    return freeze(an_entry("bai", when=None, card=card, **changes))


def shown(pictures: Pictures, revision: Revision) -> DeliveryPicture:
    return pictures.of(revision, unit=UNIT, on=DAY)[0]


def dark(pictures: Pictures) -> None:
    """Give the unit another colour at the desk."""
    brand_store = pictures.brand_store
    keep_brand(
        brand_store, UNIT, colors=colors_of(brand_store, UNIT) | {"ground": "#103B73"}, lines=[]
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# The object store itself


def test_what_was_put_on_a_storage_is_read_from_it(object_store: ObjectStore) -> None:
    assert (object_store.read("cards/a.jpg"), object_store.version("cards/a.jpg")) == (None, None)
    object_store.write("cards/a.jpg", b"one")
    assert object_store.read("cards/a.jpg") == b"one"


def test_a_version_changes_with_the_content(object_store: ObjectStore) -> None:
    object_store.write("brands/list.json", b"one")
    first = object_store.version("brands/list.json")
    assert first == object_store.version("brands/list.json")
    object_store.write("brands/list.json", b"two")
    assert object_store.version("brands/list.json") not in (None, first)


def test_a_video_of_many_parts_comes_back_whole(object_store: ObjectStore, tmp_path: Path) -> None:
    video = a_video(tmp_path)
    object_store.put("videos/a.mp4", Path(video.path))
    assert object_store.fetch("videos/a.mp4", tmp_path / "back")
    assert _sha256(tmp_path / "back") == video.sha256
    assert not object_store.fetch("videos/b.mp4", tmp_path / "other")


def test_a_folder_that_is_not_mounted_is_not_an_empty_one(root: Path, tmp_path: Path) -> None:
    object_store = Folder(root / "chua-gan")
    for ask in (
        lambda: object_store.read("cards/a.jpg"),
        lambda: object_store.version("cards/a.jpg"),
        lambda: object_store.fetch("cards/a.jpg", tmp_path / "a"),
        lambda: object_store.write("cards/a.jpg", b""),
    ):
        with pytest.raises(StorageUnreachable, match="chưa được gắn"):
            ask()
    assert not (root / "chua-gan").exists()


def test_a_write_that_breaks_off_leaves_nothing_in_the_folder(root: Path) -> None:
    class BreaksOff(Folder):
        def put(self, name: str, source: Path) -> None:
            def part(file: IO[bytes]) -> None:
                file.write(b"half")
                raise OSError(28, "No space left on device")

            self._fill(name, part)

    with pytest.raises(StorageUnreachable, match="No space left"):
        BreaksOff(root).put("cards/a.jpg", root)
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_the_names_of_a_bucket_begin_with_its_prefix(bucket: BucketServer) -> None:
    a_bucket(bucket).write("cards/a.jpg", b"one")
    assert bucket.objects == {"thu/cards/a.jpg": b"one"}


def test_a_picture_is_read_and_written_in_one_request_each(bucket: BucketServer) -> None:
    object_store = a_bucket(bucket)
    object_store.write("cards/a.jpg", b"one")
    object_store.read("cards/a.jpg")
    object_store.version("cards/a.jpg")
    assert [method for method, _ in bucket.asked] == ["PUT", "GET", "HEAD"]


def test_a_bucket_that_is_not_there_is_not_an_empty_one(bucket: BucketServer) -> None:
    with pytest.raises(StorageUnreachable, match="NoSuchBucket"):
        a_bucket(bucket, name="khac").read("cards/a.jpg")


def test_new_keys_are_taken_without_a_restart(bucket: BucketServer) -> None:
    keys = [Secret("AKIACU"), Secret(SECRET)]
    object_store = Bucket(bucket.bucket, keys=lambda: (keys[0], keys[1]), endpoint_url=bucket.url)
    with pytest.raises(StorageUnreachable, match=r"từ chối \(InvalidAccessKeyId\); xem lại khóa"):
        object_store.read("cards/a.jpg")
    keys[0] = Secret(ACCESS)
    assert object_store.read("cards/a.jpg") is None


def test_a_bucket_without_keys_says_where_they_belong(bucket: BucketServer) -> None:
    with pytest.raises(StorageUnreachable, match="Chưa có khóa"):
        Bucket(bucket.bucket, keys=lambda: None, endpoint_url=bucket.url).read("cards/a.jpg")


def test_a_store_that_does_not_answer_is_left_alone_for_some_seconds() -> None:
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is turned away at once.
        taken.bind(("127.0.0.1", 0))
        now = [100.0]
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        keys = Secret(ACCESS), Secret(SECRET)
        object_store = Bucket("anh", keys=lambda: keys, endpoint_url=url, clock=lambda: now[0])
        with pytest.raises(StorageUnreachable, match=r"không trả lời \(EndpointConnectionError\)"):
            object_store.read("cards/a.jpg")
        began = time.monotonic()
        with pytest.raises(StorageUnreachable, match="vừa không trả lời"):
            object_store.read("cards/a.jpg")
        assert time.monotonic() - began < 0.05
        now[0] += REST
        with pytest.raises(StorageUnreachable, match="EndpointConnectionError"):
            object_store.read("cards/a.jpg")


def test_the_keys_of_a_bucket_stand_in_no_message_and_no_log(
    bucket: BucketServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    object_store, told = a_bucket(bucket), ""
    for status in (403, 404, 500):
        bucket.refusals = [status] * 3
        try:
            object_store.write("cards/a.jpg", b"one")
        except StorageUnreachable as trouble:
            told += str(trouble) + repr(trouble) + repr(trouble.__cause__)
    object_store.read("cards/a.jpg")
    assert "Kho chung" in told
    assert SECRET not in told + caplog.text + repr(object_store)


# Pictures


def test_a_photo_that_one_machine_took_in_is_uploaded_by_another(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    photo = a_photo(tmp_path)
    office.take_in(photo)
    Path(photo.path).unlink()
    revision = a_revision(card=None, photos=(photo,))
    assert (
        worker.upload(shown(worker, revision)).jpeg == office.upload(shown(office, revision)).jpeg
    )
    assert worker.kept_photo(worker.photo_digest(photo)) == office.jpeg(shown(office, revision))


def test_a_video_that_one_machine_took_in_is_uploaded_by_another(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    video = a_video(tmp_path)
    office.take_in_video(video)
    assert _sha256(worker.video_file(video.sha256)) == video.sha256
    assert [path.name for path in (tmp_path / "worker" / "videos").iterdir()] == [
        f"{video.sha256}.mp4"
    ]


def test_a_card_that_one_machine_drew_is_not_drawn_by_another(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    picture = shown(office, a_revision())
    jpeg = office.jpeg(picture)
    assert object_store.read(f"cards/{picture.digest}.jpg") == jpeg
    # Nobody draws this by himself.
    object_store.write(f"cards/{picture.digest}.jpg", b"by the office")
    assert worker.jpeg(shown(worker, a_revision())) == b"by the office"


def test_what_was_fetched_once_is_kept(root: Path, tmp_path: Path) -> None:
    office, worker = (
        a_machine(tmp_path, "office", Folder(root)),
        a_machine(tmp_path, "worker", Folder(root)),
    )
    jpeg = office.jpeg(shown(office, a_revision()))
    picture = shown(worker, a_revision())
    worker.jpeg(picture)
    shutil.rmtree(root / "cards")
    assert worker.jpeg(picture) == jpeg


def test_a_photo_that_a_card_shows_is_fetched_before_it_is_drawn(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    photo = a_photo(tmp_path)
    office.take_in(photo)
    revision = a_revision(
        card="press-link", photos=(photo,), link="https://laodong.vn/bai", headline="Tin mới"
    )
    assert shown(worker, revision).digest == shown(office, revision).digest
    assert worker.jpeg(shown(worker, revision))


def test_what_was_taken_in_before_there_was_a_storage_is_put_there_at_the_next_planning(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    photo, video = a_photo(tmp_path), a_video(tmp_path)
    before = Pictures(data=tmp_path / "office", assets=ASSETS)
    before.take_in(photo)
    before.take_in_video(video)
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    Path(photo.path).unlink()
    office.take_in(photo)
    office.take_in_video(video)
    assert worker.kept_photo(worker.photo_digest(photo))
    assert worker.video_file(video.sha256).exists()


def test_planning_again_asks_for_nothing_that_is_known_to_be_there(
    bucket: BucketServer, tmp_path: Path
) -> None:
    office, photo = a_machine(tmp_path, "office", a_bucket(bucket)), a_photo(tmp_path)
    office.take_in(photo)
    asked = len(bucket.asked)
    office.take_in(photo)
    assert len(bucket.asked) == asked


def test_what_is_on_the_storage_is_not_written_again(root: Path, tmp_path: Path) -> None:
    photo = a_photo(tmp_path)
    a_machine(tmp_path, "office", Folder(root)).take_in(photo)
    [kept] = (root / "photos").iterdir()
    written = kept.stat().st_ino
    a_machine(tmp_path, "other", Folder(root)).take_in(photo)
    assert kept.stat().st_ino == written


def test_a_look_at_a_photo_is_no_business_of_other_machines(root: Path, tmp_path: Path) -> None:
    office = a_machine(tmp_path, "office", Folder(root / "chua-gan"))
    photo = a_photo(tmp_path)
    office.take_a_look(photo)
    assert office.kept_photo(office.photo_digest(photo))


def test_threads_that_want_the_same_card_draw_it_once(root: Path, tmp_path: Path) -> None:
    object_store = Counting(root)
    office = a_machine(tmp_path, "office", object_store)
    picture = shown(office, a_revision())
    with ThreadPoolExecutor(6) as pool:
        drawn = set(pool.map(lambda _: office.jpeg(picture), range(12)))
    assert (len(drawn), object_store.written) == (1, [f"cards/{picture.digest}.jpg"])


def test_machines_that_wait_for_each_other_draw_a_card_once(root: Path, tmp_path: Path) -> None:
    whole_cluster = threading.Lock()
    together = threading.Barrier(2)
    object_store = Counting(root)

    @contextmanager
    def once(_name: str) -> Iterator[None]:
        # Both have looked at the object store by then, and found nothing.
        together.wait(10)
        with whole_cluster:
            yield

    machines = [
        Pictures(data=tmp_path / name, assets=ASSETS, object_store=object_store, once=once)
        for name in ("one", "two")
    ]
    with ThreadPoolExecutor(2) as pool:
        drawn = set(pool.map(lambda machine: machine.jpeg(shown(machine, a_revision())), machines))
    assert (len(drawn), len(object_store.written)) == (1, 1)


def test_without_a_storage_nobody_waits_for_other_machines(tmp_path: Path) -> None:
    def once(name: str) -> None:
        pytest.fail(f"asked for {name}")

    office = Pictures(data=tmp_path / "office", assets=ASSETS, once=once)  # type: ignore[arg-type]
    assert office.jpeg(shown(office, a_revision()))


def test_a_photo_counts_as_gone_only_on_a_storage_that_somebody_uses(
    root: Path, tmp_path: Path
) -> None:
    worker, photo = a_machine(tmp_path, "worker", Folder(root)), a_photo(tmp_path)
    picture = shown(worker, a_revision(card=None, photos=(photo,)))
    with pytest.raises(StorageUnreachable, match="Kho chung còn trống"):
        worker.jpeg(picture)
    a_machine(tmp_path, "office", Folder(root)).brand_store.begin()
    with pytest.raises(PictureRefused, match="không còn"):
        worker.jpeg(picture)


def test_a_video_that_was_spoilt_on_the_storage_is_not_used(root: Path, tmp_path: Path) -> None:
    office, worker = (
        a_machine(tmp_path, "office", Folder(root)),
        a_machine(tmp_path, "worker", Folder(root)),
    )
    video = a_video(tmp_path)
    office.take_in_video(video)
    (root / "videos" / f"{video.sha256}.mp4").write_bytes(b"half")
    with pytest.raises(StorageUnreachable, match="không nguyên vẹn"):
        worker.video_file(video.sha256)
    assert list((tmp_path / "worker" / "videos").iterdir()) == []


# What units wear


def test_a_brand_that_was_made_at_the_desk_is_worn_on_every_machine(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    configured = shown(office, a_revision()).digest
    dark(office)
    keep_logo(office.brand_store, UNIT, _a_logo())
    assert shown(worker, a_revision()).digest == shown(office, a_revision()).digest != configured
    assert worker.jpeg(shown(worker, a_revision())) == office.jpeg(shown(office, a_revision()))


def test_a_unit_that_goes_back_to_the_configured_brand_does_so_everywhere(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    configured = shown(office, a_revision()).digest
    dark(office)
    assert worker.brand_store.has_brand(UNIT.slug)
    forget(office.brand_store, UNIT)
    worker.brand_store.refresh(within=0)
    assert shown(worker, a_revision()).digest == shown(office, a_revision()).digest == configured


def test_brands_of_before_there_was_a_storage_are_put_there_at_planning(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    dark(Pictures(data=tmp_path / "office", assets=ASSETS))
    before = shown(Pictures(data=tmp_path / "office", assets=ASSETS), a_revision()).digest
    office, worker = (
        a_machine(tmp_path, "office", object_store),
        a_machine(tmp_path, "worker", object_store),
    )
    office.brand_store.begin()
    assert shown(worker, a_revision()).digest == shown(office, a_revision()).digest == before


def test_old_files_in_a_data_folder_do_not_come_back_after_the_unit_gave_them_up(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    dark(Pictures(data=tmp_path / "old", assets=ASSETS))
    office = a_machine(tmp_path, "office", object_store)
    dark(office)
    forget(office.brand_store, UNIT)
    old = a_machine(tmp_path, "old", object_store)
    old.brand_store.begin()
    assert not old.brand_store.has_brand(UNIT.slug)
    assert not a_machine(tmp_path, "worker", object_store).brand_store.has_brand(UNIT.slug)


def test_desks_that_change_two_units_at_once_keep_both(root: Path, tmp_path: Path) -> None:
    whole_cluster = threading.Lock()

    @contextmanager
    def once(_name: str) -> Iterator[None]:
        with whole_cluster:
            yield

    desks = [
        Pictures(
            data=tmp_path / name, assets=ASSETS, object_store=Folder(root), once=once
        ).brand_store
        for name in ("one", "two")
    ]
    units = [[f"{name}-{number}" for number in range(20)] for name in ("one", "two")]

    def all_of(desk: BrandStore, slugs: list[str]) -> None:
        for slug in slugs:
            desk.keep(slug, "toml", slug.encode())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(all_of, desks, units))
    worker = a_machine(tmp_path, "worker", Folder(root)).brand_store
    assert all(worker.has_brand(slug) for slug in (*units[0], *units[1]))


def test_what_units_wear_is_asked_for_every_few_seconds_however_many_there_are(
    bucket: BucketServer, tmp_path: Path
) -> None:
    now = [100.0]
    dark(a_machine(tmp_path, "office", a_bucket(bucket)))
    folder = tmp_path / "worker" / "brands"
    brand_store = BrandStore(
        folder=folder, assets=ASSETS, object_store=a_bucket(bucket), clock=lambda: now[0]
    )
    for number in range(50):
        brand_store.dressed(replace(UNIT, slug=f"unit-{number}"))
    brand_store.dressed(UNIT)
    bucket.asked.clear()
    brand_store.dressed(UNIT)
    assert bucket.asked == []
    now[0] += FRESH + 1
    for _ in range(50):
        brand_store.dressed(UNIT)
    assert bucket.asked == [("HEAD", "thu/brands/list.json")]


def test_a_look_at_pictures_goes_on_while_the_storage_is_away_and_a_decision_waits(
    root: Path, tmp_path: Path
) -> None:
    now = [100.0]
    folder = tmp_path / "worker" / "brands"
    dark(a_machine(tmp_path, "office", Folder(root)))
    brand_store = BrandStore(
        folder=folder, assets=ASSETS, object_store=Folder(root), clock=lambda: now[0]
    )
    worn = brand_store.dressed(UNIT)
    root.rename(tmp_path / "away")
    now[0] += FRESH + 1
    assert brand_store.dressed(UNIT) == worn != UNIT
    with pytest.raises(StorageUnreachable):
        brand_store.refresh()


def test_a_brand_that_cannot_be_shared_is_not_kept_and_the_person_is_told(
    root: Path, tmp_path: Path
) -> None:
    office = a_machine(tmp_path, "office", Folder(root))
    root.rename(tmp_path / "away")
    with pytest.raises(BrandRefused, match="Chưa lưu được; thử lại sau"):
        dark(office)
    assert not list((tmp_path / "office").rglob("*.toml"))


def test_a_brand_names_our_fonts_so_that_another_machine_finds_them(tmp_path: Path) -> None:
    office = Pictures(data=tmp_path / "office", assets=ASSETS)
    dark(office)
    [made] = (tmp_path / "office" / "brands").glob("*.toml")
    assert str(ASSETS) not in made.read_text(encoding="utf-8")
    # As brands were written before.
    there = made.read_text(encoding="utf-8").replace(
        '"BeVietnam', '"/opt/publisher/assets/fonts/BeVietnam'
    )
    made.write_text(there, encoding="utf-8")
    assert "/opt/publisher" in there
    assert colors_of(office.brand_store, UNIT)["ground"] == "#103B73"


# Publishing on a machine whose data folder is empty


def test_a_post_with_photos_is_published_by_a_machine_that_has_nothing(
    clock: Clockwork, object_store: ObjectStore, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path)
    clock.pictures = a_machine(tmp_path, "office", object_store)
    clock.write(wait=HOUR, card="slogan", photos=(photo,))
    clock.pictures = a_machine(tmp_path, "worker", object_store)
    Path(photo.path).unlink()
    clock.run(HOUR + MINUTE)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), clock.row().state) == (2, State.PUBLISHED)


def test_a_video_is_published_by_a_machine_that_has_nothing(
    clock: Clockwork, object_store: ObjectStore, tmp_path: Path
) -> None:
    video = a_video(tmp_path)
    clock.pictures = a_machine(tmp_path, "office", object_store)
    clock.write(wait=HOUR, video=video)
    clock.pictures = a_machine(tmp_path, "worker", object_store)
    clock.run(59 * MINUTE)
    assert (
        clock.sandbox.world.video_file(clock.row().draft_id).read_bytes()
        == Path(video.path).read_bytes()
    )
    clock.run(5 * MINUTE)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED)


@pytest.mark.parametrize("what", ["card", "photo", "video"])
def test_a_post_waits_while_the_storage_is_away_and_goes_on_by_itself(
    clock: Clockwork, root: Path, tmp_path: Path, what: str
) -> None:
    changes: dict[str, Callable[[], dict[str, object]]] = {
        "card": lambda: {"card": "slogan"},
        "photo": lambda: {"photos": (a_photo(tmp_path),)},
        "video": lambda: {"video": a_video(tmp_path, 2_000_000)},
    }
    clock.pictures = a_machine(tmp_path, "office", Folder(root))
    clock.write("a", wait=HOUR, **changes[what]())
    clock.pictures = a_machine(tmp_path, "worker", Folder(root))
    root.rename(tmp_path / "away")
    clock.run(55 * MINUTE)
    row = clock.row()
    assert (row.state, clock.steps(), "chưa được gắn" in str(row.reason)) == (
        State.APPROVED,
        [],
        True,
    )
    (tmp_path / "away").rename(root)
    clock.run(20 * MINUTE)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED)


def test_words_alone_need_no_storage(clock: Clockwork, root: Path, tmp_path: Path) -> None:
    clock.pictures = a_machine(tmp_path, "office", Folder(root / "chua-gan"))
    clock.write(wait=HOUR)
    clock.run(HOUR + MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_a_storage_that_comes_back_between_two_photos_gets_no_post_doubled(
    clock: Clockwork, root: Path, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path)
    clock.pictures = a_machine(tmp_path, "office", Folder(root))
    clock.write(wait=HOUR, card="slogan", photos=(photo,))
    clock.pictures = a_machine(tmp_path, "worker", Folder(root))
    (root / "photos").rename(root / "kept")
    (root / "photos").write_text("a file where the folder should be")
    clock.run(51 * MINUTE)
    assert (clock.row().state, clock.steps()) == (State.APPROVED, [])
    (root / "photos").unlink()
    (root / "kept").rename(root / "photos")
    clock.run(15 * MINUTE)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), clock.steps().count("upload_photo:accepted")) == (2, 2)


def test_planning_waits_with_photos_that_other_machines_could_not_get(
    clock: Clockwork, root: Path, tmp_path: Path
) -> None:
    clock.pictures = a_machine(tmp_path, "office", Folder(root))
    root.rename(tmp_path / "away")
    clock.write("words", wait=HOUR)
    report = clock.write("photo", wait=HOUR, photos=(a_photo(tmp_path),))
    assert (report.busy, "bài tự vào lịch" in str(report.problems[0])) == (True, True)
    (tmp_path / "away").rename(root)
    assert (clock.plan().added, clock.row("words").state, clock.row("photo").state) == (
        1,
        "approved",
        "approved",
    )


def test_an_approval_of_a_brand_just_made_does_not_fall_to_the_old_one_that_a_worker_still_knows(
    clock: Clockwork, root: Path, tmp_path: Path
) -> None:
    office, worker = _one_post_to_approve(clock, root, tmp_path)
    # The worker has just looked.
    assert shown(worker, a_revision())
    dark(office)
    _approve(clock, office)
    clock.run(55 * MINUTE)
    assert clock.row().state == State.PREPARED
    drawn = [path.stem for path in (tmp_path / "worker" / "cards").iterdir()]
    assert drawn == [shown(office, a_revision()).digest]


def test_a_brand_that_changed_after_the_approval_withdraws_it_on_every_machine(
    clock: Clockwork, root: Path, tmp_path: Path
) -> None:
    office, worker = _one_post_to_approve(clock, root, tmp_path)
    _approve(clock, office)
    assert shown(worker, a_revision())
    dark(office)
    worker.brand_store.refresh(within=0)
    clock.run(55 * MINUTE)
    assert (clock.row().state, clock.steps()) == (State.PLANNED, [])


def _one_post_to_approve(clock: Clockwork, root: Path, tmp_path: Path) -> tuple[Pictures, Pictures]:
    clock.page = replace(clock.page, unit=replace(clock.page.unit, approval=ApprovalRule.REQUIRED))
    office, worker = (
        a_machine(tmp_path, "office", Folder(root)),
        a_machine(tmp_path, "worker", Folder(root)),
    )
    clock.pictures = office
    clock.write(wait=HOUR, card="slogan")
    clock.pictures = worker
    return office, worker


def _approve(clock: Clockwork, office: Pictures) -> None:
    [item] = waiting(clock.pages, office)
    assert isinstance(item, Waiting)
    assert approve(Direct(), [item], by="binh", now=clock.now) == 1


def _a_logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (80, 80), "#B8121F").save(out, "PNG")
    return out.getvalue()


# The wiring


CONFIG = '[units.u]\nname = "Công đoàn"\n[pages.p]\nfacebook_id = "12"\nunit = "u"\n'


def test_the_configuration_decides_where_pictures_are_shared(
    tmp_path: Path, bucket: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHO", ACCESS)
    (tmp_path / "khoa").write_text(SECRET)
    (tmp_path / "config.toml").write_text(
        f'{CONFIG}[storage]\nbucket = "{bucket.bucket}"\nendpoint_url = "{bucket.url}"\nprefix = "a/b"\n'
        'access_key_env = "KHO"\nsecret_key_file = "khoa"\n',
        encoding="utf-8",
    )
    app = App(load(tmp_path / "config.toml"))
    app.pictures().take_in(a_photo(tmp_path))
    [name] = bucket.objects
    assert name.startswith("a/b/photos/")
    assert app.pictures() is app.pictures()
    app.open_store()
    assert SECRET in [secret.reveal() for secret in app.secrets()]


def test_without_the_table_no_client_of_a_storage_is_even_imported(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path\n"
        "from publisher.app import App; from publisher.config.reading import load\n"
        "app = App(load(Path('config.toml'))); app.pictures(); app.own_pictures()\n"
        "found = {'storages', 'boto3', 'botocore', 's3transfer'} & set(sys.modules)\n"
        "sys.exit(f'imported: {found}' if found else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
