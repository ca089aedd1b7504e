"""What is said of accounts, keys and signing in."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "people.invite_name": Sentence(
        "Ghi họ tên người được mời.",
        "Write the name of the person you invite.",
    ),
    "people.invite_roles": Sentence(
        "Chọn ít nhất một đơn vị và vai trò.",
        "Choose at least one unit and role.",
    ),
    "people.link_void": Sentence(
        "Đường dẫn này đã dùng rồi hoặc đã hết hạn; xin người quản trị một đường dẫn mới.",
        "This link was used already or has expired; ask the administrator for a new one.",
    ),
    "people.wrong_password": Sentence(
        "Mật khẩu hiện tại không đúng.",
        "The current password is not right.",
    ),
    "people.last_administrator": Sentence(
        "Phải còn ít nhất một người quản trị đang dùng được tài khoản.",
        "At least one administrator with a working account has to remain.",
    ),
    "people.key_name": Sentence(
        "Ghi khóa này dùng cho việc gì, để sau này biết mà thu hồi.",
        "Write what this key is for, so that it can be revoked later.",
    ),
    "people.key_scopes": Sentence(
        "Chọn ít nhất một quyền cho khóa.",
        "Choose at least one permission for the key.",
    ),
    "people.call_key": Sentence(
        "Idempotency-Key phải dài từ 1 đến 200 ký tự ASCII nhìn thấy được.",
        "Idempotency-Key must be 1 to 200 visible ASCII characters.",
    ),
    "people.key_of_another": Sentence(
        "Idempotency-Key này đã dùng cho một lời gọi có nội dung khác; lời gọi mới cần khóa mới.",
        "This Idempotency-Key was used for a call with other content; a new call needs a new key.",
    ),
    "people.key_in_use": Sentence(
        "Lời gọi với Idempotency-Key này đang được thực hiện; ít giây nữa gọi lại để nhận trả lời.",
        "The call with this Idempotency-Key is under way; call again in some seconds for its"
        " answer.",
    ),
    "people.login_letters": Sentence(
        "Tên đăng nhập viết liền, gồm chữ, số và các dấu . @ + - _ (có thể là địa chỉ thư).",
        "The sign-in name is one word of letters, digits and . @ + - _ (it may be an e-mail"
        " address).",
    ),
    "people.login_taken": Sentence(
        "Tên đăng nhập này đã có người dùng; chọn tên khác.",
        "This sign-in name is taken; choose another one.",
    ),
    "people.no_name": Sentence(
        "Ghi họ tên; tên này đứng trong phê duyệt và nhật ký.",
        "Write your name; it stands in approvals and in the log.",
    ),
    "people.name_taken": Sentence(
        "Đã có người tên này; ghi thêm tên đệm hoặc nơi công tác, để nhật ký phân biệt được"
        " hai người.",
        "Somebody has this name; add a middle name or the place of work, so that the log"
        " can tell the two apart.",
    ),
    "people.poor_password": Sentence(
        "{rules: }",
        "{rules: }",
    ),
    "people.password_short": Sentence(
        "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
        "The password is too short: at least 10 characters are needed.",
    ),
    "people.password_common": Sentence(
        "Mật khẩu này quá phổ biến, ai cũng đoán được.",
        "This password is too common, anybody would guess it.",
    ),
    "people.password_digits": Sentence(
        "Mật khẩu không được chỉ gồm chữ số.",
        "A password must not be of digits only.",
    ),
    "people.password_like_name": Sentence(
        "Mật khẩu giống tên quá, dễ đoán.",
        "The password is too much like the name and easy to guess.",
    ),
    "people.must_wait": Sentence(
        "Sai quá nhiều lần; thử lại sau {seconds} giây.",
        "Too many failures; try again in {seconds} {seconds:second|seconds}.",
    ),
    "people.role_writer": Sentence("người viết", "writer"),
    "people.role_editor": Sentence("biên tập", "editor"),
    "people.role_approver": Sentence("người duyệt", "approver"),
    "people.role_administrator": Sentence("quản trị", "administrator"),
}
