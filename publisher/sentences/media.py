"""What is said of pictures, photos, videos and brands."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
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
}
