"""What is said of days and times that nothing can be planned for."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "wallclock.outside": Sentence(
        "năm {year} ở ngoài khoảng từ năm {first} đến {last}; sửa lại năm",
        "the year {year} is not between {first} and {last}; correct the year",
    ),
}
