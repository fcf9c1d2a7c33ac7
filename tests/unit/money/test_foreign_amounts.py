"""Amounts in other languages and scripts: read rightly, or without a currency, never as another number."""

import pytest

from shared.domain.amounts import find_prices


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [(found.text, f"{found.low:f}", found.currency) for found in find_prices(text)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("リール1本80,000円でお願いします。", "80000", "JPY"),
        ("5万円でお受けできます。", "50000", "JPY"),
        ("1万5千円でお願いします", "15000", "JPY"),
        ("1万5000円です", "15000", "JPY"),
        ("３００００円", "30000", "JPY"),
        ("500ドルでどうですか", "500", "USD"),
        ("报价是9000元，谢谢。", "9000", "CNY"),
        ("我的报价是1.5万元", "15000.0", "CNY"),
        ("3000元/条", "3000", "CNY"),
        ("¥9000元", "9000", "CNY"),
        ("人民币8000", "8000", "CNY"),
        ("價格是台幣9000", "9000", "TWD"),
        ("1200美元可以吗", "1200", "USD"),
        ("800欧元", "800", "EUR"),
        ("60，000円", "60000", "JPY"),
        ("릴스 하나에 500,000원으로 하겠습니다.", "500000", "KRW"),
        ("50만원입니다", "500000", "KRW"),
        ("50만 원입니다", "500000", "KRW"),
        ("700달러", "700", "USD"),
        ("Мой тариф - 350 евро.", "350", "EUR"),
        ("30 000 рублей", "30000", "RUB"),
        ("30 тыс. руб.", "30000", "RUB"),
        ("30к руб", "30000", "RUB"),
        ("25 000 ₽", "25000", "RUB"),
        ("500 долларов", "500", "USD"),
        ("500 долларов США", "500", "USD"),
        ("15 000 грн", "15000", "UAH"),
        ("20 тысяч гривень", "20000", "UAH"),
        ("moje cena je 12 000 Kč.", "12000", "CZK"),
        ("5 tis. Kč", "5000", "CZK"),
        ("3 500 zł za rolkę", "3500", "PLN"),
        ("2 tys. złotych", "2000", "PLN"),
        ("400 euró", "400", "EUR"),
        ("150 000 Ft", "150000", "HUF"),
        ("150 ezer forint", "150000", "HUF"),
        ("750 euroa", "750", "EUR"),
        ("2500 lei", "2500", "RON"),
        ("ücretim 9.000 TL.", "9000", "TRY"),
        ("5 bin TL", "5000", "TRY"),
        ("9.000 ₺", "9000", "TRY"),
        ("850 דולר", "850", "USD"),
        ('3000 ש"ח', "3000", "ILS"),
        ("3000 ש״ח", "3000", "ILS"),
        ("2500 שקלים", "2500", "ILS"),
        ("سعري 500 دولار لكل فيديو", "500", "USD"),
        ("٥٠٠ دولار", "500", "USD"),
        ("5 آلاف دولار", "5000", "USD"),
        ("٢٬٥٠٠ يورو", "2500", "EUR"),
        ("3000 درهم إماراتي", "3000", "AED"),
        ("2000 ريال سعودي", "2000", "SAR"),
        ("۵۰۰ دلار", "500", "USD"),
        ("५०,००० रुपये", "50000", "INR"),
        ("50 हजार रुपये", "50000", "INR"),
        ("₹५०,०००", "50000", "INR"),
        ("5000บาทค่ะ", "5000", "THB"),
        ("5.000.000 đồng", "5000000", "VND"),
        ("500.000đ", "500000", "VND"),
        ("Rp 750.000", "750000", "IDR"),
        ("RM 1,200", "1200", "MYR"),
        ("600 ευρώ", "600", "EUR"),
    ],
)
def test_an_amount_in_another_language_is_read(text: str, amount: str, currency: str) -> None:
    assert [(value, code) for _, value, code in read(text)] == [(amount, currency)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("3000 درهم", "3000"), ("5000 ریال", "5000"), ("5000 ﷼", "5000"), ("900 крон", "900"), ("2000 جنيه", "2000")],
)
def test_a_word_that_several_countries_use_names_no_currency(text: str, amount: str) -> None:
    assert [(value, code) for _, value, code in read(text)] == [(amount, None)]


@pytest.mark.parametrize(
    "text",
    [
        "八千元",
        "五万円",
        "2百万円",
        "Your ticket number is 48213.",
        "550 5.1.1 user unknown",
        "IBAN DE89 3704 0044 0532 0130 00",
        "an 6 ft wall",
    ],
)
def test_what_is_not_surely_an_amount_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_english_words_stay_what_they_are() -> None:
    assert read("We won 500 likes, lei paid 900 euros, and $700 won.") == [
        ("900 euros", "900", "EUR"),
        ("$700", "700", "USD"),
    ]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("mil doscientos euros", "1200", "EUR"),
        ("quinientos euros", "500", "EUR"),
        ("deux mille cinq cents euros", "2500", "EUR"),
        ("quatre cent quatre-vingts euros", "480", "EUR"),
        ("duemilacinquecento euro", "2500", "EUR"),
        ("fünfzehnhundert Euro", "1500", "EUR"),
        ("zweitausendfünfhundert Euro", "2500", "EUR"),
        ("neunhundertfünfundzwanzig Euro", "925", "EUR"),
        ("tweeduizend vijfhonderd euro", "2500", "EUR"),
        ("mil e quinhentos reais", "1500", "BRL"),
        ("dwa tysiące pięćset złotych", "2500", "PLN"),
        ("tolv tusen kroner", "12000", None),
    ],
)
def test_a_price_in_the_words_of_another_language_is_read_whole(text: str, value: str, currency: str | None) -> None:
    assert read(text) == [(text, value, currency)]


@pytest.mark.parametrize("text", ["convert it to euros", "once dollars arrive", "un euro por clic"])
def test_words_that_are_no_number_in_their_language_are_not_read_as_one(text: str) -> None:
    assert read(text) == []
