"""Serials of paper: told apart, and understood however they are typed."""

from datetime import UTC, datetime

import pytest

from appointments.paper.sheet_serials import new_serial, parse_sheet_serial, sheet_serial


def test_a_serial_tells_its_day_and_is_understood_again():
    serial = new_serial(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert serial.startswith("1125-") and len(serial) == 8
    for number in (1, 12):
        sheet = sheet_serial(serial, number)
        assert parse_sheet_serial(sheet) == parse_sheet_serial(f" {sheet.lower().replace('-', ' ')} ") == sheet


@pytest.mark.parametrize("typed, meant", [("1125-OIL-2", "1125-011-2"), ("1125K7M02", "1125-K7M-2")])
def test_what_is_misread_or_padded_is_meant_kindly(typed, meant):
    assert parse_sheet_serial(typed) == meant


@pytest.mark.parametrize("typed", ["", "1125-K7M", "1125-K7M-123", "K7M-4QX2P", "1125-K7U-2", "١١٢٥-K7M-2"])
def test_what_is_no_serial_is_none(typed):
    assert parse_sheet_serial(typed) == ""
