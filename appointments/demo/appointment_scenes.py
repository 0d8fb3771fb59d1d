"""The scenes of a rehearsal that are about appointments: booked, moved, cancelled, on top of another, and the day
itself."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from appointments import clinic_time
from appointments.booking.actions import absences, attendance, booking
from appointments.demo.workday import Stage
from appointments.lifecycle.actor import PATIENT
from appointments.models import Appointment, ScheduleException
from appointments.models.appointment import AppointmentStatus, CancellationReason

OF_THE_DAY = 9  # appointments booked for the day itself
ON_TOP = "Came with severe pain; Dr Sample agreed to see them between two others."
LEAVE = timedelta(days=10)
LONG, SHORT = timedelta(minutes=40), timedelta(minutes=10)


def booked_ahead(stage: Stage) -> None:
    for clock in ("09:00", "10:15", "11:25", "13:40", "14:50", "15:45"):
        stage.booked(stage.asked(stage.at(3, clock)), stage.robin, stage.at(2, clock))


def moved_to_another_time(stage: Stage) -> None:
    request = stage.asked(stage.at(3, "10:35"))
    appointment = stage.booked(request, stage.rory, stage.at(2, "10:50"))
    at = stage.at(1, "11:40")
    others = [free for free in stage.ahead(request, at) if appointment and free.starts_at > appointment.ends_at]
    if others:
        booking.move_appointment(appointment, **stage.place(others[len(others) // 2]), by=stage.rory, now=at)


def cancelled_by_patients(stage: Stage) -> None:
    """One cancelled by phone, one changed their mind in time, one asked for it a moment ago."""
    appointments = [
        stage.booked(stage.asked(stage.at(3, "11:55")), stage.rory, stage.at(2, clock)) for clock in _MORNING
    ]
    if all(appointments):
        by_phone, kept, going = appointments
        booking.cancel(by_phone, by=stage.robin, now=stage.at(1, "10:10"))
        booking.ask_cancel(kept, by=PATIENT, now=stage.at(1, "20:00"))
        booking.keep(kept, by=PATIENT, now=stage.at(1, "20:06"))
        booking.ask_cancel(going, by=PATIENT, now=stage.ago(minutes=3))


_MORNING = ("09:25", "09:35", "09:45")


def cancelled_by_us(stage: Stage) -> None:
    """Back at the top of the queue: nobody has called them yet."""
    appointment = stage.booked(stage.asked(stage.at(3, "13:45")), stage.robin, stage.at(2, "15:10"))
    if appointment:
        booking.cancel_by_clinic(
            appointment,
            reason=CancellationReason.CLINIC,
            note="The room is under water. Apologise, and offer the first time there is.",
            by=stage.lena,
            now=stage.at(1, "17:10"),
        )


def on_top_of_another(stage: Stage) -> None:
    appointment = stage.booked(stage.asked(stage.at(3, "14:05")), stage.robin, stage.at(2, "16:05"))
    if appointment:
        service = appointment.request.service
        urgent = stage.asked(stage.at(1, "08:45"), stage.cast.anybody(reason="It has become much worse."), service)
        ends = stage.reached(urgent, stage.lena, stage.at(1, "09:30"))
        place = {
            "practitioner": appointment.practitioner,
            "location": appointment.location,
            "starts_at": appointment.starts_at,
        }
        booking.book(urgent, **place, overbook_reason=ON_TOP, by=stage.lena, now=ends)


def appointments_of_yesterday(stage: Stage) -> None:
    """Came, did not come, and marked absent by mistake."""
    appointments = _booked_for(stage, back=1, number=4, asked=3, called=2)
    for place, appointment in enumerate(appointments):
        begun, over = appointment.starts_at + SHORT, appointment.ends_at + SHORT
        if place == 1:
            attendance.miss(appointment, by=stage.robin, now=begun)
        elif place == 2:
            attendance.miss(appointment, by=stage.robin, now=begun)
            attendance.not_missed(appointment, by=stage.lena, now=over)
            attendance.attend(appointment, by=stage.lena, now=over)
        else:
            attendance.arrive(appointment, by=stage.robin, now=appointment.starts_at - SHORT)
            attendance.attend(appointment, by=stage.robin, now=over)


def appointments_of_today(stage: Stage) -> None:
    """As far as the day has come: attended, did not come, here, still to come."""
    began = 0
    for appointment in _booked_for(stage, back=0, number=OF_THE_DAY, asked=2, called=1):
        if appointment.starts_at + SHORT > stage.until:
            if appointment.starts_at - SHORT <= stage.until:
                attendance.arrive(appointment, by=stage.rory, now=appointment.starts_at - SHORT)
            continue
        began += 1
        if began == 2:
            attendance.miss(appointment, by=stage.rory, now=appointment.starts_at + SHORT)
            continue
        attendance.arrive(appointment, by=stage.rory, now=appointment.starts_at - SHORT)
        if appointment.starts_at + LONG <= stage.until:
            attendance.attend(appointment, by=stage.rory, now=appointment.starts_at + LONG)


def _booked_for(stage: Stage, *, back: int, number: int, asked: int, called: int) -> list[Appointment]:
    """Appointments on the day itself or on one before, spread over it, earliest first; fewer if less is free."""
    day = stage.before[back - 1] if back else stage.day
    appointments = []
    for place in range(number):
        request = stage.asked(stage.some_time(asked, morning=True))
        at = stage.some_time(called)
        free = stage.times(request, at, first=day, last=day)
        share = len(free) // number
        appointments.append(stage.booked(request, stage.robin, at, free[place * share : (place + 1) * share or 1]))
    return sorted(filter(None, appointments), key=lambda appointment: appointment.starts_at)


def somebody_is_away(stage: Stage) -> None:
    """Leave that is entered after appointments were booked: they stay until the desk has talked to the patients."""
    zone = timezone.get_default_timezone()
    tomorrow = clinic_time.start_of_day(stage.day + timedelta(days=1), zone)
    ahead = Appointment.objects.filter(status=AppointmentStatus.BOOKED, starts_at__gte=tomorrow).order_by("starts_at")
    busy = Counter(ahead.values_list("practitioner", flat=True))
    if not busy:
        return
    person = stage.people[busy.most_common(1)[0][0]]
    first = timezone.localdate(ahead.filter(practitioner=person).first().starts_at)
    absences.add(
        ScheduleException.Kind.LEAVE,
        practitioner=person,
        starts_at=clinic_time.start_of_day(first, zone),
        ends_at=clinic_time.start_of_day(first + LEAVE, zone),
        public_reason="Away",
        by=stage.lena,
        now=stage.ago(minutes=12),
    )


SCENES = (
    appointments_of_yesterday,
    appointments_of_today,
    booked_ahead,
    moved_to_another_time,
    cancelled_by_patients,
    cancelled_by_us,
    on_top_of_another,
)
LAST = (somebody_is_away,)
