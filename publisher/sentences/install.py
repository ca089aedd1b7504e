"""What is said of the first folder, tokens and the move of the database."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "install.already_there": Sentence(
        "{path} đã có; publisher init không ghi đè lên tệp nào. Hãy chọn thư mục khác.",
        "{path} exists; publisher init overwrites no file. Choose another folder.",
    ),
}
