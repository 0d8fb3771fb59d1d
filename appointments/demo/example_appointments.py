"""Examples of appointments: booked, moved, cancelled, overbooked, attended or missed."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from appointments import clinic_time
from appointments.booking.actions import absences, attendance, booking
from appointments.demo.workday import Workday
from appointments.lifecycle.actor import PATIENT
from appointments.models import Appointment, ScheduleException
from appointments.models.appointment import AppointmentStatus, CancellationReason

APPOINTMENTS_OF_THE_DAY = 9
OVERBOOK_REASON = "Came with severe pain; Dr Sample agreed to see them between two others."
LEAVE_LENGTH = timedelta(days=10)
LONG, SHORT = timedelta(minutes=40), timedelta(minutes=10)


def booked_ahead(workday: Workday) -> None:
    for clock in ("09:00", "10:15", "11:25", "13:40", "14:50", "15:45"):
        workday.book(workday.send_request(workday.at(3, clock)), workday.second_receptionist, workday.at(2, clock))


def moved_to_another_time(workday: Workday) -> None:
    request = workday.send_request(workday.at(3, "10:35"))
    appointment = workday.book(request, workday.receptionist, workday.at(2, "10:50"))
    at = workday.at(1, "11:40")
    others = [
        free for free in workday.free_times_ahead(request, at) if appointment and free.starts_at > appointment.ends_at
    ]
    if others:
        booking.move_appointment(
            appointment, **workday.booking_at(others[len(others) // 2]), by=workday.receptionist, now=at
        )


def cancelled_by_patients(workday: Workday) -> None:
    """One cancelled by phone, one changed their mind in time, one asked for it a moment ago."""
    appointments = [
        workday.book(workday.send_request(workday.at(3, "11:55")), workday.receptionist, workday.at(2, clock))
        for clock in _MORNING
    ]
    if all(appointments):
        by_phone, kept, going = appointments
        booking.cancel(by_phone, by=workday.second_receptionist, now=workday.at(1, "10:10"))
        booking.ask_cancel(kept, by=PATIENT, now=workday.at(1, "20:00"))
        booking.keep(kept, by=PATIENT, now=workday.at(1, "20:06"))
        booking.ask_cancel(going, by=PATIENT, now=workday.ago(minutes=3))


_MORNING = ("09:25", "09:35", "09:45")


def cancelled_by_us(workday: Workday) -> None:
    """The request is back at the top of the queue, and nobody has called yet."""
    appointment = workday.book(
        workday.send_request(workday.at(3, "13:45")), workday.second_receptionist, workday.at(2, "15:10")
    )
    if appointment:
        booking.cancel_by_clinic(
            appointment,
            reason=CancellationReason.CLINIC,
            note="The room is under water. Apologise, and offer the first time there is.",
            by=workday.lead,
            now=workday.at(1, "17:10"),
        )


def on_top_of_another(workday: Workday) -> None:
    appointment = workday.book(
        workday.send_request(workday.at(3, "14:05")), workday.second_receptionist, workday.at(2, "16:05")
    )
    if appointment:
        service = appointment.request.service
        urgent = workday.send_request(
            workday.at(1, "08:45"), workday.patients.draw(reason="It has become much worse."), service
        )
        ends = workday.reach(urgent, workday.lead, workday.at(1, "09:30"))
        place = {
            "practitioner": appointment.practitioner,
            "location": appointment.location,
            "starts_at": appointment.starts_at,
        }
        booking.book(urgent, **place, overbook_reason=OVERBOOK_REASON, by=workday.lead, now=ends)


def appointments_of_yesterday(workday: Workday) -> None:
    """Came, did not come, and marked absent by mistake."""
    appointments = _booked_for(workday, back=1, number=4, asked=3, called=2)
    for place, appointment in enumerate(appointments):
        begun, over = appointment.starts_at + SHORT, appointment.ends_at + SHORT
        if place == 1:
            attendance.miss(appointment, by=workday.second_receptionist, now=begun)
        elif place == 2:
            attendance.miss(appointment, by=workday.second_receptionist, now=begun)
            attendance.not_missed(appointment, by=workday.lead, now=over)
            attendance.attend(appointment, by=workday.lead, now=over)
        else:
            attendance.arrive(appointment, by=workday.second_receptionist, now=appointment.starts_at - SHORT)
            attendance.attend(appointment, by=workday.second_receptionist, now=over)


def appointments_of_today(workday: Workday) -> None:
    """As far as the day has come: attended, did not come, here, still to come."""
    began = 0
    for appointment in _booked_for(workday, back=0, number=APPOINTMENTS_OF_THE_DAY, asked=2, called=1):
        if appointment.starts_at + SHORT > workday.until:
            if appointment.starts_at - SHORT <= workday.until:
                attendance.arrive(appointment, by=workday.receptionist, now=appointment.starts_at - SHORT)
            continue
        began += 1
        if began == 2:
            attendance.miss(appointment, by=workday.receptionist, now=appointment.starts_at + SHORT)
            continue
        attendance.arrive(appointment, by=workday.receptionist, now=appointment.starts_at - SHORT)
        if appointment.starts_at + LONG <= workday.until:
            attendance.attend(appointment, by=workday.receptionist, now=appointment.starts_at + LONG)


def _booked_for(workday: Workday, *, back: int, number: int, asked: int, called: int) -> list[Appointment]:
    """Appointments on the day itself or on one before, spread over it, earliest first; fewer if less is free."""
    day = workday.days_before[back - 1] if back else workday.day
    appointments = []
    for place in range(number):
        request = workday.send_request(workday.random_time(asked, morning=True))
        at = workday.random_time(called)
        free = workday.free_times(request, at, first=day, last=day)
        share = len(free) // number
        appointments.append(
            workday.book(request, workday.second_receptionist, at, free[place * share : (place + 1) * share or 1])
        )
    return sorted(filter(None, appointments), key=lambda appointment: appointment.starts_at)


def somebody_is_away(workday: Workday) -> None:
    """Leave that is entered after appointments were booked: they stay until the desk has talked to the patients."""
    zone = timezone.get_default_timezone()
    tomorrow = clinic_time.start_of_day(workday.day + timedelta(days=1), zone)
    ahead = Appointment.objects.filter(status=AppointmentStatus.BOOKED, starts_at__gte=tomorrow).order_by("starts_at")
    busy = Counter(ahead.values_list("practitioner", flat=True))
    if not busy:
        return
    person = workday.practitioners[busy.most_common(1)[0][0]]
    first = timezone.localdate(ahead.filter(practitioner=person).first().starts_at)
    absences.add(
        ScheduleException.Kind.LEAVE,
        practitioner=person,
        starts_at=clinic_time.start_of_day(first, zone),
        ends_at=clinic_time.start_of_day(first + LEAVE_LENGTH, zone),
        public_reason="Away",
        by=workday.lead,
        now=workday.ago(minutes=12),
    )


EXAMPLES = (
    appointments_of_yesterday,
    appointments_of_today,
    booked_ahead,
    moved_to_another_time,
    cancelled_by_patients,
    cancelled_by_us,
    on_top_of_another,
)
EXAMPLES_AT_THE_END = (somebody_is_away,)
