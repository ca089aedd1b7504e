"""What each fault means, by number and subcode from one table, never by words in a message.

Source of the numbers: reference/graph-api.md section 4 (compiled 2026-11-22 from Meta's
documentation, its published specifications and recorded calls); nobody could ask Facebook itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto

from publisher.channels.facebook.usage import read_usage
from publisher.channels.facebook.wire import CallFault, CallFaultKind
from publisher.domain.reason import Reason
from publisher.domain.verdict import Deferred, Refusal, Refused, Scope, Setback, Stop, Unknown

SHORT = timedelta(seconds=10)


class GraphStep(StrEnum):
    """The calls that are made."""

    UPLOAD = "upload"
    DRAFT = "draft"
    FLIP = "flip"
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"
    DIRECT = "direct"
    EDIT = "edit"
    DELETE = "delete"
    COMMENT = "comment"
    VIDEO = "video"
    FINISH_VIDEO = "finish_video"
    STORY = "story"
    SCRAPE = "scrape"
    LOOK = "look"
    FIND_COMMENT = "find_comment"
    FIND_POST = "find_post"
    CHECK = "check"


# Steps that have no effect.
READS = frozenset(
    {GraphStep.LOOK, GraphStep.FIND_COMMENT, GraphStep.FIND_POST, GraphStep.CHECK, GraphStep.SCRAPE}
)


class Meaning(Enum):
    """The classes of the table."""

    TRANSIENT = auto()
    THROTTLED = auto()
    AUTH = auto()
    PERMISSION = auto()
    SETTINGS = auto()
    DUPLICATE = auto()
    INVALID = auto()
    POLICY = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One line of the table: the class, and what staff are told."""

    meaning: Meaning
    # With what to do, when it is not done again by itself.
    reason: Reason
    # Of THROTTLED: whether calls are too many, or posts.
    stop: Stop = Stop.LIMIT


def _transient(code: str = "facebook.passing") -> VerdictRow:
    return VerdictRow(meaning=Meaning.TRANSIENT, reason=Reason(code))


def _throttled(code: str, stop: Stop = Stop.LIMIT) -> VerdictRow:
    return VerdictRow(meaning=Meaning.THROTTLED, reason=Reason(code), stop=stop)


def _auth(code: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.AUTH, reason=Reason(code))


def _permission(code: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.PERMISSION, reason=Reason(code))


def _invalid(code: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.INVALID, reason=Reason(code))


def _policy(code: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.POLICY, reason=Reason(code))


_SETTINGS = VerdictRow(
    meaning=Meaning.SETTINGS,
    reason=Reason("facebook.old_version"),
)
_DUPLICATE = VerdictRow(
    meaning=Meaning.DUPLICATE,
    reason=Reason("facebook.duplicate"),
)
_BUSY = _throttled("facebook.busy")
_FAST = _throttled("facebook.fast", Stop.BLOCK)
_NO_POSTING = _permission("facebook.no_posting")
_WRONG_KIND = _permission("facebook.wrong_kind_of_token")
_NO_VIDEO = _permission("facebook.no_video")
_OWN_LINK = _invalid("facebook.own_link")
_ASKED_WRONGLY = _invalid("facebook.malformed")
_PHOTO = _invalid("facebook.picture_not_taken")
_VIDEO = _invalid("facebook.video_not_taken")
_LINK = _invalid("facebook.link_not_taken")

