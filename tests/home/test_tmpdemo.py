import datetime as dt, time
from unittest import mock
import pytest
from django.db import transaction, connection
from django.test.utils import override_settings
from django.utils import timezone
from tests.home.test_demo import QUEUED, pretend_pictures_are_made
from home.services.demo import make_demo

NOW = timezone.make_aware(dt.datetime(2028, 2, 29, 9, 17))

@pytest.mark.django_db
def test_it(tmp_path, client):
    t=time.time()
    with override_settings(TASKS=QUEUED, MEDIA_ROOT=str(tmp_path)):
        made, people = make_demo(accounts=True)
        pretend_pictures_are_made()
        print("demo", time.time()-t)
        from django.contrib.auth import get_user_model
        for name in ("chief","editor","moderator"):
            u=get_user_model().objects.get(email=f"{name}@example.org")
            client.force_login(u)
            for url in ("/admin/","/admin/pages/","/oblikovyi-zapys/"):
                t=time.time(); r=client.get(url); print(name,url,r.status_code,r.headers.get("Location"),len(r.content),time.time()-t, r.headers.get("Content-Language"))
        from portal.core.models import Letter
        print(Letter.objects.count())
        t=time.time(); r=client.get("/"); print(r.status_code,time.time()-t)
        t=time.time(); r=client.get("/en/"); print(r.status_code,time.time()-t)
