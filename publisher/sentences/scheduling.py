"""What is said of planning, freezing and taking back."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "scheduling.other_account": Sentence(
        "Khóa trang “{page}” nay trỏ tới tài khoản khác; những gì đã đăng dưới khóa này vẫn tính là"
        " đã đăng.",
        "The page key “{page}” leads to another account now; what was published under it still"
        " counts as published.",
        "Nếu là một trang mới, đặt cho nó khóa mới.",
        "If it is a new page, give it a key of its own.",
    ),
    "scheduling.copy": Sentence(
        "lời giống hệt bài ở {other}, dòng {line}, cùng trang: chỉ một bài sẽ được đăng",
        "the same words as the post in {other}, line {line}, on the same page: one will go out",
        "bỏ bài thừa; nếu cố ý đăng cả hai, ghi again = true",
        "remove the one too many; if both are meant, write again = true",
    ),
    "scheduling.not_frozen": Sentence(
        "Không có lệnh tạm dừng {extent} nào đang có hiệu lực.",
        "No pause of {extent} is in force.",
        operator_vi="Xem bằng “publisher status”.",
        operator_en="See them with “publisher status”.",
    ),
    "scheduling.undo_late": Sentence(
        "Việc này không hoàn tác được nữa.",
        "This cannot be undone any more.",
    ),
    "scheduling.undo_never": Sentence(
        "Việc này không hoàn tác được.",
        "This cannot be undone.",
    ),
    "scheduling.undo_changed": Sentence(
        "Các lượt này đã đổi trạng thái.",
        "These posts have changed their state.",
    ),
    "scheduling.undo_name_taken": Sentence(
        "Đã có một tệp cùng tên; đổi tên tệp đó rồi thử lại.",
        "There is a file of the same name; rename it, then try again.",
    ),
    "scheduling.undo_not_moved": Sentence(
        "Các lượt này không còn dời được.",
        "These posts cannot be moved any more.",
    ),
    "scheduling.undo_refused": Sentence("{problems: }", "{problems: }"),
    "scheduling.storage_away": Sentence(
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
    "scheduling.all_stands": Sentence(
        "hàng đợi trống hoặc chỉ đọc được một phần; {count} lượt không còn thấy tệp được giữ"
        " nguyên",
        "the queue is empty or could be read in part only; {count} {count:delivery|deliveries}"
        " whose file is not seen any more {count:stays|stay}",
        "gắn lại ổ đĩa, xem lại quyền của thư mục; nếu thật sự muốn bỏ hết, để lại một thư mục"
        " posts trống",
        "mount the drive again and check the permissions of the folder; to really drop everything,"
        " leave an empty folder posts",
    ),
    "scheduling.article_on_page": Sentence(
        "bài báo này đã có trên trang {page} (bài “{other}”)",
        "this article is on the page {page} already (the post “{other}”)",
        "bỏ bài này, hoặc thêm again = true nếu cố ý chia sẻ lần nữa",
        "take this post away, or add again = true to share it once more on purpose",
    ),
    "scheduling.unit_lacks": Sentence(
        "đơn vị “{unit}” chưa khai {keys} mà bài này cần điền",
        "the unit “{unit}” does not give {keys}, which this post asks for",
        "thêm {key} = “…” vào [units.{unit}] trong cấu hình",
        "add {key} = “…” to [units.{unit}] in the configuration",
    ),
    "scheduling.campaign_not_planned": Sentence(
        "chưa xếp được lịch cho chiến dịch này", "this campaign could not be planned"
    ),
    "scheduling.entry_not_planned": Sentence(
        "chưa xếp được lịch bài này", "this post could not be planned"
    ),
    "scheduling.changed_meanwhile": Sentence(
        "Có lượt vừa đổi trạng thái nên không dời được; xem lại rồi thử lần nữa.",
        "Some have just changed, so they were not moved; look again, then try once more.",
    ),
    "scheduling.not_dropped": Sentence(
        "Có lượt đang gửi hoặc đã xong nên không bỏ được.",
        "Some are being sent or done already, so they were not left out.",
    ),
    "scheduling.page_gone": Sentence(
        "Trang “{page}” không còn trong cấu hình.",
        "The page “{page}” is no longer in the configuration.",
    ),
    "scheduling.not_moved": Sentence(
        "Lượt đăng trên “{page}” không dời được nữa (đang gửi, đã đăng hoặc đã hủy).",
        "What is due on “{page}” can no longer be moved (it is being sent, public or cancelled).",
    ),
    "scheduling.new_time_past": Sentence(
        "Giờ mới đã qua; chọn một giờ sắp tới.",
        "The new time is past; choose one that is to come.",
    ),
    "scheduling.in_quiet_hours": Sentence(
        "{at} nằm trong giờ nghỉ của trang “{page}” ({hours}).",
        "{at} falls into the quiet hours of the page “{page}” ({hours}).",
    ),
    "scheduling.unit": Sentence("đơn vị {unit}", "unit {unit}"),
    "scheduling.campaign": Sentence("chiến dịch {campaign}", "campaign {campaign}"),
}
