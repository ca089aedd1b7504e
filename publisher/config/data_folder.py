"""The data folder of an installation."""

from publisher.config.values import Config
from publisher.files import private_folder


def private_data(config: Config) -> None:
    """Keep the data folder from others: it holds the database, drafts and pictures of the days to
    come.

    Not when the queue lies within, which is for the office. Raises OSError when it cannot be made.
    """
    if config.data.resolve() not in (config.queue.resolve(), *config.queue.resolve().parents):
        private_folder(config.data)
