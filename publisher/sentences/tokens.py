"""What is said of pages' access tokens."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "tokens.no_token": Sentence(
        "Đây không phải mã truy cập: mã chỉ gồm chữ không dấu và số. Chép lại từ Facebook.",
        "This is no access token: a token has only unaccented letters and digits. Copy it"
        " from Facebook again.",
    ),
}
