"""What a careful editor marks in a Vietnamese text."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "wording.look_alike": Sentence(
        "“{written}” có chữ của bảng chữ khác, trông giống mà tìm kiếm và thẻ không nhận ra",
        "“{written}” holds letters of another script, which searches and hashtags do not know",
        "viết “{right}”",
        "write “{right}”",
    ),
    "wording.markdown": Sentence(
        "“{written}” có dấu Markdown hoặc HTML, Facebook hiện nguyên các dấu ấy",
        "“{written}” holds marks of Markdown or HTML, which Facebook shows as they are",
        "viết “{right}”",
        "write “{right}”",
    ),
    "wording.markdown_line": Sentence(
        "dòng “{written}” chỉ có dấu Markdown hoặc HTML, Facebook hiện nguyên các dấu ấy",
        "the line “{written}” is nothing but a mark of Markdown or HTML, which Facebook shows as it"
        " is",
        "xóa dòng này",
        "take the line out",
    ),
    "wording.no_marks": Sentence(
        "“{written}” thiếu dấu", "“{written}” lacks its marks", "viết “{right}”", "write “{right}”"
    ),
    "wording.capitals": Sentence(
        "“{written}” sai viết hoa",
        "“{written}” has the wrong capitals",
        "viết “{right}”",
        "write “{right}”",
    ),
    "wording.age_of_dates": Sentence(
        "“{age} năm” không khớp với {first} – {last}",
        "“{age} năm” does not fit {first} – {last}",
        "viết {right} năm, hoặc dùng {{age:NĂM-THÁNG-NGÀY}}",
        "write “{right} năm”, or use {{age:YEAR-MONTH-DAY}}",
    ),
    "wording.age_of_post": Sentence(
        "“{age} năm” không khớp với ngày gốc {since:%d/%m/%Y} vào năm {year}",
        "“{age} năm” does not fit the day counted from, {since:%d/%m/%Y}, in {year}",
        "viết {right} năm, hoặc dùng {{age}}",
        "write “{right} năm”, or use {{age}}",
    ),
    "wording.age_of_day": Sentence(
        "“{age} năm” không khớp: {name} tính từ {began}, năm {year} là {right} năm",
        "“{age} năm” does not fit: {name} counts from {began}, in {year} that is {right} years",
        "viết {right} năm, hoặc dùng {{age:{since}}}",
        "write “{right} năm”, or use {{age:{since}}}",
    ),
    "wording.other_day": Sentence(
        "“{written}” không phải {name}",
        "“{written}” is not {name}",
        "viết {right}",
        "write {right}",
    ),
    "wording.recipient": Sentence(
        "dòng này là nơi nhận của văn bản, không phải khẩu hiệu",
        "this line is one of the letter's recipients, no slogan",
        "xóa dòng này khỏi chiến dịch",
        "take the line out of the campaign",
    ),
    "wording.bare_time": Sentence(
        "dòng này chỉ ghi thời gian, không phải khẩu hiệu",
        "this line only says when, it is no slogan",
        "xóa dòng này; thời gian ghi ở from và until",
        "take the line out; from and until say when",
    ),
    "wording.label": Sentence(
        "dòng này là đề mục, không phải khẩu hiệu",
        "this line is a heading, no slogan",
        "xóa dòng này khỏi chiến dịch",
        "take the line out of the campaign",
    ),
    "wording.no_call": Sentence(
        "dòng này không có lời kêu gọi, có lẽ không phải khẩu hiệu",
        "this line calls for nothing, it may be no slogan",
        "đối chiếu văn bản gốc; không phải khẩu hiệu thì xóa",
        "compare it with the letter; take it out if it is none",
    ),
    "wording.two_blanks": Sentence(
        "có hai dấu cách liền nhau",
        "there are two blanks in a row",
        "giữ lại một dấu cách",
        "keep one of them",
    ),
    "wording.quotes": Sentence(
        'dùng ngoặc kép máy chữ "…"',
        'typewriter quotes "…" are used',
        "viết {right}",
        "write {right}",
    ),
    "wording.blank_before": Sentence(
        "có dấu cách trước “{sign}” ở “{place}”",
        "there is a blank before “{sign}” in “{place}”",
        "bỏ dấu cách",
        "take the blank away",
    ),
    "wording.no_blank_after": Sentence(
        "thiếu dấu cách sau “{sign}” ở “{place}”",
        "there is no blank after “{sign}” in “{place}”",
        "thêm dấu cách",
        "add a blank",
    ),
    "wording.three_dots": Sentence(
        "dùng ba dấu chấm rời “...”", "three single dots “...” are used", "viết “…”", "write “…”"
    ),
}
