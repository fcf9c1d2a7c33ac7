import pytest

from shared.domain.mail.reply import split_reply

OURS = "Hi Mia,\n\nCould you do one reel for $500?\n\nAnd two stories?\n\nDana"
QUOTE = "\n".join(f"> {line}" for line in OURS.split("\n"))

ATTRIBUTIONS = {
    "en gmail": "On Tue, Mar 3, 2026 at 10:12 AM Brand <deals@brand.example> wrote:",
    "en spark": "On 3 Mar 2026 at 10:12 +0100, Brand <deals@brand.example>, wrote:",
    "en without address": "On Mar 3, 2026, at 10:12 AM, Brand Partnerships wrote:",
    "en day only": "On 3 March 2026 Brand Partnerships wrote:",
    "de apple": "Am 03.03.2026 um 10:12 schrieb Brand <deals@brand.example>:",
    "fr apple": "Le 3 mars 2026 à 10:12, Brand <deals@brand.example> a écrit :",
    "es": "El mar, 3 mar 2026 a las 10:12, Brand (<deals@brand.example>) escribió:",
    "pt wrapped": "Em ter., 3 de mar. de 2026 às 10:12, Brand Partnerships <\ndeals@brand.example> escreveu:",
    "it": "Il giorno mar 3 mar 2026 alle ore 10:12 Brand <deals@brand.example> ha scritto:",
    "nl": "Op di 3 mrt 2026 om 10:12 schreef Brand <deals@brand.example>:",
    "da": "Den tir. 3. mar. 2026 kl. 10.12 skrev Brand <deals@brand.example>:",
    "nb": "tir. 3. mars 2026 kl. 10:12 skrev Brand <deals@brand.example>:",
    "sv": "Den tis 3 mars 2026 kl 10:12 skrev Brand <deals@brand.example>:",
    "fi": "ti 3. maalisk. 2026 klo 10.12 Brand (deals@brand.example) kirjoitti:",
    "pl wrapped": "wt., 3 mar 2026 o 10:12 Brand Partnerships <deals@brand.example>\nnapisał(a):",
    "cs": "út 3. 3. 2026 v 10:12 odesílatel Brand <deals@brand.example> napsal:",
    "tr": "Brand <deals@brand.example>, 3 Mar 2026 Sal, 10:12 tarihinde şunu yazdı:",
    "ro": "mar., 3 mar. 2026 la 10:12, Brand <deals@brand.example> a scris:",
    "hu": "Brand <deals@brand.example> ezt írta (időpont: 2026. márc. 3., K, 10:12):",
    "ru": "вт, 3 мар. 2026 г. в 10:12, Brand <deals@brand.example>:",
    "ja": "2026年3月3日(火) 10:12 Brand <deals@brand.example>:",
    "ko": "2026년 3월 3일 (화) 오전 10:12, Brand <deals@brand.example>님이 작성:",
    "en zoho": "---- On Tue, 03 Mar 2026 10:12:00 +0100 Brand <deals@brand.example> wrote ---",
    "en tuta": "3 Mar 2026, 10:12 by deals@brand.example:",
    "de tuta": "3. März 2026, 10:12 von deals@brand.example:",
    "zh": "Brand <deals@brand.example> 于2026年3月3日周二 10:12写道：",
    "zh-tw wrapped": "Brand Partnerships\n<deals@brand.example> 於 2026年3月3日 週二 上午10:12寫道：",
    "nl apple": "Op 3 mrt 2026, om 10:12 heeft Brand <deals@brand.example> het volgende geschreven:",
    "pl apple": "Wiadomość napisana przez Brand <deals@brand.example> w dniu 3 mar 2026, o godz. 10:12:",
    "pl apple wrapped": "Wiadomość napisana przez Brand\n<deals@brand.example> w dniu 3 mar 2026, o godz. 10:12:",
    "ko apple": "2026. 3. 3. 오전 10:12, Brand <deals@brand.example> 작성:",
    "uk apple": "3 бер. 2026 р. о 10:12 Brand <deals@brand.example> пише:",
    "he apple": "ב-3 במרץ 2026, בשעה 10:12, Brand <deals@brand.example> כתב/ה:",
    "ca apple": "El 3 de març 2026, a les 10:12, Brand <deals@brand.example> va escriure:",
    "sk apple": "3. 3. 2026 o 10:12, Brand <deals@brand.example> napísal/a:",
    "hr apple": "Brand <deals@brand.example> je 3. ožu 2026. u 10:12 napisao:",
    "vi apple": "Vào 3 thg 3, 2026, lúc 10:12, Brand <deals@brand.example> đã viết:",
    "th apple": "เมื่อวันที่ 3 มี.ค. 2569 เวลา 10:12 Brand <deals@brand.example> เขียนว่า:",
    "ar apple": "في ٣ مارس ٢٠٢٦، الساعة ١٠:١٢ ص، كتب/كتبت Brand <deals@brand.example>:",
    "bg": "На вт, 3.03.2026 г. в 10:12 Brand <deals@brand.example> написа:",
    "sr": "уто, 3. мар 2026. у 10:12 Brand <deals@brand.example> је написао/ла:",
    "sl": "V V tor., 3. mar. 2026 ob 10:12 je oseba Brand <deals@brand.example> napisala:",
    "lt": "2026-03-03, an, 10:12 Brand <deals@brand.example> rašė:",
    "lv": "otrd., 2026. g. 3. marts, plkst. 10:12 — lietotājs Brand <deals@brand.example> rakstīja:",
    "pl thunderbird": "W dniu 3.03.2026 o 10:12, Brand Partnerships pisze:",
    "ru thunderbird": "03.03.2026 10:12, Brand Partnerships пишет:",
    "el thunderbird": "Στις 3/3/26 10:12, ο/η Brand Partnerships έγραψε:",
    "ko thunderbird": "2026-03-03 오전 10:12에 Brand Partnerships 이(가) 쓴 글:",
}
HEADER_BLOCKS = {
    "outlook en": "From: Brand <deals@brand.example>\nSent: Tuesday, March 3, 2026 10:12 AM\nTo: Mia\nSubject: Reel",
    "outlook en, name only": "From: Brand\nSent: Tuesday, March 3, 2026 10:12 AM\nTo: Mia\nSubject: Reel",
    "outlook bold": "*From:* Brand <deals@brand.example>\n*Sent:* Tuesday 10:12\n*To:* Mia\n*Subject:* Reel",
    "outlook fr": "De : Brand <deals@brand.example>\nEnvoyé : mardi 3 mars 2026 10:12\nÀ : Mia Lark\nObjet : Re: Reel",
    "outlook es": "De: Brand <deals@brand.example>\nEnviado el: martes, 3 de marzo de 2026\nPara: Mia\nAsunto: Reel",
    "outlook pt": "De: Brand <deals@brand.example>\nEnviada em: 3 de março de 2026 10:12\nPara: Mia\nAssunto: Reel",
    "outlook it": "Da: Brand <deals@brand.example>\nInviato: martedì 3 marzo 2026 10:12\nA: Mia\nOggetto: Reel",
    "outlook sv": "Från: Brand <deals@brand.example>\nSkickat: den 3 mars 2026 10:12\nTill: Mia\nÄmne: Reel",
    "samsung": "-------- Original message --------\nFrom: Brand <d@brand.example>\nDate: 3/3/26 10:12 (GMT+01:00)",
    "outlook ru": "От: Brand <d@brand.example>\nОтправлено: 3 марта 2026 г. 10:12\nКому: Mia\nТема: Reel",
    "em client": '------ Original Message ------\nFrom "Brand" <d@brand.example>\nTo mia@lark.example\nDate 3/3/26',
    "outlook zh-tw": "寄件者: Brand <d@brand.example>\n寄件日期: 2026年3月3日 上午 10:12\n收件者: Mia\n主旨: x",
    "outlook tr": "Gönderen: Brand <d@brand.example>\nGönderildi: 3 Mart 2026 Salı 10:12\nKime: Mia\nKonu: x",
    "outlook hr": "Šalje: Brand <d@brand.example>\nPoslano: 3. ožujka 2026. 10:12\nPrima: Mia\nPredmet: x",
    "outlook bg": "От: Brand <d@brand.example>\nИзпратено: 3 март 2026 10:12\nДо: Mia\nОтносно: x",
    "outlook vi": "Từ: Brand <d@brand.example>\nĐã gửi: Thứ Ba, 3 Tháng Ba 2026 10:12\nĐến: Mia\nChủ đề: x",
    "outlook id": "Dari: Brand <d@brand.example>\nDikirim: 3 Maret 2026 10:12\nKepada: Mia\nSubjek: x",
    "outlook th": "จาก: Brand <d@brand.example>\nส่ง: 3 มีนาคม 2569 10:12\nถึง: Mia\nเรื่อง: x",
    "qq": "------------------ 原始邮件 ------------------\n发件人: Brand <d@brand.example>\n收件人: Mia\n主题: x",
    "rule": "________________________________\nFrom: Brand <d@brand.example>\nSent: Tuesday 10:12\nTo: Mia\nSubject: x",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "spaced"])
