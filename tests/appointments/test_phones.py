"""Phone numbers the way people type them: understood if anyhow possible, and asked about kindly if not."""

import phonenumbers
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appointments import phones
from appointments.phones import NotAPhoneNumber

LONDON = "+442079460018"
ROME = "+390612345678"


@pytest.mark.parametrize(
    "typed, e164",
    [
        ("020 7946 0018", LONDON),
        ("02079460018", LONDON),
        ("020-7946-0018", LONDON),
        ("020.7946.0018", LONDON),
        ("(020) 7946 0018", LONDON),
        ("0 2 0 7 9 4 6 0 0 1 8", LONDON),
        ("+44 20 7946 0018", LONDON),
        ("+44 (0)20 7946 0018", LONDON),
        ("(+44) 020 7946 0018", LONDON),
        ("0044 20 7946 0018", LONDON),
        ("00 44 (0) 20 7946 0018", LONDON),
        ("tel:+442079460018", LONDON),
        ("Tel.: 020 7946 0018", LONDON),
        ("020 7946 0018 ext 12", LONDON),
        ("020 7946 0018 x12", LONDON),
        ("020 7946 0018 (work)", LONDON),
        ("020 7946 0018 after 5", LONDON),
        ("my number is 020 7946 0018", LONDON),
        ("٠٢٠ ٧٩٤٦ ٠٠١٨", LONDON),  # Arabic digits
        ("۰۲۰ ۷۹۴۶ ۰۰۱۸", LONDON),  # Persian digits
        ("०२० ७९४६ ००१८", LONDON),  # Devanagari digits
        ("０２０　７９４６　００１８", LONDON),  # full width
        ("0039 06 1234 5678", ROME),
        ("00 39 06 1234 5678", ROME),
        ("+39 06 1234 5678", ROME),
        ("＋39 06 1234 5678", ROME),
        ("٠٠٣٩ ٠٦ ١٢٣٤ ٥٦٧٨", ROME),
        ("+٣٩ ٠٦ ١٢٣٤ ٥٦٧٨", ROME),
        ("001 212 555 0199", "+12125550199"),
        ("+380 67 123 4567", "+380671234567"),
        ("0800 FLOWERS", "+448003569377"),
    ],
)
def test_numbers_are_understood_as_people_type_them(typed, e164):
    phone = phones.parse_phone(typed, "GB")
    assert phone.e164 == e164
    assert phone.typed == typed


@pytest.mark.parametrize(
    "typed, region, e164",
    [
        ("06 1234 5678", "NL", "+31612345678"),
        ("06 1234 5678", "IT", ROME),
        ("011 39 06 1234 5678", "US", ROME),
        ("0039 06 1234 5678", "US", ROME),  # 00 is no prefix there, but what people from elsewhere type
        ("1-800-555-0199", "US", "+18005550199"),
    ],
)
def test_the_clinics_region_decides_what_a_number_without_prefix_means(typed, region, e164):
    assert phones.parse_phone(typed, region).e164 == e164


TWO, SHORT, DIGITS, LENGTH = "two numbers", "short number", "with digits", "too few or too many digits"
TOWN = "code of its town"


@pytest.mark.parametrize(
    "typed, hint",
    [
        ("020 7946 0018; 020 7946 0019", TWO),
        ("020 7946 0018 / 07700 900123", TWO),
        ("020 7946 0018 or 07700 900123", TWO),
        ("020 7946 0018, 07700 900123", TWO),
        ("020 7946 0018 and my husband’s 07700 900123", TWO),
        ("+44 20 7946 0018 +44 7700 900123", TWO),
        ("112", SHORT),
        ("999", SHORT),
        ("1 1 2", SHORT),
        ("+44 112", SHORT),
        ("١١٢", SHORT),
        ("101", SHORT),
        ("call me", DIGITS),
        ("x", DIGITS),
        ("-", DIGITS),
        ("+", DIGITS),
        ("+44", DIGITS),
        ("+999 1234567", DIGITS),
        ("0000000000", DIGITS),
        ("07700 9001234", LENGTH),
        ("+44 20 7946 001899", LENGTH),
        ("020 7946 0018 07700 900123", LENGTH),
        ("1234567890123456789", LENGTH),
        ("12345", TOWN),
        ("123456", TOWN),
        ("7946 0018", TOWN),
        ("020 7946 0018 ext 07700900123", TWO),
    ],
)
def test_what_cannot_be_called_is_asked_about_with_a_hint(typed, hint):
    with pytest.raises(NotAPhoneNumber, match=hint):
        phones.parse_phone(typed, "GB")


@pytest.mark.parametrize("typed", ["06 1234 5678", "07700 900123", "9999999999", "1234567"])
def test_a_number_that_is_merely_possible_is_accepted_and_doubted(typed):
    assert phones.is_doubtful(phones.parse_phone(typed, "GB").e164)


@pytest.mark.parametrize("e164", [LONDON, ROME, "+12125550199"])
def test_a_number_that_is_in_use_is_not_doubted(e164):
    assert not phones.is_doubtful(e164)


