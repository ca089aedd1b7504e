"""What `--help` tells of commands and their options."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "help.init": Sentence(
        "Tạo thư mục làm việc mẫu: cấu hình có giải thích, hàng đợi với chiến dịch mẫu, chỗ"
        " đặt mã truy cập.",
        "Make a working folder to start from: an explained configuration, a queue with a"
        " sample campaign, a place for access tokens.",
    ),
    "help.check": Sentence(
        "Kiểm tra cấu hình, phông chữ, đồng hồ, cơ sở dữ liệu, quyền thư mục và mã truy cập"
        " của từng trang.",
        "Check the configuration, fonts, clock, database, rights of folders and the access"
        " token of each page.",
    ),
    "help.connect": Sentence(
        "Kết nối các trang: dán mã của người quản trị hoặc người dùng hệ thống; mã từng trang"
        " được lấy và cất kín.",
        "Connect the pages: paste the token of an administrator or a system user; each page's"
        " token is fetched and kept encrypted.",
    ),
    "help.queue": Sentence(
        "Hàng đợi: thêm bài, xem trạng thái, kiểm tra tệp.",
        "The queue: add posts, see where they stand, check the files.",
    ),
    "help.import": Sentence(
        "Nhập văn bản kế hoạch thành chiến dịch nháp, hoặc bảng kế hoạch thành bài.",
        "Turn an official letter into a draft campaign, or a sheet of plans into posts.",
    ),
    "help.plan": Sentence(
        "In lịch đăng của một khoảng thời gian; không ghi gì.",
        "Print the calendar of a span of days; nothing is written.",
    ),
    "help.preview": Sentence(
        "Dựng ảnh của một hay nhiều bài vào một thư mục, kèm một tờ xem chung.",
        "Draw the pictures of one or more posts into a folder, with one sheet of them all.",
    ),
    "help.cards": Sentence(
        "Kể các mẫu ảnh thiết kế; với -o thì dựng mọi mẫu, mọi khổ, mọi bộ nhận diện thành ảnh"
        " và tờ xem chung.",
        "List the card templates; with -o draw all templates, formats and brands as pictures"
        " and one sheet.",
    ),
    "help.print": Sentence(
        "Xuất khẩu hiệu thành tệp PDF cho nhà in: đúng mi-li-mét, có tràn viền, phông chữ"
        " nhúng sẵn.",
        "Write slogans as PDF files for the printer: exact to the millimetre, with bleed,"
        " fonts embedded.",
    ),
    "help.rehearse": Sentence(
        "Tổng duyệt: chạy cả chiến dịch trong giờ ảo với Facebook giả; cái gì đăng lúc nào, ở"
        " đâu, chỗ nào cần xem lại.",
        "Rehearse: run a whole campaign in virtual time against a stand-in of Facebook; what"
        " goes out when and where, and what needs another look.",
    ),
    "help.report": Sentence(
        "Báo cáo kết quả: theo chiến dịch, đơn vị, trang, loại bài, khung giờ; mặc định 30"
        " ngày qua.",
        "Report results: by campaign, unit, page, kind of post and time slot; the last 30 days"
        " unless told otherwise.",
    ),
    "help.lint": Sentence(
        "Soát lời văn: thiếu dấu, viết hoa sai tên gọi, số năm không khớp ngày, dấu cách và"
        " ngoặc kép.",
        "Proof-read: missing accents, names with wrong capitals, numbers of years that do not"
        " fit a date, blanks and quotes.",
    ),
    "help.export": Sentence(
        "Xuất lịch đăng ra Excel, lịch điện thoại (.ics), hoặc PDF để in trình lãnh đạo.",
        "Write the calendar as Excel, for phones (.ics), or as a PDF to print for the leaders.",
    ),
    "help.approve": Sentence(
        "Xem những lượt đang chờ duyệt và duyệt; duyệt gắn với đúng chữ và ảnh sẽ hiện ra.",
        "See the deliveries that wait for approval and approve them; an approval holds for"
        " exactly the words and pictures that will appear.",
    ),
    "help.missed": Sentence(
        "Các lượt bị lỡ: xem, đăng ngay, dời giờ, bỏ.",
        "Missed deliveries: see them, publish now, move, drop.",
    ),
    "help.published": Sentence(
        "Sửa lời hoặc gỡ bài đã đăng; ai làm đều được ghi lại.",
        "Change the words of a published post or take it down; who did it is noted.",
    ),
    "help.freeze": Sentence(
        "Tạm dừng toàn bộ (hoặc một đơn vị, một chiến dịch): không bài nào được đăng cho tới"
        " khi có lệnh bỏ dừng.",
        "Freeze everything (or a unit, or a campaign): no post goes out until somebody ends"
        " the freeze.",
    ),
    "help.unfreeze": Sentence(
        "Bỏ lệnh tạm dừng: bài còn trong hạn tự đi tiếp, bài đã quá hạn nằm ở mục bị lỡ.",
        "End a freeze: posts still in time go on by themselves, those too late are listed as"
        " missed.",
    ),
    "help.run": Sentence(
        "Chạy dịch vụ: theo dõi hàng đợi, lập lịch, chuẩn bị và đăng đúng giờ. Dừng bằng"
        " Ctrl-C hoặc SIGTERM.",
        "Run the service: watch the queue, plan, prepare and publish on time. Stop it with"
        " Ctrl-C or SIGTERM.",
    ),
    "help.worker": Sentence(
        "Chạy một tiến trình đăng bài cho engine = “cluster”: bao nhiêu tiến trình, trên máy"
        " nào cũng được.",
        "Run a publishing process for engine = “cluster”: any number of them, on any machine.",
    ),
    "help.database": Sentence(
        "Cơ sở dữ liệu: nâng cấp lược đồ, chuyển từ SQLite sang PostgreSQL.",
        "The database: upgrade its schema, move from SQLite to PostgreSQL.",
    ),
    "help.watch": Sentence(
        "Xem dịch vụ còn sống không; đã ngừng thì báo tin cho người nhận và thoát với mã 1"
        " (dùng với cron hay timer).",
        "See whether the service is alive; if not, tell the receivers of notices and exit with"
        " code 1 (for cron or a timer).",
    ),
    "help.status": Sentence(
        "Cho biết dịch vụ có chạy không, cái gì sắp đăng, đã đăng, và cái gì cần người xử lý.",
        "Tell whether the service runs, what is coming, what went out, and what needs a person.",
    ),
    "help.doctor": Sentence(
        "Kể toàn bộ chuyện của một bài: ai duyệt, từng lần gửi Facebook và kết quả, bây giờ ra"
        " sao, cần làm gì.",
        "Tell the whole story of a post: who approved it, each call to Facebook and its"
        " answer, how it stands now, what to do.",
    ),
    "help.sandbox": Sentence(
        "Chạy máy chủ mô phỏng Facebook cho các trang trong cấu hình, để thử mà không đăng thật.",
        "Run a stand-in of Facebook for the configured pages, to try things without publishing.",
    ),
    "help.demo": Sentence(
        "Trình diễn trọn vẹn với chiến dịch mẫu dời về lúc này: máy mô phỏng, dịch vụ, những"
        " bài đầu sau vài giây.",
        "Show everything with the sample campaign moved to now: stand-in, service, the first"
        " posts within seconds.",
    ),
    "help.publisher": Sentence(
        "Xếp bài, dựng ảnh và đăng lên các trang Facebook của công đoàn: đúng một lần, đúng"
        " giờ, đủ ảnh.",
        "Queue posts, draw their pictures and publish them on the Facebook pages of trade"
        " unions: once, on time, complete.",
    ),
    "help.lang": Sentence(
        "vi hoặc en: tiếng Việt hay tiếng Anh; bỏ trống: theo PUBLISHER_LANG hoặc tiếng Việt.",
        "vi or en: Vietnamese or English; left out, PUBLISHER_LANG decides.",
    ),
    "help.queue_add": Sentence(
        "Thêm một bài hoặc một đường dẫn báo chí.",
        "Add a post or a link to an article.",
    ),
    "help.queue_add_post": Sentence(
        "Thêm một bài đăng vào hàng đợi.",
        "Add a post to the queue.",
    ),
    "help.queue_add_link": Sentence(
        "Thêm một đường dẫn báo chí để chia sẻ; địa chỉ được bỏ mã theo dõi.",
        "Add a link to an article to share; tracking codes are taken off the address.",
    ),
    "help.queue_list": Sentence(
        "Liệt kê mọi bài trong hàng đợi và trạng thái của từng lượt đăng.",
        "List all posts of the queue and where each delivery stands.",
    ),
    "help.queue_check": Sentence(
        "Báo mọi chỗ sai trong mọi tệp của hàng đợi, kèm tệp:dòng và cách sửa; và những gì khi xếp"
        " lịch, vẽ ảnh sẽ bị từ chối.",
        "Tell all that is wrong in all files of the queue, with file:line and what to write"
        " instead; and what planning and drawing would refuse.",
    ),
    "help.queue_let_go": Sentence(
        "Xem, và đồng ý hủy, những lượt đã duyệt mà hàng đợi bỗng không còn nữa.",
        "See approved deliveries that the queue suddenly has no more, and agree to cancel them.",
    ),
    "help.import_plan": Sentence(
        "Đọc một kế hoạch: khẩu hiệu đúng từng chữ, ngày kỷ niệm, thời gian, kênh; viết thành"
        " chiến dịch nháp.",
        "Read an official letter: slogans word for word, anniversaries, times, channels; write"
        " it as a draft campaign.",
    ),
    "help.import_sheet": Sentence(
        "Nhập một bảng kế hoạch nội dung: báo mọi ô sai, chỉ xếp khi không còn ô nào sai.",
        "Read a sheet of plans: tell each wrong cell; posts are queued only when none is left.",
    ),
    "help.import_template": Sentence(
        "Ghi tệp Excel mẫu để điền kế hoạch nội dung.",
        "Write an Excel file to fill in plans.",
    ),
    "help.missed_list": Sentence(
        "Kể các lượt bị lỡ.",
        "List the missed deliveries.",
    ),
    "help.missed_now": Sentence(
        "Đăng ngay các lượt bị lỡ (vẫn phải có phê duyệt nếu đơn vị yêu cầu).",
        "Publish missed deliveries now (approval is still needed where the unit asks for it).",
    ),
    "help.missed_move": Sentence(
        "Dời các lượt bị lỡ sang giờ khác.",
        "Move missed deliveries to another time.",
    ),
    "help.missed_adopt": Sentence(
        "Ghi nhận bài mà trang đã có là chính bài này; không gửi gì.",
        "Take the post that the page shows already for this one; nothing is sent.",
    ),
    "help.missed_drop": Sentence(
        "Bỏ hẳn các lượt bị lỡ.",
        "Drop missed deliveries for good.",
    ),
    "help.published_edit": Sentence(
        "Sửa lời của bài đã đăng. Ảnh và đường dẫn của bài đã đăng thì Facebook không cho sửa.",
        "Change the words of a published post. Facebook does not let its pictures and its link"
        " be changed.",
    ),
    "help.published_remove": Sentence(
        "Gỡ bài đã đăng khỏi trang.",
        "Take a published post off its page.",
    ),
    "help.database_upgrade": Sentence(
        "Nâng cấp lược đồ cho phiên bản này; chạy được trong lúc các máy khác đang đăng.",
        "Upgrade the schema for this version; other machines may go on publishing.",
    ),
    "help.database_move": Sentence(
        "Chuyển mọi dữ liệu từ SQLite sang PostgreSQL của khóa database, so lại từng hàng; đứt"
        " giữa chừng thì chạy lại.",
        "Move all data from SQLite to the PostgreSQL of the key database, each row compared;"
        " run it again when it broke off.",
    ),
    "help.day": Sentence(
        "NĂM-THÁNG-NGÀY",
        "YEAR-MONTH-DAY",
    ),
    "help.entry": Sentence(
        "BÀI",
        "POST",
    ),
    "help.entries": Sentence(
        "BÀI…",
        "POST…",
    ),
    "help.entries_maybe": Sentence(
        "[BÀI]…",
        "[POST]…",
    ),
    "help.code": Sentence(
        "[MÃ]",
        "[CODE]",
    ),
    "help.config": Sentence(
        "Tệp cấu hình.",
        "The configuration file.",
    ),
    "help.only_unit": Sentence(
        "Chỉ đơn vị này; bỏ trống là toàn bộ.",
        "This unit only; left out: everything.",
    ),
    "help.only_campaign": Sentence(
        "Chỉ chiến dịch này; bỏ trống là toàn bộ.",
        "This campaign only; left out: everything.",
    ),
    "help.ordered_by": Sentence(
        "Họ tên người ra lệnh, được ghi lại.",
        "Name of who orders it; it is noted.",
    ),
    "help.approve_entries": Sentence(
        "Tên bài; bỏ trống thì chỉ xem.",
        "Names of posts; left out: only look.",
    ),
    "help.approve_all": Sentence(
        "Duyệt mọi lượt đang chờ.",
        "Approve all that waits.",
    ),
    "help.approved_by": Sentence(
        "Họ tên người duyệt, được ghi lại.",
        "Name of who approves; it is noted.",
    ),
    "help.cards_output": Sentence(
        "Thư mục ghi ảnh; không có thì chỉ kể tên mẫu.",
        "The folder for the pictures; left out: only list the templates.",
    ),
    "help.cards_text": Sentence(
        "Lời trên ảnh; không có thì dùng lời mẫu.",
        "The words on the pictures; left out: sample words.",
    ),
    "help.cards_template": Sentence(
        "Chỉ mẫu này; ghi lại được.",
        "This template only; may be repeated.",
    ),
    "help.cards_format": Sentence(
        "Chỉ khổ này; ghi lại được.",
        "This format only; may be repeated.",
    ),
    "help.cards_brand": Sentence(
        "Chỉ bộ nhận diện này (tên, tệp .toml).",
        "This brand only (a name, a .toml file).",
    ),
    "help.cards_overlay": Sentence(
        "Vẽ thêm khung, đường chữ và chỗ xuống dòng.",
        "Draw frames, base lines and line ends too.",
    ),
    "help.connected_by": Sentence(
        "Họ tên người kết nối, được ghi lại.",
        "Name of who connects; it is noted.",
    ),
    "help.token_file": Sentence(
        "Tệp chứa mã; bỏ trống thì dán mã khi được hỏi.",
        "A file that holds the token; left out: paste it when asked.",
    ),
    "help.move_from": Sentence(
        "Tệp SQLite đang dùng; bỏ trống là publisher.sqlite3 trong thư mục dữ liệu.",
        "The SQLite file in use; left out: publisher.sqlite3 in the data folder.",
    ),
    "help.demo_once": Sentence(
        "Thoát khi các bài đầu đã hiện ra.",
        "Exit once the first posts are public.",
    ),
    "help.demo_folder": Sentence(
        "Thư mục của bản trình diễn; bỏ trống là thư mục tạm.",
        "The folder of the demo; left out: a temporary one.",
    ),
    "help.entry_name": Sentence(
        "Tên bài, như “publisher queue list” cho thấy.",
        "The post's name, as “publisher queue list” shows it.",
    ),
    "help.only_page": Sentence(
        "Chỉ trên trang này.",
        "On this page only.",
    ),
    "help.doctor_language": Sentence(
        "vi hoặc en: kể bằng tiếng Việt hay tiếng Anh.",
        "vi or en: tell it in Vietnamese or English.",
    ),
    "help.export_output": Sentence(
        "Tệp .xlsx, .ics hoặc .pdf sẽ ghi.",
        "The .xlsx, .ics or .pdf file to write.",
    ),
    "help.from_today": Sentence(
        "Từ ngày; mặc định hôm nay.",
        "From this day on; today unless told otherwise.",
    ),
    "help.until_30": Sentence(
        "Đến hết ngày; mặc định 30 ngày.",
        "Until the end of this day; 30 days unless told otherwise.",
    ),
    "help.until_14": Sentence(
        "Đến hết ngày; mặc định 14 ngày.",
        "Until the end of this day; 14 days unless told otherwise.",
    ),
    "help.from_day": Sentence(
        "Từ ngày.",
        "From this day on.",
    ),
    "help.until_day": Sentence(
        "Đến hết ngày.",
        "Until the end of this day.",
    ),
    "help.one_campaign": Sentence(
        "Chỉ một chiến dịch.",
        "One campaign only.",
    ),
    "help.freeze_reason": Sentence(
        "Lý do, như “Quốc tang”.",
        "Why, such as “national mourning”.",
    ),
    "help.plan_file": Sentence(
        "Văn bản kế hoạch: .docx, .pdf có chữ, .md hoặc .txt.",
        "The official letter: .docx, .pdf with text, .md or .txt.",
    ),
    "help.plan_output": Sentence(
        "Ghi bản nháp vào thư mục này; bỏ trống là hàng đợi, dưới dạng nháp.",
        "Write the draft into this folder; left out: into the queue, as a draft.",
    ),
    "help.plan_year": Sentence(
        "Chạy lại kế hoạch cũ trong năm này: thời gian dời theo, năm và số năm được tính.",
        "Run an old letter again in this year: its times move along, years and numbers of"
        " years are counted.",
    ),
    "help.sheet_file": Sentence(
        "Bảng kế hoạch .xlsx hoặc .csv, mỗi dòng một bài.",
        "The sheet of plans, .xlsx or .csv, a post a row.",
    ),
    "help.sheet_write": Sentence(
        "Xếp vào hàng đợi; không có thì chỉ xem trước.",
        "Queue the posts; left out: only look.",
    ),
    "help.template_output": Sentence(
        "Tệp .xlsx sẽ ghi.",
        "The .xlsx file to write.",
    ),
    "help.init_folder": Sentence(
        "Thư mục sẽ tạo.",
        "The folder to make.",
    ),
    "help.lint_text": Sentence(
        "Chỉ soát đoạn chữ này.",
        "Proof-read these words only.",
    ),
    "help.missed_entries": Sentence(
        "Tên bài, như “publisher missed list” cho thấy.",
        "Names of posts, as “publisher missed list” shows them.",
    ),
    "help.decided_by": Sentence(
        "Họ tên người quyết định, được ghi lại.",
        "Name of who decides; it is noted.",
    ),
    "help.missed_at": Sentence(
        "Giờ mới, giờ địa phương của trang, như 2027-04-15T07:30.",
        "The new time by the page's clock, such as 2027-04-15T07:30.",
    ),
    "help.what_to_show": Sentence(
        "Tên bài, chiến dịch, hoặc tệp trong hàng đợi.",
        "Names of posts or campaigns, or files of the queue.",
    ),
    "help.preview_output": Sentence(
        "Thư mục ghi ảnh.",
        "The folder for the pictures.",
    ),
    "help.preview_on": Sentence(
        "Dựng như vào ngày này.",
        "Draw as on this day.",
    ),
    "help.print_product": Sentence(
        "bang-ron, phuon, pano, phong, a0 … a4; ghi lại được.",
        "bang-ron, phuon, pano, phong, a0 … a4; may be repeated.",
    ),
    "help.print_output": Sentence(
        "Thư mục ghi tệp PDF.",
        "The folder for the PDF files.",
    ),
    "help.print_on": Sentence(
        "In như cho ngày này.",
        "Print as for this day.",
    ),
    "help.done_by": Sentence(
        "Họ tên người làm, được ghi lại.",
        "Name of who does it; it is noted.",
    ),
    "help.edit_text": Sentence(
        "Lời mới; bỏ trống là lời đang có trong tệp hàng đợi.",
        "The new words; left out: those that the queue file holds now.",
    ),
    "help.remove_reason": Sentence(
        "Vì sao gỡ, được ghi lại.",
        "Why it is taken down; it is noted.",
    ),
    "help.rehearse_campaign": Sentence(
        "Tên chiến dịch (tên tệp), bản nháp cũng được.",
        "The campaign (its file's name), a draft too.",
    ),
    "help.rehearse_output": Sentence(
        "Thư mục kết quả.",
        "The folder for the results.",
    ),
    "help.campaign_file": Sentence(
        "Chỉ một chiến dịch (tên tệp).",
        "One campaign only (its file's name).",
    ),
    "help.one_unit": Sentence(
        "Chỉ một đơn vị.",
        "One unit only.",
    ),
    "help.report_output": Sentence(
        "Tệp .docx hoặc .xlsx (lặp lại được).",
        "A .docx or .xlsx file to write (may be repeated).",
    ),
    "help.report_template": Sentence(
        "Ghi mẫu Word đang dùng ra tệp này, để sửa thành mẫu của mình.",
        "Write the Word template in use into this file, to make it your own.",
    ),
    "help.json_log": Sentence(
        "Nhật ký dạng JSON, mỗi dòng một mục.",
        "Log as JSON, an item a line.",
    ),
    "help.sandbox_folder": Sentence(
        "Thư mục giữ trạng thái; chạy lại thì tiếp tục.",
        "The folder that keeps its state; run again, it goes on.",
    ),
    "help.sandbox_port": Sentence(
        "Cổng; 0 là cổng trống bất kỳ.",
        "The port; 0 is any free one.",
    ),
    "help.status_limit": Sentence(
        "Số dòng nhiều nhất mỗi bảng.",
        "At most so many lines a table.",
    ),
    "help.metrics_port": Sentence(
        "Cổng trên 127.0.0.1 cho /metrics của riêng tiến trình này; 0 là không mở.",
        "The port on 127.0.0.1 for this process's own /metrics; 0 opens none.",
    ),
    "help.post_text": Sentence(
        "Lời bài đăng; “-” để đọc từ đầu vào chuẩn.",
        "The words of the post; “-” reads them from standard input.",
    ),
    "help.post_name": Sentence(
        "Tên tệp; bỏ trống thì lấy từ lời bài.",
        "The file's name; left out: taken from the words.",
    ),
    "help.link_url": Sentence(
        "Địa chỉ bài báo.",
        "The article's address.",
    ),
    "help.link_text": Sentence(
        "Lời dẫn của trang.",
        "The page's own words above it.",
    ),
    "help.link_headline": Sentence(
        "Tiêu đề bài báo, cho ảnh thiết kế.",
        "The article's headline, for the card.",
    ),
    "help.link_publication": Sentence(
        "Tên báo.",
        "The newspaper's name.",
    ),
    "help.link_utm": Sentence(
        "Gắn mã đo lượt xem (UTM) với tên chiến dịch này.",
        "Add a code that counts visits (UTM), with this campaign name.",
    ),
    "help.link_fetch": Sentence(
        "Mở bài báo để lấy tiêu đề, tên báo và địa chỉ chuẩn.",
        "Open the article for its headline, newspaper and proper address.",
    ),
    "help.let_go_code": Sentence(
        "Mã mà lệnh này cho thấy; bỏ trống thì chỉ xem.",
        "The code that this command shows; left out: only look.",
    ),
    "help.agreed_by": Sentence(
        "Họ tên người đồng ý, được ghi lại.",
        "Name of who agrees; it is noted.",
    ),
    "help.pages_or_only": Sentence(
        "Trang đăng (lặp lại được); “*” cho mọi trang; chỉ có một trang thì không cần.",
        "A page to publish on (may be repeated); “*” for all pages; not needed where there is"
        " only one.",
    ),
    "help.lint_fix": Sentence(
        "Sửa luôn chữ giống nhau, dấu Markdown, dấu câu, dấu cách.",
        "Mend look-alike letters, marks of Markdown, signs and blanks at once.",
    ),
    "help.write_photos": Sentence(
        "Viết TỆP hoặc “TỆP|mô tả”.",
        "Write FILE or “FILE|description”.",
    ),
    "help.write_fields": Sentence(
        "Viết tên=chữ, như when=“07:30, 01/5”.",
        "Write name=words, such as when=“07:30, 01/5”.",
    ),
    "help.write_exceptions": Sentence(
        "Viết trang.điều=chữ, như huyen.skip=có, huyen.text=“Lời riêng”.",
        "Write page.key=words, such as huyen.skip=yes, huyen.text=“Words of its own”.",
    ),
    "help.at_most": Sentence(
        "Nhiều nhất {n}.",
        "At most {n}.",
    ),
    "help.repeated": Sentence(
        "Lặp lại được.",
        "May be repeated.",
    ),
}
