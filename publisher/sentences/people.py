"""What is said of accounts, keys and signing in."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "people.must_wait": Sentence(
        "Sai quá nhiều lần; thử lại sau {seconds} giây.",
        "Too many failures; try again in {seconds} {seconds:second|seconds}.",
    ),
}
