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
}
