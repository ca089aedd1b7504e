from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publisher", "0010_cluster"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanningFailure",
            fields=[
                ("owner", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("deliveries", models.JSONField(default=list)),
                ("of", models.PositiveIntegerField()),
                ("pages", models.JSONField(default=list)),
                ("sources", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("agreed_by", models.CharField(blank=True, default="", max_length=200)),
                ("agreed_login", models.CharField(blank=True, default="", max_length=150)),
                ("agreed_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
