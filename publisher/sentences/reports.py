"""What is said of reports."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "reports.template_unknown": Sentence(
        "Mẫu báo cáo {file} có chỗ điền “{name}” mà chương trình không biết.",
        "The template of the report, {file}, has a place “{name}” that the program does not know.",
        "Mở tệp bằng Word và sửa tên đó; những tên điền được: {known}.",
        "Open the file in Word and mend that name; names that are filled in: {known}.",
    ),
    "reports.template_broken": Sentence(
        "Mẫu báo cáo {file} có chỗ điền viết sai: {what}",
        "The template of the report, {file}, has a place that is written wrongly: {what}",
        "Mở tệp bằng Word, so các chỗ trong ngoặc nhọn với mẫu có sẵn; hoặc bỏ tệp đi để dùng mẫu"
        " có sẵn.",
        "Open the file in Word and compare what stands in braces with the template that came"
        " along; or take the file away to use that one.",
    ),
    "reports.template_unreadable": Sentence(
        "Không đọc được mẫu báo cáo {file}: đó không phải tệp Word (.docx) còn nguyên vẹn.",
        "The template of the report, {file}, cannot be read: it is no whole Word file (.docx).",
        "Lưu lại bằng Word ở dạng .docx, hoặc bỏ tệp đi để dùng mẫu có sẵn.",
        "Save it again in Word as .docx, or take it away to use the template that came along.",
    ),
}
