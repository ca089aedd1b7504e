"""What is said of pictures of posts, uploads and brands."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "media.no_colour": Sentence(
        "Màu phải viết như #0B4A94: {colours}.",
        "Colours are written as #0B4A94: {colours}.",
    ),
    "media.poor_contrast": Sentence(
        "Chữ sẽ khó đọc: {pairs:; }. Cần ít nhất 4,5:1; chọn màu đậm hoặc nhạt hơn.",
        "Text will be hard to read: {pairs:; }. At least 4.5:1 is needed; choose a darker"
        " or lighter colour.",
    ),
    "media.emblem_large": Sentence(
        "Tệp biểu trưng lớn hơn 4 MB; xuất lại nhỏ hơn.",
        "The emblem is larger than 4 MB; export it smaller.",
    ),
    "media.emblem_too_large": Sentence(
        "Biểu trưng quá lớn; xuất lại với cạnh dài khoảng 1.000 điểm ảnh.",
        "The emblem is too large; export it with a long side of about 1,000 pixels.",
    ),
    "media.emblem_no_picture": Sentence(
        "Tệp này không phải ảnh PNG, JPEG hay WebP; chọn tệp khác.",
        "This file is no PNG, JPEG or WebP picture; choose another file.",
    ),
    "media.nothing_changed": Sentence(
        "{why} Chưa đổi gì; thử lại sau.",
        "{why} Nothing was changed; try again later.",
    ),
    "media.not_saved": Sentence(
        "{why} Chưa lưu được; thử lại sau.",
        "{why} It could not be saved; try again later.",
    ),
    "media.upload_large": Sentence(
        "Ảnh lớn hơn {most} MB; xuất lại nhỏ hơn rồi tải lên.",
        "The photo is larger than {most} MB; export it smaller, then upload it.",
    ),
    "media.upload_large_video": Sentence(
        "Video lớn hơn {most} MB; xuất lại nhỏ hơn, hoặc nhờ người vận hành chép vào kho.",
        "The video is larger than {most} MB; export it smaller, or have an operator lay it into"
        " the gallery.",
    ),
    "media.unusable_video": Sentence(
        "Không dùng được video này: {why}.",
        "This video cannot be used: {why}.",
    ),
    "media.upload_unusable": Sentence(
        "Không dùng được ảnh này: {why}.",
        "This photo cannot be used: {why}.",
    ),
    "media.upload_in_use": Sentence(
        "Ảnh này đang có bài dùng; bỏ ảnh khỏi bài trước.",
        "A post uses this photo; take it out of the post first.",
    ),
    "media.upload_larger": Sentence(
        "Ảnh lớn hơn {most} MB; xuất lại nhỏ hơn.",
        "The photo is larger than {most} MB; export it smaller.",
    ),
    "media.poor_pair": Sentence(
        "{text} trên {ground} chỉ {ratio}:1",
        "{text} on {ground}: only {ratio}:1",
    ),
    "media.photo_gone": Sentence(
        "Ảnh của bài không còn trong thư mục dữ liệu.",
        "The post's picture is no longer in the data folder.",
        "Lưu lại tệp bài để nạp ảnh lần nữa.",
        "Save the post again so that its picture is taken in once more.",
    ),
    "media.photo_unread": Sentence(
        "Không đọc được ảnh {name}.",
        "The photo {name} cannot be read.",
        "Đặt lại ảnh vào thư mục của bài.",
        "Put the photo into the post's folder again.",
    ),
    "media.photo_replaced": Sentence(
        "Ảnh {name} vừa được thay.",
        "The photo {name} was just replaced.",
        "Chờ vài giây, bài sẽ được đọc lại.",
        "Wait a few seconds: the post will be read again.",
    ),
    "media.photo_unusable": Sentence(
        "Ảnh {name}: {why}",
        "Photo {name}: {why}",
        "Thay ảnh khác.",
        "Use another photo.",
    ),
    "media.video_unread": Sentence(
        "Không đọc được video {name}.",
        "The video {name} cannot be read.",
        "Đặt lại video vào thư mục của bài.",
        "Put the video into the post's folder again.",
    ),
    "media.video_replaced": Sentence(
        "Video {name} vừa được thay.",
        "The video {name} was just replaced.",
        "Chờ vài giây, bài sẽ được đọc lại.",
        "Wait a few seconds: the post will be read again.",
    ),
    "media.not_drawn": Sentence(
        "Không dựng được ảnh: {why}",
        "The picture cannot be drawn: {why}",
        "Sửa nội dung trong tệp.",
        "Change the content of the post.",
    ),
    "media.role_ground": Sentence(
        "nền chính",
        "main ground",
    ),
    "media.role_ground_deep": Sentence(
        "nền chính, chỗ đậm",
        "main ground, deep",
    ),
    "media.role_accent": Sentence(
        "nền trang trọng",
        "solemn ground",
    ),
    "media.role_accent_deep": Sentence(
        "nền trang trọng, chỗ đậm",
        "solemn ground, deep",
    ),
    "media.role_gold": Sentence(
        "đường kẻ, số lớn",
        "lines, large numbers",
    ),
    "media.role_on_dark": Sentence(
        "chữ trên nền đậm",
        "text on dark ground",
    ),
    "media.role_paper": Sentence(
        "nền sáng",
        "light ground",
    ),
    "media.role_paper_deep": Sentence(
        "nền sáng, chỗ đậm",
        "light ground, deep",
    ),
    "media.role_ink": Sentence(
        "chữ trên nền sáng",
        "text on light ground",
    ),
    "media.role_quiet": Sentence(
        "chữ phụ trên nền sáng",
        "quiet text on light ground",
    ),
}
