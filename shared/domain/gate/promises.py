"""No promise leaves that is not in the terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import found_in, is_refused, refuses, sentences
from shared.domain.gate.dates import WEEKDAY
from shared.domain.gate.durations import spans_of
from shared.domain.gate.quantities import is_of_package
from shared.domain.gate.terms import Draft, GateFailure, GateTerms, not_in_terms
from shared.domain.negotiation import Stage

_WORK: Final = r"(?:deals?|campaigns?|partnerships?|collab\w*|projects?|work|opportunit\w+|bookings?)"
_PRICE: Final = r"(?:offer|rate|fee|price|budget)\b"
# What we could do beyond this offer: "a higher fee" that they hope for is none of it.
_OURS_TO_GIVE: Final = r"\b(?:we|i|there|our)\b(?:(?!\byou(?:['’]\w+)?\b(?! (?:with|an?)\b))[^.!?\n]){0,40}"
_GIVE: Final = r"(?:do|pay|offer|give|find)"
_MORE: Final = r"more\b(?! (?:with|together|time|of|info\w*|details?|content|than)\b)"
_LATER: Final = r"(?:later|next|once|soon|one day|in (?:the )?future|another time)"
_PERIOD: Final = r"(?:business |working |calendar )?(?:hours?|days?|weeks?|months?|years?)"


# What a mail can promise beyond its price. The names are used in GateTerms.allowed_commitments.
PROMISES: Final = {
    "exclusivity": r"\bexclusiv\w*|\bnon-?compet\w*",
    "guarantee": r"\bguarant\w*|(?<!as )\bpromise[sd]?\b|\bwe commit\b|\bassured?\b(?! you (?:that )?(?:it|this"
    r"|we|i|the \w+|your \w+) (?:was|were|is|has|have|had|did)\b)",
    "future_work": rf"\b(?:future|next|another|further|more) (?:paid |brand |big )?{_WORK}|\bongoing {_WORK}"
    r"|\blong[- ]?term\b|\bambassador\w*|\bretainers?\b|\b(?:work|partner|collaborate) (?:together )?again\b"
    r"|\b(?:expect|get|have) (?:much |a lot |some )?more from us\b|\bmore where (?:this|that) came from\b"
    r"|\bfirst in line\b"
    rf"|\b(?:second|third|follow-?up|bigger|larger) (?:paid |brand )?{_WORK}|\b(?:book|do|plan"
    rf"|make) the next (?:one|reel|post|video)\b"
    r"|\b(?:only|just) the (?:start|beginning)\b|\b(?:start|beginning) of (?:an?|something|many)\b"
    r"|\ba (?:whole )?series with you\b|\b(?:book|hire) you again\b"
    r"|\b(?:come|get) back to you (?:for|with) (?:the|our|another|more|a) (?:next|new|second)\b",
    "usage": r"\busage\b",
    "whitelisting": r"\bwhite-?list\w*|\bspark ads?\b",
    "paid_ads": r"\bpaid (?:ads?|media|amplification)\b|\bboost(?:ed|ing)?\b",
    "perpetual": r"\bperpetu\w+|\bwithout (?:a )?time limit\b|\bforever\b",
    "wider_rights": r"\boption to (?:extend|renew|use)\b|\bbuy-?out\b|\blicen[cs]\w+|\b(?:full|extended"
    r"|worldwide|all) rights\b"
    r"|\brights (?:extension|for)\b"
    r"|\b(?:we|they|the (?:client|brand)) (?:may|can|could|would|will)(?: also)? (?:edit|cut|translate|change"
    r"|alter|adapt|re-?cut"
    r"|dub) (?:it|(?:the|your) (?:content|footage|reel|video|story|stories|posts?|clips?|material))\b"
    r"|\b(?:use|show|print|run|display|play|put)\b[^.!?\n]{0,25}\b(?:on|in|for|across) (?:tv|television|print"
    r"|cinemas?|billboards?"
    r"|packaging|(?:our |the )?(?:newsletters?|stores?|shops?|website))\b|\buse your (?:name|face|likeness|image"
    r"|voice)\b"
    r"|\b(?:retailers?|partners|(?:partner|sister|other|our) (?:brands|companies|shops)|third part(?:y|ies)"
    r"|sister brands?|agency)\b[^.!?\n]{0,20}\b(?:use|show|share|run)\b"
    r"|\bpass it on to (?:partners|retailers|others)\b"
    r"|\bexten\w+ (?:of )?(?:the |your |our )?(?:usage|rights)\b",
    "raw_footage": r"\braw (?:footage|files?)\b",
    "bonus": r"\bbonus\w*|\bperformance fee\b|\bincentives?\b|\bkickers?\b",
    "commission": r"\bcommissions\b|(?<!to )(?<!would )(?<!['’]d )\bcommission\b"
    r"|\bcommission\b(?! (?:you|an?|one|two|three|four|the|this|some|\d{1,2}(?![\d%]))\b)|\baffiliate\w*"
    r"|\brev(?:enue)?[- ]shar\w+|\broyalt\w+"
    r"|\b(?:share|cut) of (?:the )?sales\b",
    "advance": r"(?<!being )(?<!be )(?<!so )(?<!very )(?<!and )\bup[- ]?front\b(?! (?:about|with)\b)"
    r"|\bpre-?pa(?:y|id)\w*|\bdeposits?\b"
    r"|\badvance payments?\b"
    r"|\b(?:pa(?:y|id)\w*|fee|money|half)\b[^.!?\n]{0,40}\bin advance\b|\bdown[- ]payments?\b|\ban advance\b"
    r"|\binstal?ments?\b|\bsplit (?:the|your|up the) (?:payments?|fee)\b|\b(?:two|three|equal|several"
    r"|both) payments\b"
    r"|\bhalf of (?:it|the (?:fee|money|payment|sum))\b",
    "payment_time": rf"\b(?:pay\w*|paid|invoice\w*|transfer\w*)\b[^.!?\n]{{0,60}}?\b[\w-]{{1,30}}[- ]{_PERIOD}\b"
    r"|\bnet[- ]?\d+",
    "fast_payment": r"\bor (?:earlier|sooner|faster)\b|\b(?:same|next)[- ]day payment"
    r"|\bpa(?:y|id)\w* (?:is |are |was )?(?:immediate(?:ly)?|instant(?:ly)?|quick(?:ly)?|fast|right away|today"
    r"|tomorrow|(?:the )?same day)"
    r"|\bpa(?:y|id)\w*\b[^.!?\n]{0,30}\b(?:on the spot|within (?:a few |some |a couple of )?(?:minutes|hours"
    r"|days))\b|\bon delivery\b"
    r"|\b(?:pa(?:y|id)\w*|invoices?|money|fee|transfer\w*)\b[^.!?\n]{0,50}\b(?:(?:end|start|first|last|middle"
    r"|\d+(?:st|nd|rd|th)) (?:day )?of (?:the|each|every|next|this)\b|(?:by|before|at) (?:christmas|easter"
    r"|new year)\b)"
    r"|\blate (?:payment|fee)s?\b|\binterest (?:on|of|rate)\b"
    r"|\b(?:pay(?:ment|ments|ing)?|paid|invoice|money|fee|transfer\w*)\b[^.!?\n]{0,40}\b(?:sooner|earlier|faster"
    r"|quicker|right away|(?:leaves|goes out|arrives|is sent|lands) (?:today|tonight|tomorrow|at once|now)"
    r"|within the (?:day|week|month)|(?:this|next) (?:week|month))\b",
    "expenses": r"\breimburs\w+|\bexpenses\b|\btravel costs?\b|\bagency fees?\b"
    r"|\b(?:cover|pay for) (?:your|the|all|any) (?:travel|shipping|costs?|tax\w*|vat|fees?)"
    r"|\bshipping (?:is|will be|costs? (?:is|are))\b|\bfree (?:shipping|returns?|of charge)\b|\bfor free\b",
    "gift": r"\bfree products?\b|\bgift\w*|\bcomplimentary\b|\bequity\b|\bstock options?\b|\bvouchers?\b",
    "script": r"\b(?:our|the) script\b|\bword for word\b|\bscripted\b",
    "lent": r"\bon loan\b|\b(?:stays?|remains?|is) ours\b|\b(?:goes|go|comes|send|sent|give|given|ship"
    r"|return\w*) (?:it )?back to us\b|\breturn (?:it|the)\b|\bborrow\w*|\b(?:comes? )?out of (?:the|your) fee\b"
    r"|\bpart of (?:the|your) fee\b",
    "series": r"\bregular (?:thing|basis|partner\w*)\b|\b(?:the )?first of (?:several|many|more|a few)\b"
    r"|\bas good as yours\b",
    "legal": r"\bstand in for you\b|\bon your behalf\b|\blegally\b|\binsur(?:e|es|ed|ance)\b|\b(?:no"
    r"|without) risk\b|\bindemn\w+|\bpenalt\w+"
    r"|\bkill fee\b|\bliabilit\w+|\bnon-?disclosure\b|\bnda\b|\bpay a fine\b|\brefund\w*",
    "more_money": r"\bthere(?:['’]s| is)(?: \w+)? flexibility\b|\bopen to (?:discuss\w*|negotiat\w*"
    r"|talking about (?:a|the|more))|\bcloser to (?:your"
    r"|what you|her|his)\b"
    r"|\bnegotiable\b|\b(?:a|the) (?:pay )?(?:raise|rise)\b|\b(?:go|come|stretch) (?:up|higher)\b(?! (?:to|with"
    r"|at)\b)"
    rf"|\b(?:increase|raise|improve|up) (?:the|our|your|this) {_PRICE}"
    rf"|\broom (?:to|for) (?:move|negotiat\w+|more)\b|\bflexib\w+ (?:on|with) (?:the |our )?{_PRICE}",
    "only_creator": r"\b(?:only|sole) (?:\w+ )?(?:creator|influencer|partner)\b|\bface of (?:the|our) brand\b"
    r"|\bany other (?:creator|influencer|brand)\b|\b(?:be|are|you|join) on our team\b|\bjoin (?:our|the) team\b"
    r"|\b(?:hire|sign) you\b"
    r"|\b(?:many|plenty) more\b|\bwhole year\b|\bevery month\b",
    "sales_share": r"\b(?:cut|share) (?:of|in) (?:\w+ )?(?:sales?|company|revenue|profits?|business)\b"
    r"|\bearn (?:on|extra)\b"
    r"|\bper (?:click|sale)\b|\b(?:each|every) sale\b|\bprovision\b",
    "less_work": r"\b(?:stor(?:y|ies)|reels?|posts?|videos?|tiktoks?|shorts?|carousels?|one|rest)\b[^.!?\n]{0,15}"
    r"\b(?:(?:is|are|be) (?:optional|not needed|enough(?=\W*$| for us))|(?:isn|aren)['’]t (?:needed|necessary))\b"
    r"|\byou\b[^.!?\n]{0,20}\b(?:skip|leave out|drop|omit|leave off)\b",
    "travel": r"\bflights?\b|\bdinners?\b|\blunch(?:es)?\b|\bdrinks\b|\bhotels?\b|\bmeals?\b"
    r"|\b(?:a|the|free|press|paid|brand|cover\w*|pay for|join us on|on our) (?:\w+ )?trips?\b"
    r"|\baccommodation\b|\bon us\b|\bon the house\b",
    "extras": r"\bthrow in\b|\balso (?:send|ship|give)\b(?! us\b)|\b(?:discount|promo|voucher|coupon) codes?\b"
    r"|\bgive your followers\b|\bmore products\b|\b(?:any|choose) (?:a )?product\b|\bfrom our (?:shop|store"
    r"|range)\b|(?<![-\w])free (?!to\b|of\b|from\b)\w+|\bsomething on top\b",
    "early_payment": rf"\bhalf (?:first|now|before|later)\b|\b50/50\b|\bcash in\b|\bpaid in full\b"
    r"|\bas soon as you\b|\bpa(?:y|id)\w*\b[^.!?\n]{0,25}\b(?:as soon as|the (?:moment|minute|instant)"
    r"|right (?:after|when))\b"
    r"|\b(?:pa(?:y|id)\w*|money|cash|fee)\b[^.!?,\n]{0,40}(?:(?<!as )\bbefore\b|\bbefore (?:the|you|we|it|\w+ing)\b)"
    rf"|\b(?:pay|paid|wire|transfer|send)\b[^.!?\n]{{0,25}}\b(?:tonight|this week|on {WEEKDAY})\b",
    "taxes": r"\b(?:pay|cover|handle) (?:your|the|all|any) tax\w*"
    r"|\b(?:cover|pay for) (?:flights?|hotels?|travel|costs?)\b",
    "no_approval": r"\b(?:needs?|has|have) to be (?:sent|shown|approved|seen|checked|signed off|run past)\b"
    r"|\bpost (?:whenever|when) you\b|\b(?:no|without) approval\b|(?:\b(?:no|without)|n['’]t need"
    r"|n['’]t require) (?:your|our|the client['’]s) (?:approval"
    r"|consent|permission)\b"
    r"|\bno approvals?\b|\bwithout (?:any |our )?approval\b|\bpost what(?:ever)? you\b",
    "more_budget": r"\b(?:find|get|free up) (?:you )?more (?:budget|money)\b|\bmore money (?:if|for|once)\b"
    r"|\bsweeten\b"
    r"|\btop (?:it|that) up\b|\bname your price\b|\bno object\b|\bsky is the limit\b|\broom in the budget\b"
    r"|\b(?:budget|money) (?:is|isn['’]t)[^.!?\n]{0,10} (?:issue|problem|object)\b|\b(?:plenty|lots"
    r"|enough) of (?:budget|money)\b"
    r"|\b(?:ask|push|fight|look) for more\b(?! (?:time|info\w*|details?))"
    r"|\b(?:get|find|squeeze) (?:you )?(?:a (?:bit|little) |some )?more (?:for you|out|in it)\b|\bfind a (?:bit"
    r"|little) more\b"
    r"|\bsqueeze\b[^.!?\n]{0,20}\b(?:more|higher)\b|\b(?:wiggle|leg|some|more|a (?:bit|little) of) room\b"
    r"|\b(?:we|i)\b[^.!?\n]{0,25}\badd (?:(?:some|a (?:bit|little))(?: more)?|something|more)(?=[^\w]*$| (?:if|once"
    r"|when|later|for you|on top))"
    r"|\bround (?:it|that|this|things) up\b|\b(?:at|in|to) the (?:mid-?point|middle)\b(?! of\b)"
    r"|\broom (?:between|beyond|in it)\b|\bthere is room\b|\ballowed to go (?:further|higher)\b",
    "due_date": rf"\b(?:by|before|until) (?:tonight|tomorrow|{WEEKDAY})\b|\bneed (?:the|your) \w+ by \d"
    r"|\b(?:must|have to) (?:post|sign)\b",
    "more_work": r"\b(?:also|additionally) (?:need|want|expect)\b",
    "other_work": r"\bwe need (?:an?|one|two|three|four|five|six|\d+)\b[^.!?\n]{0,25}"
    r"\b(?:reels?|stor(?:y|ies)|tiktoks?|videos?|posts?|shorts?)\b",
    "bank": r"\btax (?:number|id)\b|\bbank details\b|\bpassport\b|\bfill in (?:the|this|our) form\b|\biban\b"
    r"|\bbic\b|\bswift code\b|\brouting number\b|\bsort code\b|\baccount number\b|\bpaypal\b"
    r"|\b(?:new|updated|changed|your) (?:bank|payment) (?:details|account|information|data)\b|\bbank account\b"
    r"|\b(?:to|into) (?:the|your) (?:new )?account\b|(?-i:\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7})",
    "cash_for_product": r"\b(?:pa(?:y|id|ying)|cash\w*) (?:it |this |that )?out\b|\bin cash\b|\bcash (?:instead"
    r"|value)\b"
    r"|\b(?:instead of|rather than|in place of) the (?:product|gift)\b",
    "on_top": r"(?:\b(?:plus|excl\w*|before|net of|without|including)|\+) (?:any |all |your )?"
    r"(?:vat|gst|tax\w*|fees?|shipping|customs|manager\W?s?|agency|agent\W?s?|commission)\b"
    r"|\b(?:vat|gst|tax\w*|(?:manager\W?s?|agent\W?s?|agency) (?:fee|cut|share)s?)\b[^.!?\n]{0,25}"
    r"\b(?:on top|in addition|extra|separately|added)\b",
    "costs": r"\b(?:platform|bank|processing|service|transfer|handling|transaction) (?:fees?|charges?)\b"
    r"|\bdeduct\w*|\b(?:covers?|pays? for|handles?|takes? care of)\b[^.!?\n]{0,20}"
    r"\b(?:travel|shipping|costs?|tax\w*|vat|customs|duties)\b",
    "later_money": r"\bstretch\b[^.!?\n]{0,15}\b(?:further|more|beyond|above)\b|\bnext offer\b"
    r"|\broom (?:above|left|there|beyond)\b|\b(?:raise|increase|improve|lift|up) it\b"
    r"|\b(?:get|pay|give|offer) (?:you )?(?:\w+ )?more (?:later|if|once|when|after|next)\b|\bwill pay more\b"
    rf"|\bget you more\b|\b(?:revisit|reopen|look again at|renegotiate) (?:the|your|our|this) {_PRICE}"
    rf"|{_OURS_TO_GIVE}\b(?:better|higher|bigger|larger|improved) (?:\w+ )?(?:{_PRICE}|offers?|sums?|figures?)\b"
    rf"|\b{_GIVE} (?:\w+ ){{0,2}}{_MORE}\b[^.!?\n]{{0,20}}\b{_LATER}\b|\b{_LATER}\b[^.!?\n]{{0,30}}\b{_GIVE} {_MORE}\b"
    rf"|\bmore is possible\b|\bbetter paid\b|\b{_PRICE} (?:can|could|may|might|will|would) (?:\w+ )?"
    r"(?:grow|rise|increase|improve|go up|be (?:higher|better|more))\b",
    "again": r"\bdo it (?:all )?(?:over )?again\b|\b(?:work|partner|collaborate|team up) with you again\b",
    "rights_left": r"\bkeep(?:ing)? (?:every|all|the|your)(?: the)? rights?\b|\bno usage rights\b"
    r"|\bnever (?:use|reuse|run|boost|repost)\b",
    "ownership": r"\b(?:own|owns|owned by|ownership of)\b(?= (?:the|your|all|us|every)\b)"
    r"[^.!?\n]{0,15}\b(?:content|footage|reels?|videos?|posts?|us)\b|\bcopyrights?\b|\bintellectual property\b"
    r"|\b(?:our|your) property\b|\bbelongs? to (?:us|you|the (?:client|brand))\b",
    "unseen": r"\brun (?:anything|it|this|that) (?:by|past) (?:us|me)\b|\b(?:won['’]t|not|don['’]t"
    r"|never) need to see\b|\b(?:need not|don['’]t (?:need|have) to"
    r"|no need to) (?:show|send|share|submit)\b(?! (?:it|them|the \w+) back\b)"
    r"|\bcreative (?:freedom|control|licen[cs]e)\b|\beven if the (?:client|brand)\b",
    "edits": r"\b(?:no|unlimited|endless|any number of|as many) (?:\w+ )?(?:revisions?|re-?shoots?|edits|rounds?)\b",
    "rivals": r"\bcompetitors?\b|\brival\w*|\bcompeting brands?\b|\brival brands?\b|\bno other (?:\w+ )?brands?\b"
    r"|(?:\bnot|n['’]t|\bnever|\bstop|\bavoid|\brefrain|\b(?:stay|keep) away"
    r"|\bsteer clear)\b[^.!?\n]{0,40}\b(?:other|another) (?:\w+ )?brands?\b",
    "early_access": r"\bearly access\b",
    "side_work": r"\blink\w*\b[^.!?\n]{0,15}\bbio\b|\b(?:the|a|your|our) link (?:to|in|under)\b|\bour link\b"
    r"|\bpinned\b|\bmention (?:in|on)\b|\byour highlights\b|\bshout-?outs?\b|\bcross[- ]?post\w*|\bgive-?aways?\b"
    r"|\bunboxings?\b"
    r"|\bbehind[- ]the[- ]scenes\b|\bpin (?:the|your|it|this)\b"
    r"|\b(?:keep|leave) (?:the|your|it|this)\b[^.!?\n]{0,20}\b(?:up|online|live|pinned)\b"
    r"|\b(?:send|share|add|deliver|need|want) (?:us |me )?(?:some |a few |product |lifestyle )+(?:photos"
    r"|pictures|stills|images"
    r"|clips)\b|\b(?:re-?)?(?:post|publish|share|film) (?:the|it|each|every)\b[^.!?\n]{0,20}\b(?:again|twice"
    r"|\w+ times)\b",
    "paid_already": r"\balready (?:on its way|been (?:paid|sent|shipped)|paid|sent|shipped|dispatched|transferred)\b",
    "shipping_time": r"\b(?:ship|send|mail|post|dispatch)\w* (?:it|the product|your \w+)\b[^.!?\n]{0,20}"
    r"\b(?:today|tonight|tomorrow|this week|next week|express|overnight|right away|immediately)\b",
    "paper": r"\bsign (?:the|this|our|a|an)\b"
    r"|(?<!strings )(?<!else )(?<!rights )(?<!usage )(?<!conditions )(?<!nothing )\battached\b|\benclosed\b"
    r"|\battachment\b",
    "promotion": r"\bpromote you\b|\bfeature you\b|\bshout you out\b|\bad (?:spend|budget)\b|\bmedia budget\b"
    r"|\b(?:budget|money|spend\w*|ads?) behind\b|\b(?:we|i)(?:['’](?:ll|d)| will| would| can| could)?(?: also"
    r"| even)? (?:boost|promote"
    r"|advertise|amplify"
    r"|push) (?:you|it|this|the|your)\b(?! to\b)|\btag you\b|\bfollow you back\b|\brecommend you to\b"
    r"|\bintroduce you to (?:other|more|our (?:partners|clients|friends)|clients|brands|partners)\b",
    "way_out": r"\bcancel\w* (?:at )?any ?time\b|\bmay cancel\b|\bkeep the fee\b",
    "call": r"\b(?:hop|jump|get) on a (?:\w+ )?(?:call|zoom|chat)\b"
    r"|\b(?:schedule|set up|book|arrange|have) an? (?:\w+ )?(?:call|meeting)\b|\bmy calendar\b|\bin person\b"
    r"|\b(?:talk|speak|chat) (?:on|over|by|via) (?:the )?(?:phone|zoom|video|teams)\b|\bmeet (?:up"
    r"|for (?:a )?(?:coffee|lunch))\b",
}

# Naming these to turn them down promises nothing.
_MAY_BE_REFUSED: Final = frozenset({"paper", "more_money", "later_money", "call", "costs", "on_top"})

_PATTERNS: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PROMISES.items()}
_WISH: Final = re.compile(
    r"\b(?:hope\w*|would love|love to|perhaps|maybe|might|could|keep you in mind|if|welcome|(?:stay|keep|be) in touch"
    r"|(?:glad|happy|pleased|delighted) to (?:hear|talk|speak|write|stay|be in touch|reconnect|consider|work"
    r"|find|have))\b|['’]d love",
    re.IGNORECASE,
)
# In a first mail that is the campaign itself.
_OUR_NEXT: Final = re.compile(r"\bfor our next campaign\b", re.IGNORECASE)
_NO_EXCLUSIVITY: Final = re.compile(
    r"\b(?:no|without(?: any)?|not (?:asking|ask) for(?: any)?|don['’]t (?:ask for|need)(?: any)?) exclusivity\b",
    re.IGNORECASE,
)


def check_commitments(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """A promise passes in our own passages, or in prose when the terms hold the same one with the same durations.

    A term that refuses ("no exclusivity") grants nothing.
    """
    offered = [phrase for phrase in terms.allowed_phrases if not refuses(phrase)]
    spans = {span for phrase in offered for span in spans_of(phrase)}
    for sentence in sentences(draft.open):
        for name, pattern in _PATTERNS.items():
            found = found_in(pattern, sentence)
            if found is None or name in terms.allowed_commitments or _is_harmless(name, found, terms):
                continue
            granting = [phrase for phrase in offered if pattern.search(phrase) or _grants(name, found.group(), phrase)]
            if not granting or not spans_of(sentence) <= spans:
                yield not_in_terms(found.group(), f"a promise ({name}) that is not in the terms; leave it out")


# "You have a gift for making this clear."
_TALENT: Final = re.compile(r"\bgift for (?!you\b|your\b)", re.IGNORECASE)


def _grants(name: str, found: str, phrase: str) -> bool:
    """Paid usage is what makes a paid ad of a post; "half of it" is the 50% of the payment terms."""
    if name == "advance":
        return ("50%" in phrase or "half" in phrase.lower()) and found.lower().startswith("half of")
    return name == "paid_ads" and "paid usage" in phrase.lower()


def _is_harmless(name: str, found: re.Match[str], terms: GateTerms) -> bool:
    """A refusal to pay more is none; and an exit may wish for, not promise, another time."""
    if name == "exclusivity" and not any(_asks_exclusivity(phrase) for phrase in terms.allowed_phrases):
        return _NO_EXCLUSIVITY.search(found.string) is not None
    if name == "gift" and _TALENT.search(found.string):
        return True
    if name == "other_work":
        return is_of_package(found.string, terms)
    if name in _MAY_BE_REFUSED:
        return is_refused(found)
    if name == "future_work" and terms.stage == Stage.OPENING:
        return _OUR_NEXT.search(found.string) is not None
    return name == "future_work" and terms.stage == Stage.EXIT and _WISH.search(found.string) is not None


def _asks_exclusivity(phrase: str) -> bool:
    return "exclusiv" in phrase.lower() and _NO_EXCLUSIVITY.search(phrase) is None
