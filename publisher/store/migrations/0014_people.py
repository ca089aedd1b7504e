import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publisher", "0013_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="name_key",
            field=models.CharField(blank=True, db_index=True, default="", max_length=400),
        ),
        migrations.AddField(
            model_name="signinfailure",
            name="waits_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="giver",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="given",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="person",
                field=models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            )
            for model in ("action", "approval")
        ),
        migrations.AddField(
            model_name="approval",
            name="login",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="via",
                field=models.CharField(blank=True, default="", max_length=10),
            )
            for model in ("action", "approval")
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="key",
                field=models.BigIntegerField(null=True),
            )
            for model in ("action", "approval")
        ),
    ]
