"""What is said of previews, print files and rehearsals."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "review.no_card": Sentence(
        "bài này không có ảnh thiết kế (card), nên không có gì để in",
        "this post has no designed picture (card), so there is nothing to print",
    ),
    "review.no_campaign": Sentence(
        "Không có chiến dịch “{name}” (có: {known}).",
        "There is no campaign “{name}” (there are: {known}).",
    ),
    "review.campaign_over": Sentence(
        "Chiến dịch đã kết thúc ngày {day}; dời from và until sang năm khác rồi tổng duyệt.",
        "The campaign ended on {day}; move from and until to another year, then rehearse.",
    ),
    "review.too_many_days": Sentence(
        "Khoảng ngày dài hơn {days} ngày; tổng duyệt từng phần.",
        "The span is longer than {days} days; rehearse it part by part.",
        operator_vi="Dùng --from và --until.",
        operator_en="Use --from and --until.",
    ),
    "review.unknown": Sentence(
        "{names:; }.",
        "{names:; }.",
    ),
    "review.no_product": Sentence(
        "Không có vật phẩm in “{name}”: {hint}",
        "There is no printed product “{name}”: {hint}",
    ),
    "review.no_campaigns": Sentence(
        "Không có chiến dịch “{name}” (có: chưa có chiến dịch nào).",
        "There is no campaign “{name}” (there is none yet).",
    ),
    "review.no_template": Sentence(
        "Không có mẫu ảnh “{name}”: {hint}",
        "There is no template “{name}”: {hint}",
    ),
    "review.no_format": Sentence(
        "Không có khổ ảnh “{name}”: {hint}",
        "There is no picture format “{name}”: {hint}",
    ),
    "review.nothing_found": Sentence(
        "Không có bài nào tên “{name}”.",
        "There is no post named “{name}”.",
        operator_vi="Xem tên bằng “publisher queue list”.",
        operator_en="See the names with “publisher queue list”.",
    ),
    "review.not_set": Sentence("{product}: {why}", "{product}: {why}"),
    "review.problems": Sentence("{problems:\n}", "{problems:\n}"),
    "review.problem": Sentence("{place}: {why:short}", "{place}: {why:short}"),
    "review.problem_to_mend": Sentence(
        "{place}: {why:short} → {why:advice}",
        "{place}: {why:short} → {why:advice}",
    ),
    "review.stopped": Sentence(
        "“{post}” {count} lượt trên {pages}, từ {at}: {why:whole}",
        "“{post}” {count} {count:time|times} on {pages}, from {at}: {why:whole}",
    ),
    "review.did_not_appear": Sentence(
        "không ra được trong buổi tổng duyệt",
        "did not go out in the rehearsal",
    ),
    "review.follows_itself": Sentence(
        "{page}: “{post}” đăng hai lần liền nhau ({first} và {second}); Facebook sẽ từ chối",
        "{page}: “{post}” goes out twice in a row ({first} and {second}); Facebook will refuse it",
    ),
    "review.clash": Sentence(
        "{page}: hai bài cách nhau {minutes} phút lúc {at} (“{first}” và “{second}”)",
        "{page}: two posts within {minutes} {minutes:minute|minutes} at {at}"
        " (“{first}” and “{second}”)",
    ),
    "review.gap": Sentence(
        "{pages} không có bài nào từ {first} đến {last}",
        "no post on {pages} from {first} to {last}",
    ),
    "review.full_day": Sentence(
        "{day}: {count} bài trong một ngày trên {pages}",
        "{day}: {count} posts in one day on {pages}",
    ),
    "review.repeat": Sentence(
        "“{post}” lặp lại chỉ sau {hours} giờ trên {pages}",
        "“{post}” comes again after only {hours} {hours:hour|hours} on {pages}",
    ),
    "review.alike": Sentence(
        "hai bài gần như giống nhau: “{one}” và “{other}”",
        "two posts are nearly the same: “{one}” and “{other}”",
    ),
    "review.in_quiet_hours": Sentence(
        "{place}: “{post}” nằm trong giờ nghỉ của trang",
        "{place}: “{post}” falls into the quiet hours of the page",
    ),
    "review.unapproved": Sentence(
        "{count} trên {all} lượt chưa được duyệt; lượt sớm nhất {place}",
        "{count} of {all} are not approved yet; the earliest at {place}",
    ),
    "review.page": Sentence("trang {name}", "page {name}"),
    "review.pages": Sentence("trang {names}", "pages {names}"),
    "review.many_pages": Sentence("{count} trang ({names}…)", "{count} pages ({names}…)"),
    "review.place": Sentence(
        "{path}:{line}",
        "{path}:{line}",
    ),
}
