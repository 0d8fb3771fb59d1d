from tests.browser.pages import log_in
from appointments.models import AppointmentRequest
from topics.models import Topic
def test_a(world, clinic, desktop, watch):
    log_in(desktop, clinic["admin"])
    pk=AppointmentRequest.objects.first().pk
    t=Topic.objects.filter(slug="lower-back-cramps").first().pk
    for a in ("/admin/", "/admin/appointments/appointmentrequest/", f"/admin/appointments/appointmentrequest/{pk}/change/", "/admin/topics/symptom/", f"/admin/topics/symptom/{t}/change/", "/admin/portal/user/","/admin/topics/practitioner/add/", "/admin/portal/user/1/change/"):
        desktop.goto(a, wait_until="networkidle")
        print(a, len(watch.faults), watch.faults[:3]); watch.faults.clear()
        desktop.screenshot(path="/tmp/bt/adm"+a.replace("/","_")+".png", full_page=False)
    inl=desktop.goto(f"/admin/topics/symptom/{t}/change/").text()
    import re; print(set(re.findall(r'.{60}style=.{60}', inl)))
    s=Topic.objects.filter(slug="lower-back-cramps").first().sections.first()
    desktop.goto(f"/admin/topics/section/{s.pk}/change/", wait_until="networkidle"); print(watch.faults[:3], len(watch.faults)); watch.faults.clear()
    desktop.screenshot(path="/tmp/bt/adm_section.png")
