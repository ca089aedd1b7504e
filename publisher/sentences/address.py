"""What keeps an address from being shared, said after the address itself."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "address.blank": Sentence("có khoảng trắng", "holds a blank"),
    "address.strange": Sentence("có ký tự lạ", "holds a strange character"),
    "address.long": Sentence("dài quá {most} ký tự", "is longer than {most} characters"),
    "address.form": Sentence("sai dạng", "is no address"),
    "address.scheme": Sentence(
        "không bắt đầu bằng http:// hoặc https://", "does not begin with http:// or https://"
    ),
    "address.login": Sentence("chứa tên đăng nhập", "holds a user name"),
    "address.host": Sentence("sai tên miền", "has a wrong host name"),
    "address.no_host": Sentence("thiếu tên miền", "has no host name"),
    "address.port": Sentence("sai cổng", "has a wrong port"),
}
