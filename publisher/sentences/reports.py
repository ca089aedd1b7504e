"""What is said of reports."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "reports.template_unknown": Sentence(
        "Mẫu báo cáo {file} có chỗ điền “{name}” mà chương trình không biết.",
        "The template of the report, {file}, has a place “{name}” that the program does not know.",
        "Mở tệp bằng Word và sửa tên đó; những tên điền được: {known}.",
        "Open the file in Word and mend that name; names that are filled in: {known}.",
    ),
    "reports.template_broken": Sentence(
        "Mẫu báo cáo {file} có chỗ điền viết sai: {what}",
        "The template of the report, {file}, has a place that is written wrongly: {what}",
        "Mở tệp bằng Word, so các chỗ trong ngoặc nhọn với mẫu có sẵn; hoặc bỏ tệp đi để dùng mẫu"
        " có sẵn.",
        "Open the file in Word and compare what stands in braces with the template that came"
        " along; or take the file away to use that one.",
    ),
    "reports.template_unreadable": Sentence(
        "Không đọc được mẫu báo cáo {file}: đó không phải tệp Word (.docx) còn nguyên vẹn.",
        "The template of the report, {file}, cannot be read: it is no whole Word file (.docx).",
        "Lưu lại bằng Word ở dạng .docx, hoặc bỏ tệp đi để dùng mẫu có sẵn.",
        "Save it again in Word as .docx, or take it away to use the template that came along.",
    ),
    "reports.step_upload_photo": Sentence("tải ảnh lên", "uploaded a photo"),
    "reports.step_create_draft": Sentence("tạo bài nháp", "made the post as a draft"),
    "reports.step_scrape": Sentence(
        "cho Facebook đọc trước đường dẫn", "asked Facebook to read the link beforehand"
    ),
    "reports.step_schedule": Sentence(
        "giao bài cho lịch của Facebook", "handed the post to Facebook's schedule"
    ),
    "reports.step_find_scheduled": Sentence(
        "tìm bài trong lịch của Facebook", "looked for the post in Facebook's schedule"
    ),
    "reports.step_reschedule": Sentence(
        "dời giờ trong lịch của Facebook", "moved the time in Facebook's schedule"
    ),
    "reports.step_delete": Sentence("xóa trên Facebook", "deleted it on Facebook"),
    "reports.step_begin_video": Sentence("mở lượt tải video", "opened the upload of a video"),
    "reports.step_send_video": Sentence("tải video lên", "sent the video"),
    "reports.step_finish_video": Sentence("cho video hiện ra", "let the video appear"),
    "reports.step_story": Sentence("đăng tin", "published a story"),
    "reports.step_direct": Sentence("đăng thẳng", "published directly"),
    "reports.step_list_public": Sentence(
        "xem trang đã có bài nào", "looked at what the page shows already"
    ),
    "reports.step_find_post": Sentence("tìm bài trên trang", "looked for the post on the page"),
    "reports.step_edit": Sentence("sửa lời bài đã đăng", "edited the words of the published post"),
    "reports.step_flip": Sentence("chuyển bài sang công khai", "made the post public"),
    "reports.step_look": Sentence("xem lại bài trên trang", "looked at the post on the page"),
    "reports.step_comment": Sentence("gửi bình luận đầu tiên", "sent the first comment"),
    "reports.step_find_comment": Sentence("tìm lại bình luận", "looked for the comment"),
    "reports.outcome_open": Sentence("chưa biết kết quả", "result not known yet"),
    "reports.outcome_accepted": Sentence("được nhận", "accepted"),
    "reports.outcome_published": Sentence("đã công khai", "is public"),
    "reports.outcome_invisible": Sentence("bài còn ẩn", "still hidden"),
    "reports.outcome_missing": Sentence("không thấy", "not there"),
    "reports.outcome_found": Sentence("tìm thấy", "found"),
    "reports.outcome_settled": Sentence("đã đối chiếu xong", "reconciled"),
    "reports.outcome_refused": Sentence("bị từ chối", "refused"),
    "reports.outcome_deferred": Sentence("Facebook bảo chờ", "Facebook says to wait"),
    "reports.outcome_unknown": Sentence(
        "không rõ kết quả, sẽ đối chiếu", "result unclear, will be reconciled"
    ),
    "reports.outcome_lost": Sentence(
        "tiến trình dừng giữa chừng, sẽ đối chiếu", "the process stopped midway, will be reconciled"
    ),
    "reports.state_planned": Sentence("chờ duyệt", "waiting for approval"),
    "reports.state_approved": Sentence("đã duyệt", "approved"),
    "reports.state_preparing": Sentence("đang chuẩn bị", "preparing"),
    "reports.state_prepared": Sentence("sẵn sàng", "ready"),
    "reports.state_publishing": Sentence("đang đăng", "publishing"),
    "reports.state_published": Sentence("đã đăng", "published"),
    "reports.state_held": Sentence("tạm giữ", "held"),
    "reports.state_unknown": Sentence("đang đối chiếu", "being reconciled"),
    "reports.state_refused": Sentence("bị từ chối", "refused"),
    "reports.state_cancelled": Sentence("đã hủy", "cancelled"),
    "reports.held_too_late": Sentence("bị lỡ", "missed"),
    "reports.held_page_parked": Sentence("chờ trang", "waiting for the page"),
    "reports.held_frozen": Sentence("tạm dừng", "frozen"),
    "reports.held_uncertain": Sentence("chưa rõ đã hiện chưa", "unclear whether public"),
    "reports.held_repeated": Sentence("trùng lời một bài khác", "repeats another post"),
    "reports.held_shown": Sentence("trang có thể đã có bài này", "perhaps on the page already"),
    "reports.held_restored": Sentence(
        "có thể đã đăng, dữ liệu là bản cũ", "perhaps published, the data are an older copy"
    ),
    "reports.held_stumbled": Sentence("phần mềm gặp lỗi", "the software failed"),
    "reports.held": Sentence("tạm giữ", "held"),
    "reports.sent_back": Sentence("bị trả lại", "sent back"),
    "reports.taken_down": Sentence("đã gỡ", "taken down"),
    "reports.attempt": Sentence("{step}: {outcome}", "{step}: {outcome}"),
    "reports.took": Sentence("{said} sau {seconds:.1f} giây", "{said} after {seconds:.1f} s"),
    "reports.with_code": Sentence("{said} (mã {code})", "{said} (code {code})"),
    "reports.with_subcode": Sentence(
        "{said} (mã {code}, mã phụ {subcode})", "{said} (code {code}, subcode {subcode})"
    ),
    "reports.with_detail": Sentence("{said}: {detail}", "{said}: {detail}"),
    "reports.did": Sentence("{by} {did}", "{by} {did}"),
    "reports.did_by_command": Sentence("{by} {did} (dòng lệnh)", "{by} {did} (command line)"),
    "reports.did_by_api": Sentence("{by} {did} (khóa API)", "{by} {did} (API key)"),
    "reports.story_of": Sentence(
        "{entry} trên trang {page}, giờ đăng {at}", "{entry} on the page {page}, due {at}"
    ),
    "reports.story_moved": Sentence(
        "giờ cũ {at}, đã có người đặt lại", "due {at} before, moved by a person"
    ),
    "reports.story_now": Sentence("Bây giờ: {state}", "Now: {state}"),
    "reports.story_public": Sentence("Bây giờ: {state}, lúc {at}", "Now: {state}, at {at}"),
    "reports.story_sent_back": Sentence("Bị trả lại: {comment}", "Sent back: {comment}"),
    "reports.story_why": Sentence("Vì sao: {why}", "Why: {why}"),
    "reports.story_do": Sentence("Cần làm: {what}", "To do: {what}"),
    "reports.story_warning": Sentence("Lưu ý: {warning}", "Note: {warning}"),
    "reports.story_wakes": Sentence("Dịch vụ xem lại lúc {at}", "The service looks again at {at}"),
    "reports.calendar_of": Sentence(
        "Lịch đăng từ {first} đến {last}",
        "Calendar from {first} to {last}",
    ),
    "reports.results": Sentence(
        "Kết quả truyền thông trên các trang Facebook của công đoàn từ ngày {first} đến ngày"
        " {last}",
        "Results on the unions' Facebook pages from {first} to {last}",
    ),
    "reports.results_of_campaign": Sentence(
        "Kết quả truyền thông chiến dịch “{name}” từ ngày {first} đến ngày {last}",
        "Results of the campaign “{name}” from {first} to {last}",
    ),
}
