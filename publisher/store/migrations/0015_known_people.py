from collections import Counter
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

from publisher.domain.actor import name_key


def _carry_over(apps: Any, _editor: Any) -> None:
    """What is surely known of older rows; the others stay known by name only."""
    person, action, invitation = (apps.get_model("publisher", name) for name in ("Person", "Action", "Invitation"))
    people = list(person.objects.all())
    for one in people:
        one.name_key = name_key(one.name)
        one.save(update_fields=["name_key"])
    # A sign-in name was never given to somebody else.
    same = person.objects.filter(login=OuterRef("login")).values("pk")[:1]
    action.objects.exclude(login="").update(person=Subquery(same))
    names = Counter(one.name for one in people)
    for one in people:
        if names[one.name] == 1:
            invitation.objects.filter(by=one.name, used_at=None).update(giver=one)


class Migration(migrations.Migration):

    dependencies = [
        ("publisher", "0014_people"),
    ]

    operations = [
        migrations.RunPython(_carry_over, migrations.RunPython.noop),
    ]
