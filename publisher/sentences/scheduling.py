"""What is said of planning, freezing and taking back."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "scheduling.shelf_away": Sentence(
        "{why}",
        "{why}",
        "Không phải làm gì: bài tự vào lịch khi kho chung trả lời.",
        "Nothing has to be done: the post enters the schedule once the shared storage answers.",
    ),
    "scheduling.pictures_not_kept": Sentence(
        "không cất được ảnh hay video của bài ({why})",
        "a picture or video of the post could not be stored ({why})",
        "xem lại chỗ trống và quyền của thư mục dữ liệu; bài tự vào lịch khi cất được",
        "look at the free space and the permissions of the data folder; the post enters the"
        " schedule once it can be stored",
    ),
}
