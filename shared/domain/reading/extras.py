"""What a mail puts on top of a price, in its own words: tax, an agency's fee, further use, expenses."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from shared.domain.reading.facts import Intent, Reading, RequestedChange, Term
from shared.domain.reading.written import places

# What comes on top of a named price, so that the price alone is not what it costs.
_EXTRA: Final = (
    r"\b(?:vat|gst|hst|mwst|(?:sales )?tax(?:es)?|commission|(?:agency|usage|handling|service) fees?|expenses)\b"
)
_FURTHER: Final = re.compile(_EXTRA, re.IGNORECASE)
_ON_TOP: Final = re.compile(
    rf"(?:\bplus\b|\+|\bexcl(?:uding|usive of|udes|\.)?|\bnot incl(?:uding|\.)?|\bbefore\b|\bnet of\b|\bex\b)"
    rf"[^.!?\n]{{0,25}}{_EXTRA}|{_EXTRA}[^.!?\n]{{0,15}}(?:\bon top\b|\bextra\b|\bexcluded\b|\bnot included\b)",
    re.IGNORECASE,
)
# Value-added tax in other languages; "btw" and "moms" are English words too, so only behind what adds or leaves out.
_TAX_ABROAD: Final = re.compile(
    r"\b(?:MwSt|USt|TVA|IVA|PVM|zzgl|Mehrwertsteuer|Umsatzsteuer)\b|(?-i:\b(?:HT|TTC)\b)"
    r"|(?:\b(?:excl|incl|exkl|inkl|ex|plus|uden|med|utan|eks|exclusief|inclusief)\b\.?|\+) ?(?:btw|moms|mva)\b",
    re.IGNORECASE,
)
# Work of others and further use, charged beside the price: "+ agency 20 %", "usage is extra". Naming a right alone
# ("1 Reel plus whitelisting") may only repeat our terms.
_CHARGED_BESIDE: Final = re.compile(
    r"(?:\bplus\b|\+)[^.!?\n]{0,15}\b(?:agency|management|travel)\b"
    r"|(?:\bplus\b|\+)[^.!?\n]{0,15}\b(?:whitelisting|boosting|licen[cs]ing) (?:fees?|costs?)\b"
    r"|\bexcl(?:uding|usive of|udes|\.)? ?(?:any |all |paid )?(?:usage|whitelisting|boosting|licen[cs]ing)\b"
    r"|\b(?:usage|whitelisting|boosting|agency)\b[^.!?\n]{0,15}(?:\bon top\b|\bextra\b|\bnot included\b|\bseparate\w*)",
    re.IGNORECASE,
)


def with_extras(reading: Reading, new_text: str) -> Reading:
    """What goes on top of the price is no yes, and is a change of terms even where the model overlooked it."""
    read = {place for surcharge in reading.surcharges for place in places(surcharge.quote, new_text)}
    extras = [
        RequestedChange(term=Term.PAYMENT, text=found.group())
        for pattern in (_ON_TOP, _TAX_ABROAD, _CHARGED_BESIDE)
        for found in pattern.finditer(new_text)
        if read.isdisjoint(range(*found.span())) or _names_more(found, new_text, read)
    ]
    counters = reading.intent is Intent.ACCEPT and reading.surcharges
    return replace(
        reading,
        intent=Intent.COUNTER if counters else reading.intent,
        requested_changes=(*reading.requested_changes, *extras),
    )


def _names_more(found: re.Match[str], text: str, read: Collection[int]) -> bool:
    """Whether a passage that was read in part names a further cost in the rest: "plus 20% agency fee and VAT"."""
    rest = "".join(" " if place in read else text[place] for place in range(*found.span()))
    return _FURTHER.search(rest) is not None
