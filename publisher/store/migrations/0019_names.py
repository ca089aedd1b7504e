from django.db import migrations


class Migration(migrations.Migration):
    """Two models get names of their own; their tables keep theirs, so nothing happens in the database."""

    dependencies = [
        ("publisher", "0018_restores"),
    ]

    operations = [
        migrations.AlterModelTable("Revision", "publisher_revision"),
        migrations.RenameModel("Revision", "StoredRevision"),
        migrations.AlterModelTable("Service", "publisher_service"),
        migrations.RenameModel("Service", "ServiceSign"),
    ]
