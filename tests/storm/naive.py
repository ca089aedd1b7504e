"""A deliberately naive publisher, as most are written: post when due, try again on any error, note it afterwards.

It is given the same pages, the same posts and the same storm as ours, so that the judge is known to see.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import requests


def main(folder: Path, url: str) -> None:
    """Publish everything in plan.json at its time; what is done stands in done.json."""
    plan, done = json.loads((folder / "plan.json").read_text()), folder / "done.json"
    finished = set(json.loads(done.read_text())) if done.exists() else set()
    while len(finished) < len(plan):
        for number, post in enumerate(plan):
            if number not in finished and post["due"] <= time.time():
                publish(url, post)
                finished.add(number)
                done.write_text(json.dumps(sorted(finished)))
        time.sleep(0.05)


def publish(url: str, post: dict[str, Any]) -> None:
    """Photos that fail are skipped, a post is tried five times."""
    photos = [name for path in post["photos"] if (name := upload(url, post, path))]
    fields = {"message": post["words"], "published": "true"}
    if photos:
        fields["attached_media"] = json.dumps([{"media_fbid": name} for name in photos])
    created = retry(lambda: call(url, post, "feed", fields))
    if created and post["comment"]:
        retry(
            lambda: send(
                f"{url}/v26.0/{created}/comments", post["token"], {"message": post["comment"]}
            )
        )


def upload(url: str, post: dict[str, Any], path: str) -> str:
    """The photo's id, empty when it failed."""
    files = {"source": ("photo.jpg", Path(path).read_bytes(), "image/jpeg")}
    return retry(lambda: call(url, post, "photos", {"published": "false"}, files), times=1)


def call(
    url: str, post: dict[str, Any], edge: str, fields: dict[str, str], files: Any = None
) -> str:
    """The id of what was created."""
    return send(f"{url}/v26.0/{post['page']}/{edge}", post["token"], fields, files)


def send(url: str, token: str, fields: dict[str, str], files: Any = None) -> str:
    """The id in the answer; any trouble is an exception."""
    answer = requests.post(url, data={**fields, "access_token": token}, files=files, timeout=2)
    answer.raise_for_status()
    return str(answer.json()["id"])


def retry(what: Any, *, times: int = 5) -> str:
    """As every tutorial says."""
    for _ in range(times):
        try:
            return str(what())
        except (requests.RequestException, KeyError, ValueError):
            time.sleep(0.2)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
