"""The menu of the side, of the tabs and of the page with everything else."""

from publisher.domain.roles import Ability
from publisher.store.models import Delivery
from publisher.web.shared.menu import MORE, SIDE, TABS, menu
from tests.web.desk import Desk, soup


def test_what_somebody_may_not_do_is_not_in_the_menu() -> None:
    names = [link.name for link in menu(SIDE, {Ability.SEE, Ability.WRITE}, {})]
    assert "compose" in names
    assert not {"freezes", "people"} & set(names)


def test_a_phone_reaches_everything_that_the_side_has() -> None:
    assert set(SIDE) <= {*TABS, *MORE}


def test_the_menu_counts_what_waits_and_marks_where_one_is(desk: Desk) -> None:
    count = Delivery.objects.filter(page="lai-chau", state="planned").count()
    page = soup(desk.as_("binh").get("/calendar"))
    [waiting] = page.select('.menu a[href="/approvals"] .count')
    assert (waiting.text, waiting["title"]) == (str(count), "lượt chờ duyệt")
    assert [link["href"] for link in page.select('.menu a[aria-current="page"]')] == ["/calendar"]
