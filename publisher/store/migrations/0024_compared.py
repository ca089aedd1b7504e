from datetime import UTC, datetime
from typing import Any

from django.db import migrations, models


def known(apps: Any, _schema: object) -> None:
    """Of pages on which something was tried this database knows what is public."""
    attempt, state = (apps.get_model("publisher", name) for name in ("Attempt", "PageState"))
    pages = set(attempt.objects.order_by().values_list("delivery__page", flat=True).distinct())
    state.objects.bulk_create(
        [state(page=page) for page in sorted(pages)], ignore_conflicts=True, batch_size=500
    )
    for start in range(0, len(pages), 500):
        some = sorted(pages)[start : start + 500]
        state.objects.filter(page__in=some).update(compared_at=datetime.now(UTC))


class Migration(migrations.Migration):
    """What is planned on a page is held against what its account shows, once."""

    dependencies = [
        ("publisher", "0023_refusals"),
    ]

    operations = [
        migrations.AddField(
            model_name="pagestate",
            name="compared_at",
            field=models.DateTimeField(null=True),
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
                    ("stumbled", "stumbled"),
                    ("shown", "shown"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.RunPython(known, migrations.RunPython.noop),
    ]
