"""What is said of official letters; sentences have no full stop."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "letters.many_days": Sentence(
        "văn bản nêu hơn {most} ngày kỷ niệm, không phải một kế hoạch; chỉ nhập phần kế hoạch",
        "the document names more than {most} anniversaries, so it is no plan; import only"
        " the part with the plan",
    ),
    "letters.unpacks": Sentence(
        "tệp bung ra {size} MB, không phải một văn bản; nhập đúng tệp kế hoạch",
        "the file unpacks to {size} MB, so it is no document; import the right file of the plan",
    ),
    "letters.macros": Sentence(
        "tệp là loại có macro (.docm); mở bằng Word, lưu thành .docx rồi nhập lại",
        "the file is of the kind with macros (.docm); open it in Word, save it as .docx,"
        " then import it again",
    ),
    "letters.many_paragraphs": Sentence(
        "văn bản dài hơn {most} đoạn; chỉ nhập phần kế hoạch",
        "the document is longer than {most} paragraphs; import only the part with the plan",
    ),
    "letters.wide_table": Sentence(
        "bảng {number} rộng hơn {widest} cột; chỉ nhập phần kế hoạch",
        "table {number} is wider than {widest} columns; import only the part with the plan",
    ),
    "letters.much_text": Sentence(
        "văn bản dài hơn {most} nghìn chữ cái; chỉ nhập phần kế hoạch",
        "the document is longer than {most} thousand letters; import only the part with the plan",
    ),
    "letters.long_paragraph": Sentence(
        "{place} dài {length} chữ cái, một đoạn nhiều nhất {most}; ngắt đoạn (Enter) ở đó"
        " rồi nhập lại",
        "{place} has {length} letters, a paragraph has at most {most}; break it there"
        " (Enter), then import it again",
    ),
    "letters.pdf_locked": Sentence(
        "tệp PDF có mật khẩu; mở khóa (in lại thành PDF) rồi nhập lại",
        "the PDF has a password; unlock it (print it to PDF again), then import it again",
    ),
    "letters.pdf_pages": Sentence(
        "tệp có {pages} trang; tách phần kế hoạch (nhiều nhất {most} trang) rồi nhập",
        "the file has {pages} pages; take out the part with the plan (at most {most}"
        " pages), then import it",
    ),
    "letters.scanned": Sentence(
        "PDF là ảnh quét, không có chữ để đọc; xin tệp Word (.docx) của văn bản, hoặc quét"
        " lại có nhận dạng chữ (OCR)",
        "the PDF is a scan without text; ask for the document as a Word file (.docx), or"
        " scan it again with text recognition (OCR)",
    ),
    "letters.many_lines": Sentence(
        "văn bản dài hơn {most} dòng; chỉ nhập phần kế hoạch",
        "the document is longer than {most} lines; import only the part with the plan",
    ),
    "letters.empty": Sentence(
        "tệp trống",
        "the file is empty",
    ),
    "letters.large": Sentence(
        "tệp lớn hơn {most} MB; nhập đúng tệp kế hoạch, bỏ ảnh trong tệp nếu cần",
        "the file is larger than {most} MB; import the right file of the plan, without"
        " pictures if need be",
    ),
    "letters.not_word": Sentence(
        "tệp không phải tệp Word dù tên có đuôi {ending}; xin lại tệp gốc, hoặc lưu lời thành .txt",
        "the file is no Word file although its name ends with {ending}; ask for the"
        " original file, or save its text as .txt",
    ),
    "letters.text_large": Sentence(
        "tệp chữ lớn hơn {most} MB, không phải một kế hoạch",
        "the text file is larger than {most} MB, so it is no plan",
    ),
    "letters.encoding": Sentence(
        "không nhận ra bảng mã của tệp; mở bằng Word hoặc Notepad, lưu lại với mã UTF-8"
        " (hoặc thành .docx) rồi nhập lại",
        "the encoding of the file is not known; open it in Word or Notepad, save it as"
        " UTF-8 (or as .docx), then import it again",
    ),
    "letters.word_broken": Sentence(
        "tệp .docx bị hỏng hoặc ghi không đúng chuẩn; mở bằng Word, lưu lại (Save As) thành"
        " .docx rồi nhập lại",
        "the .docx file is broken or not written to the standard; open it in Word, save it"
        " (Save As) as .docx, then import it again",
    ),
    "letters.pdf_broken": Sentence(
        "tệp PDF bị hỏng, tải về chưa đủ hoặc không phải PDF; xuất lại từ Word rồi nhập lại",
        "the PDF is broken, not downloaded whole or no PDF; export it from Word again, then"
        " import it again",
    ),
    "letters.slow": Sentence(
        "đọc quá 30 giây chưa xong, tệp quá lớn hoặc quá rắc rối; chỉ nhập phần kế hoạch,"
        " hoặc lưu lại thành .docx rồi thử lần nữa",
        "reading was not done after 30 seconds, the file is too large or too complicated;"
        " import only the part with the plan, or save it as .docx and try again",
    ),
    "letters.memory": Sentence(
        "tệp cần quá nhiều bộ nhớ để đọc; chỉ nhập phần kế hoạch, bỏ ảnh và bảng thừa rồi"
        " thử lần nữa",
        "the file needs too much memory to be read; import only the part with the plan,"
        " without pictures and tables that are not needed, and try again",
    ),
    "letters.unreadable": Sentence(
        "tệp hỏng hoặc không đọc được; mở bằng Word, lưu lại (Save As) thành .docx rồi nhập lại",
        "the file is broken or cannot be read; open it in Word, save it (Save As) as .docx,"
        " then import it again",
    ),
    "letters.busy": Sentence(
        "đang có nhiều tệp được đọc cùng lúc; chờ một phút rồi nhập lại",
        "many files are being read at once; wait a minute, then import it again",
    ),
    "letters.locked": Sentence(
        "tệp có mật khẩu; mở bằng Word, bỏ mật khẩu (File, Info, Protect Document) rồi lưu"
        " và nhập lại",
        "the file has a password; open it in Word, take the password off (File, Info,"
        " Protect Document), save it and import it again",
    ),
    "letters.old_word": Sentence(
        "tệp là kiểu Word cũ (.doc); mở bằng Word rồi lưu thành .docx",
        "the file is an old Word file (.doc); open it in Word and save it as .docx",
    ),
    "letters.is_excel": Sentence(
        "tệp là bảng Excel, không phải văn bản; nhập ở Lịch, “Nhập bảng”",
        "the file is an Excel sheet, no document; import it at Calendar, “Import a sheet”",
    ),
    "letters.is_powerpoint": Sentence(
        "tệp là bản trình chiếu PowerPoint; chép lời sang Word, lưu thành .docx rồi nhập lại",
        "the file is a PowerPoint presentation; copy its text to Word, save it as .docx,"
        " then import it again",
    ),
    "letters.is_open_document": Sentence(
        "tệp là kiểu OpenDocument (.odt); mở bằng Word hoặc LibreOffice rồi lưu thành .docx",
        "the file is an OpenDocument file (.odt); open it in Word or LibreOffice and save"
        " it as .docx",
    ),
    "letters.is_rtf": Sentence(
        "tệp là kiểu RTF; mở bằng Word rồi lưu thành .docx",
        "the file is an RTF file; open it in Word and save it as .docx",
    ),
    "letters.is_html": Sentence(
        "tệp là một trang web (HTML); mở bằng Word rồi lưu thành .docx",
        "the file is a web page (HTML); open it in Word and save it as .docx",
    ),
    "letters.cut_short": Sentence(
        "tệp bị hỏng, tải về chưa đủ, hoặc không phải tệp Word; xin lại tệp gốc, mở bằng"
        " Word, lưu thành .docx rồi nhập lại",
        "the file is broken, not downloaded whole, or no Word file; ask for the original"
        " file, open it in Word, save it as .docx, then import it again",
    ),
    "letters.ending": Sentence(
        "chưa đọc được tệp {ending}; dùng {known}",
        "{ending} files cannot be read; use {known}",
    ),
    "letters.no_ending": Sentence(
        "chưa đọc được tệp không có đuôi; dùng {known}",
        "files without an ending cannot be read; use {known}",
    ),
    "letters.no_year": Sentence(
        "văn bản không ghi thời gian, ngày ban hành hay ngày kỷ niệm nào, nên không biết nó là của"
        " năm nào để dời sang {year}; nhập không kèm năm rồi sửa năm trong bản nháp",
        "the document gives no time, no date and no day to remember, so its own year is not known"
        " and it cannot be moved to {year}; import it without a year and mend the years in the"
        " draft",
    ),
    "letters.none_chosen": Sentence(
        "chưa chọn tệp",
        "no file was chosen",
    ),
    "letters.upload_large": Sentence(
        "tệp lớn hơn {most} MB; nhập đúng tệp kế hoạch",
        "the file is larger than {most} MB; import the right file of the plan",
    ),
}
