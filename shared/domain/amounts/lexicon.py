"""The words of the grammar, as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from shared.domain.amounts.foreign import EAST_CURRENCIES, FOREIGN_CURRENCIES, FOREIGN_SHARED


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _valued(words: str, values: range) -> dict[str, int]:
    return dict(zip(words.split(), values, strict=True))


SMALL_NUMBERS: Final = _valued(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    range(20),
)
TENS: Final = _valued("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10)) | {"fourty": 40}
SCALES: Final = {
    **dict.fromkeys(
        ("k", "kish", "thousand", "thousands", "grand", "gs", "mil", "mille", "tausend", "tsd"), Decimal(1000)
    ),
    **dict.fromkeys(("m", "mm", "mn", "mio", "million", "millions"), Decimal(1_000_000)),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), Decimal(100_000)),
    **dict.fromkeys(("crore", "crores"), Decimal(10_000_000)),
}
# Scales that are a unit of their own when apart from the figure ("5 m" is five metres or minutes).
GLUED_SCALES: Final = frozenset({"m", "mm", "mn", "gs"})
# Letters for a scale where rupees are named before: "₹1.5L".
RUPEE_SCALES: Final = {"l": Decimal(100_000), "cr": Decimal(10_000_000)}
# Between the two ends of a range, and those that need the word before the range: "between 900 and 1,100".
RANGE_WORDS: Final = word_set("to or bis à tot till til")
RANGE_OPENED_BY: Final = {
    "between": {"and"}, "zwischen": {"und"}, "entre": {"y", "et", "e", "a"}, "de": {"a"}, "da": {"a"}, "tra": {"e"},
    "tussen": {"en"}, "mellan": {"och"}, "mellem": {"og"}, "mellom": {"og"}, "od": {"do"}, "między": {"a"},
    "desde": {"hasta"},
}  # fmt: skip
# How many a vague word may stand for.
VAGUE: Final = {"couple": (2, 2), "few": (2, 9), "several": (3, 9)}

SIGNS: Final = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "₱": "PHP",
    "฿": "THB", "₫": "VND", "₴": "UAH", "₦": "NGN", "₽": "RUB", "₸": "KZT",
}  # fmt: skip
# Letters that, glued to a dollar sign, say whose dollar it is.
DOLLAR_LETTERS: Final = {
    "us": "USD", "u": "USD", "usd": "USD", "ca": "CAD", "c": "CAD", "cad": "CAD", "cdn": "CAD", "a": "AUD", "au": "AUD",
    "aud": "AUD", "nz": "NZD", "nzd": "NZD", "hk": "HKD", "hkd": "HKD", "s": "SGD", "sg": "SGD", "sgd": "SGD",
    "r": "BRL", "mx": "MXN", "mex": "MXN", "mxn": "MXN", "nt": "TWD",
}  # fmt: skip
# Currencies whose users write a bare "$" at home.
DOLLARS: Final = word_set("USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP")
# Codes read in small letters too; the others are words ("try", "cop", "pen", "mad").
SMALL_CODES: Final = word_set(
    "usd eur gbp cad aud nzd chf sek nok dkk jpy inr brl mxn zar aed sgd hkd pln php myr idr thb vnd ngn pkr czk krw "
    "cny twd qar kwd"
)
CODE_VARIANTS: Final = {
    "SFr": "CHF", "Fr": "CHF", "RMB": "CNY", "Rs": "INR", "rs": "INR", "INRs": "INR", "Rp": "IDR",
    "RM": "MYR", "TL": "TRY", "Ft": "HUF", "KSh": "KES", "R": "ZAR",
}  # fmt: skip

CURRENCY_WORDS: Final = {
    **FOREIGN_CURRENCIES,
    **EAST_CURRENCIES,
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "quid", "sterling"), "GBP"),
    **dict.fromkeys(("yen",), "JPY"),
    **dict.fromkeys(("franc", "francs", "franken"), "CHF"),
    **dict.fromkeys(("rupee", "rupees"), "INR"),
    **dict.fromkeys(("reais",), "BRL"),
    **dict.fromkeys(("zloty", "zlotys", "zł", "zl"), "PLN"),
    **dict.fromkeys(("rand", "rands"), "ZAR"),
    **dict.fromkeys(("dirham", "dirhams"), "AED"),
    **dict.fromkeys(("shekel", "shekels"), "ILS"),
    **dict.fromkeys(("yuan",), "CNY"),
    **dict.fromkeys(("baht",), "THB"),
    **dict.fromkeys(("ringgit",), "MYR"),
    **dict.fromkeys(("lira", "liras"), "TRY"),
}
DOLLAR_WORDS: Final = frozenset({"dollar", "dollars", "buck", "bucks", "dólares", "dollari"})
# Names of several currencies: money for sure, but which one a person must say.
SHARED_WORDS: Final = FOREIGN_SHARED | word_set(
    "kr kroner kronor krona krone crowns peso pesos dinar dinars shilling shillings"
)
# "a grand total" is no thousand.
NOT_GRAND: Final = word_set("total opening prize finale scheme entrance tour")
CENT_WORDS: Final = frozenset({"cent", "cents", "¢"})
NATIONS: Final = {
    "us": "USD", "american": "USD", "canadian": "CAD", "australian": "AUD", "aussie": "AUD", "kiwi": "NZD",
    "singapore": "SGD", "swiss": "CHF", "british": "GBP", "mexican": "MXN", "swedish": "SEK", "norwegian": "NOK",
    "danish": "DKK", "indian": "INR", "japanese": "JPY",
}  # fmt: skip

# After a figure. Plurals, and the singulars that are no verbs: "1500 like last time" is a price.
AUDIENCE: Final = word_set(
    "view views viewers impression impressions follower followers subscriber subscribers sub subs likes comments "
    "plays reach engagements saves shares downloads clicks installs fans users members audience listener listeners "
    "readers visitors streams watchers people eyeballs seguidores vistas abonnenten aufrufe abonnés vues "
    "personen leute menschen zuschauer zuhörer leser klicks"
)
# After a figure of any size, beside the plurals that are no verbs: "we need 300 g", "1,200 units", "900 sign-ups".
COUNTED: Final = word_set(
    "units creators influencers brands campaigns channels accounts products things points questions options hashtags "
    "items platforms women men girls families people sign-ups sign-ins check-ins opt-ins dms g gr gram grams mg ml oz "
    "cl kcal cal tb inch inches ft bpm hz f m metres meters sqm sqft"
)
RUNNING: Final = word_set("training trained run ran runs running race raced races racing marathon jog jogging")
# Behind a price; any other word behind a bare figure is what the figure counts. Verbs, joining words, and what people
# say of a price: "1500 works", "900 covers it", "1200 including usage", "800 upfront, mate".
BEHIND_A_PRICE: Final = word_set(
    "works sounds seems is was does has feels looks covers includes stands goes remains stays gets makes gives fits "
    "suits helps comes means reflects matches equals pays buys leaves brings applies needs beats depends starts ends "
    "falls lands keeps lets wins costs tops meets work sound seem feel look cover include go get make give fit help "
    "come mean stay would will wont could should can cant may might must are were be been being isn doesn wouldn won "
    "couldn did do have had got i im you u we he she they it me us them my your our her his their its ours yours "
    "theirs this that these those there here the an no not nor none than more less too also only just even still "
    "again now given apart yesterday today tomorrow tonight monthly weekly daily yearly annually quarterly hourly "
    "incl including inclusive included inc incld excl excluding exclusive excluded exc ex with without w and or but "
    "if when whenever because cause cos since so then as in on at by to from of off up down out for via plus minus "
    "before after until till upon once under over above below about around between during against within per each "
    "apiece a n x vs like while whilst where which who what how why whichever whatever both all any either some such "
    "instead altogether together overall total totally flat firm final fix fixed solid guaranteed max maximum min "
    "minimum net nett netto gross brutto base starting onward onwards upfront upwards advance deposit budget range "
    "mark region ballpark bracket figure value worth spend limit ceiling project job gig collab collaboration "
    "partnership sponsorship ambassadorship agreement contract retainer split negotiable nonnegotiable non cash "
    "paypal wire bank transfer voucher ish right deal done fair good great enough fine ok okay k cool nice perfect "
    "high low higher lower cheaper much extra better actually really honestly hopefully maybe probably perhaps "
    "definitely usually normally typically generally currently sometimes always ideally realistically seriously "
    "please pls plz pleasee thanks thank thx ty cheers kudos bless lol haha hehe love hun babe dear sir madam bro "
    "mate man boss buddy pal friend guys though tho atm rn tbh asap regards let hope sure yes yeah yep nope thus "
    "besides towards across unless regardless afterwards first last next back raw organic full usage perpetual "
    "unlimited exclusivity buyout rights ads taxes expenses fees rates prices terms dues extras royalties usages "
    "exclusives buyouts shoots bonus hours s t re ll ve d m und oder mit für fur fuer pro inkl inklusive zzgl "
    "zuzüglich exkl ohne als wäre ist sind geht passt ginge wären bitte statt auf bei am zum alles pauschal oben "
    "drauf bis dann et ou avec sans pour par est sont serait seraient hors ttc ht tout toute tous te ça ca si mais "
    "les le la des du de y o con sin por para más mas sería serían está en al todo todos es son pero los las e com "
    "sem na nos nas seria são é das dos já tudo voor och för til za z med inkludert inklusief exclusief è sono senza "
    "il lo più tutto"
)
# Behind a verb, never behind a plural: "900 secures the slot".
OBJECTS: Final = word_set("the it me us them him her my your our his their this that everything all both")
# Before a price in other languages, as "for" in English.
FOR: Final = word_set("for für fuer pour por per")
# Between what is counted and its figures: "likes doubled from 1,500 to 3,000".
MOVES: Final = word_set("doubled tripled rose jumped climbed fell dropped went grew from by to")
# Between a figure and its readers or listeners: "18,500 newsletter readers".
MEDIA: Final = word_set("newsletter podcast blog email mailing channel page profile website")
PLATFORMS: Final = word_set(
    "instagram insta ig tiktok tt youtube yt facebook fb snapchat twitter x twitch pinterest linkedin threads"
)
# Before a figure: "followers: 120k", "a reach of 50k".
AUDIENCE_BEFORE: Final = word_set(
    "views viewers impressions followers subscribers subs likes comments plays engagements downloads clicks "
    "listeners readers visitors members users uniques streams seguidores abonnenten dms"
)
AUDIENCE_BEFORE_OF: Final = word_set("reach audience following fanbase viewership readership community list database")
DELIVERABLES: Final = word_set(
    "reel reels post posts story stories video videos short shorts carousel carousels tiktok tiktoks frame frames "
    "slide slides photo photos image images picture pictures piece pieces clip clips integration integrations "
    "mention mentions deliverable deliverables asset assets link links package packages bundle bundles draft drafts "
    "hook hooks still stills vlog vlogs live lives creator creators influencer influencers brand brands question "
    "questions option options point points thing things item items round rounds revision revisions edit edits "
    "concept concepts campaign campaigns hashtag hashtags tag tags platform platforms channel channels account "
    "accounts product products unit units way ways other others"
)
TIME_UNITS: Final = word_set(
    "second seconds sec secs minute minutes min mins hour hours hr hrs day days night nights week weeks weekend "
    "weekends month months year years yr yrs quarter quarters decade decades time times"
)
MEASURES: Final = word_set(
    "word words character characters page pages mb gb kb px fps km miles mile kg lbs lb cm mm star stars degree "
    "degrees percentile er emails calls call countries cities x olds orders signups conversions copies"
)
# Words that may stand between a count and its noun.
COUNT_ADJECTIVES: Final = word_set(
    "instagram ig tiktok tik tok youtube yt facebook snapchat average avg monthly weekly daily total organic paid "
    "unique new more additional extra dedicated short long static feed video story frame active engaged real true "
    "sponsored branded single separate raw vertical high quality highly main grid different similar recent median "
    "typical estimated loyal potential subscribed paying further final minor link profile website bio"
)
# Only on the way to an audience: "120k of my followers", but "1500 of the budget".
COUNT_OWNERS: Final = word_set("of my our your the plus")
# Only on the way to a time: "14 business days", but "1500 next week".
TIME_ADJECTIVES: Final = word_set("business working calendar consecutive full more additional extra")
COUNT_LEADS: Final = word_set(
    "of is are around about approx approximately roughly over nearly almost at currently now just average avg "
    "averaging up to count was were"
)
COUNT_VERBS: Final = word_set(
    "average averages averaged averaging avg hit hits posted published filmed sold shipped handle handles handled "
    "gained weigh weighs"
)
# Before a figure in thousands, which is then an audience: "I reach 100k", "grew from 12k to 61k".
GROWTH_VERBS: Final = word_set(
    "reach reaches reached reaching grew grow grows grown growing gain gains gaining cross crosses crossed crossing "
    "surpass surpassed surpassing"
)
# What reels and stories do to an audience: "my reels get 50k".
AUDIENCE_VERBS: Final = (
    GROWTH_VERBS | COUNT_VERBS | word_set("get gets got getting do does did pull pulls see sees saw")
)
ADVERBS: Final = word_set(
    "usually normally typically regularly always often easily all each both now currently generally"
)
# When a reach was measured: "reach last month: 140k".
WHEN: Final = word_set("last this past month week year quarter weekend season per")
LABELS: Final = word_set(
    "extension badge bib no nr number num invoice order ref reference id po room suite unit apt zip code version "
    "episode ep chapter page section part step round option week day level top gen ios windows iphone android ps "
    "route type tier slide frame scene season vol volume issue ticket case line net age aged ages q lot size model "
    "building floor bus train flight gate passcode password pin shade seat terminal sku lens bell box booth locker "
    "plate pantone"
)
# "The code is 4821", whatever code.
IDENTIFIERS: Final = word_set(
    "code id pin password passcode zip postcode otp room suite apartment apt seat locker gate terminal flight "
    "buzzer bell plate capacity extension badge bib"
)
# In capitals before a price: "OK 900", "TBH 1200 is low"; and what is sold.
EXCLAMATIONS: Final = word_set(
    "ok okay tbh fyi btw imo imho lol omg pls plz yes no hi hey np idk ngl rn asap aka max min so and or for at it is "
    "be me we us ad ads ugc grwm wl pkg"
)
# Before the letters of an airline or a line: "flight LH 1832".
TRAVEL: Final = word_set("flight train bus line flights trains")
# Whose number it is that "is 48213".
NUMBERED: Final = word_set(
    "ticket order case reference invoice tracking confirmation booking phone account room customer badge verification "
    "access security"
)
PRICE_CUES: Final = word_set(
    "rate rates price prices pricing charge charges charging charged ask asking asks fee fees cost costs budget "
    "offer offers offering pay paying paid do for at is be per each total quote quoted need want take accept "
    "counter meet minimum max maximum go pays deal compensation invoice payment amount worth than least"
)
# Anywhere in a sentence: it is about money. Without the words that stand in any sentence ("do", "for", "at", "is").
PRICE_TALK: Final = word_set(
    "rate rates price prices priced pricing charge charges charging charged fee fees cost costs budget offer offers "
    "offering offered pay pays paying paid payment quote quoted quotes compensation deal worth vat gst hst tax taxes "
    "net gross netto brutto nett flat incl total subtotal sum invoice counter discount retainer buyout commission "
    "usage exclusivity whitelisting bonus advance deposit honorar preis tarif prix precio tarifa preço valor cachê "
    "kostet coûte cuesta"
)
# After a price said in pairs: "twelve-fifty per reel".
PAIR_CUES: Final = word_set("per each apiece flat total plus all / a net max tops minimum")
STRICT_CUES: Final = word_set("offer pay do rate fee budget price quote go of")
YEAR_CUES: Final = word_set(
    "in since until summer winter spring autumn fall early mid during © copyright january february march april may "
    "june july august september october november december q1 q2 q3 q4"
)

_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|(?-i:Mar|March|MARCH)|apr(?:il)?|(?-i:May|MAY)|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|"
    "julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|"
    "novembre|décembre"
)
_DAY: Final = r"\d{1,2}(?![\d.,]{0,8}\d|k)(?:st|nd|rd|th|\.)?"
_BEFORE: Final = r"(?<![\d$€£.,'])"

# Shapes that hold digits and are never money, in any mode. Keep each narrow: what it covers, the gate does not see.
NEVER_MONEY: Final = (
    r"(?:https?://|www\.)\S+",
    r"&(?:#160|#xa0|nbsp);",
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    r"(?<!\w)@[A-Za-z_][\w.]*",
    r"(?<![\w&])#\w+",
    r"\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b",
    _BEFORE + r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d.,]{0,8}\d)",
    _BEFORE + r"\d{1,2}/\d{1,2}(?![\d/.,]{0,8}\d|k)",
    rf"\b(?:{_MONTHS})\.? {_DAY}(?: ?(?:-|to|and|&) ?{_DAY})?(?!\w)(?:,? (?:19|20)\d\d\b)?",
    rf"{_BEFORE}\b{_DAY}(?: ?(?:-|to|and|&) ?{_DAY})? (?:of |de )?(?:{_MONTHS})\b(?:,? (?:de )?(?:19|20)\d\d\b)?",
    rf"\b(?:{_MONTHS}),? (?:19|20)\d\d\b",
    r"(?<![\w$€£.,])\d{1,2}(?:[:.]\d{2})?(?: ?- ?\d{1,2}(?:[:.]\d{2})?)? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)(?!\w)",
    r"(?<![\w$€£.,])\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d|[.,]\d)",
    r"(?<![\w$€£.,])\d{1,2}:\d{1,2}(?!\d|[.,]\d)",
    r"(?<![\w$€£.,'])\d+(?:,\d{3})*(?:st|nd|rd|th)\b",
    r"(?<![\w$€£])\+\d[\d ().-]{6,}\d",
    r"(?<![\w$€£])\(\d{3}\) ?\d{3}[-. ]\d{4}\b",
    r"(?<![\w$€£.,'-])\d{3}[-.]\d{3}[-.]\d{4}(?![-\d])",
    r"(?<![\w$€£.,'-])0\d{2,4}(?:[ -]\d{2,4}(?:[ -]\d{2,4}){2,3}|[ -]\d{3}[ -]?\d{3,4})(?![-\d])",
    r"(?<![\w$€£.,'-])\d{3} \d{4} \d{4}(?![-.,]?\d| ?[$€£])",
    r"(?<![\w$€£.,'-])0\d{9,10}(?![-.,\d])",
    r"(?m:^)[ >*-]*\(?\d{1,2}[.)](?= )",
    r"\bq[1-4](?:,? (?:19|20)\d\d)?\b",
    r"\b\d{3,4}p\b",
    r"\b[248]k (?=video|footage|resolution|quality|raw|files?\b|uhd|camera|content)",
    # The answers of mail servers (RFC 5321), and account numbers (ISO 13616).
    r"(?<![\w$€£.,])[45][0-5]\d(?=[ -](?:#?[45]\.\d\.\d|no such|user unknown|mailbox|recipient|requested))",
    r"(?-i:\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b)",
    r"\b(?:in|shot in|filmed in) [48]k\b(?! ?(?:[a-z]{3}\b|dollars|range))",
)
