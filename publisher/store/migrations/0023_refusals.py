from django.db import migrations, models

HOLDS = "too_late page_parked frozen uncertain restored repeated stumbled".split()


class Migration(migrations.Migration):
    """What the queue, a chore or a delivery stumbles over stands in rows."""

    dependencies = [
        ("publisher", "0022_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="stumbles",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="hold",
            field=models.CharField(
                blank=True, choices=[(hold, hold) for hold in HOLDS], default="", max_length=12
            ),
        ),
        migrations.CreateModel(
            name="QueueProblem",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=500)),
                ("line", models.PositiveIntegerField(null=True)),
                ("field", models.CharField(blank=True, default="", max_length=200)),
                ("reason", models.TextField()),
                ("unit", models.CharField(blank=True, default="", max_length=100)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Stumble",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField(default=1)),
                ("since", models.DateTimeField()),
                ("text", models.TextField()),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