@pytest.mark.parametrize(
    "typed, extension",
    [
        ("020 7946 0018 ext 214", "214"),
        ("020 7946 0018 ext. 214", "214"),
        ("020 7946 0018 Ext: 214", "214"),
        ("020 7946 0018 extension 0214", "0214"),
        ("020 7946 0018 EXTN 214", "214"),
        ("020 7946 0018 x214", "214"),
        ("020 7946 0018x214", "214"),
        ("020 7946 0018 × 214", "214"),
        ("+44 20 7946 0018 #214", "214"),
        ("020 7946 0018,214", "214"),
        ("020 7946 0018;ext=214", "214"),
        ("020 7946 0018 (ext 214)", "214"),
        ("020 7946 0018 extension 214 (work)", "214"),
        ("(020) 7946-0018, Durchwahl 14", "14"),
        ("020 7946 0018 Nebenstelle 14", "14"),
        ("020 7946 0018 DW 14", "14"),
        ("020 7946 0018 poste 214", "214"),
        ("020 7946 0018 int. 214", "214"),
        ("020 7946 0018 anexo 214", "214"),
        ("020 7946 0018 toestel 214", "214"),
        ("020 7946 0018 wew. 214", "214"),
        ("020 7946 0018 доб. 214", "214"),
        ("020 7946 0018 дод. 214", "214"),
        ("020 7946 0018 dahili 214", "214"),
        ("٠٢٠ ٧٩٤٦ ٠٠١٨ تحويلة ٢١٤", "214"),
        ("020 7946 0018 内線214", "214"),
        ("020 7946 0018 extension number 214", "214"),
        ("020 7946 0018 ext no. 214", "214"),
        ("020 7946 0018 Durchw. 14", "14"),
        ("020 7946 0018 p. 214", "214"),
        ("020 7946 0018p214", "214"),
        ("020 7946 0018 ext 2 1 4", "214"),
        ("020 7946 0018 ext 21-4", "214"),
        ("020 7946 0018 ｘ214", "214"),
        ("020 7946 0018 ext ２１４", "214"),
        ("020 7946 0018", ""),
        ("020 7946 0018 after 5", ""),
        ("020 7946 0018 (work)", ""),
        ("0 2 0 7 9 4 6 0 0 1 8", ""),
    ],
)
def test_an_extension_is_kept_shown_and_dialled(typed, extension):
    phone = phones.parse_phone(typed, "GB")
    assert (phone.typed, phone.e164, phone.extension) == (typed, LONDON, extension)
    assert phone.columns()["phone_extension"] == extension
    if extension:
        assert phones.readable_phone(phone.e164, extension) == f"020 7946 0018 ext. {extension}"
        assert phones.phone_link(phone.e164, extension) == f"tel:{LONDON};ext={extension}"
    else:
        assert phones.phone_link(phone.e164) == f"tel:{LONDON}"


@pytest.mark.parametrize(
    "typed, more",
    [
        ("020 7946 0018", False),
        ("(020) 7946-0018", False),
        ("+44 (0)20 7946 0018", False),
        ("0044 20 7946 0018", False),
        ("٠٢٠ ٧٩٤٦ ٠٠١٨", False),
        ("020 7946 0018 ext 214", False),
        ("020 7946 0018,214", False),
        ("020 7946 0018 after 5", True),
        ("020 7946 0018 (work)", True),
        ("020 7946 0018 / 5", True),
        ("Durchwahl 14, 020 7946 0018", True),
        ("0800 FLOWERS", True),
    ],
)
def test_what_was_typed_besides_the_number_is_noticed(typed, more):
    phone = phones.parse_phone(typed, "GB")
    assert phones.says_more(typed, phone.e164, phone.extension) is more


_typing = st.text(st.sampled_from("0123456789 +-()./,;#*xX٠١٢٩０９abcext\u202a\u202e\x00"), max_size=phones.LONGEST)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    typed=st.one_of(_typing, st.text(max_size=phones.LONGEST)), region=st.sampled_from(["GB", "US", "IT", "UA", "DE"])
)
@example(typed="00", region="GB")
@example(typed="0" * 60, region="GB")
@example(typed="+" * 60, region="US")
@example(typed="9" * 60, region="DE")
def test_whatever_is_typed_gives_a_number_that_can_be_dialled_or_a_sentence(typed, region):
    try:
        phone = phones.parse_phone(typed, region)
    except NotAPhoneNumber as refusal:
        assert str(refusal).endswith(".")
    else:
        assert phone.typed == typed
        assert len(phone.e164) <= 16 and phone.e164[0] == "+" and phone.e164[1:].isascii() and phone.e164[1:].isdigit()
        assert phones.is_doubtful(phone.e164) in (True, False)


_regions = st.sampled_from(["GB", "IT", "US", "UA", "ES", "DE", "NL"])


@settings(max_examples=200, deadline=None)
@given(region=_regions, blanks=st.lists(st.sampled_from(["", " ", "-", " - "]), min_size=20, max_size=20))
def test_a_real_number_survives_any_spacing(region, blanks):
    real = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    e164 = phonenumbers.format_number(real, phonenumbers.PhoneNumberFormat.E164)
    prefix, digits = e164[: len(str(real.country_code)) + 1], e164[len(str(real.country_code)) + 1 :]
    typed = prefix + " " + "".join(digit + blank for digit, blank in zip(digits, blanks, strict=False))
    assert phones.parse_phone(typed, "GB").e164 == e164
