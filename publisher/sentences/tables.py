"""What is said of the keys of TOML tables, in the configuration and in queue files alike."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "tables.key": Sentence("“{key}”: {what}", "“{key}”: {what}"),
    "tables.unknown_key": Sentence(
        "không có khóa “{key}”", "there is no key “{key}”", "{hint}", "{hint}"
    ),
    "tables.required": Sentence("thiếu khóa bắt buộc", "this key is required"),
    "tables.text": Sentence("phải là chữ trong ngoặc kép", "must be text in quotes"),
    "tables.whole_number": Sentence("phải là số nguyên", "must be a whole number"),
    "tables.truth": Sentence("phải là true hoặc false", "must be true or false"),
    "tables.list": Sentence(
        'phải là danh sách trong ngoặc vuông, ví dụ ["a", "b"]',
        'must be a list in square brackets, such as ["a", "b"]',
    ),
    "tables.table": Sentence("phải là một bảng TOML", "must be a TOML table"),
    "tables.null_character": Sentence(
        "có ký tự rỗng (\\u0000), không phải chữ; viết lại bằng bàn phím",
        "holds a null character (\\u0000), which is no letter; type it again",
    ),
    "tables.other_word": Sentence(
        "“{word}” không dùng được; {hint}", "“{word}” cannot be used here; {hint}"
    ),
    "tables.too_deep": Sentence(
        "các dấu [ hoặc {{ lồng nhau quá sâu",
        "the brackets [ or {{ are nested too deeply",
        "đóng từng dấu ngoặc trên cùng một dòng, bỏ dấu thừa",
        "close each bracket on its own line and take away those left over",
    ),
    "tables.too_large": Sentence(
        "có một con số quá lớn",
        "a number is too large",
        "viết số ngắn hơn; giờ viết như 2027-04-15T07:30:00",
        "write a shorter number; times are written like 2027-04-15T07:30:00",
    ),
    "tables.no_duration": Sentence(
        "“{text}” không phải khoảng thời gian; viết như “30m”, “2h” hoặc “14d”",
        "“{text}” is no length of time; write it like “30m”, “2h” or “14d”",
    ),
    "tables.long_duration": Sentence(
        "“{text}” là khoảng thời gian quá dài (hơn 10 năm); viết như “30m”, “2h” hoặc “14d”",
        "“{text}” is too long a time (over 10 years); write it like “30m”, “2h” or “14d”",
    ),
}
