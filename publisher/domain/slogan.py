"""What can be no slogan, whoever wrote it down as one. Pure."""

import re

from publisher.domain.entry import Campaign
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import nfc, without_emphasis

_RECIPIENT = re.compile(
    r"^(?:lưu\b.{0,4}:|nơi (?:nhận|gửi)\b|như (?:trên|kính gửi)\b"
    r"|kính gửi\b|(?:tm|kt|tl)\. ?ban\b)"
    r"|\((?:để )?(?:b/c|báo cáo|thực hiện|phối hợp|biết|chỉ đạo)\)[;.]?$"
)
_TIMES = re.compile(
    r"^(?:(?:thứ|hai|ba|tư|năm|sáu|bảy|chủ|nhật|ngày|tháng|từ|đến|hết|nay|giờ|lúc|thời|gian|treo"
    r"|\d{1,4}(?:h\d{0,2})?)\b|[\s\d/.,:;()–—-]){1,200}$"
)
_LABEL = re.compile(
    r"^(?:thời gian|địa điểm|hình thức|kinh phí|đơn vị (?:thực hiện|chủ trì)|kích thước)"
    r"\b[^!]{0,40}:"
)
# The names of bodies and of people have neither a verb nor a call.
_BODY = re.compile(
    r"^(?:các )?(?:ban|văn phòng|sở|phòng|ủy ban|ubnd|liên đoàn lao động|lđlđ|công đoàn ngành"
    r"|thường trực|trung tâm)\b[^!,–-]{0,60}[;.]$"
)
# Words that a call has at least.
SHORTEST = 2


def no_slogan(text: str) -> Reason | None:
    """Why a line can be no slogan; None when it may be one."""
    words = nfc(without_emphasis(text)).strip().lower()
    if _RECIPIENT.search(words):
        return reason("wording.recipient")
    if _TIMES.match(words):
        return reason("wording.bare_time")
    if _LABEL.match(words) or words.endswith(":"):
        return reason("wording.label")
    if _BODY.match(words) or (len(words.split()) <= SHORTEST and not words.endswith("!")):
        return reason("wording.no_call")
    return None


def no_slogans(campaign: Campaign) -> list[Problem]:
    """The lines of a campaign of slogans that can be none, with their places."""
    return [
        Problem(path=one.source.path, line=one.source.line, reason=why, field="text")
        for one in campaign.slogans
        if (why := no_slogan(one.text))
    ]
