from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publisher", "0015_known_people"),
    ]

    operations = [
        migrations.AddField("pagestate", "stop", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("pagestate", "stop_reason", models.TextField(blank=True, default="")),
        migrations.AddField("pagestate", "stopped_at", models.DateTimeField(null=True)),
        migrations.AddField("pagestate", "estimated", models.BooleanField(default=False)),
        migrations.AddField("pagestate", "stop_tries", models.PositiveIntegerField(default=0)),
        migrations.AddField("pagestate", "probe", models.BigIntegerField(null=True)),
        migrations.AddField("pagestate", "probe_until", models.DateTimeField(null=True)),
        migrations.AddField("pagestate", "opened_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "delivery",
            models.Index(condition=models.Q(("next_step", ""), _negated=True), fields=["due_at"], name="asks"),
        ),
    ]
