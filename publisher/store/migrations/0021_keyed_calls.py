import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Calls of the API that their callers may repeat."""

    dependencies = [
        ("publisher", "0020_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyedCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("begun_at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.TextField(blank=True, default="")),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keyed_calls",
                        to="publisher.apitoken",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="one_call_a_key")
                ],
            },
        ),
    ]
