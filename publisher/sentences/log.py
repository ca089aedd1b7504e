"""What people do, as the log and a delivery's story tell it."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "log.write": Sentence("xếp bài", "queued"),
    "log.change": Sentence("sửa bài", "changed"),
    "log.delete": Sentence("xóa bài", "deleted"),
    "log.restore": Sentence("lấy lại bài đã xóa", "restored"),
    "log.move": Sentence("dời giờ", "moved"),
    "log.approve": Sentence("duyệt", "approved"),
    "log.send_back": Sentence("trả lại", "sent back"),
    "log.retry": Sentence("gửi lại", "sent again"),
    "log.reschedule": Sentence("đặt lại giờ cho lượt bị lỡ", "rescheduled what was missed"),
    "log.drop": Sentence("bỏ", "dropped"),
    "log.edit": Sentence("sửa lời bài đã đăng", "edited a published text"),
    "log.remove": Sentence("gỡ bài", "took down"),
    "log.freeze": Sentence("tạm dừng", "froze"),
    "log.unfreeze": Sentence("bỏ tạm dừng", "lifted a freeze"),
    "log.upload": Sentence("tải ảnh lên", "uploaded a photo"),
    "log.discard": Sentence("xóa ảnh", "deleted a photo"),
    "log.brand": Sentence("sửa bộ nhận diện", "changed the brand"),
    "log.connect": Sentence("kết nối trang", "connected a page"),
    "log.sign_in": Sentence("đăng nhập", "signed in"),
    "log.invite": Sentence("mời người", "invited"),
    "log.withdraw": Sentence("rút lời mời", "withdrew an invitation"),
    "log.join": Sentence("nhận lời mời", "accepted an invitation"),
    "log.roles": Sentence("sửa tài khoản", "changed an account"),
    "log.key": Sentence("tạo hoặc thu hồi khóa API", "made or revoked an API key"),
    "log.import": Sentence("nhập kế hoạch thành chiến dịch", "imported a plan as a campaign"),
    "log.schedule": Sentence("đưa chiến dịch vào lịch", "put a campaign on the calendar"),
    "log.let_go": Sentence("đồng ý hủy nhiều lượt", "agreed to cancel many deliveries"),
    "log.adopt": Sentence("nhận bài trên trang là bài này", "took the page's post for this one"),
    "log.rename": Sentence("theo tên mới", "followed a new name"),
    "log.page_renamed": Sentence(
        "Trang “{old}” nay mang khóa “{new}”: bài đã đăng, lịch và mã truy cập đi theo tài khoản,"
        " không bài nào đăng lại.",
        "The page “{old}” has the key “{new}” now: what was published, the calendar and the token"
        " follow the account, and nothing is published again.",
    ),
    "log.campaign_renamed": Sentence(
        "Chiến dịch “{old}” nay tên là “{new}”: bài đã đăng và lịch đi theo.",
        "The campaign “{old}” is called “{new}” now: what was published and the calendar follow.",
    ),
    "log.moved": Sentence(
        "{was:%H:%M %d/%m/%Y} → {at:%H:%M %d/%m/%Y}", "{was:%H:%M %d/%m/%Y} → {at:%H:%M %d/%m/%Y}"
    ),
    "log.moved_on_pages": Sentence(
        "{was:%H:%M %d/%m/%Y} → {at:%H:%M %d/%m/%Y} ({n} trang)",
        "{was:%H:%M %d/%m/%Y} → {at:%H:%M %d/%m/%Y} ({n} pages)",
    ),
    "log.dropped": Sentence("{was:%H:%M %d/%m/%Y}", "{was:%H:%M %d/%m/%Y}"),
    "log.dropped_on_pages": Sentence(
        "{was:%H:%M %d/%m/%Y} ({n} trang)", "{was:%H:%M %d/%m/%Y} ({n} pages)"
    ),
    "log.cancelled": Sentence(
        "{n} lượt không còn trong hàng đợi", "{n} {n:delivery|deliveries} no longer in the queue"
    ),
    "log.frozen": Sentence("{extent}: {why}", "{extent}: {why}"),
    "log.roles_of": Sentence("{name}: {roles}", "{name}: {roles}"),
    "log.role": Sentence("{role} ({unit})", "{role} ({unit})"),
    "log.role_everywhere": Sentence("{role} (mọi đơn vị)", "{role} (all units)"),
    "log.no_role": Sentence("{name}: không còn vai trò", "{name}: no role any more"),
    "log.locked": Sentence("{said}; khóa tài khoản", "{said}; account locked"),
    "log.new_password": Sentence("{name}: đặt lại mật khẩu", "{name}: a new password"),
    "log.keys_ended": Sentence(
        "thu hồi {n} khóa cùng mật khẩu cũ", "{n} {n:key|keys} revoked with the old password"
    ),
}
