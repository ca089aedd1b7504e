from django.db import migrations, models


class Migration(migrations.Migration):
    """What is known of a page follows its account."""

    dependencies = [
        ("publisher", "0021_keyed_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="pagestate",
            name="account",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="pagestate",
            name="renamed_from",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddField(
            model_name="pagestate",
            name="renamed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
