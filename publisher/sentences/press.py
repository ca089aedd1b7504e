"""What is said of articles and feeds."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "press.feed_stumbled": Sentence(
        "Chưa đọc được nguồn tin này do lỗi của chương trình; báo người vận hành xem nhật ký.",
        "A mistake of the program kept this feed from being read; tell the operator to look at"
        " the log.",
    ),
    "press.feed_endless": Sentence(
        "Nguồn tin không kết thúc; xem lại địa chỉ.",
        "The feed does not end; check the address.",
    ),
    "press.feed_unclear": Sentence(
        "Không hiểu được nguồn tin này; dùng nguồn RSS khác của báo đó.",
        "This feed cannot be understood; use another RSS feed of that newspaper.",
    ),
    "press.no_feed": Sentence(
        "Địa chỉ này không phải nguồn tin RSS hay Atom.",
        "This address is no RSS or Atom feed.",
    ),
    "press.unclear": Sentence(
        "Không hiểu được trang báo này; điền tay tiêu đề và tên báo.",
        "This page cannot be understood; fill in the headline and the newspaper by hand.",
    ),
    "press.bad_address": Sentence(
        "Địa chỉ {trouble}; chép nguyên địa chỉ bài báo.",
        "The address {trouble}; copy the whole address of the article.",
    ),
    "press.leads_nowhere": Sentence(
        "Trang báo chuyển sang một địa chỉ không mở được; mở bài báo rồi chép địa chỉ cuối cùng.",
        "The page leads on to an address that cannot be opened; open the article and copy"
        " its last address.",
    ),
    "press.leads_on": Sentence(
        "Địa chỉ chuyển tiếp quá nhiều lần; mở bài báo rồi chép địa chỉ cuối cùng.",
        "The address leads on too many times; open the article and copy its last address.",
    ),
    "press.unknown_host": Sentence(
        "Không tìm thấy máy chủ {host}; xem lại địa chỉ.",
        "The server {host} was not found; check the address.",
    ),
    "press.not_public": Sentence(
        "Địa chỉ này không ở trên mạng công cộng nên không được đọc.",
        "This address is not on the public internet, so it is not read.",
    ),
    "press.no_article": Sentence(
        "Địa chỉ này không phải một bài báo; chép địa chỉ của chính bài viết.",
        "This address is no article; copy the address of the article itself.",
    ),
    "press.picture_large": Sentence(
        "Ảnh của bài báo quá lớn; tải ảnh khác lên.",
        "The article's picture is too large; upload another one.",
    ),
    "press.slow": Sentence(
        "Trang báo trả lời quá chậm; thử lại, hoặc điền tay tiêu đề và tên báo.",
        "The page answers too slowly; try again, or fill in the headline and the newspaper"
        " by hand.",
    ),
    "press.closed": Sentence(
        "Không mở được trang báo; xem lại địa chỉ, hoặc điền tay tiêu đề và tên báo.",
        "The page cannot be opened; check the address, or fill in the headline and the"
        " newspaper by hand.",
    ),
    "press.broken": Sentence(
        "Trang báo ngắt giữa chừng; thử lại, hoặc điền tay tiêu đề và tên báo.",
        "The page broke off; try again, or fill in the headline and the newspaper by hand.",
    ),
    "press.busy": Sentence(
        "Đang mở nhiều đường dẫn báo một lúc; đợi vài giây rồi thử lại, hoặc điền tay tiêu"
        " đề và tên báo.",
        "Many links are being opened at once; wait a few seconds and try again, or fill in"
        " the headline and the newspaper by hand.",
    ),
    "press.answered": Sentence(
        "Trang báo trả lời {number}; xem lại địa chỉ, hoặc điền tay tiêu đề và tên báo.",
        "The page answers {number}; check the address, or fill in the headline and the"
        " newspaper by hand.",
    ),
    "press.feed_answered": Sentence(
        "Nguồn tin trả lời {number}; người vận hành xem lại địa chỉ trong [feeds].",
        "The feed answers {number}; the operator checks the address in [feeds].",
    ),
    "press.feed_slow": Sentence(
        "Nguồn tin trả lời quá chậm; chương trình sẽ đọc lại sau.",
        "The feed answers too slowly; it is read again later.",
    ),
    "press.feed_broken": Sentence(
        "Nguồn tin ngắt giữa chừng; chương trình sẽ đọc lại sau.",
        "The feed broke off; it is read again later.",
    ),
    "press.feed_closed": Sentence(
        "Không mở được nguồn tin; nếu còn vậy, người vận hành xem lại địa chỉ trong [feeds].",
        "The feed cannot be opened; if it stays so, the operator checks the address in [feeds].",
    ),
}
