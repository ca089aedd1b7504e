import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import migrations, models

# Older posts are repeated on purpose.
LATELY = timedelta(days=300)


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFC", re.sub(r"#\w+", " ", text)).casefold()
    return " ".join(re.findall(r"\w+", plain))


def fill_in(apps: Any, _schema: object) -> None:
    """Posts in words of their own, as `Revision.words` names them; what shares an article is known by that."""
    delivery, revision = (apps.get_model("publisher", name) for name in ("Delivery", "StoredRevision"))
    since = datetime.now(UTC) - LATELY
    posts = delivery.objects.filter(campaign="", article="", due_at__gte=since)
    pks = list(posts.order_by().values_list("revision", flat=True).distinct())
    for start in range(0, len(pks), 500):
        for found in revision.objects.filter(pk__in=pks[start : start + 500]):
            if said := _words(json.loads(found.body).get("text") or ""):
                name = hashlib.blake2b(f"{said}\n".encode(), digest_size=16).hexdigest()
                posts.filter(entry_id=found.entry_id, revision=found).update(words=name)


class Migration(migrations.Migration):
    """What names the words of a post, so that a copy of it is found."""

    dependencies = [
        ("publisher", "0019_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="words",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="hold",
            field=models.CharField(
                blank=True,
                choices=[
                    ("too_late", "too_late"),
                    ("page_parked", "page_parked"),
                    ("frozen", "frozen"),
                    ("uncertain", "uncertain"),
                    ("restored", "restored"),
                    ("repeated", "repeated"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=~models.Q(words=""), fields=["page", "words"], name="by_words"
            ),
        ),
    ]