# (code, subcode); subcode 0 holds for every subcode that has no row of its own.
TABLE: Mapping[tuple[int, int], VerdictRow] = {
    (1, 0): _transient(),
    (1, 2853006): _permission("facebook.page_forbids"),
    (2, 0): _transient("facebook.interrupted"),
    (3, 0): _permission("facebook.no_capability"),
    (4, 0): _throttled("facebook.app_used_up"),
    (10, 0): _permission("facebook.app_not_granted"),
    (12, 0): _SETTINGS,
    (17, 0): _BUSY,
    (17, 2446079): _BUSY,
    (21, 0): _permission("facebook.page_moved"),
    (32, 0): _BUSY,
    (100, 0): _invalid("facebook.content_not_taken"),
    (100, 33): VerdictRow(
        meaning=Meaning.GONE,
        reason=Reason("facebook.gone"),
    ),
    (102, 0): _auth("facebook.session_ended"),
    (104, 0): _auth("facebook.wrong_signature"),
    (105, 0): _invalid("facebook.too_many_parameters"),
    (190, 0): _auth("facebook.token_dead"),
    (190, 458): _auth("facebook.app_removed"),
    (190, 459): _auth("facebook.account_checkpoint"),
    (190, 460): _auth("facebook.password_changed"),
    (190, 463): _auth("facebook.token_expired"),
    (190, 464): _auth("facebook.account_unconfirmed"),
    (190, 466): _auth("facebook.token_invalid"),
    (190, 467): _auth("facebook.token_logged_out"),
    (190, 490): _auth("facebook.token_renew"),
    (190, 492): _permission("facebook.no_role"),
    (190, 2069032): _permission("facebook.persons_token"),
    (194, 0): _invalid("facebook.lacks_parameter"),
    (197, 0): _invalid("facebook.empty"),
    (200, 1609008): _OWN_LINK,
    (200, 2069030): _NO_POSTING,
    (200, 2069031): _NO_POSTING,
    (200, 2069033): _NO_POSTING,
    (210, 0): _permission("facebook.page_token_needed"),
    (240, 0): _WRONG_KIND,
    (283, 0): _WRONG_KIND,
    (324, 0): _PHOTO,
    (325, 0): _PHOTO,
    (341, 0): _throttled("facebook.posted_to_the_limit", Stop.BLOCK),
    (368, 0): _policy("facebook.policy_block"),
    (368, 1390008): _FAST,
    (368, 1404006): _policy("facebook.security_check"),
    (368, 1404078): _policy("facebook.publishing_authorization"),
    (368, 1404082): _DUPLICATE,
    (368, 1404112): _policy("facebook.posting_limited"),
    (368, 4854002): _policy("facebook.identity_check"),
    (382, 0): _VIDEO,
    (389, 0): _VIDEO,
    (506, 0): _DUPLICATE,
    (613, 0): _BUSY,
    (613, 1996): _BUSY,
    (1500, 0): _LINK,
    (1705, 0): _permission("facebook.page_token_needed"),
    (2500, 0): _ASKED_WRONGLY,
    (2635, 0): _SETTINGS,
    (3001, 0): _ASKED_WRONGLY,
    (5101, 0): _PHOTO,
    (6000, 0): _VIDEO,
    (6001, 0): _VIDEO,
    (1363047, 0): _transient(),
    (1504028, 0): _ASKED_WRONGLY,
    (1609005, 0): _LINK,
    (1609010, 0): _transient(),
    (2061006, 0): _LINK,
}
# Subcodes that mean the same under whatever code they come.
BY_SUBCODE: Mapping[int, VerdictRow] = {
    1346003: _policy("facebook.abusive"),
    1349125: _invalid("facebook.wrong_form"),
    1363005: _NO_VIDEO,
    1363042: _NO_VIDEO,
    1363047: _transient(),
    1366046: _PHOTO,
    1366051: _DUPLICATE,
    1390008: _FAST,
    1404006: _policy("facebook.security_check"),
    1404078: _policy("facebook.publishing_authorization"),
    1404082: _DUPLICATE,
    1404102: _policy("facebook.community_standards"),
    1404112: _policy("facebook.posting_limited"),
    1609005: _LINK,
    1609008: _OWN_LINK,
    1609010: _transient(),
    2061006: _LINK,
    2069019: _PHOTO,
    2069030: _NO_POSTING,
    2069031: _NO_POSTING,
    2069032: _permission("facebook.persons_token"),
    2069033: _NO_POSTING,
    **dict.fromkeys(
        (1363019, 1363020, 1363021, 1363030, 1363031, 1363033, 1363037, 1363041, 1363045),
        _transient(),
    ),
    **dict.fromkeys(
        (1363022, 1363023, 1363024, 1363025, 1363026, 1363040, 1363127, 1363128, 1363129), _VIDEO
    ),
}
# What publishing says itself of a video that Facebook gave up on.
VIDEO_BAD = Refused(reason=_VIDEO.reason, scope=Scope.DELIVERY, meaning=Refusal.SPOILT)
# How often a video that Facebook is working on is asked for.
PROCESSING = timedelta(seconds=10)
_LACKING = _permission("facebook.lacks_permission")
PERMISSION_CODES = range(200, 300)
THROTTLE_CODES = range(80_000, 80_015)
# With these it may mean "no drafts here" as well as "not this content".
NO_DRAFTS = frozenset({3, 100})
# What a refusal says to those who know no numbers.
MEANT = {Meaning.GONE: Refusal.GONE, Meaning.DUPLICATE: Refusal.DUPLICATE}
# What Facebook decides after it let the call in; with a 5xx the effect may be there all the same.
_AFTER_THE_DOOR = frozenset({Meaning.INVALID, Meaning.DUPLICATE, Meaning.POLICY, Meaning.GONE})
STRANGE = VerdictRow(
    meaning=Meaning.INVALID,
    reason=Reason("facebook.unlisted"),
)


