"""Days to remember, solar and lunar, and what is suggested of them."""

from datetime import date, datetime, timedelta
from pathlib import Path

import astronomy
import pytest

from publisher import resources
from publisher.domain.entry import At, Entry, EntryKind, Queue, Source
from publisher.domain.errors import CalendarError
from publisher.domain.wording import remarks
from publisher.features.authoring.anniversaries import (
    FeastDay,
    feast_of,
    feasts,
    known_days,
    read_days,
)
from publisher.features.authoring.lint import vocabulary
from publisher.features.authoring.suggestions import piece_for, suggestions, text_of

DAYS = known_days(resources.assets())
# Tết as Việt Nam kept it, also where China's came a day or a month later (1968, 1985, 2007, 2030): published calendars.
TET = {
    1968: date(1968, 1, 29),
    1985: date(1985, 1, 21),
    2000: date(2000, 2, 5),
    2007: date(2007, 2, 17),
    2017: date(2017, 1, 28),
    2020: date(2020, 1, 25),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2030: date(2030, 2, 2),
}
NEW_YEAR = FeastDay(month=1, day=1, name="Tết Nguyên đán", lunar=True)


def named(name: str) -> FeastDay:
    return next(day for day in DAYS if day.name == name)


@pytest.mark.parametrize(("year", "on"), TET.items())
def test_tet_lies_where_viet_nam_keeps_it(year: int, on: date) -> None:
    feast = feast_of(NEW_YEAR, year)
    assert feast
    assert feast.on == on


def test_every_lunar_month_begins_on_the_day_of_a_new_moon_in_vietnamese_time() -> None:
    """Compared with an ephemeris that knows no calendars. In May 2054 the moon is new a minute after midnight."""
    for year in range(2020, 2054):
        for month in range(1, 13):
            feast = feast_of(FeastDay(month=month, day=1, name="mồng một", lunar=True), year)
            assert feast
            begins = astronomy.Time.Make(
                feast.on.year, feast.on.month, feast.on.day, 0, 0, 0
            ).AddDays(-7 / 24)
            moon = astronomy.SearchMoonPhase(0, begins, 1.0)
            assert moon, (year, month, feast.on)


def test_the_anniversary_of_the_hung_kings_is_found_in_its_solar_year() -> None:
    found = feasts([named("Giỗ Tổ Hùng Vương")], first=date(2026, 1, 1), last=date(2028, 12, 31))
    assert [feast.on for feast in found] == [date(2026, 4, 26), date(2027, 4, 16), date(2028, 4, 4)]


def test_a_day_of_the_last_lunar_month_lies_early_in_the_next_solar_year() -> None:
    found = feasts(
        [named("Tết ông Công, ông Táo")], first=date(2027, 1, 1), last=date(2027, 12, 31)
    )
    assert [feast.on for feast in found] == [date(2027, 1, 30)]


def test_every_day_that_ships_says_where_it_is_from_and_stands_once() -> None:
    assert all(day.source for day in DAYS)
    assert len({day.key for day in DAYS}) == len(DAYS) > 60


def test_round_years_are_marked() -> None:
    day = named("Ngày thành lập Công đoàn Việt Nam")
    assert [
        year for year in range(2025, 2032) if (feast := feast_of(day, year)) and feast.round
    ] == [2029]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("không phải toml", "không đọc được"),
        ('[[days]]\nname = "A"\n', "cần name và một trong hai"),
        ('[[days]]\nname = "A"\nday = "02-30"\n', "“02-30” không phải tháng-ngày"),
        ('[[days]]\nname = "A"\nday = "05-01"\nsince = 1886-05-02\n', "since phải là ngày đầy đủ"),
        ('[[days]]\nname = "A"\nday = "05-01"\nngay = 1\n', "không có khóa “ngay”"),
    ],
)
def test_a_bad_file_of_days_says_where_it_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError, match=told):
        read_days(tmp_path / "a.toml")


def test_a_day_is_suggested_so_many_weeks_ahead_as_it_says_and_two_more_in_a_round_year() -> None:
    day = FeastDay(month=7, day=28, name="Ngày thành lập", since=date(1929, 7, 28), weeks=3)
    for year, weeks in ((2026, 3), (2029, 5)):
        on = date(year, 7, 28)
        assert not suggestions([day], Queue(), today=on - timedelta(weeks=weeks, days=1))
        assert suggestions([day], Queue(), today=on - timedelta(weeks=weeks))


def test_a_suggestion_says_who_has_written_for_the_day_already() -> None:
    day = named("Ngày thành lập Công đoàn Việt Nam")
    entry = Entry(
        id="a",
        kind=EntryKind.POST,
        text="Kỷ niệm 97 năm Ngày thành lập Công đoàn Việt Nam!",
        pages=("p",),
        when=At(wall_time=datetime.fromisoformat("2026-07-28T07:00")),
        source=Source(path="posts/a.md", line=1),
    )
    (found,) = suggestions([day], Queue(entries=(entry,)), today=date(2026, 7, 20))
    assert found.written == (entry,)


def test_a_suggested_post_celebrates_or_remembers_as_the_day_asks() -> None:
    labour, martyrs = (
        feast_of(named("Ngày Quốc tế Lao động"), 2026),
        feast_of(named("Ngày Thương binh – Liệt sĩ"), 2027),
    )
    assert labour
    assert martyrs
    assert (
        text_of(labour)
        == "Nhiệt liệt chào mừng kỷ niệm {age} năm Ngày Quốc tế Lao động (1/5/1886 – 1/5/{year})!"
    )
    assert "đời đời nhớ ơn" in text_of(martyrs)
    piece = piece_for(martyrs, ["lai-chau"], [])
    assert (piece.card, piece.since, piece.at) == ("solemn", "1947-07-27", "2027-07-27T07:30")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kỷ niệm 62 năm Ngày thành lập Công đoàn tỉnh Lai Châu", "năm 2026 là 63 năm"),
        ("Kỷ niệm 63 năm Ngày thành lập Công đoàn tỉnh Lai Châu", ""),
        ("Chào mừng Ngày Quốc tế Lao động 2/5", "“2/5” không phải Ngày Quốc tế Lao động"),
        ("Chào mừng Ngày Quốc tế Lao động (1/5/1886 – 1/5/2026)", ""),
        ("Chào mừng ngày thành lập Công đoàn Việt Nam, ngày 27/7", "“27/7” không phải"),
    ],
)
def test_typed_ages_and_dates_are_compared_with_the_calendar(text: str, told: str) -> None:
    found = [
        remark.reason.said()
        for remark in remarks(text, vocabulary(resources.assets()), on=date(2026, 4, 15))
    ]
    assert (
        (told in " ".join(found))
        if told
        else not [one for one in found if "năm" in one or "/" in one]
    )
