"""What is said of cards, templates, brand files and photos; sentences have no full stop."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "cards.brand_unread": Sentence(
        "không đọc được bộ nhận diện {name}: {why}",
        "the brand {name} cannot be read: {why}",
    ),
    "cards.brand_wrong": Sentence(
        "bộ nhận diện {name}: {problems:; }",
        "brand {name}: {problems:; }",
    ),
    "cards.contrast": Sentence(
        "bộ nhận diện {name}: chữ {field} màu {color} trên nền {grounds} chỉ tương phản"
        " {has}, cần ít nhất {needs}",
        "brand {name}: text {field} in colour {color} on ground {grounds} has a contrast of"
        " only {has}, {needs} is needed",
    ),
    "cards.no_format": Sentence(
        "không có khổ ảnh “{format}”; chỉ dùng {known}",
        "there is no picture format “{format}”; use {known}",
    ),
    "cards.template_lacks": Sentence(
        "mẫu “{name}”: {problems:; }",
        "template “{name}”: {problems:; }",
    ),
    "cards.photo_refused": Sentence(
        "ảnh {name}: {why}",
        "photo {name}: {why}",
    ),
    "cards.no_characters": Sentence(
        "phông chữ không có ký tự {characters}; hãy bỏ hoặc thay ký tự đó",
        "the font has no character {characters}; leave it out or replace it",
    ),
    "cards.too_long": Sentence(
        "“{text}” ({length} ký tự) dài quá khung của mẫu “{name}” khổ {format}; hãy rút gọn",
        "“{text}” ({length} {length:character|characters}) is too long for the template"
        " “{name}” in the format {format}; shorten it",
    ),
    "cards.emblem_unread": Sentence(
        "biểu trưng {name} không phải tệp ảnh đọc được",
        "the emblem {name} is no picture that can be read",
    ),
    "cards.font_unread": Sentence(
        "phông {name} không đọc được: {why}",
        "the font {name} cannot be read: {why}",
    ),
    "cards.file_too_large": Sentence(
        "lớn hơn {most} MB; hãy thu nhỏ ảnh",
        "is larger than {most} MB; make the photo smaller",
    ),
    "cards.file_unread": Sentence(
        "không đọc được tệp {path} ({why})",
        "the file {path} cannot be read ({why})",
    ),
    "cards.photo_unread": Sentence(
        "không đọc được ({why})",
        "cannot be read ({why})",
    ),
    "cards.profile_unread": Sentence(
        "{name} không đọc được: {why}",
        "{name} cannot be read: {why}",
    ),
    "cards.no_character": Sentence(
        "phông chữ không có ký tự “{character}”; hãy bỏ hoặc thay ký tự đó",
        "the font has no character “{character}”; leave it out or replace it",
    ),
    "cards.too_long_in_print": Sentence(
        "“{text}” ({length} ký tự) dài quá khổ {product}; hãy rút gọn",
        "“{text}” ({length} {length:character|characters}) is too long for {product}; shorten it",
    ),
    "cards.no_template": Sentence(
        "không có mẫu ảnh “{name}”",
        "there is no template “{name}”",
    ),
    "cards.template_unread": Sentence(
        "mẫu ảnh {name} không đọc được: {why}",
        "the template {name} cannot be read: {why}",
    ),
    "cards.no_photo": Sentence(
        "không phải tệp ảnh JPEG, PNG, HEIC, WebP, GIF, TIFF hay BMP; hãy xuất lại ảnh",
        "is no JPEG, PNG, HEIC, WebP, GIF, TIFF or BMP picture; export it again",
    ),
    "cards.no_emblem": Sentence(
        "không phải tệp ảnh PNG, JPEG hay WebP; hãy xuất lại ảnh",
        "is no PNG, JPEG or WebP picture; export it again",
    ),
    "cards.too_much": Sentence(
        "quá lớn hoặc quá rắc rối để mở; hãy mở ảnh rồi lưu lại thành JPEG, cạnh dài khoảng"
        " 4.000 điểm ảnh",
        "is too large or too complicated to open; open it and save it again as JPEG with a"
        " long side of about 4,000 pixels",
    ),
    "cards.photo_too_large": Sentence(
        "rộng {width}x{height} điểm ảnh là quá lớn; hãy thu nhỏ ảnh, hoặc lưu lại thành"
        " JPEG thường",
        "has {width}x{height} pixels, which is too large; make the photo smaller, or save"
        " it as an ordinary JPEG",
    ),
    "cards.broken": Sentence(
        "bị hỏng hoặc tải về chưa trọn; hãy lấy lại ảnh gốc",
        "is broken or was not downloaded whole; get the original photo again",
    ),
    "cards.one_colour": Sentence(
        "mở ra chỉ còn một màu (hình sáng trên nền trong suốt, hoặc độ sâu màu lạ); hãy mở ảnh"
        " rồi lưu lại thành JPEG",
        "shows a single colour only (bright shapes on a transparent ground, or an unusual depth"
        " of colour); open it and save it again as JPEG",
    ),
    "cards.animated": Sentence(
        "là ảnh động, mà trang chỉ hiện khung hình đầu; hãy lưu khung hình cần dùng thành JPEG,"
        " hoặc đăng ở dạng video",
        "is animated, and a page shows its first frame alone; save the frame that you want as JPEG,"
        " or post it as a video",
    ),
    "cards.unknown_depth": Sentence(
        "có độ sâu màu mà chương trình không hiểu chắc; hãy mở ảnh rồi lưu lại thành JPEG",
        "has a depth of colour that is not surely understood; open it and save it again as JPEG",
    ),
    "cards.not_opened_here": Sentence(
        "chưa mở được trên máy này ({why}); hãy thử lại sau",
        "could not be opened on this machine ({why}); try again later",
    ),
    "cards.no_printing": Sentence(
        "thiếu thư viện in",
        "the library for printing is missing",
        operator_vi="Cài bằng “pip install 'publisher[print]'”.",
        operator_en="Install it: “pip install 'publisher[print]'”.",
    ),
    "cards.no_segmenting": Sentence(
        "thiếu thư viện tách từ",
        "the library that finds words is missing",
        operator_vi="Cài bằng “pip install 'publisher[segment]'”, hoặc bỏ segment trong"
        " config.toml.",
        operator_en="Install it: “pip install 'publisher[segment]'”, or take segment"
        " out of config.toml.",
    ),
    "cards.no_colour": Sentence(
        "thiếu màu {role}",
        "the colour {role} is missing",
    ),
    "cards.strange_colour": Sentence(
        'màu {role} = {value} phải viết như "#0B4A94"',
        'the colour {role} = {value} has to be written as "#0B4A94"',
    ),
    "cards.strange_ink": Sentence(
        "màu in {role} phải là bốn số từ 0 đến 100",
        "the ink {role} has to be four numbers from 0 to 100",
    ),
    "cards.no_font": Sentence(
        "thiếu phông {face}",
        "the font {face} is missing",
    ),
    "cards.no_font_file": Sentence(
        "không có tệp phông {file}",
        "there is no font file {file}",
    ),
    "cards.no_emblem_file": Sentence(
        "không có tệp biểu trưng {file}",
        "there is no emblem file {file}",
    ),
    "cards.lacks_text": Sentence(
        "thiếu {name} ({title})",
        "{name} ({title}) is missing",
    ),
    "cards.lacks_photos": Sentence(
        "cần ít nhất {fewest} ảnh, mới có {given}",
        "at least {fewest} {fewest:photo|photos} needed, there {given:is|are} {given}",
    ),
    "cards.template_wrong": Sentence(
        "{problems:\n}",
        "{problems:\n}",
    ),
    "cards.template_line": Sentence(
        "mẫu ảnh {name}:{line}: {why}",
        "template {name}:{line}: {why}",
    ),
    "cards.number": Sentence(
        "phải là số",
        "has to be a number",
    ),
    "cards.whole_number": Sentence(
        "phải là số nguyên không âm",
        "has to be a whole number, not below zero",
    ),
    "cards.numbers": Sentence(
        "phải là danh sách {count} số",
        "has to be a list of {count} numbers",
    ),
    "cards.points": Sentence(
        "phải có ít nhất ba điểm [x, y]",
        "has to have at least three points [x, y]",
    ),
    "cards.word": Sentence(
        "phải là chữ trong ngoặc kép",
        "has to be text in quotation marks",
    ),
    "cards.flag": Sentence(
        "phải là true hoặc false",
        "has to be true or false",
    ),
    "cards.one_of": Sentence(
        "chỉ dùng: {known}",
        "has to be one of: {known}",
    ),
    "cards.strange_key": Sentence(
        "không có khóa “{key}”; chỉ dùng title, fields, sample, photos, layer",
        "there is no key “{key}”; use title, fields, sample, photos, layer",
    ),
    "cards.bare_template": Sentence(
        "{name}: mẫu cần có bảng [fields] và ít nhất một [[layer]]",
        "{name}: a template needs the table [fields] and at least one [[layer]]",
    ),
    "cards.strange_field": Sentence(
        "trường “{name}” chưa có trong [fields]",
        "the field “{name}” is not in [fields]",
    ),
    "cards.strange_shape": Sentence(
        "không có dạng “{name}”; chỉ dùng tall, wide, {known}",
        "there is no shape “{name}”; use tall, wide, {known}",
    ),
    "cards.strange_kind": Sentence(
        "không có loại lớp “{kind}”; chỉ dùng {known}",
        "there is no kind of layer “{kind}”; use {known}",
    ),
    "cards.strange_layer_key": Sentence(
        "lớp này không có khóa “{name}”; chỉ dùng {known}",
        "this layer has no key “{name}”; use {known}",
    ),
    "cards.strange_value": Sentence(
        "“{name}” {why}",
        "“{name}” {why}",
    ),
    "cards.lacks_key": Sentence(
        "lớp này thiếu khóa “{name}”",
        "this layer lacks the key “{name}”",
    ),
    "cards.shaping_ready": Sentence(
        "Raqm và FriBiDi sẵn sàng",
        "Raqm and FriBiDi are ready",
    ),
    "cards.no_fribidi": Sentence(
        "thiếu thư viện FriBiDi nên chữ không được canh khoảng cách đúng",
        "the library FriBiDi is missing, so letters are not spaced as they should be",
        "",
        "",
        "cài bằng “apt-get install libfribidi0” (Windows: đặt fribidi.dll cạnh python.exe)",
        "install it: “apt-get install libfribidi0” (Windows: put fribidi.dll beside python.exe)",
    ),
    "cards.printed": Sentence(
        "bản in",
        "of the print",
    ),
}
