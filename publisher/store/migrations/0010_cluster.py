from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _note_leases(apps: Any, _editor: Any) -> None:
    """What a service that died before this version held."""
    apps.get_model("publisher", "Delivery").objects.exclude(lease_owner="").update(leased=True)


def _leave_room(_apps: Any, editor: Any) -> None:
    """For new versions of a row beside the old one: then no index has to be told (PostgreSQL's heap-only tuples)."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE publisher_delivery SET (fillfactor = 70)")


class Migration(migrations.Migration):

    dependencies = [
        ("publisher", "0009_sheets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=10)),
                ("host", models.CharField(max_length=200)),
                ("pid", models.IntegerField()),
                ("version", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("busy", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("owner", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.AddField(model_name="delivery", name="lease_until", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="delivery", name="leased", field=models.BooleanField(default=False)),
        migrations.RunPython(_note_leases, migrations.RunPython.noop),
        migrations.RunPython(_leave_room, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="delivery",
            name="revision",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="publisher.revision",
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="leased"),
        migrations.RemoveIndex(model_name="delivery", name="board"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("leased", True)), fields=["page"], name="busy_pages"),
        ),
        migrations.AddIndex(model_name="delivery", index=models.Index(fields=["due_at"], name="board")),
    ]
