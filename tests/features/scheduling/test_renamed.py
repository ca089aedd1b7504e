"""Pages, campaigns, units and files under other names: nothing that is public goes out again."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from publisher.features.reports.attention import Matter, attention
from publisher.features.scheduling.renamed import follow_accounts
from publisher.store.connection import close_store
from publisher.store.models import Action, Delivery, PageState, StoredToken
from tests.features.scheduling.test_planning import CAMPAIGN, NOW, Room
from tests.features.scheduling.test_repeats import AT, NEWS, stands

UNIT = '[units.{unit}]\nname = "Công đoàn thử"\napproval = "none"\n'
PAGE = '[pages.{page}]\nfacebook_id = "{account}"\nunit = "{unit}"\nslots = ["07:30", "19:30"]\n'


class Office(Room):
    """A room whose pages get other keys, and which is planned as the service does after a start."""

    def configure(self, approval: str) -> None:
        self.pages(p="1")

    def pages(self, unit: str = "u", **accounts: str) -> None:
        own = [
            PAGE.format(page=page, account=account, unit=unit) for page, account in accounts.items()
        ]
        text = UNIT.format(unit=unit) + "".join(own)
        (self.folder / "config.toml").write_text(text, encoding="utf-8")
        self.reader = self._reader()

    def begin(self, *, now: datetime = NOW) -> None:
        context = self.context()
        follow_accounts(context)
        self.plan(now=now)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield Office(tmp_path)
    close_store()


def published(**where: object) -> None:
    Delivery.objects.filter(**where).update(state="published", published_at=NOW, post_id="1_2")


def by_page() -> set[tuple[str, str, str]]:
    return set(Delivery.objects.values_list("page", "entry_id", "state"))


def test_what_was_published_and_planned_follows_the_account_to_its_new_key(office: Office) -> None:
    office.put("posts/x.md", NEWS)
    office.put("posts/y.md", AT + "Họp lúc 9 giờ.")
    office.begin()
    published(entry_id="x")
    office.pages(lai_chau="1")
    office.begin()
    assert by_page() == {("lai_chau", "x", "published"), ("lai_chau", "y", "approved")}


def test_keys_that_change_places_take_their_memory_along(database: None, office: Office) -> None:
    office.pages(a="1", b="2")
    office.put("posts/x.md", '+++\npages = ["a"]\n+++\n' + NEWS)
    office.begin()
    published()
    office.pages(a="2", b="1")
    office.begin()
    assert by_page() == {("b", "x", "published"), ("a", "x", "approved")}


def test_a_key_that_another_account_takes_keeps_nothing_of_the_first(office: Office) -> None:
    office.pages(a="1", b="2")
    office.put("posts/x.md", '+++\npages = ["b"]\n+++\n' + NEWS)
    office.begin()
    published()
    office.pages(b="1")
    office.begin()
    assert by_page() == {("b@2", "x", "published"), ("b", "x", "approved")}
    office.pages(b="1", c="2")
    office.begin()
    assert ("c", "x", "published") in by_page()


def test_a_key_that_leads_to_a_new_account_remembers_what_it_published(office: Office) -> None:
    office.put("posts/x.md", NEWS)
    office.begin()
    published()
    PageState.objects.update(compared_at=NOW)
    office.pages(p="7")
    office.begin()
    assert by_page() == {("p", "x", "published")}
    state = PageState.objects.get(page="p")
    # What the new account shows is looked at before anything is prepared for it.
    assert (state.account, state.compared_at) == ("7", None)


def test_the_token_and_what_is_known_of_the_page_follow(office: Office) -> None:
    office.begin()
    PageState.objects.update(works={"draft:text": "2027"}, parked_at=NOW)
    values = {"ciphertext": b"x", "connected_by": "Ada", "connected_at": NOW}
    StoredToken.objects.create(page="p", **values)
    office.pages(q="1")
    PageState.objects.create(page="q")
    office.begin()
    [state] = PageState.objects.all()
    assert (state.page, state.works, state.parked_at) == ("q", {"draft:text": "2027"}, NOW)
    assert StoredToken.objects.get().page == "q"


def test_a_token_that_the_new_key_got_already_stays(office: Office) -> None:
    office.begin()
    for page, sealed in (("p", b"old"), ("q", b"new")):
        values = {"ciphertext": sealed, "connected_by": "Ada", "connected_at": NOW}
        StoredToken.objects.create(page=page, **values)
    office.pages(q="1")
    office.begin()
    assert bytes(StoredToken.objects.get().ciphertext) == b"new"


def test_words_of_its_own_that_a_page_showed_follow_its_key(office: Office) -> None:
    own = '+++\n[exceptions.{page}]\ntext = "Riêng trang này."\n+++\n' + NEWS
    office.put("posts/x.md", own.format(page="p"))
    office.begin()
    published()
    office.pages(q="1")
    office.put("posts/x.md", own.format(page="q"))
    office.begin()
    assert by_page() == {("q", "x@q", "published")}


def test_a_page_with_a_new_key_is_told_in_the_log_and_on_the_board(office: Office) -> None:
    office.begin()
    office.pages(q="1")
    office.begin()
    [action] = Action.objects.all()
    assert (action.what, action.page, action.unit) == ("rename", "q", "u")
    pages = office.context().pages
    now = office.context().clock()
    [item] = [one for one in attention(pages, now=now) if one.matter is Matter.RENAMED]
    assert "“p” nay mang khóa “q”" in item.text.said()


def test_a_start_with_the_same_keys_changes_nothing(office: Office) -> None:
    office.begin()
    assert follow_accounts(office.context()) == {}
    assert not Action.objects.exists()


def test_a_renamed_campaign_keeps_what_it_published(database: None, office: Office) -> None:
    office.put("campaigns/thang-5.md", CAMPAIGN + "- Một lời\n- Hai lời\n- Ba lời\n")
    office.begin()
    first = Delivery.objects.earliest("due_at")
    published(pk=first.pk)
    before = sorted(Delivery.objects.values_list("due_at", flat=True))
    (office.queue / "campaigns/thang-5.md").rename(office.queue / "campaigns/thang-nam.md")
    office.begin()
    assert set(Delivery.objects.values_list("campaign", flat=True)) == {"thang-nam"}
    assert sorted(Delivery.objects.values_list("due_at", flat=True)) == before
    first.refresh_from_db()
    assert (first.state, first.entry_id.partition("/")[0]) == ("published", "thang-nam")


def test_an_anniversary_of_a_renamed_campaign_is_not_shown_a_second_time(office: Office) -> None:
    feast = (
        '[[anniversaries]]\nname = "Ngày A"\nsince = 1900-04-12\ntext = "Chào."\nat = 07:00:00\n'
    )
    office.put(
        "campaigns/a.md",
        CAMPAIGN.replace("+++\ntitle", "+++\ntitle", 1)[:-4] + feast + "+++\n- Một\n",
    )
    office.begin()
    published(entry_id="a/ngay-04-12")
    (office.queue / "campaigns/a.md").rename(office.queue / "campaigns/b.md")
    office.begin(now=NOW + timedelta(minutes=10))
    feasts = Delivery.objects.filter(entry_id__endswith="/ngay-04-12")
    assert list(feasts.values_list("entry_id", "state")) == [("b/ngay-04-12", "published")]


def test_a_copy_of_a_campaign_takes_nothing_from_the_first(office: Office) -> None:
    office.put("campaigns/a.md", CAMPAIGN + "- Một\n- Hai\n")
    office.begin()
    office.put("campaigns/b.md", CAMPAIGN + "- Một\n- Hai\n")
    office.begin()
    assert Delivery.objects.filter(campaign="a", state="approved").exists()


def test_a_renamed_unit_plans_nothing_anew(office: Office) -> None:
    office.put("posts/x.md", NEWS)
    office.begin()
    published()
    office.pages(unit="moi", p="1")
    office.begin()
    assert by_page() == {("p", "x", "published")}


def test_a_file_in_a_subfolder_is_the_same_post(office: Office) -> None:
    office.put("posts/x.md", NEWS)
    office.begin()
    published()
    (office.queue / "posts/2027").mkdir()
    (office.queue / "posts/x.md").rename(office.queue / "posts/2027/x.md")
    office.begin()
    assert stands() == {"x": "published"}


@pytest.mark.parametrize("other", ["TIN-ĐẦU", unicodedata.normalize("NFD", "tin-đầu")])
def test_a_name_that_differs_by_case_or_normal_form_only_is_the_same_public_post(
    office: Office, other: str
) -> None:
    office.put("posts/tin-đầu.md", NEWS)
    office.begin()
    published()
    (office.queue / "posts/tin-đầu.md").rename(office.queue / f"posts/{other}.md")
    office.begin()
    assert stands() == {"tin-đầu": "published"}


@pytest.mark.parametrize("other", ["TIN-ĐẦU", unicodedata.normalize("NFD", "tin-đầu")])
def test_two_files_whose_names_differ_by_case_or_normal_form_only_are_told(
    office: Office, other: str
) -> None:
    office.put("posts/tin-đầu.md", NEWS)
    office.put(f"posts/{other}.md", "Lời khác hẳn.")
    reading = office.reader.refresh()
    assert len(reading.queue.entries) == 1
    assert any("tin-đầu" in str(problem).casefold() for problem in reading.problems)