def test_new_text_ends_where_the_quotation_is_announced(attribution: str, gap: str) -> None:
    reply = split_reply(f"$900 works.\n\nMia\n\n{attribution}{gap}{QUOTE}\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.\n\nMia", False)
    assert reply.quoted_text.endswith("Could you do one reel for $500?\n\nAnd two stories?\n\nDana")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_answers_below_the_quotation_are_new(attribution: str) -> None:
    reply = split_reply(f"{attribution}\n{QUOTE}\n\n$900 works.\n\nMia\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.\n\nMia", False)


@pytest.mark.parametrize("attribution", [value for key, value in ATTRIBUTIONS.items() if key != "en day only"])
def test_unmarked_quotation_is_quoted_to_its_end(attribution: str) -> None:
    reply = split_reply(f"$900 works.\n{attribution}\n\n{OURS}\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.", False)


@pytest.mark.parametrize("attribution", [value for key, value in ATTRIBUTIONS.items() if key != "en day only"])
def test_announcement_inside_the_quotation_is_nobody_s_answer(attribution: str) -> None:
    quoted = "\n".join(f"> {line}" for line in f"{attribution}\n\n{OURS}".split("\n"))
    reply = split_reply(f"$900 works.\n\n{quoted}\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.", False)


@pytest.mark.parametrize("block", HEADER_BLOCKS.values(), ids=HEADER_BLOCKS)
def test_header_blocks_of_outlook_and_phones_start_the_quotation(block: str) -> None:
    reply = split_reply(f"$900 works.\n\n{block}\n\n{OURS}\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.", False)


