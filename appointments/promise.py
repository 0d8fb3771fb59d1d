"""By when we promise to answer. Pure: an instant in, an instant out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

WORKING_DAYS_TO_ANSWER = 2
SATURDAY = 5  # datetime.weekday()
DAY_ENDS = time(17)


def answer_by(asked_at: datetime, zone: ZoneInfo) -> datetime:
    """17:00 clinic time on the second working day (Monday to Friday) after the request came in. Aware in, aware out."""
    day = asked_at.astimezone(zone).date()
    working_days = 0
    while working_days < WORKING_DAYS_TO_ANSWER:
        day += timedelta(days=1)
        working_days += day.weekday() < SATURDAY
    return datetime.combine(day, DAY_ENDS, tzinfo=zone)
