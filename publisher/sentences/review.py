"""What is said of previews, print files and rehearsals."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "review.nothing_found": Sentence(
        "Không có bài nào tên “{name}”. Xem tên bằng “publisher queue list”.",
        "There is no post named “{name}”. See the names with “publisher queue list”.",
    ),
    "review.not_set": Sentence("{product}: {why}", "{product}: {why}"),
}
