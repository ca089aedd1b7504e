"""Why a delivery stands as it does, and what a person can do about it."""

from publisher.sentences.catalogue import Sentence

_MISSED = "Xem và quyết định bằng “publisher missed”: đăng ngay, dời giờ hoặc bỏ."
_MISSED_OR_OUT = (
    "Mở trang xem. Chưa có bài: “publisher missed now”. Đã có: “publisher missed drop”."
)
_DECIDE_VI = "Chọn: đăng ngay, dời giờ hoặc bỏ."
_DECIDE_EN = "Choose: publish now, move it, or drop it."
_LOOK_VI = "Mở trang xem. Chưa có bài: đăng ngay. Đã có: bỏ lượt này."
_LOOK_EN = "Look at the page. If the post is not there: publish it now. If it is: drop this one."

SENTENCES = {
    # Held
    "delivery.too_late": Sentence(
        "Đã quá giờ đăng, không đăng muộn.",
        "Its time has passed; it is not published late.",
        do_vi=_DECIDE_VI,
        do_en=_DECIDE_EN,
        before=(_MISSED,),
    ),
    "delivery.too_late_unapproved": Sentence(
        "Đã quá giờ đăng mà chưa được duyệt.",
        "Its time has passed without an approval.",
        do_vi=_DECIDE_VI,
        do_en=_DECIDE_EN,
    ),
    "delivery.frozen": Sentence(
        "{by} đã tạm dừng: {why}",
        "{by} put everything on hold: {why}",
        do_vi="Bài tự đi tiếp khi có người bỏ tạm dừng.",
        do_en="It goes on by itself when somebody ends the stop.",
        before=("Bài tự đi tiếp khi có người chạy “publisher unfreeze”.",),
    ),
    "delivery.no_such_page": Sentence(
        "Trang “{page}” không còn trong cấu hình.",
        "The page “{page}” is no longer in the configuration.",
        do_vi="Khai báo lại trang.",
        do_en="Declare the page again.",
    ),
    "delivery.no_token": Sentence(
        "Trang chưa có mã truy cập.",
        "The page has no token yet.",
        do_vi="Kết nối lại trang; bài sẽ tự đi tiếp.",
        do_en="Connect the page again; what waits goes on by itself.",
        before=(
            "Chạy “publisher connect”, hoặc đặt mã vào nơi đã ghi trong config.toml;"
            " bài sẽ tự đi tiếp.",
        ),
    ),
    "delivery.several": Sentence(
        "Trên trang có hơn một bài giống hệt bài này.",
        "There is more than one post on the page that looks exactly like this one.",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
        before=(_MISSED_OR_OUT,),
    ),
    "delivery.not_seen": Sentence(
        "Không rõ bài đã hiện chưa: câu trả lời bị mất, đã tìm trên trang nhiều lần mà không thấy.",
        "Nobody knows whether the post is public: the answer was lost, and it was looked for on the"
        " page several times in vain.",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
    ),
    "delivery.repeated": Sentence(
        vi="Đúng lời này đã đăng trên trang lúc {at:%H:%M ngày %d/%m/%Y}.",
        en="These very words were published on the page at {at:%H:%M on %d/%m/%Y}.",
        do_vi="Muốn đăng lần nữa thì giữ giờ này, chọn giờ khác hoặc đăng ngay; thừa thì bỏ lượt.",
        do_en="To publish them again keep its time, choose another or publish now; else drop it.",
        operator_vi="Bài kia là “{other}”. Ghi again = true vào đầu bài nếu cố ý đăng lại.",
        operator_en="The other one is “{other}”. Write again = true in its head to repeat it.",
    ),
    "delivery.repeats_a_planned_one": Sentence(
        vi="Một bài khác có đúng lời này đã được xếp trên trang vào {at:%H:%M ngày %d/%m/%Y}.",
        en="Another post with these words is queued on the page for {at:%H:%M on %d/%m/%Y}.",
        do_vi="Muốn đăng cả hai thì giữ giờ này, chọn giờ khác hoặc đăng ngay; thừa thì bỏ lượt.",
        do_en="To publish both keep its time, choose another or publish now; else drop this one.",
        operator_vi="Bài kia là “{other}”. Ghi again = true vào đầu bài nếu cố ý đăng lại.",
        operator_en="The other one is “{other}”. Write again = true in its head to repeat it.",
    ),
    "delivery.shown": Sentence(
        "Trang đã có bài đúng lời này từ {at:%H:%M ngày %d/%m/%Y}, mà máy này chưa biết: {address}",
        "The page shows a post with these words since {at:%H:%M on %d/%m/%Y}, unknown to this"
        " machine: {address}",
        do_vi="Mở bài xem: nếu là bài này thì chọn “Đã đăng rồi”; muốn đăng lần nữa thì đăng ngay"
        " hoặc chọn giờ khác; thừa thì bỏ lượt.",
        do_en="Look at it: if it is this post choose “It is out already”; to publish it once more"
        " publish now or choose another time; else drop it.",
    ),
    "delivery.shown_before": Sentence(
        "Lời bài này đã sửa, nhưng trang đã có bài đúng lời cũ.",
        "The words were changed, but the page shows a post with the words of before.",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
    ),
    "delivery.list_unread": Sentence(
        "Chưa đọc được danh sách bài của trang, nên chưa biết bài này đã đăng từ máy khác chưa:"
        " {why}",
        "The page's list of posts cannot be read, so nobody knows whether another machine has"
        " published this: {why}",
        do_vi="Mở trang xem: nếu chưa có các bài đang xếp thì chọn đăng ngay, và máy không hỏi lại"
        " cho trang này; nếu đã có thì bỏ lượt. {why:advice}",
        do_en="Look at the page: if the queued posts are not there publish now, and this page is"
        " not asked about again; if they are, drop this one. {why:advice}",
    ),
    "delivery.restored": Sentence(
        "Cơ sở dữ liệu vừa được thay bằng bản cũ hơn (thấy lúc {at:%H:%M %d/%m/%Y}): có thể bài này"
        " đã đăng.",
        "The database was replaced by an older one (found at {at:%H:%M %d/%m/%Y}): this post may be"
        " public already.",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
    ),
    "delivery.restored_new": Sentence(
        "Bài có từ trước khi cơ sở dữ liệu bị thay bằng bản cũ hơn: có thể bài này đã đăng.",
        "The post is older than the replacement of the database: it may be public already.",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
    ),
    # Our own code fell over it
    "delivery.stumbled": Sentence(
        "Phần mềm gặp lỗi {n} lần liền khi chuẩn bị hoặc đăng lượt này nên đã dừng lại; bài chưa"
        " được đăng. {why}",
        "The software failed {n} times in a row while preparing or publishing this, so it stopped;"
        " the post is not public. {why}",
        do_vi="Báo người vận hành; khi đã xử lý, chọn đăng ngay, chọn giờ khác hoặc bỏ lượt.",
        do_en="Tell the operator; once it is mended, publish now, choose another time or drop it.",
    ),
    "delivery.stumbled_in_doubt": Sentence(
        "Phần mềm gặp lỗi {n} lần liền khi đăng hoặc đối chiếu lượt này; không rõ bài đã hiện chưa."
        " {why}",
        "The software failed {n} times in a row while publishing or reconciling this; nobody knows"
        " whether the post is public. {why}",
        do_vi=_LOOK_VI,
        do_en=_LOOK_EN,
    ),
    "delivery.stumbles": Sentence(
        "Phần mềm gặp lỗi {n} lần liền ở lượt này và vẫn thử lại mỗi phút. {why}",
        "The software failed {n} times in a row with this, and tries again each minute. {why}",
        do_vi="Báo người vận hành; khi hết lỗi, bài tự đi tiếp.",
        do_en="Tell the operator; the post goes on by itself once the cause is gone.",
    ),
    # Refused
    "delivery.vanished": Sentence(
        "Bài không còn trên Facebook; có thể bài đã hiện ra rồi bị xóa.",
        "The post is no longer on Facebook; it may have been public and deleted since.",
        do_vi="Xem trang; nếu bài chưa từng hiện ra, sửa nội dung hoặc giờ của bài để đăng lại.",
        do_en="Look at the page; if it never was there, change its words or time to publish again.",
        before=(
            "Xem trang; nếu bài chưa từng hiện ra, sửa nội dung hoặc giờ trong tệp để đăng lại.",
        ),
    ),
    "delivery.no_video_file": Sentence(
        "Video của bài không còn trong thư mục dữ liệu.",
        "The post's video is no longer in the data folder.",
        do_vi="Lưu lại bài để nạp video lần nữa.",
        do_en="Save the post again to take the video in once more.",
        before=("Lưu lại tệp bài để nạp video lần nữa.",),
    ),
    "delivery.never_shown": Sentence(
        "Facebook giữ bài nháp mà không cho hiện.",
        "Facebook keeps the draft and does not make it public.",
        do_vi="Xem trang.",
        do_en="Look at the page.",
    ),
    # Waits for another approval
    "delivery.not_as_approved": Sentence(
        "Chữ, ảnh hoặc bộ nhận diện đã khác với bản được duyệt.",
        "Words, pictures or the brand differ from what was approved.",
        do_vi="Xem lại và duyệt lại.",
        do_en="Look at it and approve it again.",
        before=("Xem lại và duyệt lại bằng “publisher approve”.",),
    ),
    # On its way
    "delivery.not_known_yet": Sentence(
        "Facebook chưa thấy bài vừa tạo; đang xem lại.",
        "Facebook does not know the new post yet; it is looked at again.",
    ),
    "delivery.at_work": Sentence("Facebook đang xử lý video.", "Facebook is processing the video."),
    "delivery.searching_page": Sentence(
        "Đang tìm bài trên trang.", "The post is looked for on the page."
    ),
    "delivery.searching_schedule": Sentence(
        "Đang tìm bài trong lịch của Facebook.", "The post is looked for in Facebook's schedule."
    ),
    "delivery.scheduled_twice": Sentence(
        "Bài nằm hai lần trong lịch của Facebook; đang xóa bớt một.",
        "The post stands in Facebook's schedule twice; one of them is being deleted.",
    ),
    "delivery.not_recalled": Sentence(
        "Chưa thu hồi được bài đã giao cho lịch của Facebook; đang thử lại.",
        "The post could not be taken back from Facebook's schedule yet; trying again.",
        do_vi="Nếu gấp, mở công cụ lên lịch của trang trên Facebook và xóa bài đó.",
        do_en="If it is urgent, open the page's planner on Facebook and delete the post there.",
    ),
    "delivery.recalled": Sentence(
        "Đã thu hồi bài đã giao cho lịch của Facebook.",
        "The post was taken back from Facebook's schedule.",
    ),
    "delivery.used_up": Sentence(
        "Trang hoặc ứng dụng đã dùng hết lượt gọi Facebook.",
        "The page or the app has used up its calls to Facebook.",
    ),
    # Published
    "delivery.published_before_recall": Sentence(
        "Facebook đã đăng theo lịch trước khi kịp thu hồi.",
        "Facebook published it as scheduled before it could be taken back.",
        do_vi="Xem bài; nếu không muốn giữ, gỡ bài xuống.",
        do_en="Look at the post; if it should not stay, take it down.",
        before=("Xem bài; nếu không muốn giữ, gỡ bằng “publisher published remove”.",),
    ),
    "delivery.no_comment": Sentence(
        "Bài đã đăng, nhưng không gửi được bình luận đầu tiên sau nhiều lần thử.",
        "The post is public, but its first comment could not be placed after many tries.",
        do_vi="Mở bài xem; nếu chưa có, tự gửi bình luận trên Facebook.",
        do_en="Look at the post; if the comment is not there, write it on Facebook yourself.",
    ),
    "delivery.comment_refused": Sentence(
        "Bài đã đăng, nhưng không gửi được bình luận đầu tiên: {why}",
        "The post is public, but its first comment could not be placed: {why}",
        do_vi="{why:advice}",
        do_en="{why:advice}",
    ),
    "delivery.no_link_picture": Sentence(
        "Facebook không thấy ảnh xem trước của đường dẫn. Nên kèm ảnh hoặc dùng card = “press-link”"
        " để bài có hình.",
        "Facebook finds no preview picture of the link. Add a picture, or use card = “press-link”,"
        " so that the post shows one.",
    ),
    "delivery.link_not_read": Sentence(
        "Facebook chưa đọc được đường dẫn: {why}", "Facebook could not read the link yet: {why}"
    ),
    # Words or the post itself are to be changed in public
    "delivery.not_editable": Sentence(
        "Facebook không cho ứng dụng sửa lời video và tin; sửa ngay trên trang, hoặc gỡ rồi đăng"
        " lại.",
        "Facebook lets no app change the words of videos and stories; change them on the page"
        " itself, or take the post down and publish it again.",
    ),
    "delivery.not_connected": Sentence(
        "Trang chưa có mã truy cập; kết nối trang rồi thử lại.",
        "The page has no token yet; connect the page and try again.",
    ),
    "delivery.words_too_long": Sentence(
        "Lời mới dài quá {limit} ký tự; hãy rút ngắn.",
        "The new words are longer than {limit} characters; shorten them.",
    ),
    "delivery.no_words": Sentence(
        "Lời mới trống; để bỏ bài, hãy gỡ bài xuống.",
        "There are no new words; to be rid of the post, take it down.",
    ),
    "delivery.amended_too_soon": Sentence(
        "Facebook chưa tìm thấy bài: bài mới đăng thì có khi phải chờ, hoặc bài đã bị xóa.",
        "Facebook does not find the post yet: a new one may take a while, or it was deleted.",
        do_vi="Mở trang xem; nếu bài còn đó, đợi một phút rồi làm lại.",
        do_en="Look at the page; if the post is there, wait a minute and try again.",
    ),
    "delivery.amended_too_late": Sentence(
        "Bài không còn trên Facebook; có thể đã bị xóa ở đó.",
        "The post is no longer on Facebook; it may have been deleted there.",
    ),
    "delivery.amendment_refused": Sentence(
        "{why}",
        "{why}",
        do_vi="{why:advice} Nếu gấp, sửa hoặc xóa ngay trên trang Facebook.",
        do_en="{why:advice} If it is urgent, change or delete it on the Facebook page itself.",
    ),
    "delivery.amendment_unclear": Sentence(
        "{why} Chưa chắc đã xong; chạy lại lệnh này (làm lại không hại gì).",
        "{why} It may not be done; try again (repeating does no harm).",
    ),
    # Not wanted any more
    "delivery.not_queued": Sentence(
        "Bài không còn trong hàng đợi.", "The post is no longer in the queue."
    ),
    "delivery.dropped": Sentence("{by} bỏ lượt đăng này.", "{by} dropped this delivery."),
    "delivery.missed_dropped": Sentence(
        "{by} bỏ lượt bị lỡ này.", "{by} dropped this missed delivery."
    ),
    "delivery.missed_moved": Sentence(
        "{by} đặt lại giờ cho lượt bị lỡ này.", "{by} gave this missed delivery another time."
    ),
}
