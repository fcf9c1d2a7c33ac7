import pytest

from shared.domain.mail.lookalike import imitated_domain

KNOWN = frozenset({"brand.example", "talentco.example", "gmail.com", "lark.io", "aurora-media.co.uk", "gmx.de"})


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("xn--brnd-63d.example", "brand.example"),  # Cyrillic a
        ("xn--brnd-moa.example", "brand.example"),  # a with diaeresis
        ("xn--tlentco-lbd.example", "talentco.example"),  # Latin alpha
        ("xn--tlentco-2fg.example", "talentco.example"),  # Cyrillic a
        ("xn--gmal-nza.com", "gmail.com"),  # dotless i
        ("brancl.example", "brand.example"),
        ("talentc0.example", "talentco.example"),
        ("ta1entco.example", "talentco.example"),
        ("taientco.example", "talentco.example"),
        ("grnail.com", "gmail.com"),
        ("gmai1.com", "gmail.com"),
        ("1ark.io", "lark.io"),
    ],
)
def test_letters_that_look_alike_are_an_imitation(domain: str, expected: str) -> None:
    assert imitated_domain(domain, KNOWN) == expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("talentcoo.example", "talentco.example"),
        ("talentc.example", "talentco.example"),
        ("taelntco.example", "talentco.example"),
        ("talentgo.example", "talentco.example"),
        ("gmial.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("brands.example", "brand.example"),
        ("aurora-nedai.co.uk", "aurora-media.co.uk"),
    ],
)
def test_slips_of_typing_are_an_imitation(domain: str, expected: str) -> None:
    assert imitated_domain(domain, KNOWN) == expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("talent-co.example", "talentco.example"),
        ("auroramedia.co.uk", "aurora-media.co.uk"),
        ("brand-partnerships.example", "brand.example"),
        ("get-brand-deals.example", "brand.example"),
        ("xn--brnd-deals-0qi.example", "brand.example"),  # Cyrillic a
        ("teambrand.io", "brand.example"),
        ("talentcomanagement.example", "talentco.example"),
        ("gmail-support.com", "gmail.com"),
        ("brand2026.example", "brand.example"),
        ("brand.co", "brand.example"),
        ("lark.com", "lark.io"),
        ("gmail.co", "gmail.com"),
        ("aurora-media.com", "aurora-media.co.uk"),
        ("mail.talentco.org", "talentco.example"),
        ("brand-example.com", "brand.example"),
        ("aurora-media-co-uk.info", "aurora-media.co.uk"),
        ("brandexample.com", "brand.example"),
        ("brand.example.evil.io", "brand.example"),
        ("mail.brand.example.evil.io", "brand.example"),
        ("gmail.com.evil.example", "gmail.com"),
    ],
)
def test_known_name_under_another_suffix_or_in_other_words_is_an_imitation(domain: str, expected: str) -> None:
    assert imitated_domain(domain, KNOWN) == expected


@pytest.mark.parametrize("domain", ["brand.example", "mail.brand.example", "eu.mail.talentco.example", "gmail.com", ""])
def test_known_domains_and_those_below_them_are_themselves(domain: str) -> None:
    assert imitated_domain(domain, KNOWN) is None


def test_domain_above_a_known_one_is_its_owner() -> None:
    assert imitated_domain("talentco.example", {"mail.talentco.example"}) is None


@pytest.mark.parametrize(
    "domain",
    [
        "ymail.com",
        "mail.com",
        "email.com",
        "googlemail.com",
        "gmx.net",
        "gmx.at",
        "yahoo.com",
        "yahoo.co.uk",
        "hotmail.fr",
        "icloud.com",
    ],
)
def test_other_mail_providers_are_no_imitation(domain: str) -> None:
    assert imitated_domain(domain, KNOWN) is None


@pytest.mark.parametrize(
    "domain",
    [
        "grand.example",
        "brandon.example",
        "brand-new-shoes.example",
        "talent.example",
        "talentcompany.example",
        "dark.io",
        "lake.io",
        "larkspur.io",
        "aurora.co.uk",
        "amber-media.co.uk",
        "gmc.de",
        "example.com",
        "evil.example",
        "xn--bcher-kva.example",
    ],
)
def test_near_misses_are_other_companies(domain: str) -> None:
    assert imitated_domain(domain, KNOWN) is None


def test_nothing_is_imitated_where_nothing_is_known() -> None:
    assert imitated_domain("brand.example", frozenset()) is None


@pytest.mark.parametrize("domain", ["xn--.example", "xn--99999999999.example", "a..b", "." * 50, "x" * 5_000])
def test_broken_domains_are_read_without_failing(domain: str) -> None:
    assert imitated_domain(domain, KNOWN) is None
