"""From a pasted token to page tokens: sealed, checked, told about before they end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.state import APP_ID, APP_SECRET
from publisher.channels.facebook.tokens import TokenCalls
from publisher.channels.facebook.wire import Graph
from publisher.config.values import TokenSource
from publisher.context import Context
from publisher.domain.errors import NotConnected, VaultError
from publisher.domain.secret import Secret
from publisher.features.install.tokens import (
    AppKeys,
    Connected,
    PageTokens,
    check_tokens,
    connect,
)
from publisher.features.people.notices import NoticeKind, look
from publisher.store.models import PageState, StoredToken
from publisher.vault import Vault
from tests.clockwork import TOKEN, Clockwork, open_clockwork
from tests.databases import at_rest
from tests.features.people.test_notices import Given

PERSON = "person-token-very-secret"
APP = AppKeys(app_id=APP_ID, secret=Secret(APP_SECRET))


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        clock.sandbox.world.add_person(PERSON, "Nguyễn Thị Ada", pages=[clock.page.facebook_id])
        yield clock


def calls(clock: Clockwork) -> TokenCalls:
    return TokenCalls(
        Graph(graph_url=clock.sandbox.url, version="v26.0", timeout=timedelta(seconds=5))
    )


def with_keys(context: Context, app: AppKeys | None) -> Context:
    """The same where the configuration names an app, or none."""
    secret = Given(app.secret.reveal() if app else "", None)
    facebook = context.config.facebook._replace(app_id=app.app_id if app else "", app_secret=secret)
    return replace(context, config=replace(context.config, facebook=facebook))


def connecting(clock: Clockwork, folder: Path, *, app: AppKeys | None = APP) -> Context:
    found = replace(clock.context(), token_calls=calls(clock), vault=Vault(folder))
    return with_keys(found.by("Ada"), app)


def paste(
    clock: Clockwork, folder: Path, token: str = PERSON, *, app: AppKeys | None = APP
) -> Connected:
    [found], _ = connect(connecting(clock, folder, app=app), Secret(token), now=clock.now)
    return found


def object_store(clock: Clockwork, folder: Path) -> PageTokens:
    found = PageTokens({clock.page.slug: TokenSource(variable=None, file=None)}, Vault(folder))
    found.open()
    return found


@pytest.mark.parametrize("app", [APP, None])
def test_a_persons_token_gives_the_pages_tokens(
    clock: Clockwork, tmp_path: Path, app: AppKeys | None
) -> None:
    assert paste(clock, tmp_path, app=app).ok
    token = object_store(clock, tmp_path).token(clock.page.slug)
    assert token == Secret(TOKEN)


def test_a_page_that_the_list_leaves_out_is_found_by_its_id(
    clock: Clockwork, tmp_path: Path
) -> None:
    clock.sandbox.world.add_person(PERSON, "Ada", pages=[], hidden=[clock.page.facebook_id])
    assert paste(clock, tmp_path).ok


def test_a_pages_own_token_may_be_pasted(clock: Clockwork, tmp_path: Path) -> None:
    assert paste(clock, tmp_path, TOKEN).ok


def test_a_page_without_a_role_is_told_in_plain_words(clock: Clockwork, tmp_path: Path) -> None:
    clock.sandbox.world.add_person(PERSON, "Ada", pages=[])
    found = paste(clock, tmp_path)
    assert (found.ok, "business_management" in " ".join(map(str, found.messages))) == (False, True)
    assert not StoredToken.objects.exists()


def test_a_missing_permission_is_named_and_nothing_is_kept(
    clock: Clockwork, tmp_path: Path
) -> None:
    clock.sandbox.world.set(f"scopes-{clock.page.facebook_id}", ["pages_read_engagement"])
    found = paste(clock, tmp_path)
    assert (found.ok, "pages_manage_posts" in " ".join(map(str, found.messages))) == (False, True)


def test_a_person_who_may_not_write_is_told_which_task_is_missing(
    clock: Clockwork, tmp_path: Path
) -> None:
    clock.sandbox.world.set(f"tasks-{clock.page.facebook_id}", ["ANALYZE"])
    found = paste(clock, tmp_path)
    assert (found.ok, "CREATE_CONTENT" in " ".join(map(str, found.messages))) == (False, True)


def test_a_useful_permission_that_is_missing_is_a_remark(clock: Clockwork, tmp_path: Path) -> None:
    scopes = ["pages_manage_posts", "pages_read_engagement"]
    clock.sandbox.world.set(f"scopes-{clock.page.facebook_id}", scopes)
    found = paste(clock, tmp_path)
    assert (found.ok, "bình luận đầu tiên" in " ".join(map(str, found.messages))) == (True, True)


def test_pages_that_are_not_configured_are_named(clock: Clockwork, tmp_path: Path) -> None:
    clock.sandbox.add_page("555", "Công đoàn khác", "t")
    clock.sandbox.world.add_person(PERSON, "Ada", pages=[clock.page.facebook_id, "555"])
    _, remarks = connect(connecting(clock, tmp_path), Secret(PERSON), now=clock.now)
    assert any("“Công đoàn khác” (facebook_id = '555')" in remark for remark in remarks)


def test_a_token_that_facebook_does_not_know_is_refused(clock: Clockwork, tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match="không còn dùng được"):
        connect(connecting(clock, tmp_path), Secret("nonsense"), now=clock.now)


def test_no_secret_travels_in_an_address_or_lies_in_the_database(
    clock: Clockwork, tmp_path: Path
) -> None:
    paste(clock, tmp_path)
    seen = "".join(f"{call['path']}{call['token_in_url']}" for call in clock.sandbox.calls())
    kept = at_rest(tmp_path)
    assert clock.page.slug.encode() in kept
    for secret in (PERSON, TOKEN, APP_SECRET):
        assert secret not in seen
        assert secret.encode() not in kept
    assert "True" not in seen


def test_the_key_is_a_file_for_its_owner_only(clock: Clockwork, tmp_path: Path) -> None:
    paste(clock, tmp_path)
    assert (tmp_path / "publisher.key").stat().st_mode & 0o777 == 0o600


def test_without_its_key_a_sealed_token_says_what_to_do(clock: Clockwork, tmp_path: Path) -> None:
    paste(clock, tmp_path)
    (tmp_path / "publisher.key").unlink()
    with pytest.raises(VaultError, match="Thiếu tệp khóa"):
        Vault(tmp_path).open(bytes(StoredToken.objects.get().ciphertext))
    assert object_store(clock, tmp_path).token(clock.page.slug) is None


def test_a_second_key_opens_what_the_first_sealed(tmp_path: Path) -> None:
    sealed = Vault(tmp_path).seal(Secret("mã"))
    other = tmp_path / "other"
    other.mkdir()
    Vault(other).seal(Secret("x"))
    old = (tmp_path / "publisher.key").read_text()
    (other / "publisher.key").write_text((other / "publisher.key").read_text() + old)
    assert Vault(other).open(sealed).reveal() == "mã"


def check(clock: Clockwork, token: str = TOKEN) -> None:
    found = replace(clock.context(), token_calls=calls(clock), token=lambda _: Secret(token))
    check_tokens(with_keys(found, APP), now=clock.now)


def told(clock: Clockwork) -> list[str]:
    return [
        said.text.whole()
        for said in look(clock.pages, now=clock.now)
        if said.kind in (NoticeKind.TOKEN, NoticeKind.PARKED)
    ]


def test_people_are_told_14_7_and_1_days_before_a_token_ends(clock: Clockwork) -> None:
    ends = clock.now + timedelta(days=20)
    clock.sandbox.world.set(f"expires-{clock.page.facebook_id}", ends.timestamp())
    keys = set()
    for _ in range(20):
        check(clock)
        keys |= {said.key.rpartition(":")[2] for said in look(clock.pages, now=clock.now)}
        clock.now += timedelta(days=1)
    assert keys == {"14", "7", "1"}


def test_a_revoked_token_parks_its_page_at_once_and_people_are_told(clock: Clockwork) -> None:
    clock.sandbox.revoke(clock.page.facebook_id)
    check(clock)
    assert PageState.objects.get().parked_at == clock.now
    assert any("Mật khẩu của tài khoản cấp mã đã đổi." in text for text in told(clock))


def test_a_token_is_looked_at_once_a_day_and_oftener_before_a_campaign(clock: Clockwork) -> None:
    check(clock)
    before = len(clock.sandbox.calls())
    clock.now += timedelta(hours=7)
    check(clock)
    assert len(clock.sandbox.calls()) == before
    clock.write(wait=timedelta(hours=20), campaign="thang-cong-nhan")
    check(clock)
    assert len(clock.sandbox.calls()) > before


def test_a_new_token_lets_what_waited_go_on(clock: Clockwork, tmp_path: Path) -> None:
    clock.sandbox.revoke(clock.page.facebook_id)
    clock.write(wait=timedelta(minutes=15))
    clock.run(timedelta(minutes=20))
    assert clock.row().hold == "page_parked"
    clock.sandbox.add_page(clock.page.facebook_id, "Công đoàn thử", "a-new-token")
    paste(clock, tmp_path, "a-new-token")
    clock.token = object_store(clock, tmp_path).token(clock.page.slug)
    from publisher.engines.usage_memory import fresh_tokens
    from publisher.store import page_states

    page_states.unpark(fresh_tokens(lambda _: clock.token), now=clock.now)
    clock.run(timedelta(minutes=1))
    assert clock.public() == ["Xin chào đoàn viên!"]
