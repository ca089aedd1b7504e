"""What waits for a person and what is stopped, as check, status, the board and notices tell it."""

from publisher.sentences.catalogue import Sentence

_COUNTED = (
    "Trang {page}: {n} bài, giờ đăng sớm nhất {first}.",
    "Page {page}: {n} {n:post|posts}, the earliest due at {first}.",
)
_STOPPED = (
    "{who} không đăng được từ {since}: {why} Chờ: {end}. {n} bài đang chờ, {late} bài đã quá giờ.",
    "{who} cannot publish since {since}: {why} Waiting: {end}. {n} {n:post|posts} waiting, {late}"
    " past the time.",
)
_WORKER = (
    "Báo người vận hành chạy tiến trình đăng bài trên ít nhất một máy.",
    "Tell the operator to start a publishing process on at least one machine.",
)

SENTENCES = {
    "attention.silent": Sentence(
        "Dịch vụ publisher không chạy: bài đến giờ sẽ không được đăng.",
        "The publisher service is not running: posts will not go out at their time.",
        "Khởi động lại dịch vụ trên máy chủ.",
        "Start the service on the server again.",
    ),
    "attention.no_worker": Sentence(
        "Không có tiến trình đăng bài nào chạy (lần cuối thấy lúc {seen:%H:%M %d/%m}): bài đến giờ"
        " sẽ không được đăng.",
        "No publishing process is running (last seen at {seen:%H:%M %d/%m}): posts will not go out"
        " at their time.",
        *_WORKER,
    ),
    "attention.never_a_worker": Sentence(
        "Không có tiến trình đăng bài nào chạy (chưa thấy lần nào): bài đến giờ sẽ không được"
        " đăng.",
        "No publishing process is running (none was ever seen): posts will not go out at their"
        " time.",
        *_WORKER,
    ),
    "attention.stuck": Sentence(
        "{n} lượt dở dang của tiến trình đã chết.",
        "{n} {n:delivery|deliveries} left unfinished by a process that died.",
        *_WORKER,
    ),
    "attention.planning_failed": Sentence(
        "Hàng đợi chưa xếp được lịch từ {since:%H:%M %d/%m}: {why}",
        "The queue could not be planned since {since:%H:%M %d/%m}: {why}",
    ),
    "attention.let_go": Sentence(
        "Hàng đợi không còn {n} trong {of} lượt đã duyệt; chưa hủy lượt nào và các bài vẫn đăng"
        " đúng giờ.",
        "The queue no longer holds {n} of {of} approved deliveries; none was cancelled, and the"
        " posts still go out on time.",
        "Nếu do nhầm, đưa tệp trở lại; nếu đúng là muốn bỏ, đồng ý ở trang đầu của bàn làm việc.",
        "If that was a mistake, put the files back; if they are to go, agree on the first page of"
        " the desk.",
    ),
    "attention.queue_file": Sentence(
        "{first} (và {n} chỗ nữa trong tệp này)",
        "{first} (and {n} {n:place|places} more in this file)",
    ),
    "attention.chore": Sentence(
        "{what}: lỗi liên tiếp từ {since:%H:%M %d/%m}. {why}",
        "{what}: goes wrong again and again since {since:%H:%M %d/%m}. {why}",
        "Báo người vận hành; khi chạy được lại, dòng này tự hết.",
        "Tell the operator; this line goes by itself once it works again.",
        "Xem nhật ký của dịch vụ.",
        "See the log of the service.",
    ),
    "attention.the_app": Sentence("Cả ứng dụng", "The whole app"),
    "attention.the_page": Sentence("Trang {page}", "Page {page}"),
    "attention.estimated": Sentence(
        "Facebook ước tính đến {until}", "Facebook's estimate is {until}"
    ),
    "attention.one_tries": Sentence(
        "một bài sẽ thử lại lúc {until}", "one post tries again at {until}"
    ),
    "attention.stopped": Sentence(
        *_STOPPED,
        "Không phải làm gì: bài tự đi tiếp khi Facebook nhận lại.",
        "Nothing has to be done: posts go on by themselves when Facebook takes them again.",
    ),
    "attention.blocked": Sentence(
        *_STOPPED,
        "Mở trang xem thông báo của Facebook và giãn bài ra; bài tự đi tiếp khi Facebook nhận lại.",
        "Open the page, read Facebook's notice and spread the posts; they go on by themselves when"
        " Facebook takes them again.",
    ),
    "attention.parked": Sentence(
        "Trang {page}: {why}", "Page {page}: {why}", "{why:advice}", "{why:advice}"
    ),
    "attention.unknown_page": Sentence(
        "Trang không còn trong cấu hình, hoặc chưa có mã truy cập.",
        "The page is no longer in the configuration, or has no token yet.",
        "Khai báo lại trang, hoặc kết nối lại trang.",
        "Declare the page again, or connect it again.",
        before=("Khai báo lại trang, hoặc chạy “publisher connect”.",),
    ),
    "attention.frozen": Sentence(
        "{extent}: {why} ({by}, {since}).",
        "{extent}: {why} ({by}, {since}).",
        "Bài tự đi tiếp khi có người bỏ tạm dừng.",
        "Posts go on by themselves when somebody ends the stop.",
    ),
    "attention.everything": Sentence("toàn bộ", "everything"),
    "attention.late": Sentence(
        "Trang {page}: {n} bài đã quá giờ mà chưa đăng, lâu nhất từ {since}.",
        "Page {page}: {n} {n:post|posts} past the time and not out, the first since {since}.",
        "Bài lần lượt được đăng bù; nếu mãi không đăng, xem nhật ký của dịch vụ.",
        "They are caught up with one by one; if that never happens, see the log of the service.",
    ),
    "attention.missed": Sentence(
        *_COUNTED, "Chọn: đăng ngay, dời giờ hoặc bỏ.", "Choose: publish now, move it, or drop it."
    ),
    "attention.repeated": Sentence(
        *_COUNTED,
        "Chọn: giữ lượt này (đăng ngay hoặc hẹn giờ), hay bỏ.",
        "Choose: keep it (publish now, or set a time), or drop it.",
    ),
    "attention.stumbled": Sentence(
        *_COUNTED,
        "Mở từng bài, xem lỗi gì, báo người vận hành, rồi làm theo lời nhắc.",
        "Open each post, see what went wrong, tell the operator, then follow what it says.",
    ),
    "attention.recall": Sentence(
        *_COUNTED,
        "Nếu gấp, mở công cụ lên lịch của trang trên Facebook và xóa các bài đó.",
        "If it is urgent, open the page's planner on Facebook and delete those posts there.",
    ),
    "attention.uncertain": Sentence(
        *_COUNTED,
        "Mở trang xem, rồi chọn: đăng ngay hoặc bỏ.",
        "Look at the page, then choose: publish now, or drop it.",
    ),
    "attention.unknown": Sentence(
        *_COUNTED,
        "Mở trang xem bài đã hiện chưa; publisher vẫn tiếp tục đối chiếu.",
        "Look whether the post is on the page; publisher goes on checking.",
    ),
    "attention.refused": Sentence(
        *_COUNTED, "Mở từng bài, sửa theo lời nhắc.", "Open each post and follow what it says."
    ),
    "attention.undone": Sentence(
        *_COUNTED, "Mở từng bài, xem việc còn lại.", "Open each post and see what is left to do."
    ),
    "attention.approval": Sentence(
        *_COUNTED, "Xem và duyệt, hoặc trả lại.", "Look and approve, or send back."
    ),
    "attention.returned": Sentence(
        *_COUNTED, "Sửa theo góp ý rồi lưu lại.", "Change what was asked for, then save."
    ),
    "attention.link": Sentence(
        *_COUNTED, "Mở bài, kiểm tra đường dẫn báo.", "Open the post and check its press link."
    ),
    "attention.token": Sentence("Trang {page}: {why}", "Page {page}: {why}"),
    "attention.token_ends": Sentence(
        "Trang {page}: mã truy cập hết hạn {ends}.",
        "Page {page}: the token ends at {ends}.",
        "Lấy mã mới rồi kết nối lại trang.",
        "Get a new token and connect the page again.",
    ),
    # Notices of single deliveries
    "attention.delivery": Sentence(
        "{entry} → trang {page}, giờ đăng {when}", "{entry} → page {page}, due at {when}"
    ),
    "attention.delivery_because": Sentence(
        "{entry} → trang {page}, giờ đăng {when}: {why}",
        "{entry} → page {page}, due at {when}: {why}",
    ),
    "attention.delivery_asks": Sentence(
        "{entry} → trang {page}, giờ đăng {when}: {why}",
        "{entry} → page {page}, due at {when}: {why}",
        "{why:advice}",
        "{why:advice}",
    ),
    "attention.sent_back": Sentence("Bị trả lại: {comment}", "Sent back: {comment}"),
    "attention.was_down": Sentence(
        "Dịch vụ đã ngừng từ {since:%H:%M %d/%m} đến {until:%H:%M %d/%m} (mất điện, tắt máy hoặc"
        " lỗi); nay chạy lại.",
        "The service was down from {since:%H:%M %d/%m} to {until:%H:%M %d/%m} (power, switched off,"
        " or a fault); it runs again.",
    ),
    "attention.restored": Sentence(
        "Cơ sở dữ liệu này cũ hơn những gì đã đăng ({known}): có thể vừa lấy lại bản sao lưu, hoặc"
        " tệp đã bị thay.",
        "This database is older than what was published ({known}): perhaps a copy was just put"
        " back, or the file was replaced.",
        "Để không đăng hai lần, {n} lượt đến giờ trước {found:%H:%M %d/%m/%Y} và bài mới từ hàng"
        " đợi được giữ lại; mở mục “Bị lỡ”, đối chiếu với trang rồi đăng hoặc bỏ từng lượt.",
        "So that nothing goes out twice, {n} {n:delivery|deliveries} due before"
        " {found:%H:%M %d/%m/%Y} and new posts of the queue are held; open “Missed”, compare with"
        " the page, then publish or drop each.",
    ),
    "attention.knows_until": Sentence(
        "chỉ biết đến {since:%H:%M %d/%m/%Y}", "it knows nothing after {since:%H:%M %d/%m/%Y}"
    ),
    "attention.knows_nothing": Sentence("trống", "it is empty"),
    "planning.system_error": Sentence(
        "Hệ thống báo lỗi ({why}).", "The system reports an error ({why})."
    ),
    "planning.database_error": Sentence(
        "Cơ sở dữ liệu báo lỗi ({name}); xem nhật ký của dịch vụ.",
        "The database reports an error ({name}); see the log of the service.",
    ),
    "planning.unexpected": Sentence(
        "Lỗi ngoài dự kiến ({name}); xem nhật ký của dịch vụ.",
        "An unexpected error ({name}); see the log of the service.",
    ),
    # Links
    "attention.link_gone": Sentence(
        "Đường dẫn báo không còn (trang báo trả lời {status}); sửa hoặc bỏ bài này.",
        "The press link is gone (the newspaper answers {status}); change or drop this post.",
    ),
    "attention.link_no_host": Sentence(
        "Không tìm thấy máy chủ của đường dẫn báo; sửa hoặc bỏ bài này.",
        "The server of the press link is not found; change or drop this post.",
    ),
    "attention.link_moved": Sentence(
        "Đường dẫn báo nay chuyển sang {address}; mở xem có đúng bài không.",
        "The press link leads to {address} now; look whether that is the right article.",
    ),
    # Tokens
    "token.no_content_task": Sentence(
        "Người cấp mã chưa được giao việc “Nội dung” (CREATE_CONTENT) trên trang; giao việc đó rồi"
        " làm lại.",
        "Who gave the token has not the task “Content” (CREATE_CONTENT) on the page; give it, then"
        " try again.",
    ),
    "token.unseen": Sentence(
        "Mã truy cập có ký tự lạ, có thể là ký tự không nhìn thấy do chép từ ứng dụng chat.",
        "The access token holds a strange character, perhaps an invisible one from a chat program.",
        "Chép lại mã từ Facebook.",
        "Copy the token from Facebook again.",
    ),
    "token.not_valid": Sentence(
        "Facebook nói mã này không dùng được.", "Facebook says that this token is not valid."
    ),
    "token.lacks": Sentence(
        "Mã thiếu quyền {scope}; cấp quyền đó cho ứng dụng rồi lấy mã mới.",
        "The token lacks {scope}; grant that permission to the app, then get a new token.",
    ),
    "token.not_this_page": Sentence(
        "Quyền đăng bài của mã không gồm trang này; khi cấp quyền hãy chọn cả trang này.",
        "The token's permission to post does not cover this page; choose it too when granting.",
    ),
    "token.lacks_useful": Sentence(
        "Mã thiếu quyền {scope}: {loss}.", "The token lacks {scope}: {loss}."
    ),
    "token.kept": Sentence("“{name}”: đã lưu mã truy cập.", "“{name}”: the token is kept."),
    "token.kept_for_ever": Sentence(
        "“{name}”: đã lưu mã truy cập, không có ngày hết hạn.",
        "“{name}”: the token is kept; it does not expire.",
    ),
    "token.kept_until": Sentence(
        "“{name}”: đã lưu mã truy cập, dùng được đến {ends:%d/%m/%Y}.",
        "“{name}”: the token is kept; it is valid until {ends:%d/%m/%Y}.",
    ),
    "token.no_first_comment": Sentence(
        "không gửi được bình luận đầu tiên", "no first comment can be placed"
    ),
    "token.no_sweeping": Sentence(
        "không dọn được bài nháp thừa", "drafts that nobody needs cannot be cleared away"
    ),
    "token.no_insights": Sentence(
        "không có số liệu tiếp cận trong báo cáo", "reports will have no reach figures"
    ),
    "token.dead": Sentence("{why} {why:advice}", "{why} {why:advice}"),
    "token.problems": Sentence("{whys: }", "{whys: }"),
    "token.no_role": Sentence(
        "Người hoặc ứng dụng cấp mã phải có vai trò trên trang này; trang thuộc doanh nghiệp cần"
        " thêm quyền business_management.",
        "The person or app that gave the token needs a role on this page; a page of a business also"
        " needs business_management.",
    ),
    "attention.title_down": Sentence(
        "Dịch vụ đăng bài",
        "Publishing service",
    ),
    "attention.title_planning": Sentence(
        "Lập lịch",
        "Planning",
    ),
    "attention.title_let_go": Sentence(
        "Hàng đợi vơi đi nhiều, chờ quyết định",
        "The queue lost much, waiting for a decision",
    ),
    "attention.title_stuck": Sentence(
        "Việc kẹt",
        "Stuck",
    ),
    "attention.title_stopped": Sentence(
        "Facebook đang không nhận",
        "Facebook takes nothing",
    ),
    "attention.title_parked": Sentence(
        "Trang đang dừng",
        "Page stopped",
    ),
    "attention.title_frozen": Sentence(
        "Đang tạm dừng",
        "Frozen:",
    ),
    "attention.title_late": Sentence(
        "Quá giờ mà chưa đăng",
        "Past their time and not out",
    ),
    "attention.title_missed": Sentence(
        "Bị lỡ, chờ quyết định",
        "Missed, to be decided",
    ),
    "attention.title_repeated": Sentence(
        "Trùng lời một bài khác, chờ quyết định",
        "Repeats another post, waiting for a decision",
    ),
    "attention.title_uncertain": Sentence(
        "Chưa rõ đã hiện chưa, chờ quyết định",
        "Unclear whether public, to be decided",
    ),
    "attention.title_unknown": Sentence(
        "Đối chiếu mãi chưa xong",
        "Still not known whether public",
    ),
    "attention.title_refused": Sentence(
        "Facebook từ chối",
        "Refused by Facebook",
    ),
    "attention.title_undone": Sentence(
        "Đã đăng nhưng còn việc dang dở",
        "Published, with something left undone",
    ),
    "attention.title_approval": Sentence(
        "Chờ duyệt, sắp đến giờ hoặc đã quá giờ",
        "To be approved, due soon or overdue",
    ),
    "attention.title_returned": Sentence(
        "Bị trả lại, chờ sửa",
        "Sent back, waiting for changes",
    ),
    "attention.title_token": Sentence(
        "Mã truy cập",
        "Access token",
    ),
    "attention.title_queue": Sentence("Hàng đợi có chỗ phải sửa", "To be mended in the queue"),
    "attention.title_chore": Sentence(
        "Việc nền không chạy được", "A background task does not work"
    ),
    "attention.title_stumbled": Sentence(
        "Phần mềm gặp lỗi, cần người xem", "The software failed, somebody has to look"
    ),
    "attention.title_recall": Sentence(
        "Chưa thu hồi được bài đã giao cho Facebook",
        "A post handed to Facebook is not taken back yet",
    ),
    "attention.title_link": Sentence(
        "Đường dẫn báo",
        "Press links",
    ),
    "attention.title_renamed": Sentence(
        "Trang mang khóa mới",
        "Page with another key",
    ),
}
