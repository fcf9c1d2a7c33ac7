"""Currencies and thousands in the words of other languages, in the plain form that normal.plain gives them.

Names and plurals follow the Unicode CLDR currency names; a word that several currencies share has no code.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from shared.domain.amounts.normal import plain


def _plain(words: str) -> tuple[str, ...]:
    return tuple(plain(word).text.lower() for word in words.split())


_NAMES: Final = {
    "EUR": "евро євро ευρώ euroa eurolla eurot euró euróért eurów eura eurą евра eurų avro يورو اليورو یورو יורו אירו "
    "यूरो ยูโร",
    "USD": "доллар доллара долларов долар долара доларів долари щатски dolar dolarów dolary dolarů dolara dolár "
    "dolárov dolari dollár dollaria dollareita dólar δολάρια δολάριο دولار دولارا دولارات دلار דולר דולרים डॉलर "
    "ดอลลาร์ đô",
    "GBP": "фунт фунтов фунта фунтів funt funtów",
    "RUB": "руб рублей рубля рубль р ₽ ruble rubles rouble roubles rublów rubel",
    "UAH": "грн гривень гривні гривня hryvnia hryvnias hryven",
    "KZT": "тенге теңге tenge",
    "BGN": "лв лева лев",
    "RSD": "дин динара",
    "CZK": "kč korun koruna koruny",
    "PLN": "złotych złote złoty zlotych zlote",
    "HUF": "forint forintot forintért forints",
    "RON": "lei",
    "TRY": "lirası liraya tl",
    "ILS": 'שקל שקלים שח ש"ח ש״ח',
    "INR": "रुपये रुपए रुपया रूपये",
    "THB": "บาท",
    "VND": "đồng đ vnđ dong",
    "IDR": "rupiah",
    "BDT": "টাকা taka",
    "NGN": "naira",
    "SEK": "svenska",
}
# Dirhams, rials, dinars, pounds and liras of several countries; a toman is ten rials.
_SHARED: Final = (
    "درهم درهما دراهم ريال ریال ريالا دينار دينارا جنيه جنيها ليرة ليره تومان تومن крон крони кроны riyal riyals rial "
    "rials"
)
_OF_A_COUNTRY: Final = {
    "درهم": {"إماراتي": "AED", "اماراتي": "AED", "مغربي": "MAD"},
    "دراهم": {"إماراتية": "AED", "مغربية": "MAD"},
    "ريال": {"سعودي": "SAR", "قطري": "QAR", "عماني": "OMR", "إيراني": "IRR"},
    "دينار": {"كويتي": "KWD", "أردني": "JOD", "بحريني": "BHD", "تونسي": "TND", "عراقي": "IQD"},
    "جنيه": {"مصري": "EGP", "إسترليني": "GBP", "استرليني": "GBP"},
    "ليرة": {"تركية": "TRY", "لبنانية": "LBP"},
    "доллар": {"канадский": "CAD"},
    "долларов": {"канадских": "CAD", "австралийских": "AUD", "сша": "USD"},
    "доллара": {"канадских": "CAD", "сша": "USD"},
}
_SCALES: Final = {
    1000: "тыс тысяч тысячи тысяча тисяч тисячі тис tys tysięcy tysiące tis tisíc tisíce ezer tuhat tuhatta tusen "
    "tusind duizend mii χιλιάδες bin ألف الف آلاف ألفا هزار אלף אלפים हजार ribu rb nghìn ngàn พัน",
    10_000: "หมื่น",
    100_000: "लाख แสน",
    1_000_000: "млн миллион миллиона миллионов mln milion miliony milionů milyon مليون میلیون ملايين מיליון juta jt "
    "triệu tr ล้าน",
}
FOREIGN_CURRENCIES: Final = {word: code for code, words in _NAMES.items() for word in _plain(words)}
FOREIGN_SHARED: Final = frozenset(_plain(_SHARED))
FOREIGN_SCALES: Final = {word: Decimal(scale) for scale, words in _SCALES.items() for word in _plain(words)}
# The name and the country after it.
OF_A_COUNTRY: Final = {
    _plain(name)[0]: {_plain(country)[0]: code for country, code in countries.items()}
    for name, countries in _OF_A_COUNTRY.items()
}
# After a figure alone: before one they are other words ("won 500", Italian "lei").
NEVER_BEFORE: Final = frozenset(("lei", "bin", "дин", "tr", "đ", "р", "tl", "tis"))
# Scales that are words, too: read only where a currency follows.
WORDS_TOO: Final = frozenset(("bin", "tis", "mii", "rb", "tr", "jt", "ezer"))

# Written without spaces in Chinese, Japanese and Korean; longest first.
_EAST_NAMES: Final = {
    "CNY": "人民币 人民幣 元 圆 块 塊 위안",
    "JPY": "円 圓 日元 日圓 日币 日幣 엔",
    "KRW": "원 韩元 韓元 韓圜 ウォン",
    "USD": "美元 美金 米ドル ドル 달러 불",
    "EUR": "欧元 歐元 ユーロ 유로",
    "GBP": "英镑 英鎊 ポンド",
    "TWD": "台币 台幣 新台币 新台幣 臺幣 新臺幣",
    "HKD": "港元 港币 港幣",
    "THB": "บาท",
}
EAST_SCALES: Final = {
    **dict.fromkeys("千천", Decimal(1000)),
    **dict.fromkeys("万萬만", Decimal(10_000)),
    **dict.fromkeys("億亿억", Decimal(100_000_000)),
}
EAST_CURRENCIES: Final = {name: code for code, names in _EAST_NAMES.items() for name in names.split()}
EAST_WORDS: Final = "|".join(sorted((*EAST_CURRENCIES, *EAST_SCALES), key=len, reverse=True))
EAST_NAMES: Final = "|".join(sorted((name for name in EAST_CURRENCIES if len(name) > 1), key=len, reverse=True))
