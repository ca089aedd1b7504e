"""What is said of the places in a text that are filled later."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "message.age_of_nothing": Sentence(
        "{{age}} cần ngày gốc: thêm dòng since = NĂM-THÁNG-NGÀY",
        "{{age}} needs a day to count from: add a line since = YEAR-MONTH-DAY",
    ),
    "message.no_placeholder": Sentence(
        "không có chỗ điền {placeholder}; chỉ dùng {known}",
        "there is no placeholder {placeholder}; use only {known}",
    ),
    "message.no_day": Sentence(
        "“{text}” không phải ngày; viết như {{age:1886-05-01}}",
        "“{text}” is no day; write it like {{age:1886-05-01}}",
    ),
}