@pytest.mark.parametrize(
    "text",
    [
        "From: $900 per reel\nTo: $1,400 with stories",
        "Date: March\nSubject: skincare\nTo: be agreed\n\n$900",
        "On Monday Ray wrote:\n\nthat $900 is the minimum.",
        "On 12 March I can post, Ray wrote: it costs $900.",
        "My reach is:\n>10k followers\nand $900 per reel",
        "Rates:\n- reel: $900\n- story: $150\n\nBest,\nMia\n-- \nMia Lark",
        "Subject to contract: $900.\n\nTo: confirm by Friday.",
        "________________________________\n$900 and that is it.",
    ],
)
def test_prose_and_price_lists_are_new_text(text: str) -> None:
    reply = split_reply(text, last_sent_text=OURS)
    assert (reply.new_text, reply.quoted_text) == (text.replace("-- \n", "--\n"), "")


LINES_OF_OTHER_LANGUAGES = {
    "el": "Στις Τρί 3 Μαρ 2026 στις 10:12 π.μ., ο χρήστης Brand <deals@brand.example> έγραψε:",
    "vi": "Vào Th 3, 3 thg 3, 2026 vào lúc 10:12 Brand <deals@brand.example> đã viết:",
    "id wrapped": "Pada Sel, 3 Mar 2026 pukul 10.12 Brand Partnerships\n<deals@brand.example> menulis:",
    "fa": "در تاریخ سه‌شنبه ۳ مارس ۲۰۲۶،‏ ۱۰:۱۲ Brand <deals@brand.example> نوشت:",
    "mutt": "* Brand <deals@brand.example> [2026-03-03 10:12]:",
}


