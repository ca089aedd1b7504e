from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publisher', '0011_withheld'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feed', models.CharField(max_length=100, unique=True)),
                ('trouble', models.TextField(blank=True, default='')),
                ('checked_at', models.DateTimeField()),
            ],
        ),
    ]
