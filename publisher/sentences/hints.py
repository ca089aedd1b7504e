"""What is said of a word that nobody knows."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "hints.perhaps": Sentence("có phải ý bạn là “{word}”?", "did you mean “{word}”?"),
    "hints.only": Sentence("chỉ dùng: {known}", "use only: {known}"),
}