def row_of(code: int, subcode: int) -> VerdictRow | None:
    """The table's line for Facebook's two numbers, None when it knows neither."""
    if row := TABLE.get((code, subcode)) or BY_SUBCODE.get(subcode) or TABLE.get((code, 0)):
        return row
    if code in PERMISSION_CODES:
        return _LACKING
    return _BUSY if code in THROTTLE_CODES else None


def judge(fault: CallFault, step: GraphStep) -> Setback:
    """What a fault means for a step. A call that may have taken effect is Unknown, never failed."""
    if fault.kind is CallFaultKind.NOT_SENT:
        return Deferred(
            reason=Reason("facebook.offline"),
            wait=SHORT,
            scope=Scope.APP,
            stop=Stop.OFFLINE,
        )
    if fault.kind is not CallFaultKind.ERROR:
        return _unclear(fault, step, Reason("facebook.no_clear_answer"))
    row = row_of(fault.code, fault.subcode)
    if row is None:
        return _unlisted(fault, step)
    if row.meaning is Meaning.TRANSIENT or (fault.status >= 500 and row.meaning in _AFTER_THE_DOOR):
        return _unclear(fault, step, row.reason)
    return _ruled(row, fault, step)


def _unclear(fault: CallFault, step: GraphStep, reason: Reason) -> Setback:
    if step in READS:
        # A question has no effect: asking again is always safe.
        return Deferred(
            reason=reason, wait=SHORT, scope=Scope.DELIVERY, code=fault.code, subcode=fault.subcode
        )
    return Unknown(reason=reason, code=fault.code, subcode=fault.subcode)


def _unlisted(fault: CallFault, step: GraphStep) -> Setback:
    # A 5xx may hide an effect whatever its body says; "transient" is Facebook's own word for trying
    # again.
    if fault.is_transient or fault.status >= 500 or step in READS:
        return _unclear(fault, step, Reason("facebook.passing"))
    return _ruled(STRANGE, fault, step)


def _ruled(row: VerdictRow, fault: CallFault, step: GraphStep) -> Setback:
    numbers = {"code": fault.code, "subcode": fault.subcode}
    if row.meaning is Meaning.THROTTLED:
        scope = Scope.APP if fault.code == 4 else Scope.PAGE
        # Of the calls that are used up; when posting is allowed again it does not say.
        known = regain_time(fault.headers or {}) if row.stop is Stop.LIMIT else None
        return Deferred(
            reason=row.reason,
            wait=known or timedelta(),
            scope=scope,
            stop=row.stop,
            estimated=known is not None,
            **numbers,
        )
    wide = {
        Meaning.AUTH: Scope.PAGE,
        Meaning.PERMISSION: Scope.PAGE,
        Meaning.POLICY: Scope.PAGE,
        Meaning.SETTINGS: Scope.APP,
    }
    scope = wide.get(row.meaning, Scope.DELIVERY)
    meaning = _meant(row, fault, step)
    return Refused(reason=row.reason, scope=scope, meaning=meaning, **numbers)


def _meant(row: VerdictRow, fault: CallFault, step: GraphStep) -> Refusal:
    if step is GraphStep.DRAFT and fault.code in NO_DRAFTS and not fault.subcode:
        return Refusal.DRAFTS
    return MEANT.get(row.meaning, Refusal.OTHER)


def regain_time(headers: Mapping[str, str]) -> timedelta | None:
    """How long Facebook asks to wait, None when it does not say."""
    longest = max((usage.wait for usage in read_usage(headers)), default=timedelta())
    return longest or None
