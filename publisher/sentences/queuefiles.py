"""What is said of queue files and of tables that become queue files."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    # Values
    "queuefiles.at": Sentence(
        'viết at = 2027-04-15T07:30:00 (không ngoặc kép), hoặc at = "next"',
        'write at = 2027-04-15T07:30:00 (without quotes), or at = "next"',
    ),
    "queuefiles.after": Sentence(
        "viết after = 2027-04-15T07:30:00", "write after = 2027-04-15T07:30:00"
    ),
    "queuefiles.no_day": Sentence(
        "“{text}” không phải ngày; viết như 1963-04-15 (năm-tháng-ngày, không ngoặc kép)",
        "“{text}” is no day; write it like 1963-04-15 (year-month-day, without quotes)",
    ),
    "queuefiles.blank_at": Sentence(
        "một trang có giờ đăng riêng mà bài không ghi giờ cho các trang khác",
        "one page has a time of its own, and the post says none for the others",
        'ghi at = 2027-04-15T07:30:00, hoặc at = "next" cho khung giờ trống kế tiếp',
        'write at = 2027-04-15T07:30:00, or at = "next" for the next free slot',
    ),
    "queuefiles.no_month_day": Sentence(
        "“{text}” không phải tháng-ngày; viết như “04-11”",
        "“{text}” is no month and day; write it like “04-11”",
    ),
    "queuefiles.no_edge": Sentence(
        "“{text}” không phải ngày; viết 2027-04-11, hoặc “04-11” nếu năm nào cũng vậy",
        "“{text}” is no day; write 2027-04-11, or “04-11” when it is so every year",
    ),
    "queuefiles.no_weekday": Sentence(
        "“{text}” không phải thứ trong tuần; viết t2, t3, t4, t5, t6, t7, cn",
        "“{text}” is no day of the week; write t2, t3, t4, t5, t6, t7, cn",
    ),
    "queuefiles.no_hashtag": Sentence(
        "thẻ “{text}” chỉ được có chữ, số và gạch dưới, viết liền",
        "the hashtag “{text}” may hold letters, digits and underscores only, without blanks",
    ),
    "queuefiles.no_texts": Sentence(
        'phải là một bảng TOML, mỗi dòng một trường: tên = "chữ"',
        'must be a TOML table with one field a line: name = "words"',
    ),
    "queuefiles.no_tables": Sentence(
        "phải là các bảng TOML có tên", "must be TOML tables with names"
    ),
    # Pages
    "queuefiles.no_pages": Sentence(
        "chưa ghi đăng lên trang nào",
        "it does not say on which pages",
        'giữa hai dòng +++ ở đầu tệp, ghi pages = ["{first}"] hay trang khác ({known}),'
        ' hoặc pages = "*" cho mọi trang',
        'between two lines +++ at the top write pages = ["{first}"] or other pages ({known}),'
        ' or pages = "*" for all pages',
    ),
    "queuefiles.which_pages": Sentence(
        "chưa chọn trang đăng",
        "no page was chosen",
        "chọn một hay nhiều trang ({known}), hoặc “*” cho mọi trang",
        "choose one or several pages ({known}), or “*” for all of them",
    ),
    "queuefiles.no_group": Sentence(
        "không có nhóm trang “{group}” trong cấu hình",
        "the configuration has no group of pages “{group}”",
        "{hint}",
        "{hint}",
    ),
    "queuefiles.no_page": Sentence(
        "không có trang “{page}” trong cấu hình",
        "the configuration has no page “{page}”",
        "{hint}",
        "{hint}",
    ),
    "queuefiles.other_page": Sentence(
        "“{page}” không phải trang của bài này",
        "“{page}” is not among the pages of this post",
        "{hint}",
        "{hint}",
    ),
    # Cards
    "queuefiles.no_card": Sentence(
        "không có mẫu ảnh “{card}”", "there is no card template “{card}”", "{hint}", "{hint}"
    ),
    "queuefiles.no_card_field": Sentence(
        "mẫu “{card}” không có trường “{name}”",
        "the template “{card}” has no field “{name}”",
        "{hint}",
        "{hint}",
    ),
    "queuefiles.card_lacks": Sentence(
        "mẫu “{card}” còn thiếu {title}",
        "the template “{card}” still needs: {title}",
        "{how}",
        "{how}",
    ),
    "queuefiles.give_text": Sentence(
        "viết lời bài dưới dòng +++", "write the text below the line +++"
    ),
    "queuefiles.give_age": Sentence(
        "thêm since = 1963-04-15 (năm-tháng-ngày)", "add since = 1963-04-15 (year-month-day)"
    ),
    "queuefiles.give_field": Sentence(
        'thêm vào cuối phần đầu tệp: [fields] rồi dòng {name} = "…"',
        'add at the end of the front matter: [fields], then a line {name} = "…"',
    ),
    "queuefiles.card_needs_photos": Sentence(
        "mẫu “{card}” cần ít nhất {least} ảnh, mới có {count}",
        "the template “{card}” needs at least {least} {least:photo|photos}, there {count:is|are}"
        " {count}",
        'thêm photos = ["ten-anh.jpg"]',
        'add photos = ["ten-anh.jpg"]',
    ),
    "queuefiles.card_without_words": Sentence(
        "ảnh thiết kế không có chữ",
        "the card has no words",
        "thêm tiêu đề bài báo: - địa chỉ | lời dẫn | tiêu đề",
        "add the article's headline: - address | lead-in | headline",
    ),
    # Words
    "queuefiles.placeholder": Sentence(
        "chỗ điền {placeholder}: {what}", "placeholder {placeholder}: {what}"
    ),
    "queuefiles.long_comment": Sentence(
        "bình luận dài quá {most} ký tự",
        "the comment is longer than {most} characters",
        "rút ngắn bình luận",
        "shorten the comment",
    ),
    "queuefiles.long_text": Sentence(
        "bài dài {length} ký tự, Facebook chỉ nhận {most}",
        "the post has {length} characters, Facebook takes {most} at most",
        "rút ngắn bài, hoặc chia thành nhiều bài",
        "shorten it, or make several posts of it",
    ),
    "queuefiles.empty_post": Sentence(
        "bài trống",
        "the post is empty",
        "viết lời bài dưới dòng +++, hoặc thêm photos, link",
        "write the text below the line +++, or add photos or a link",
    ),
    # Addresses
    "queuefiles.address": Sentence(
        "địa chỉ “{address}” {what}",
        "the address “{address}” {what}",
        "chép nguyên địa chỉ bài báo, bắt đầu bằng https://",
        "copy the whole address of the article, beginning with https://",
    ),
    "queuefiles.too_many_bars": Sentence(
        "dòng có quá nhiều dấu |",
        "the line holds too many signs |",
        "viết: - địa chỉ | lời dẫn | tiêu đề bài | tên báo",
        "write: - address | lead-in | headline | newspaper",
    ),
    "queuefiles.article_on_line": Sentence(
        "bài báo này đã có ở dòng {other}",
        "this article stands on line {other} already",
        "bỏ một trong hai dòng",
        "take one of the two lines away",
    ),
    "queuefiles.article_at": Sentence(
        "bài báo này đã có ở {path}:{line}",
        "this article stands at {path}:{line} already",
        "không cần thêm lần nữa",
        "there is no need to add it again",
    ),
    # Photos and videos
    "queuefiles.photo": Sentence(
        "{what}",
        "{what}",
        "đặt đúng tệp ảnh vào đó hoặc sửa tên trong photos = […]",
        "put the photo there, or correct its name in photos = […]",
    ),
    "queuefiles.video": Sentence(
        "{what}",
        "{what}",
        "đặt đúng tệp .mp4 vào đó hoặc sửa tên trong video = …",
        "put the .mp4 file there, or correct its name in video = …",
    ),
    "queuefiles.photo_nowhere": Sentence(
        "không thấy ảnh “{name}” bên cạnh tệp này hay trong thư mục photos",
        "there is no photo “{name}” beside this file or in the folder photos",
    ),
    "queuefiles.video_nowhere": Sentence(
        "không thấy video “{name}” bên cạnh tệp này hay trong thư mục photos",
        "there is no video “{name}” beside this file or in the folder photos",
    ),
    "queuefiles.half_photo": Sentence(
        "ảnh “{name}” còn đang tải về, mới có “{half}”; hãy chờ tải xong hoặc lấy lại ảnh gốc",
        "the photo “{name}” is still being downloaded, only “{half}” is there; wait for it, or get"
        " the original again",
    ),
    "queuefiles.half_video": Sentence(
        "video “{name}” còn đang tải về, mới có “{half}”; hãy chờ tải xong hoặc lấy lại video gốc",
        "the video “{name}” is still being downloaded, only “{half}” is there; wait for it, or get"
        " the original again",
    ),
    "queuefiles.no_bytes": Sentence(
        "là tệp rỗng, tải về hay chép chưa trọn; hãy lấy lại tệp gốc",
        "is an empty file, not downloaded or copied whole; get the original again",
    ),
    "queuefiles.video_as_photo": Sentence(
        "là video, không phải ảnh; hãy đưa vào mục video của bài",
        "is a video, no photo; give it as the post's video",
    ),
    "queuefiles.photo_not_of_unit": Sentence(
        "không có ảnh “{name}” trong kho ảnh của đơn vị",
        "there is no photo “{name}” among those of the unit",
    ),
    "queuefiles.video_not_of_unit": Sentence(
        "không có video “{name}” trong kho ảnh của đơn vị",
        "there is no video “{name}” among those of the unit",
    ),
    "queuefiles.unreadable_photo": Sentence(
        "không đọc được ảnh “{name}” ({error})", "the photo “{name}” cannot be read ({error})"
    ),
    "queuefiles.unreadable_video": Sentence(
        "không đọc được video “{name}” ({error})", "the video “{name}” cannot be read ({error})"
    ),
    "queuefiles.unfit_photo": Sentence("ảnh “{name}”: {what}", "photo “{name}”: {what}"),
    "queuefiles.unfit_video": Sentence("video “{name}”: {what}", "video “{name}”: {what}"),
    "queuefiles.large_video": Sentence(
        "lớn hơn 2 GB; hãy xuất lại nhỏ hơn", "larger than 2 GB; export it again, smaller"
    ),
    "queuefiles.no_video": Sentence("không phải video MP4 hay MOV", "no MP4 or MOV video"),
    "queuefiles.cut_video": Sentence(
        "bị hỏng hoặc tải về chưa trọn; hãy lấy lại video gốc",
        "broken or not downloaded whole; get the original video again",
    ),
    "queuefiles.video_of_sound": Sentence(
        "không có hình, chỉ có tiếng", "has no pictures, only sound"
    ),
    "queuefiles.no_photo_file": Sentence(
        "không có tệp ảnh này", "there is no such photo", "xem lại đường dẫn", "check the path"
    ),
    "queuefiles.no_video_file": Sentence(
        "không có tệp video này", "there is no such video", "xem lại đường dẫn", "check the path"
    ),
    "queuefiles.no_truth": Sentence(
        "“{text}” không phải có hay không",
        "“{text}” is neither yes nor no",
        "ghi “có”, hoặc bỏ trống",
        "write “yes”, or leave it blank",
    ),
    "queuefiles.no_named_text": Sentence(
        "“{text}” thiếu tên hay dấu =",
        "“{text}” lacks a name or the =",
        "viết tên = chữ, như when=07:30",
        "write name = words, as in when=07:30",
    ),
    "queuefiles.no_exception": Sentence(
        "“{text}” không nói trang nào, điều gì",
        "“{text}” does not say which page, and what of it",
        "viết trang.điều = chữ, như huyen.skip=có",
        "write page.key = words, as in huyen.skip=yes",
    ),
    "queuefiles.too_many_photos": Sentence(
        "{count} ảnh là quá nhiều",
        "{count} photos are too many",
        "một bài nhiều nhất {most} ảnh, kể cả ảnh thiết kế",
        "a post has {most} pictures at most, the card included",
    ),
    "queuefiles.too_many_photos_with_card": Sentence(
        "{count} ảnh và một ảnh thiết kế là quá nhiều",
        "{count} photos and a card are too many",
        "một bài nhiều nhất {most} ảnh, kể cả ảnh thiết kế",
        "a post has {most} pictures at most, the card included",
    ),
    "queuefiles.video_with_pictures": Sentence(
        "video không đi cùng ảnh trong một bài",
        "a video and pictures do not go together in one post",
        "bỏ card và photos, hoặc bỏ video",
        "take away card and photos, or the video",
    ),
    "queuefiles.reel_without_video": Sentence(
        "thước phim (reel) cần một video",
        "a reel needs a video",
        'thêm video = "ten-video.mp4"',
        'add video = "ten-video.mp4"',
    ),
    "queuefiles.reel_length": Sentence(
        "thước phim (reel) dài từ 3 đến 90 giây, video này dài {seconds:.1f} giây",
        "a reel takes 3 to 90 seconds, this video has {seconds:.1f}",
        "cắt video cho vừa, hoặc đăng như video thường",
        "cut it to fit, or publish it as an ordinary video",
    ),
    "queuefiles.story_length": Sentence(
        "tin (story) dài nhiều nhất 60 giây, video này dài {seconds:.1f} giây",
        "a story takes 60 seconds at most, this video has {seconds:.1f}",
        "cắt video cho vừa, hoặc đăng như video thường",
        "cut it to fit, or publish it as an ordinary video",
    ),
    "queuefiles.reel_not_upright": Sentence(
        "thước phim (reel) phải là video dọc, video này rộng {width}, cao {height} điểm ảnh",
        "a reel is an upright video, this one has {width}x{height} pixels",
        "chọn bản quay dọc, hoặc đăng như video thường",
        "take an upright one, or publish it as an ordinary video",
    ),
    "queuefiles.small_reel": Sentence(
        "thước phim (reel) cần ít nhất 540x960 điểm ảnh, video này chỉ có {width}x{height}",
        "a reel needs at least 540x960 pixels, this video has only {width}x{height}",
        "chọn bản lớn hơn, hoặc đăng như video thường",
        "take a larger one, or publish it as an ordinary video",
    ),
    "queuefiles.story_of_one": Sentence(
        "tin (story) cần đúng một ảnh hoặc một video",
        "a story needs exactly one picture or one video",
        "dùng một card, một ảnh hay video",
        "use one card, one photo or one video",
    ),
    "queuefiles.not_in_a_story": Sentence(
        "tin (story) không có {name}",
        "a story has no {name}",
        "bỏ dòng {name}, hoặc bỏ placement",
        "take away the line {name}, or placement",
    ),
    # Campaigns
    "queuefiles.no_slogans": Sentence(
        "chiến dịch chưa có khẩu hiệu nào",
        "the campaign has no slogan yet",
        "viết mỗi khẩu hiệu một dòng bắt đầu bằng “- ”",
        "write each slogan on a line of its own that begins with “- ”",
    ),
    "queuefiles.slogan_twice": Sentence(
        "khẩu hiệu này đã có ở dòng {other}",
        "this slogan stands on line {other} already",
        "bỏ một trong hai dòng",
        "take one of the two lines away",
    ),
    "queuefiles.anniversary_twice": Sentence(
        "đã có một ngày kỷ niệm cùng ngày này",
        "there is another anniversary on this day",
        "gộp hai mục, hoặc đăng một mục bằng tệp riêng",
        "make one of the two, or post one by a file of its own",
    ),
    "queuefiles.two_kinds_of_edges": Sentence(
        "from và until phải viết cùng một kiểu",
        "from and until must be written in the same way",
        "cả hai là ngày đầy đủ, hoặc cả hai là “04-11”",
        "both as whole dates, or both like “04-11”",
    ),
    "queuefiles.ends_before_it_starts": Sentence(
        "chiến dịch kết thúc trước khi bắt đầu",
        "the campaign ends before it begins",
        "sửa from hoặc until",
        "correct from or until",
    ),
    "queuefiles.window_too_long": Sentence(
        "chiến dịch dài hơn 6 năm",
        "the campaign is longer than 6 years",
        "sửa năm, hoặc chia thành nhiều chiến dịch",
        "correct the year, or make several campaigns of it",
    ),
    "queuefiles.too_many_slots": Sentence(
        "quá {most} khung giờ một ngày",
        "more than {most} slots a day",
        "bỏ bớt khung giờ",
        "take some slots away",
    ),
    "queuefiles.years_of_a_date": Sentence(
        "years chỉ dùng khi from viết kiểu “04-11”",
        "years is only for campaigns whose from is written like “04-11”",
        'bỏ years, hoặc viết from = "04-11"',
        'take years away, or write from = "04-11"',
    ),
    "queuefiles.no_weekdays": Sentence(
        "không có ngày nào trong tuần",
        "there is no day of the week",
        "bỏ dòng weekdays để đăng mọi ngày",
        "take the line weekdays away to post every day",
    ),
    # Files
    "queuefiles.not_utf8": Sentence(
        "tệp không phải mã UTF-8",
        "the file is not UTF-8",
        "mở tệp và lưu lại với mã UTF-8",
        "open the file and save it as UTF-8",
    ),
    "queuefiles.null_character": Sentence(
        "dòng {line} có ký tự rỗng (NUL), không phải chữ",
        "line {line} holds a null character (NUL), which is no letter",
        "xóa ký tự đó; nếu tệp bị hỏng, chép lại từ bản gốc",
        "delete it; if the file is damaged, copy it again from the original",
    ),
    "queuefiles.line_not_read": Sentence(
        "dòng này không thuộc mục nào của danh sách nên không được đọc",
        "this line belongs to no item of the list, so it is not read",
        "thêm dấu - và một dấu cách ở đầu dòng, hoặc dấu # nếu là ghi chú",
        "begin it with a hyphen and a blank, or with # when it is a note",
    ),
    "queuefiles.perhaps_an_item": Sentence(
        "không rõ dòng này viết tiếp dòng trên hay là một mục mới",
        "it is not clear whether this line goes on with the one above or is a new item",
        "thêm dấu - và một dấu cách ở đầu nếu là mục mới, hoặc thụt vào nếu viết tiếp",
        "begin it with a hyphen and a blank when it is new, or indent it when it goes on",
    ),
    "queuefiles.old_encoding": Sentence(
        "tệp viết bằng mã {name}, đọc ra có thể sai chữ",
        "the file is in the encoding {name}, in which letters may be misread",
        "mở tệp bằng chương trình đã viết nó và lưu lại với mã UTF-8",
        "open it in the program that wrote it and save it as UTF-8",
    ),
    "queuefiles.old_font": Sentence(
        "chữ trong tệp bị vỡ: nội dung mã {name} bị lưu như chữ thường",
        "the letters are broken: text in {name} was saved as if it were plain text",
        "chuyển văn bản gốc sang Unicode rồi chép lại",
        "convert the original to Unicode and copy it again",
    ),
    "queuefiles.yaml_head": Sentence(
        "phần đầu tệp viết kiểu YAML (---); hàng đợi đọc TOML giữa hai dòng +++",
        "the front matter is YAML (---); the queue reads TOML between two lines +++",
        'đổi hai dòng gạch thành +++ và viết mỗi khóa như pages = ["tinh"]',
        'change both lines of dashes to +++ and write each key like pages = ["tinh"]',
    ),
    "queuefiles.other_fence": Sentence(
        "dòng này có vẻ mở phần đầu tệp, nhưng phần đầu phải nằm giữa hai dòng +++",
        "this line seems to open the front matter, which must stand between two lines +++",
        "đổi nó và dòng đóng thành +++",
        "change it and the closing line to +++",
    ),
    "queuefiles.head_not_on_top": Sentence(
        "phần đầu tệp (+++) không nằm ở đầu tệp",
        "the front matter (+++) does not stand at the top of the file",
        "chuyển phần +++ lên trên cùng, chữ khác xuống dưới nó",
        "move the +++ part to the top and other words below it",
    ),
    "queuefiles.head_without_fence": Sentence(
        "“{key}” có vẻ là khóa của phần đầu tệp mà không có dòng +++",
        "“{key}” seems to be a key of the front matter, which has no line +++",
        "thêm một dòng +++ trước khóa đầu và một dòng +++ sau khóa cuối",
        "add a line +++ before the first key and another after the last",
    ),
    "queuefiles.second_head": Sentence(
        "tệp có hai phần đầu",
        "the file has two front matters",
        "gộp các khóa vào phần đầu thứ nhất",
        "put all keys into the first one",
    ),
    "queuefiles.open_front_matter": Sentence(
        "phần đầu tệp mở bằng +++ mà không đóng",
        "the front matter is opened by +++ and never closed",
        "thêm một dòng +++ sau khóa cuối",
        "add a line +++ after the last key",
    ),
    "queuefiles.curly_quotes": Sentence(
        "ngoặc kép cong không dùng được ở đây",
        "curly quotes cannot be used here",
        'dùng ngoặc kép thẳng: "…"',
        'use straight quotes: "…"',
    ),
    "queuefiles.key_twice": Sentence(
        "khóa “{key}” viết hai lần",
        "the key “{key}” is written twice",
        "giữ lại một dòng",
        "keep one of the lines",
    ),
    "queuefiles.no_equals_sign": Sentence(
        "dòng “{line}” không có dấu =",
        "the line “{line}” has no sign =",
        'viết khóa = "giá trị"',
        'write key = "value"',
    ),
    "queuefiles.no_quotes": Sentence(
        "giá trị của “{key}” thiếu ngoặc kép",
        "the value of “{key}” lacks quotes",
        'viết {key} = "{value}"',
        'write {key} = "{value}"',
    ),
    "queuefiles.syntax": Sentence(
        "sai cú pháp ở “{line}”",
        "wrong syntax at “{line}”",
        "chữ trong ngoặc kép thẳng, danh sách trong [ ], mỗi khóa một dòng",
        "texts in straight quotes, lists in [ ], one key a line",
    ),
    "queuefiles.no_file": Sentence(
        "không phải tệp thường (thư mục, ống dẫn, thiết bị hoặc liên kết hỏng)",
        "no regular file (a folder, a pipe, a device or a broken link)",
        "xóa nó đi, hoặc đổi tên cho khỏi kết thúc bằng .md",
        "delete it, or rename it so that it does not end with .md",
    ),
    "queuefiles.large_file": Sentence(
        "tệp lớn hơn {most} MB, không phải tệp bài",
        "the file is larger than {most} MB, so it is no post",
        "chỉ để lời bài trong tệp; ảnh đặt ở queue/photos",
        "keep only the text in the file; photos lie in queue/photos",
    ),
    "queuefiles.unreadable_file": Sentence(
        "không đọc được ({error})",
        "cannot be read ({error})",
        "xem lại quyền của tệp",
        "check the permissions of the file",
    ),
    "queuefiles.long_name": Sentence(
        "tên tệp hoặc id dài quá {most} ký tự",
        "the file's name or the id is longer than {most} characters",
        "đặt tên tệp hoặc id ngắn hơn",
        "use a shorter name or id",
    ),
    "queuefiles.name_not_utf8": Sentence(
        "tên tệp không phải mã UTF-8",
        "the file's name is not UTF-8",
        "đặt lại tên tệp",
        "rename the file",
    ),
    "queuefiles.python_file": Sentence(
        "tệp Python trong hàng đợi che mất thư viện “queue” của Python",
        "a Python file in the queue hides Python's own library “queue”",
        "chuyển tệp này đi nơi khác",
        "move it elsewhere",
    ),
    "queuefiles.elsewhere": Sentence(
        "tệp nằm ngoài các thư mục được đọc ({folders}) nên không được đọc",
        "the file lies outside of the folders that are read ({folders}), so it is not read",
        "chuyển nó vào đúng thư mục, hoặc ra khỏi hàng đợi",
        "move it into the right folder, or out of the queue",
    ),
    "queuefiles.other_file": Sentence(
        "hàng đợi chỉ đọc tệp .md, bỏ qua tệp {suffix}",
        "the queue reads .md files only and passes over {suffix}",
        "chép nội dung sang một tệp .md",
        "copy the text into an .md file",
    ),
    "queuefiles.unlisted": Sentence(
        "không xem được trong thư mục này có gì ({error}); những gì đã lên lịch được giữ nguyên",
        "the folder cannot be listed ({error}); what is planned stays as it is",
        "xem lại quyền của thư mục và ổ đĩa mạng",
        "check the permissions of the folder, and the network drive",
    ),
    "queuefiles.vanished": Sentence(
        "thư mục hàng đợi không còn hoặc trống; {count} tệp đã đọc trước đây được giữ nguyên",
        "the queue's folder is gone or empty; {count} {count:file that was|files that were} read"
        " before {count:stays|stay} as {count:it is|they are}",
        "gắn lại ổ đĩa; nếu thật sự muốn bỏ hết, để lại một thư mục posts trống",
        "mount the drive again; to really drop everything, leave an empty folder posts",
    ),
    "queuefiles.twice": Sentence(
        "{what} đã có ở {first}",
        "{what} stands in {first} already",
        "đổi tên tệp (hoặc id), hay bỏ một bài",
        "rename the file (or the id), or take one of the two away",
    ),
    "queuefiles.campaign_named": Sentence("chiến dịch “{id}”", "the campaign “{id}”"),
    "queuefiles.entry_named": Sentence("tên bài “{id}”", "the name “{id}”"),
    "queuefiles.this_article": Sentence("bài báo này", "this article"),
    "queuefiles.stumbled": Sentence(
        "{what} vì một lỗi ngoài dự kiến ({error})",
        "{what} because of an unexpected error ({error})",
        "xem lại những gì vừa viết, hoặc chuyển tệp ra khỏi hàng đợi; nhật ký của dịch vụ có chi"
        " tiết cho người phát triển",
        "look again at what was written, or move the file out of the queue; the service's log has"
        " the details for the developers",
    ),
    "queuefiles.file_not_read": Sentence("không đọc được tệp này", "this file could not be read"),
    # Writing
    "queuefiles.changed_meanwhile": Sentence(
        "tệp vừa được người khác sửa",
        "somebody else has just changed the file",
        "mở lại tệp rồi sửa lần nữa",
        "open the file again and repeat the change",
    ),
    # Cells of a table
    "queuefiles.sheet_broken": Sentence(
        "Tệp Excel bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa.",
        "The Excel file is broken; open it in Excel, save it as .xlsx and import it again.",
    ),
    "queuefiles.sheet_too_many_cells": Sentence(
        "Bảng có quá nhiều ô (kể cả ô trống có kẻ khung hay tô màu); chép riêng bảng kế hoạch"
        " sang tệp mới rồi nhập lại.",
        "The table has too many cells (empty ones with a frame or a colour count too); copy the"
        " table of the plan alone into a new file and import that.",
    ),
    "queuefiles.sheet_slow": Sentence(
        "Đọc quá 20 giây chưa xong: bảng quá lớn; chép riêng bảng kế hoạch sang tệp mới rồi"
        " nhập lại.",
        "Reading took more than 20 seconds: the table is too large; copy the table of the plan"
        " alone into a new file and import that.",
    ),
    "queuefiles.sheet_busy": Sentence(
        "Đang có nhiều tệp được đọc cùng lúc; chờ một phút rồi nhập lại.",
        "Many files are being read at this moment; wait a minute, then import again.",
    ),
    "queuefiles.sheet_locked": Sentence(
        "Tệp có mật khẩu; mở bằng Excel, bỏ mật khẩu (File, Info, Protect Workbook) rồi lưu và"
        " nhập lại.",
        "The file has a password; open it in Excel, remove the password (File, Info, Protect"
        " Workbook), save it and import it again.",
    ),
    "queuefiles.sheet_old_excel": Sentence(
        "Tệp là kiểu Excel cũ (.xls); mở bằng Excel rồi lưu thành .xlsx.",
        "The file is of the old Excel kind (.xls); open it in Excel and save it as .xlsx.",
    ),
    "queuefiles.sheet_is_word": Sentence(
        "Tệp là văn bản Word, không phải bảng; nhập ở Chiến dịch, hoặc chép bảng sang Excel.",
        "The file is a Word document, no table; import it under Campaigns, or copy the table"
        " into Excel.",
    ),
    "queuefiles.sheet_is_powerpoint": Sentence(
        "Tệp là bản trình chiếu PowerPoint; chép bảng sang Excel, lưu thành .xlsx rồi nhập lại.",
        "The file is a PowerPoint presentation; copy the table into Excel, save it as .xlsx and"
        " import that.",
    ),
    "queuefiles.sheet_is_open_document": Sentence(
        "Tệp là kiểu OpenDocument (.ods); mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.",
        "The file is an OpenDocument (.ods); open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    "queuefiles.sheet_is_html": Sentence(
        "Tệp là một trang web (HTML) dù tên có đuôi khác; mở bằng Excel rồi lưu thành .xlsx.",
        "The file is a web page (HTML) whatever its name ends with; open it in Excel and save"
        " it as .xlsx.",
    ),
    "queuefiles.sheet_is_rtf": Sentence(
        "Tệp là văn bản RTF; chép bảng sang Excel, lưu thành .xlsx rồi nhập lại.",
        "The file is an RTF document; copy the table into Excel, save it as .xlsx and import that.",
    ),
    "queuefiles.sheet_cut_short": Sentence(
        "Tệp Excel bị hỏng hoặc tải về chưa đủ; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần"
        " nữa.",
        "The Excel file is broken or was not downloaded whole; open it in Excel, save it as"
        " .xlsx and import it again.",
    ),
    "queuefiles.sheet_empty": Sentence(
        "Tệp trống.",
        "The file is empty.",
    ),
    "queuefiles.sheet_large": Sentence(
        "Tệp lớn hơn {most} MB; chỉ giữ bảng kế hoạch, bỏ ảnh trong tệp.",
        "The file is larger than {most} MB; keep only the table of the plan and remove pictures"
        " from the file.",
    ),
    "queuefiles.sheet_no_head": Sentence(
        "Không thấy hàng tiêu đề; đặt tên cột như tệp mẫu: Ngày, Giờ, Nội dung, Trang, Đường"
        " dẫn, Mẫu ảnh, Ảnh, Thẻ.",
        "There is no row of headings; name the columns as the sample file does, in Vietnamese"
        " or in English: date, time, text, page, link, template, photos, hashtags.",
    ),
    "queuefiles.sheet_unpacks": Sentence(
        "Tệp bung ra {size} MB, không phải một bảng kế hoạch.",
        "The file unpacks to {size} MB, so it is no table of a plan.",
    ),
    "queuefiles.sheet_is_xlsb": Sentence(
        "Tệp là kiểu .xlsb; mở bằng Excel rồi lưu thành .xlsx.",
        "The file is of the kind .xlsb; open it in Excel and save it as .xlsx.",
    ),
    "queuefiles.sheet_much_text": Sentence(
        "Bảng dài hơn {most} triệu chữ cái; chia thành nhiều tệp.",
        "The table is longer than {most} million letters; divide it into several files.",
    ),
    "queuefiles.sheet_many_rows": Sentence(
        "Bảng dài hơn {most} dòng; chia thành nhiều tệp.",
        "The table is longer than {most} rows; divide it into several files.",
    ),
    "queuefiles.sheet_unknown_kind": Sentence(
        "Chưa đọc được tệp này; dùng .xlsx, hoặc .csv với mã UTF-8 (Excel: CSV UTF-8).",
        "This file cannot be read; use .xlsx, or .csv in UTF-8 (Excel: CSV UTF-8).",
    ),
    "queuefiles.hidden_sheet": Sentence(
        "trang tính “{title}” đang ẩn", "the sheet “{title}” is hidden"
    ),
    "queuefiles.sheet_without_head": Sentence(
        "trang tính “{title}” không có dòng tên cột",
        "the sheet “{title}” has no line with the names of columns",
    ),
    "queuefiles.row_above_the_table": Sentence(
        "dòng {row}, phía trên bảng", "row {row}, above the table"
    ),
    "queuefiles.row_beside_the_table": Sentence(
        "dòng {row}, ngoài các cột được đọc", "row {row}, outside of the columns that are read"
    ),
    "queuefiles.hidden_row": Sentence(
        "dòng {row} đang ẩn hoặc bị lọc; hiện lại nếu muốn đăng",
        "row {row} is hidden or filtered out; show it if it shall be posted",
    ),
    "queuefiles.struck_row": Sentence(
        "dòng {row} có chữ bị gạch ngang; xóa hẳn chữ đó hoặc bỏ gạch nếu muốn đăng",
        "words in row {row} are struck through; delete them or take the line away if it shall be"
        " posted",
    ),
    "queuefiles.heading_row": Sentence(
        "dòng {row} là tên một phần của bảng", "row {row} is a heading within the table"
    ),
    "queuefiles.footer_row": Sentence(
        "dòng {row} là phần cuối bảng (tổng cộng, ghi chú, chữ ký)",
        "row {row} belongs to the foot of the table (totals, notes, signatures)",
    ),
    "queuefiles.cell_error": Sentence(
        "“{text}” là lỗi của công thức",
        "“{text}” is the error of a formula",
        "sửa công thức, hoặc gõ thẳng giá trị",
        "mend the formula, or type the value",
    ),
    "queuefiles.nothing_above": Sentence(
        "“{text}” nghĩa là như trên, mà phía trên không có gì để lấy",
        "“{text}” means the same as above, and there is nothing above to take",
        "ghi rõ giá trị vào ô",
        "write the value into the cell",
    ),
    "queuefiles.escaped_control": Sentence(
        "ô có mã “{text}” của Excel, không phải chữ",
        "the cell holds “{text}”, a code of Excel that is no text",
        "xóa mã đó và gõ lại đoạn chữ",
        "delete the code and type these words again",
    ),
    "queuefiles.open_formula": Sentence(
        "công thức trong ô chưa được tính",
        "the formula in the cell has not been computed yet",
        "mở tệp bằng Excel và lưu lại",
        "open the file in Excel and save it",
    ),
    "queuefiles.sheet_not_read": Sentence(
        "Chưa đọc được tệp này: {why:whole}; hoặc dùng .xlsx.",
        "This file cannot be read: {why:whole}; or use .xlsx.",
    ),
    "queuefiles.sheet_open_quote": Sentence(
        "Dấu ngoặc kép mở ở dòng {line} không có dấu đóng, nên các dòng dưới dính vào một ô; thêm"
        " dấu đóng rồi nhập lần nữa.",
        "The quotation mark that opens on line {line} has no end, so all lines below run into one"
        " cell; close it and import again.",
    ),
    "queuefiles.sheet_csv_broken": Sentence(
        "Tệp CSV bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa.",
        "The CSV file is broken; open it in Excel, save it as .xlsx and import it again.",
    ),
    "queuefiles.sheet_row": Sentence(
        "dòng {row}",
        "row {row}",
    ),
    "queuefiles.hidden_column": Sentence(
        "{name} (đang ẩn)",
        "{name} (hidden)",
    ),
    "queuefiles.columns_from": Sentence(
        "từ cột {first} trở đi",
        "column {first} and those after it",
    ),
}
