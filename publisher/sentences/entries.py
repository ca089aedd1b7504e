"""What is said of the words and days of a post."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "entries.no_origin": Sentence(
        "{{age}} cần ngày gốc: thêm dòng since = NĂM-THÁNG-NGÀY",
        "{{age}} needs a day of origin: add a line since = YEAR-MONTH-DAY",
    ),
    "entries.no_placeholder": Sentence(
        "không có chỗ điền {{{name}}}; chỉ dùng {known}",
        "there is no placeholder {{{name}}}; use {known}",
    ),
    "entries.no_day": Sentence(
        "“{text}” không phải ngày; viết như {{age:1886-05-01}}",
        "“{text}” is no day; write it as {{age:1886-05-01}}",
    ),
    "entries.outside_years": Sentence(
        "năm {year} ở ngoài khoảng từ năm {first} đến {last}; sửa lại năm",
        "the year {year} lies outside of {first} to {last}; correct the year",
    ),
}
