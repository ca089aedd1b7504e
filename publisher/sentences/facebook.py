"""What Facebook's answers mean, for staff (`publisher.channels.facebook.verdicts`)."""

from publisher.sentences.catalogue import Sentence

_NEW_TOKEN = (
    "Xin mã truy cập mới cho trang; bài chờ sẽ tự đi tiếp.",
    "Get a new token for the page; what waits goes on by itself.",
)
_GRANT = (
    "Cấp đủ quyền đăng bài cho ứng dụng và mã truy cập của trang.",
    "Grant the app and the page's token every permission that posting needs.",
)
_REWRITE = ("Sửa nội dung bài rồi lưu lại.", "Change the content of the post and save it.")
_LOOK_AT_PAGE = (
    "Mở trang bằng tài khoản quản trị, xem thông báo và làm theo.",
    "Open the page as its administrator, read the notice there and follow it.",
)
_PAGE_TOKEN = ("Lấy page token của đúng trang.", "Get the page token of this very page.")

SENTENCES = {
    "facebook.passing": Sentence(
        "Facebook báo lỗi tạm thời.",
        "Facebook reports a passing error.",
    ),
    "facebook.busy": Sentence(
        "Facebook báo trang hoặc ứng dụng gọi quá nhiều.",
        "Facebook reports too many calls of the page or the app.",
    ),
    "facebook.fast": Sentence(
        "Facebook cho rằng trang đăng quá nhanh.",
        "Facebook thinks that the page posts too fast.",
    ),
    "facebook.no_posting": Sentence(
        "Mã truy cập thiếu quyền đăng bài.",
        "The token lacks the permission to post.",
        *_GRANT,
    ),
    "facebook.wrong_kind_of_token": Sentence(
        "Loại mã truy cập không hợp với trang.",
        "This kind of token does not suit the page.",
        *_GRANT,
    ),
    "facebook.no_video": Sentence(
        "Mã truy cập không được đăng video.",
        "The token may not post videos.",
        *_GRANT,
    ),
    "facebook.own_link": Sentence(
        "Facebook không cho chia sẻ đường dẫn của chính Facebook.",
        "Facebook does not let its own links be shared.",
        do_vi="Thay bằng địa chỉ bài gốc.",
        do_en="Use the address of the original article.",
    ),
    "facebook.malformed": Sentence(
        "Lời gọi sai dạng.",
        "The call was malformed.",
        do_vi="Báo người vận hành kèm mã lỗi.",
        do_en="Tell the operator, with the code.",
    ),
    "facebook.picture_not_taken": Sentence(
        "Facebook không nhận ảnh này.",
        "Facebook does not take this picture.",
        do_vi="Thay ảnh khác: JPEG hoặc PNG, dưới 4 MB.",
        do_en="Use another picture: JPEG or PNG, below 4 MB.",
    ),
    "facebook.video_not_taken": Sentence(
        "Facebook không nhận video này.",
        "Facebook does not take this video.",
        do_vi="Xuất lại video theo đúng khuôn khổ rồi thay.",
        do_en="Export the video again within Facebook's limits and replace it.",
    ),
    "facebook.link_not_taken": Sentence(
        "Facebook không chấp nhận đường dẫn này.",
        "Facebook does not accept this link.",
        do_vi="Mở thử đường dẫn; thay bằng địa chỉ khác.",
        do_en="Open the link; use another address.",
    ),
    "facebook.old_version": Sentence(
        "Phiên bản Graph API đang dùng không còn hiệu lực.",
        "The Graph API version in use is no longer served.",
        do_vi="Báo người vận hành đổi facebook.version sang phiên bản mới hơn.",
        do_en="Tell the operator to set a newer facebook.version.",
        before=("Sửa facebook.version trong config.toml sang phiên bản mới hơn.",),
    ),
    "facebook.duplicate": Sentence(
        "Facebook cho rằng bài này trùng với bài vừa đăng.",
        "Facebook takes this for a post that is there already.",
        do_vi="Xem trang: nếu bài đã có thì thôi; nếu chưa, đổi lời bài.",
        do_en="Look at the page: if the post is there, leave it; if not, change its words.",
    ),
    "facebook.page_forbids": Sentence(
        "Trang không cho ứng dụng làm việc này.",
        "The page does not let the app do this.",
        *_GRANT,
    ),
    "facebook.interrupted": Sentence(
        "Dịch vụ của Facebook tạm thời gián đoạn.",
        "Facebook's service is interrupted for the moment.",
    ),
    "facebook.no_capability": Sentence(
        "Ứng dụng chưa có khả năng này.",
        "The app lacks this capability.",
        *_GRANT,
    ),
    "facebook.app_used_up": Sentence(
        "Ứng dụng đã dùng hết lượt gọi Facebook.",
        "The app has used up its calls to Facebook.",
    ),
    "facebook.app_not_granted": Sentence(
        "Ứng dụng chưa được cấp quyền.",
        "The app has not been granted the permission.",
        *_GRANT,
    ),
    "facebook.page_moved": Sentence(
        "Trang đã chuyển sang mã số khác.",
        "The page has moved to another id.",
        do_vi="Báo người vận hành sửa facebook_id của trang.",
        do_en="Tell the operator to correct the page's facebook_id.",
        before=("Sửa facebook_id của trang trong config.toml.",),
    ),
    "facebook.content_not_taken": Sentence(
        "Facebook không chấp nhận nội dung bài.",
        "Facebook does not accept the content of the post.",
        *_REWRITE,
    ),
    "facebook.gone": Sentence(
        "Facebook không thấy trang hay bài này, hoặc mã truy cập không được phép xem.",
        "Facebook does not find this page or post, or the token may not see it.",
        do_vi="Báo người vận hành kiểm tra facebook_id và quyền của mã truy cập.",
        do_en="Tell the operator to check facebook_id and the token's permissions.",
        before=("Kiểm tra facebook_id và quyền của mã truy cập bằng “publisher check”.",),
    ),
    "facebook.session_ended": Sentence(
        "Phiên đăng nhập của mã truy cập đã hết.",
        "The session of the token has ended.",
        *_NEW_TOKEN,
    ),
    "facebook.wrong_signature": Sentence(
        "Chữ ký của ứng dụng không đúng.",
        "The app's signature is wrong.",
        *_NEW_TOKEN,
    ),
    "facebook.too_many_parameters": Sentence(
        "Bài có quá nhiều tham số.",
        "The post has too many parameters.",
        *_REWRITE,
    ),
    "facebook.token_dead": Sentence(
        "Mã truy cập của trang không còn dùng được.",
        "The page's token is no longer valid.",
        *_NEW_TOKEN,
    ),
    "facebook.app_removed": Sentence(
        "Ứng dụng đã bị gỡ khỏi tài khoản cấp mã.",
        "The app was removed from the account that gave the token.",
        *_NEW_TOKEN,
    ),
    "facebook.account_checkpoint": Sentence(
        "Tài khoản cấp mã đang bị Facebook yêu cầu xác minh.",
        "Facebook wants the account that gave the token verified.",
        *_NEW_TOKEN,
    ),
    "facebook.password_changed": Sentence(
        "Mật khẩu của tài khoản cấp mã đã đổi.",
        "The password of the account that gave the token was changed.",
        *_NEW_TOKEN,
    ),
    "facebook.token_expired": Sentence(
        "Mã truy cập đã hết hạn.",
        "The token has expired.",
        *_NEW_TOKEN,
    ),
    "facebook.account_unconfirmed": Sentence(
        "Tài khoản cấp mã chưa được xác nhận.",
        "The account that gave the token is not confirmed.",
        *_NEW_TOKEN,
    ),
    "facebook.token_invalid": Sentence(
        "Mã truy cập không hợp lệ.",
        "The token is not valid.",
        *_NEW_TOKEN,
    ),
    "facebook.token_logged_out": Sentence(
        "Mã truy cập không hợp lệ hoặc đã đăng xuất.",
        "The token is not valid or was logged out.",
        *_NEW_TOKEN,
    ),
    "facebook.token_renew": Sentence(
        "Mã truy cập cần được cấp lại.",
        "The token has to be given anew.",
        *_NEW_TOKEN,
    ),
    "facebook.no_role": Sentence(
        "Người cấp mã không còn vai trò trên trang.",
        "Who gave the token has no role on the page any more.",
        *_GRANT,
    ),
    "facebook.persons_token": Sentence(
        "Cần mã truy cập của trang, không phải của người.",
        "A page's token is needed, not a person's.",
        *_PAGE_TOKEN,
    ),
    "facebook.lacks_parameter": Sentence(
        "Lời gọi thiếu tham số.",
        "The call lacks a parameter.",
        *_REWRITE,
    ),
    "facebook.empty": Sentence(
        "Bài trống.",
        "The post is empty.",
        do_vi="Viết lời bài, hoặc thêm ảnh hay đường dẫn.",
        do_en="Write words, or add a picture or link.",
    ),
    "facebook.page_token_needed": Sentence(
        "Cần mã truy cập của trang.",
        "A page's token is needed.",
        *_PAGE_TOKEN,
    ),
    "facebook.posted_to_the_limit": Sentence(
        "Trang đã đăng đến giới hạn của Facebook.",
        "The page has posted as much as Facebook allows.",
    ),
    "facebook.policy_block": Sentence(
        "Facebook tạm chặn trang vì chính sách.",
        "Facebook blocks the page for its policies.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.security_check": Sentence(
        "Facebook yêu cầu kiểm tra bảo mật.",
        "Facebook wants a security check.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.publishing_authorization": Sentence(
        "Trang cần hoàn tất xác minh quyền đăng bài.",
        "The page has to complete its publishing authorization.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.posting_limited": Sentence(
        "Facebook tạm hạn chế trang đăng bài.",
        "Facebook limits the page's posting for a time.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.identity_check": Sentence(
        "Facebook yêu cầu xác nhận danh tính.",
        "Facebook wants the identity confirmed.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.abusive": Sentence(
        "Facebook đánh dấu bài là lạm dụng.",
        "Facebook flagged the post as abusive.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.wrong_form": Sentence(
        "Nội dung không đúng dạng Facebook nhận.",
        "The content is not of a form that Facebook takes.",
        *_REWRITE,
    ),
    "facebook.community_standards": Sentence(
        "Facebook cho rằng bài trái tiêu chuẩn cộng đồng.",
        "Facebook thinks that the post breaks its community standards.",
        *_LOOK_AT_PAGE,
    ),
    "facebook.lacks_permission": Sentence(
        "Ứng dụng hoặc mã truy cập thiếu quyền trên trang.",
        "The app or the token lacks a permission on the page.",
        *_GRANT,
    ),
    "facebook.unlisted": Sentence(
        "Facebook từ chối với một lý do chưa biết.",
        "Facebook refused for a reason that is not known.",
        do_vi="Xem trang trước khi thử lại; báo người vận hành kèm mã lỗi.",
        do_en="Look at the page before trying again; tell the operator, with the code.",
    ),
    "facebook.offline": Sentence("Không kết nối được tới Facebook.", "Facebook cannot be reached."),
    "facebook.no_clear_answer": Sentence(
        "Facebook không trả lời rõ ràng.", "Facebook gave no clear answer."
    ),
    "facebook.odd_answer": Sentence(
        "Facebook trả lời khác thường.", "Facebook gave an odd answer."
    ),
    "facebook.not_together": Sentence(
        "Facebook không nhận lời gọi chung cho nhiều trang.",
        "Facebook does not take one call for many pages.",
    ),
    "facebook.video_at_work": Sentence(
        "Facebook đang xử lý video.", "Facebook is processing the video."
    ),
    "facebook.another_pages_token": Sentence(
        "Mã truy cập không phải của trang này.",
        "This is not this page's token.",
        do_vi="Lấy page token của đúng trang, hoặc báo người vận hành sửa facebook_id.",
        do_en="Get the page token of this very page, or tell the operator to correct facebook_id.",
        before=("Lấy page token của đúng trang, hoặc sửa facebook_id.",),
    ),
}