@pytest.mark.parametrize("line", LINES_OF_OTHER_LANGUAGES.values(), ids=LINES_OF_OTHER_LANGUAGES)
def test_date_and_address_above_marked_lines_announce_them_in_any_language(line: str) -> None:
    reply = split_reply(f"$900 works.\n\n{line}\n\n{QUOTE}\n", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$900 works.", False)


def test_own_line_above_an_address_is_not_taken_for_an_announcement() -> None:
    reply = split_reply(f"My price is $900.\n<deals@brand.example> said:\n{QUOTE}", last_sent_text=OURS)
    assert reply.new_text.startswith("My price is $900.")


def test_own_words_above_an_address_line_stay_new() -> None:
    reply = split_reply(
        f"$900, please.\n<deals@brand.example> wrote on 3 March 2026 10:12:\n{QUOTE}", last_sent_text=OURS
    )
    assert reply.new_text == "$900, please."


def test_inline_answers_keep_their_order() -> None:
    text = "> Could you do one reel for $500?\n$900.\n> And two stories?\nIncluded."
    assert split_reply(text, last_sent_text=OURS).new_text == "$900.\nIncluded."


def test_price_in_quoted_text_is_never_new() -> None:
    reply = split_reply("Fine.\n\n> I want $9,000\n> Could you do one reel for $500?", last_sent_text=OURS)
    assert "9,000" not in reply.new_text
    assert reply.is_doubtful


def test_amount_typed_into_an_outlook_quotation_makes_the_split_doubtful() -> None:
    block = HEADER_BLOCKS["outlook en"]
    inside = OURS.replace("$500?", "$500?\n$900 please")
    reply = split_reply(f"See my answer.\n\n{block}\n\n{inside}", last_sent_text=OURS)
    assert reply.is_doubtful
    assert reply.new_text == "See my answer."
    assert "$900 please" in reply.quoted_text


def test_words_typed_into_an_outlook_quotation_make_the_split_doubtful() -> None:
    inside = OURS.replace("$500?", "$500?\nYes, agreed!")
    reply = split_reply(f"Hi!\n\n{HEADER_BLOCKS['outlook en']}\n\n{inside}", last_sent_text=OURS)
    assert reply.is_doubtful
    assert "Yes, agreed!" in reply.quoted_text


def test_older_amounts_deeper_in_the_thread_make_no_doubt() -> None:
    older = "> On Mon, Mar 2, 2026 at 9:00 AM Mia <mia@lark.example> wrote:\n>\n>> $1,100 is my rate."
    text = f"$800 then.\n\n{ATTRIBUTIONS['en gmail']}\n{QUOTE}\n>\n{older}"
    assert not split_reply(text, last_sent_text=OURS).is_doubtful


def test_older_amounts_below_a_second_outlook_header_make_no_doubt() -> None:
    block = HEADER_BLOCKS["outlook en"]
    older = block.replace("Brand <deals@brand.example>", "Mia <mia@lark.example>")
    reply = split_reply(f"$800 then.\n\n{block}\n\n{OURS}\n\n{older}\n\n$1,100 is my rate.", last_sent_text=OURS)
    assert (reply.new_text, reply.is_doubtful) == ("$800 then.", False)


def test_amount_with_spaces_between_thousands_is_not_taken_for_the_end_of_it() -> None:
    ours = "Nous pouvons proposer 800 €."
    reply = split_reply(f"Voici.\n\n> {ours}\n> Non, 1 800 €.", last_sent_text=ours)
    assert reply.is_doubtful
    same = split_reply("Voici.\n\n> Nous payons 1 800 €.", last_sent_text="Nous payons 1 800 €.")
    assert not same.is_doubtful


@pytest.mark.parametrize(
    "answer", ["80,000円でお願いします", "8000元", "350 евро", "12 000 Kč", "9.000 TL", "700 دولار", "₪900"]
)
def test_amount_lost_in_any_currency_makes_the_split_doubtful(answer: str) -> None:
    assert split_reply(f"Hi!\n\n> {answer}", last_sent_text=OURS).is_doubtful


def test_nothing_left_keeps_the_whole_text_and_says_so() -> None:
    reply = split_reply(QUOTE, last_sent_text=OURS)
    assert (reply.new_text, reply.quoted_text, reply.is_doubtful) == ("", OURS, True)


def test_empty_mail_is_not_doubtful() -> None:
    assert not split_reply("", last_sent_text=None).is_doubtful


def test_forward_inside_old_history_is_not_a_forward() -> None:
    text = f"$800.\n\n{ATTRIBUTIONS['en gmail']}\n{QUOTE}\n>> ---------- Forwarded message ---------\n>> Hello"
    assert not split_reply(text, last_sent_text=OURS).is_forwarded
