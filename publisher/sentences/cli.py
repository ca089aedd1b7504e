"""What commands say on the terminal: to operators only."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "cli.until_after_from": Sentence(
        "--until phải sau --from.",
        "--until must come after --from.",
    ),
    "cli.written": Sentence(
        "Đã ghi {path}",
        "Written: {path}",
    ),
    "cli.no_unit": Sentence(
        "Không có đơn vị “{name}”: {hint}.",
        "There is no unit “{name}”: {hint}.",
    ),
    "cli.no_campaign": Sentence(
        "Không có chiến dịch “{name}”: {hint}.",
        "There is no campaign “{name}”: {hint}.",
    ),
    "cli.note": Sentence(
        "Lưu ý: {what}",
        "Note: {what}",
    ),
    "cli.stopping": Sentence(
        "Đang dừng: chờ các lời gọi dở dang kết thúc…",
        "Stopping: waiting for the calls under way…",
    ),
    "cli.stopped": Sentence(
        "Đã dừng.",
        "Stopped.",
    ),
    "cli.no_day": Sentence(
        "{what}: {why:whole}.",
        "{what}: {why:whole}.",
    ),
    "cli.not_a_day": Sentence(
        "{what} không phải ngày; viết như 2027-05-01 (năm-tháng-ngày).",
        "{what} is no day; write it like 2027-05-01 (year-month-day).",
    ),
    "cli.system": Sentence(
        "Hệ thống báo lỗi{place}: {why}. Xem lại quyền, chỗ trống và đường dẫn.",
        "The system reports an error{place}: {why}. Check the rights, the free space and the path.",
    ),
    "cli.warning": Sentence(
        "CẢNH BÁO: {what}",
        "WARNING: {what}",
    ),
    "cli.approve_pictures": Sentence(
        "    ({n} ảnh; xem bằng “publisher preview {entry} -o thu-muc”)",
        "    ({n} {n:picture|pictures}; see with “publisher preview {entry} -o folder”)",
    ),
    "cli.approve_how": Sentence(
        '{n} lượt chờ duyệt. Duyệt: publisher approve --all --by "Họ tên", hoặc nêu tên bài.',
        "{n} {n:delivery waits|deliveries wait} for approval. Approve: publisher approve --all"
        ' --by "Full name", or name the posts.',
    ),
    "cli.approve_nobody": Sentence(
        'Thiếu người duyệt: thêm --by "Họ tên".',
        'Who approves? Add --by "Full name".',
    ),
    "cli.approved": Sentence(
        "{by} đã duyệt {n} lượt.",
        "{by} approved {n} {n:delivery|deliveries}.",
    ),
    "cli.drawing": Sentence(
        "Dựng ảnh",
        "Drawing",
    ),
    "cli.cards_drawn": Sentence(
        "{n} ảnh trong {folder}",
        "{n} {n:picture|pictures} in {folder}",
    ),
    "cli.cards_template": Sentence(
        "{name} {title}. Trường: {fields}",
        "{name} {title}. Fields: {fields}",
    ),
    "cli.cards_photos": Sentence(
        "; ảnh: {few}",
        "; photos: {few}",
    ),
    "cli.to": Sentence(
        "{first} đến {last}",
        "{first} to {last}",
    ),
    "cli.cards_formats": Sentence(
        "Trường có dấu * phải có. Khổ ảnh: {formats}",
        "Fields with * are needed. Formats: {formats}",
    ),
    "cli.no_brand": Sentence(
        "Không có bộ nhận diện “{name}”: {hint}.",
        "There is no brand “{name}”: {hint}.",
    ),
    "cli.check_bad": Sentence(
        "Có mục chưa ổn (✗). Sửa theo chỉ dẫn rồi chạy lại.",
        "Something is not well (✗). Mend it as told, then run it again.",
    ),
    "cli.check_people": Sentence(
        "Máy móc ổn; {n} việc cần người (!) ở trên.",
        "The machine is well; {n} {n:thing needs|things need} a person (!) above.",
    ),
    "cli.check_well": Sentence(
        "Mọi mục đều ổn.",
        "All is well.",
    ),
    "cli.connect_nobody": Sentence(
        'Thiếu người kết nối: thêm --by "Họ tên".',
        'Who connects? Add --by "Full name".',
    ),
    "cli.connect_live": Sentence(
        "! Ứng dụng Facebook phải ở chế độ Live; ở chế độ Development chỉ người quản trị thấy"
        " bài, mà không báo lỗi.",
        "! The Facebook app must be in Live mode; in Development mode only administrators see"
        " the posts, and nothing tells so.",
    ),
    "cli.connect_look": Sentence(
        "  Sau bài đầu tiên, hãy mở bài đó bằng một trình duyệt chưa đăng nhập.",
        "  After the first post, open it in a browser that is not signed in.",
    ),
    "cli.connect_paste": Sentence(
        "Dán mã truy cập (không hiện ra màn hình), rồi Enter: ",
        "Paste the access token (it is not shown), then Enter: ",
    ),
    "cli.connect_nothing": Sentence(
        "Chưa có mã truy cập nào được dán.",
        "No access token was pasted.",
    ),
    "cli.upgraded": Sentence(
        "Đã nâng cấp, {n} bước.",
        "Upgraded, {n} {n:step|steps}.",
    ),
    "cli.upgraded_before": Sentence(
        "Lược đồ đã đúng phiên bản này, không có gì phải làm.",
        "The schema is of this version already, there is nothing to do.",
    ),
    "cli.moved_before": Sentence(
        "Dữ liệu đã ở {target} từ ngày {day}, không còn gì phải chuyển.",
        "The data is in {target} since {day}, there is nothing left to move.",
    ),
    "cli.copying": Sentence(
        "Chép",
        "Copying",
    ),
    "cli.comparing": Sentence(
        "So lại",
        "Comparing",
    ),
    "cli.moved_table": Sentence(
        "  {table} {n} hàng  {digest}",
        "  {table} {n} rows  {digest}",
    ),
    "cli.moved_halfway": Sentence(
        "{n} lượt đăng dở dang của dịch vụ bị tắt ngang: sẽ được xem lại trước khi đăng tiếp.",
        "{n} {n:delivery|deliveries} left halfway by a service that was cut off: looked at"
        " again before publishing goes on.",
    ),
    "cli.moved_mended": Sentence(
        "  Đã bỏ ký tự không lưu được: bảng {table}, hàng {key}, cột {column}.",
        "Characters that cannot be kept were taken out: table {table}, row {key}, column {column}.",
    ),
    "cli.moved": Sentence(
        "Đã chuyển {n} hàng sang {target}, so từng hàng đều khớp. Mọi người phải đăng nhập lại.",
        "{n} {n:row|rows} moved to {target}, each compared and the same. Everybody has to sign"
        " in again.",
    ),
    "cli.moved_keep": Sentence(
        "Tệp SQLite để nguyên và không dùng được nữa; đừng xóa tới khi đã có bản sao lưu của"
        " PostgreSQL.",
        "The SQLite file stays as it is and can no longer be used; do not delete it before"
        " there is a backup of PostgreSQL.",
    ),
    "cli.foreign_key": Sentence(
        "(khóa ngoại)",
        "(foreign key)",
    ),
    "cli.unfit": Sentence(
        "  bảng {table}, hàng {key}, cột {column}: {why}",
        "  table {table}, row {key}, column {column}: {why}",
    ),
    "cli.unfit_values": Sentence(
        "PostgreSQL không nhận {n} giá trị trên; chưa chuyển gì. Sửa trong SQLite rồi chạy lại.",
        "PostgreSQL does not take the {n} {n:value|values} above; nothing was moved. Mend them"
        " in SQLite, then run it again.",
    ),
    "cli.differs_columns": Sentence(
        "bảng {table}, hàng {key}: cột {columns} khác với SQLite",
        "table {table}, row {key}: {columns} differ from SQLite",
    ),
    "cli.differs_new_only": Sentence(
        "bảng {table}, hàng {key}: chỉ có trong PostgreSQL",
        "table {table}, row {key}: in PostgreSQL only",
    ),
    "cli.differs_old_only": Sentence(
        "bảng {table}, hàng {key}: không có trong PostgreSQL",
        "table {table}, row {key}: not in PostgreSQL",
    ),
    "cli.differs": Sentence(
        "So lại thấy sai: {where}. Có ai đó đã ghi vào PostgreSQL trong lúc chuyển. Tệp SQLite"
        " còn nguyên; tắt mọi thứ dùng PostgreSQL đó rồi chạy lại “publisher database move”,"
        " sẽ chép lại từ đầu.",
        "The comparison finds a difference: {where}. Somebody wrote into PostgreSQL during the"
        " move. The SQLite file is untouched; stop all that uses that PostgreSQL, then run"
        " “publisher database move” again: it copies from the start.",
    ),
    "cli.demo": Sentence(
        "[bold]Bản trình diễn publisher[/]: Tháng Công nhân, dời về lúc này.",
        "[bold]The demo of publisher[/]: Workers' Month, moved to now.",
    ),
    "cli.demo_pages": Sentence(
        "  Các trang (mô phỏng Facebook): {address}/",
        "  The pages (a stand-in):        {address}/",
    ),
    "cli.demo_desk": Sentence(
        "  Bàn làm việc:                  {address}/",
        "  The desk:                      {address}/",
    ),
    "cli.demo_people": Sentence(
        "  Đăng nhập bằng:                {people}; mật khẩu chung: {password}",
        "  Sign in as:                    {people}; password of all: {password}",
    ),
    "cli.demo_waiting": Sentence(
        "Chờ các bài đầu tiên",
        "Waiting for the first posts",
    ),
    "cli.demo_posts": Sentence(
        "Đã đăng và sắp đăng",
        "Published and coming",
    ),
    "cli.time": Sentence(
        "Giờ",
        "Time",
    ),
    "cli.page": Sentence(
        "Trang",
        "Page",
    ),
    "cli.state": Sentence(
        "Trạng thái",
        "State",
    ),
    "cli.post": Sentence(
        "Bài",
        "Post",
    ),
    "cli.demo_failed": Sentence(
        "[red]Sau {n} giây các bài đầu vẫn chưa hiện ra.[/]\\n{problems}",
        "[red]After {n} seconds the first posts are not public yet.[/]\\n{problems}",
    ),
    "cli.demo_try": Sentence(
        "Bốn khẩu hiệu cuối chờ duyệt: đăng nhập bàn làm việc bằng binh để duyệt. Dừng: Ctrl-C.",
        "The last four slogans wait for approval: sign in at the desk as binh to approve them."
        " Stop: Ctrl-C.",
    ),
    "cli.no_delivery": Sentence(
        "“{entry}” chưa có lượt đăng nào; xem tên bằng “publisher queue list”.",
        "“{entry}” has no delivery yet; see the names with “publisher queue list”.",
    ),
    "cli.export_kinds": Sentence(
        "“{path}”: lịch xuất thành .xlsx, .ics hoặc .pdf.",
        "“{path}”: the calendar is written as .xlsx, .ics or .pdf.",
    ),
    "cli.exported": Sentence(
        "Đã ghi {path}: {n} lượt đăng.",
        "Written {path}: {n} {n:delivery|deliveries}.",
    ),
    "cli.freeze_missing": Sentence(
        'Thiếu lý do hoặc người ra lệnh: publisher freeze --reason "Quốc tang" --by "Họ tên".',
        'Why, and who orders it? publisher freeze --reason "National mourning" --by "Full name".',
    ),
    "cli.frozen": Sentence(
        "Đã tạm dừng {what} ({by}: {why}). Bỏ dừng: publisher unfreeze --by “Họ tên”.",
        "Frozen: {what} ({by}: {why}). End it: publisher unfreeze --by “Full name”.",
    ),
    "cli.freeze_one": Sentence(
        "Chọn một trong hai: --unit hoặc --campaign.",
        "Choose one of the two: --unit or --campaign.",
    ),
    "cli.unfreeze_nobody": Sentence(
        'Thiếu người ra lệnh: publisher unfreeze --by "Họ tên".',
        'Who orders it? publisher unfreeze --by "Full name".',
    ),
    "cli.unfrozen": Sentence(
        "Đã bỏ tạm dừng {what}; {n} lượt đi tiếp.",
        "No longer frozen: {what}; {n} {n:delivery goes|deliveries go} on.",
    ),
    "cli.import_large": Sentence(
        "{file}: tệp lớn hơn {n} MB; nhập đúng tệp kế hoạch.",
        "{file}: larger than {n} MB; take the file of the letter.",
    ),
    "cli.import_nothing": Sentence(
        "Không có khẩu hiệu hay ngày kỷ niệm nào chắc chắn để viết thành chiến dịch; không ghi gì.",
        "No slogan and no anniversary is sure enough to become a campaign; nothing was written.",
    ),
    "cli.imported": Sentence(
        "Đã ghi bản nháp {path}: {slogans} khẩu hiệu, {days} ngày kỷ niệm.",
        "Draft written {path}: {slogans} {slogans:slogan|slogans}, {days}"
        " {days:anniversary|anniversaries}.",
    ),
    "cli.import_next": Sentence(
        "Soát lại, rồi bỏ dòng draft = true (hoặc bấm “Đưa vào lịch” ở trang Chiến dịch) để"
        " lên lịch.",
        "Look it over, then take out the line draft = true (or press “Put on the calendar” on"
        " the page Campaigns) to plan it.",
    ),
    "cli.letter_no_head": Sentence(
        "Không nhận ra số, ngày và cơ quan ban hành.",
        "Number, date and issuer were not recognized.",
    ),
    "cli.letter_no_title": Sentence(
        "không nhận ra",
        "not recognized",
    ),
    "cli.letter_title": Sentence(
        "Trích yếu: {title}",
        "Subject: {title}",
    ),
    "cli.letter_note": Sentence(
        "Lưu ý: {what}.",
        "Note: {what}.",
    ),
    "cli.letter_days": Sentence(
        "Ngày kỷ niệm",
        "Anniversaries",
    ),
    "cli.letter_times": Sentence(
        "Thời gian",
        "Times",
    ),
    "cli.letter_channels": Sentence(
        "Kênh",
        "Channels",
    ),
    "cli.letter_units": Sentence(
        "Đơn vị thực hiện",
        "Units that do it",
    ),
    "cli.letter_slogans": Sentence(
        "Khẩu hiệu",
        "Slogans",
    ),
    "cli.letter_line": Sentence(
        "  dòng {line}  {said}",
        "  line {line}  {said}",
    ),
    "cli.letter_doubt": Sentence(
        "   [xem lại: {doubt}]",
        "   [look again: {doubt}]",
    ),
    "cli.letter_none": Sentence(
        "không có",
        "none",
    ),
    "cli.letter_age": Sentence(
        "{n} năm",
        "{n} years",
    ),
    "cli.sheet_columns": Sentence(
        "Cột không được đọc: {columns}.",
        "Columns that are not read: {columns}.",
    ),
    "cli.sheet_unread": Sentence(
        "Không đọc: {what:whole}.",
        "Not read: {what:whole}.",
    ),
    "cli.sheet_read": Sentence(
        "{new} bài mới, {known} bài đã có, {wrong} ô phải sửa.",
        "{new} new {new:post|posts}, {known} known {known:post|posts}, {wrong}"
        " {wrong:cell|cells} to mend.",
    ),
    "cli.sheet_wrong": Sentence(
        "Chưa xếp bài nào; sửa các ô trên rồi chạy lại.",
        "No post was queued; mend the cells above, then run it again.",
    ),
    "cli.sheet_look": Sentence(
        "Chỉ xem trước. Xếp vào hàng đợi: thêm --write.",
        "Only looked at. To queue them: add --write.",
    ),
    "cli.sheet_queued": Sentence(
        "Đã xếp {n} bài.",
        "{n} {n:post|posts} queued.",
    ),
    "cli.file_there": Sentence(
        "{path} đã có; chọn tên khác.",
        "{path} exists; choose another name.",
    ),
    "cli.init_next": Sentence(
        "Xong. Tiếp theo: sửa {file}, rồi vào thư mục {folder} chạy “publisher check”.",
        "Done. Next: edit {file}, then go into {folder} and run “publisher check”.",
    ),
    "cli.lint_well": Sentence(
        "Không có gì phải sửa.",
        "Nothing to mend.",
    ),
    "cli.missed": Sentence(
        "{n} lượt bị lỡ.",
        "{n} missed {n:delivery|deliveries}.",
    ),
    "cli.missed_none": Sentence(
        "Không có lượt nào bị lỡ.",
        "Nothing is missed.",
    ),
    "cli.missed_sent": Sentence(
        "{by} cho đăng ngay {n} lượt.",
        "{by} lets {n} {n:delivery|deliveries} go out now.",
    ),
    "cli.no_time": Sentence(
        "--at “{at}” không phải giờ; viết như 2027-04-15T07:30.",
        "--at “{at}” is no time; write it like 2027-04-15T07:30.",
    ),
    "cli.no_zone": Sentence(
        "--at là giờ địa phương của trang, không ghi múi giờ; viết như 2027-04-15T07:30.",
        "--at is the time by the page's clock, without a zone; write it like 2027-04-15T07:30.",
    ),
    "cli.time_past": Sentence(
        "--at {at} đã qua; đặt một giờ sắp tới, hoặc dùng “publisher missed now”.",
        "--at {at} is past; give a time to come, or use “publisher missed now”.",
    ),
    "cli.missed_moved": Sentence(
        "{by} dời {n} lượt sang {at:%H:%M ngày %d/%m/%Y}.",
        "{by} moved {n} {n:delivery|deliveries} to {at:%H:%M on %d/%m/%Y}.",
    ),
    "cli.missed_adopted": Sentence(
        "{by} nhận {n} lượt là đã đăng.",
        "{by} took {n} {n:delivery|deliveries} for published.",
    ),
    "cli.missed_dropped": Sentence(
        "{by} bỏ {n} lượt.",
        "{by} dropped {n} {n:delivery|deliveries}.",
    ),
    "cli.missed_nobody": Sentence(
        'Thiếu người quyết định: thêm --by "Họ tên".',
        'Who decides? Add --by "Full name".',
    ),
    "cli.not_missed": Sentence(
        "Không có lượt bị lỡ nào của “{entry}”; xem bằng “publisher missed list”.",
        "No delivery of “{entry}” is missed; see them with “publisher missed list”.",
    ),
    "cli.planned": Sentence(
        "{n} lượt đăng.",
        "{n} {n:delivery|deliveries}.",
    ),
    "cli.edited": Sentence(
        "Đã sửa lời bài {entry} trên trang {page}.",
        "The words of {entry} on the page {page} were changed.",
    ),
    "cli.remove_why": Sentence(
        'Thiếu lý do: thêm --reason "…".',
        'Why? Add --reason "…".',
    ),
    "cli.removed": Sentence(
        "Đã gỡ bài {entry} khỏi trang {page}.",
        "{entry} was taken off the page {page}.",
    ),
    "cli.done_by_nobody": Sentence(
        'Thiếu người làm: thêm --by "Họ tên".',
        'Who does it? Add --by "Full name".',
    ),
    "cli.not_public": Sentence(
        "Không có bài “{entry}” nào đang hiện trên trang; xem bằng “publisher doctor {entry}”.",
        "No post “{entry}” is public on a page; see “publisher doctor {entry}”.",
    ),
    "cli.no_token": Sentence(
        "Trang {page} chưa có mã truy cập; xem “publisher check”.",
        "The page {page} has no access token; see “publisher check”.",
    ),
    "cli.not_queued": Sentence(
        "Bài “{entry}” không còn trong hàng đợi; ghi lời mới bằng --text.",
        "“{entry}” is no longer in the queue; give the new words with --text.",
    ),
    "cli.rehearsal_page": Sentence(
        "Trang kết quả: {path}",
        "Results: {path}",
    ),
    "cli.rehearsing": Sentence(
        "Tổng duyệt",
        "Rehearsing",
    ),
    "cli.rehearsed": Sentence(
        "{title}: {first:%d/%m/%Y} – {last:%d/%m/%Y}, {n} lượt trên {pages} trang (và {others}"
        " lượt khác trong những ngày ấy), chạy {seconds} giây.",
        "{title}: {first:%d/%m/%Y} – {last:%d/%m/%Y}, {n} {n:delivery|deliveries} on {pages}"
        " {pages:page|pages} (and {others} others on those days), played in {seconds} s.",
    ),
    "cli.rehearsal_well": Sentence(
        "Không có gì phải xem lại.",
        "Nothing needs another look.",
    ),
    "cli.report_kinds": Sentence(
        "“{path}”: báo cáo ghi thành .docx hoặc .xlsx.",
        "“{path}”: the report is written as .docx or .xlsx.",
    ),
    "cli.no_unit_of": Sentence(
        "Không có đơn vị “{name}” (có: {known}).",
        "There is no unit “{name}” (there are: {known}).",
    ),
    "cli.no_campaign_of": Sentence(
        "Không có chiến dịch “{name}” (có: {known}).",
        "There is no campaign “{name}” (there are: {known}).",
    ),
    "cli.none_yet": Sentence(
        "chưa có",
        "none yet",
    ),
    "cli.report_none": Sentence(
        "Chưa có bài nào được đăng trong thời gian này.",
        "Nothing was published in these days.",
    ),
    "cli.report_total": Sentence(
        "Tổng: {posts} bài, {engagement} tương tác; {failed} lượt không đăng được.",
        "In all: {posts} posts, {engagement} engagements; {failed} not published.",
    ),
    "cli.running": Sentence(
        "publisher đang chạy. Bàn làm việc: {address}/. Dừng: Ctrl-C.",
        "publisher is running. The desk: {address}/. Stop: Ctrl-C.",
    ),
    "cli.first_link": Sentence(
        "Chưa có người quản trị. Mở đường dẫn này (dùng một lần, trong 24 giờ) để tạo tài"
        " khoản đầu tiên:",
        "There is no administrator yet. Open this link (once, within 24 hours) to make the"
        " first account:",
    ),
    "cli.sandbox_token": Sentence(
        "  {page}: chưa có mã truy cập; máy mô phỏng nhận “sandbox-{page}”.",
        "  {page}: no access token yet; the stand-in takes “sandbox-{page}”.",
    ),
    "cli.sandbox": Sentence(
        "Máy mô phỏng: {address} (mở bằng trình duyệt để xem các trang)",
        "The stand-in: {address} (open it in a browser to see the pages)",
    ),
    "cli.sandbox_key": Sentence(
        'Trong config.toml: [facebook] graph_url = "{address}"',
        'In config.toml: [facebook] graph_url = "{address}"',
    ),
    "cli.service_runs": Sentence(
        "Dịch vụ: đang chạy (tiến trình {pid})",
        "The service: running (process {pid})",
    ),
    "cli.service_down": Sentence(
        "Dịch vụ: KHÔNG chạy: hãy chạy “publisher run”",
        "The service: NOT running: run “publisher run”",
    ),
    "cli.unapproved": Sentence(
        "{n} lượt chờ duyệt: xem và duyệt bằng “publisher approve”.",
        "{n} {n:delivery waits|deliveries wait} for approval: see and approve with “publisher"
        " approve”.",
    ),
    "cli.trouble": Sentence(
        "Cần người xử lý",
        "Needs a person",
    ),
    "cli.coming": Sentence(
        "Sắp đăng",
        "Coming",
    ),
    "cli.gone_out": Sentence(
        "Đã đăng",
        "Published",
    ),
    "cli.why": Sentence(
        "Vì sao, cần làm gì",
        "Why, what to do",
    ),
    "cli.address": Sentence(
        "Địa chỉ, lưu ý",
        "Address, notes",
    ),
    "cli.alive": Sentence(
        "Dịch vụ đang chạy (tiến trình {pid}).",
        "The service is running (process {pid}).",
    ),
    "cli.worker_runs": Sentence(
        "publisher worker {name} đang chạy. Dừng: Ctrl-C.",
        "publisher worker {name} is running. Stop: Ctrl-C.",
    ),
    "cli.article_unread": Sentence(
        "Chưa đọc được bài báo: {why}",
        "The article was not read: {why}",
    ),
    "cli.article_bare": Sentence(
        "Bài báo không có ảnh: Facebook sẽ hiện thẻ trống. Muốn có ảnh, thêm card ="
        " “press-link” vào danh sách.",
        "The article has no picture: Facebook will show an empty card. For a picture, add card"
        " = “press-link” to the list.",
    ),
    "cli.queue_checked": Sentence(
        "{n} bài dùng được, {wrong} chỗ cần sửa.",
        "{n} usable {n:post|posts}, {wrong} {wrong:place|places} to mend.",
    ),
    "cli.not_compared": Sentence(
        "Chưa đối chiếu được với lịch đã xếp: {why}",
        "Could not be compared with what is planned: {why}",
    ),
    "cli.let_go_none": Sentence(
        "Không có lượt nào chờ đồng ý hủy.",
        "Nothing waits for somebody to agree that it is cancelled.",
    ),
    "cli.let_go_nobody": Sentence(
        'Thiếu người đồng ý: publisher queue let-go {code} --by "Họ tên".',
        'Who agrees? publisher queue let-go {code} --by "Full name".',
    ),
    "cli.let_go_changed": Sentence(
        "Danh sách chờ hủy đã đổi hoặc đã có người đồng ý; xem lại bằng “publisher queue let-go”.",
        "The list has changed, or somebody agreed already; look again with “publisher queue"
        " let-go”.",
    ),
    "cli.let_go_done": Sentence(
        "Đã đồng ý hủy {n} lượt; dịch vụ hủy trong vòng một phút.",
        "Agreed to cancel {n} {n:delivery|deliveries}; the service cancels within a minute.",
    ),
    "cli.let_go_pages": Sentence(
        "Trang: {pages}",
        "Pages: {pages}",
    ),
    "cli.let_go_agreed": Sentence(
        "{by} đã đồng ý; dịch vụ hủy trong vòng một phút.",
        "{by} agreed; the service cancels within a minute.",
    ),
    "cli.let_go_how": Sentence(
        'Đồng ý hủy đúng {n} lượt này: publisher queue let-go {code} --by "Họ tên"',
        "To agree that exactly these {n} are cancelled: publisher queue let-go {code} --by"
        ' "Full name"',
    ),
    "cli.not_planned": Sentence(
        "chưa có lượt đăng nào (publisher run sẽ lập lịch)",
        "no delivery yet (publisher run plans them)",
    ),
    "cli.and_more": Sentence(
        " (và {n} lượt khác)",
        " (and {n} more)",
    ),
    "cli.lane_flip": Sentence(
        "đăng",
        "publish",
    ),
    "cli.lane_prepare": Sentence(
        "chuẩn bị",
        "prepare",
    ),
    "cli.lane_after": Sentence(
        "việc sau khi đăng",
        "after publishing",
    ),
    "cli.stuck": Sentence(
        "VIỆC KẸT: {n} lượt dở dang của tiến trình đã chết: hãy chạy “publisher worker” trên"
        " ít nhất một máy.",
        "STUCK: {n} left halfway by a dead process: run “publisher worker” on at least one"
        " machine.",
    ),
    "cli.workers": Sentence(
        "Tiến trình đăng bài (worker): {n} đang chạy",
        "Publishing processes (workers): {n} running",
    ),
    "cli.no_worker": Sentence(
        "KHÔNG có worker nào chạy: bài đến giờ sẽ không được đăng; hãy chạy “publisher worker”"
        " trên ít nhất một máy.",
        "NO worker is running: posts will not go out at their time; run “publisher worker” on"
        " at least one machine.",
    ),
    "cli.versions": Sentence(
        "Đang có nhiều phiên bản cùng chạy ({versions}): nâng cấp dở dang? Khởi động lại tiến"
        " trình còn bản cũ.",
        "Several versions run at once ({versions}): an upgrade left halfway? Restart the"
        " processes of the old version.",
    ),
    "cli.sign": Sentence(
        "{ago} trước",
        "{ago} ago",
    ),
    "cli.no_sign": Sentence(
        "KHÔNG có dấu hiệu sống từ {ago} trước",
        "NO sign of life for {ago}",
    ),
    "cli.process": Sentence(
        "{role} {host} (tiến trình {pid}, bản {version}): {sign}",
        "{role} {host} (process {pid}, version {version}): {sign}",
    ),
    "cli.process_work": Sentence(
        "; đang xử lý {busy}, đã xong {done}",
        "; at work on {busy}, done {done}",
    ),
    "cli.due": Sentence(
        "{n} lượt đến giờ",
        "{n} due",
    ),
    "cli.handed_over": Sentence(
        "{n} đã giao cho worker",
        "{n} handed to workers",
    ),
    "cli.in_work": Sentence(
        "{n} đang xử lý",
        "{n} in work",
    ),
    "cli.work": Sentence(
        "Hàng chờ: {parts}",
        "Waiting: {parts}",
    ),
    "cli.late": Sentence(
        "Trễ nhất bây giờ: {span}",
        "Latest now: {span}",
    ),
    "cli.not_late": Sentence(
        "Trễ: không có bài nào quá giờ",
        "Late: nothing is past its time",
    ),
    "cli.lately": Sentence(
        "{now}; trong một giờ qua: một nửa trong vòng {half}, 99 % trong {most}, chậm nhất"
        " {latest}",
        "{now}; in the last hour: half within {half}, 99 % within {most}, the slowest {latest}",
    ),
    "cli.deliveries": Sentence(
        "khoảng {n} lượt đăng",
        "about {n} deliveries",
    ),
    "cli.attempts": Sentence(
        "khoảng {n} lần gửi",
        "about {n} attempts",
    ),
    "cli.database": Sentence(
        "Cơ sở dữ liệu: {parts}",
        "Database: {parts}",
    ),
    "cli.lint_unmended": Sentence(
        "{path}: chưa sửa được, {why}",
        "{path}: not mended, {why}",
    ),
    "cli.lint_mended": Sentence(
        "{path}: đã sửa {n} chỗ.",
        "{path}: {n} {n:place|places} mended.",
    ),
}
