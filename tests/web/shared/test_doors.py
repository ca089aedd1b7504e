"""Every door by which a person's words reach the queue asks whether the photos are theirs to show."""

import ast
import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

import publisher.web
from publisher.features.authoring import composer
from publisher.store.models import Upload
from tests.films import a_film
from tests.web.api.test_api import Caller
from tests.web.composer.test_composer import fields
from tests.web.desk import Desk, words

# By every name that leads to the file: a writer of lai-chau may use none of them.
NAMES = (
    "cua-thanh-pho.jpg",
    "../photos/cua-thanh-pho.jpg",
    "./cua-thanh-pho.jpg",
    "tu-tay.jpg",
    "khong-co.jpg",
)
HEAD = "Ngày,Giờ,Trang,Nội dung,Ảnh\n"


@pytest.fixture
def photos(desk: Desk) -> None:
    """A photo of lai-chau, one of thanh-pho, one that an operator put there by hand."""
    for name in ("cua-lai-chau.jpg", "cua-thanh-pho.jpg"):
        desk.photo(name)
    Upload.objects.filter(file="cua-thanh-pho.jpg").update(unit="thanh-pho")
    Image.new("RGB", (320, 200)).save(desk.folder / "queue" / "photos" / "tu-tay.jpg")


def by_form(desk: Desk, login: str, name: str) -> tuple[bool, str]:
    response = desk.as_(login).post(
        "/compose", fields(photos=json.dumps([{"file": name, "alt": ""}]))
    )
    return response.status_code == 302, words(response)


def by_api(desk: Desk, login: str, name: str) -> tuple[bool, str]:
    given = {"text": "Chào!", "pages": ["lai-chau"], "photos": [{"file": name}]}
    response = Caller(desk, login).send("POST", "/entries", given)
    return response.status_code == 201, json.dumps(response.json(), ensure_ascii=False)


def by_sheet(desk: Desk, login: str, name: str) -> tuple[bool, str]:
    raw = f"{HEAD}1/5/2037,7h30,lai-chau,Chào mừng!,{name}\n".encode()
    client = desk.as_(login)
    address = str(client.post("/sheets", {"file": SimpleUploadedFile("kh.csv", raw)})["Location"])
    told = words(client.get(address))
    return client.post(address).status_code == 302, told


def by_change(desk: Desk, login: str, name: str) -> tuple[bool, str]:
    row = desk.post("da-co")
    [entry] = [one for one in desk.queue().entries if one.id == row.entry_id]
    data = fields(entry=entry.id, photos=json.dumps([{"file": name, "alt": ""}]))
    response = desk.as_({"an": "em"}.get(login, login)).post("/compose", data)
    return response.status_code == 302, words(response)


DOORS = [by_form, by_api, by_sheet, by_change]
Door = Callable[[Desk, str, str], tuple[bool, str]]


@pytest.mark.usefixtures("photos")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_a_photo_through_that_is_not_the_person_s(
    desk: Desk, door: Door, name: str
) -> None:
    passed, told = door(desk, "an", name)
    assert not passed
    assert f"không có ảnh “{name}” trong kho ảnh của đơn vị" in told.lower()
    assert name not in "".join(
        path.read_text() for path in (desk.folder / "queue" / "posts").glob("*.md")
    )


@pytest.mark.usefixtures("photos")
@pytest.mark.parametrize("door", DOORS)
def test_every_door_lets_the_person_s_own_photo_through(desk: Desk, door: Door) -> None:
    assert door(desk, "an", "cua-lai-chau.jpg")[0]


@pytest.mark.usefixtures("photos")
@pytest.mark.parametrize("name", ["cua-thanh-pho.jpg", "tu-tay.jpg"])
@pytest.mark.parametrize("door", DOORS)
def test_who_works_for_all_units_uses_all_photos(desk: Desk, door: Door, name: str) -> None:
    assert door(desk, "chi", name)[0]


@pytest.mark.usefixtures("photos")
def test_a_sheet_names_the_cell_of_a_photo_that_may_not_be_used(desk: Desk) -> None:
    assert "E2" in by_sheet(desk, "an", "cua-thanh-pho.jpg")[1]


@pytest.mark.usefixtures("photos")
def test_what_an_entry_shows_already_stays_when_others_change_its_words(desk: Desk) -> None:
    desk.post("chung", front='photos = ["tu-tay.jpg"]')
    data = fields(
        entry="chung", text="Lời khác", photos=json.dumps([{"file": "tu-tay.jpg", "alt": ""}])
    )
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert "tu-tay.jpg" in desk.file("posts/chung.md")
    assert "Lời khác" in desk.file("posts/chung.md")


@pytest.mark.usefixtures("photos")
def test_a_video_is_asked_about_as_a_photo_is(desk: Desk) -> None:
    (desk.folder / "queue" / "photos" / "phim.mp4").write_bytes(a_film())
    known = desk.app.known()
    found = known._replace(may_use=lambda _: False).photo_folder(desk.folder / "queue")
    video = found.find_video("phim.mp4", desk.folder / "queue" / "posts" / "a.md")
    assert str(video) == "không có video “phim.mp4” trong kho ảnh của đơn vị"


def test_no_page_of_the_desk_makes_a_known_that_is_nobody_s() -> None:
    """`access.known` asks; what takes back a deleted post restores what was asked about before."""
    root = Path(str(publisher.web.__file__)).parent
    makers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "known"
        and ast.unparse(node.func.value).endswith(".queue")
    }
    assert makers == {"shared/access.py", "deliveries/views.py"}
    for use_case in (composer.read, composer.save, composer.delete):
        known = inspect.signature(use_case).parameters["known"]
        assert known.default is known.empty, "composing is never without one"
