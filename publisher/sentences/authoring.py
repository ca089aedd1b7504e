"""What is said of writing and importing."""

from publisher.sentences.catalogue import Sentence

SENTENCES = {
    "authoring.conflict": Sentence(
        "Tệp vừa được người khác sửa.",
        "Somebody else has just changed the file.",
    ),
}
