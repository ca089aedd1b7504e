"""What is said of pages' access tokens."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "tokens.no_token": Sentence(
        "Đây không phải mã truy cập: mã chỉ gồm chữ không dấu và số. Chép lại từ Facebook.",
        "This is no access token: a token has only unaccented letters and digits. Copy it"
        " from Facebook again.",
    ),
    "tokens.whole": Sentence("{why:whole}", "{why:whole}"),
    "tokens.not_exchanged": Sentence(
        "Không đổi được sang mã dài hạn ({why:whole}); dùng mã vừa dán.",
        "The token could not be exchanged for a long-lived one ({why:whole}); the pasted one is"
        " used.",
    ),
    "tokens.no_app": Sentence(
        "Chưa khai báo facebook.app_id và app_secret: không đổi được mã ngắn hạn lấy mã dài hạn"
        " và không xem được hạn của mã. Mã của người dùng hệ thống (system user) thì không cần"
        " đổi.",
        "facebook.app_id and app_secret are not declared: a short-lived token cannot be exchanged"
        " for a long-lived one, and when it ends cannot be seen. A token of a system user needs no"
        " exchange.",
    ),
    "tokens.page_not_configured": Sentence(
        "Mã này còn đăng được trang “{name}” (facebook_id = '{facebook_id}') chưa có trong cấu"
        " hình.",
        "This token can also post on the page “{name}” (facebook_id = '{facebook_id}'), which is"
        " not in the configuration.",
    ),
}
