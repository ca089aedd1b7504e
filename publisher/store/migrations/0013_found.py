from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publisher', '0012_feedcheck'),
    ]

    operations = [
        migrations.AddField(
            model_name='planimport',
            name='found',
            field=models.JSONField(default=dict),
        ),
    ]
