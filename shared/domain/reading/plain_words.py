"""The words that a plain yes and a plain price are made of; beside others, more may be said than was read."""

import re
from collections.abc import Iterator, Set
from typing import Final

# The code of a currency beside its figure is none.
_CURRENCY: Final = r"(?![A-Z]{3}\b ?\d)(?!(?<=\d )[A-Z]{3}\b)"
_WORD: Final = re.compile(rf"(?<![^\W_']){_CURRENCY}[^\W\d_]+(?:'[^\W\d_]+)?")
# Who speaks; how they ask and agree; what it is about; how much and how well; what joins the words.
_WORDS: Final = """
i i'm i'd i'll i've me my we we're we'd we'll we've us our you you'd you'll you've your she she's she'd he he's he'd
they they're her his him them it it's it'd its this that that's that'd these those here there there's what which the
a an one all everything anything something both whole total everyone myself

am is are be been being was were do does did done doing can could would will shall may have has had having got get
getting go goes going come coming came say says take takes taking charge charging ask asking asked need needs want
like love loved think thinking thought feel feeling believe hope hoping look looking looks see find consider
considering propose suggest offer offering quote accept accepting accepted accepts agree agreed agrees confirm
confirmed deal settle meet meeting met close stay stays stick stand work works working make makes happen lock start
starting let let's keep move forward proceed join count book sign send share know call reply write film shoot answer
plus offered agreement problem tomorrow principle honesty approved guidelines whitelisting ago after behalf partner
board acceptable put real production meant yours note pay stuff roll mind bump case
appreciate understand reflect reflects stretch bumping raise talked thank thanks please sorry wait

price rate rates fee fees offers budget amount number figure sum usd dollars bucks eur euros package bundle
collaboration collab partnership campaign project brand brands product post posts content scope effort engagement
audience views reach quality editing time brief contract address details terms yes mail email message client manager
agent agency team side end part business option middle halfway level value

good great perfect fine ok okay alright right fair happy glad pleased delighted excited thrilled honoured honored
comfortable easier easy willing ready open able possible friendly final best lowest usual usually normal normally
typical
typically standard regular firm flat sounds sound super amazing awesome wonderful lovely cool nice fantastic sure
absolutely definitely certainly course really very so too much more bit little lot closer just only down up around
about approximately well better low lower below above under less than high higher honestly actually frankly
currently again still now then today soon first next once already always week month year day days

and or but if as at for from in into of on to with without because since given though although while when where how
who why by not no never can't couldn't don't doesn't won't wouldn't isn't unfortunately afraid however otherwise
instead also even any some such other else out back over hi hey hello dear morning afternoon regards cheers kind
warm sincerely oh yeah yep yup hmm chance how's deserves involved included inclusive includes including reaching
hearing pleasure together ahead checked enough client's reel reels story stories tiktok video videos short shorts
integration each per took appreciated interested interest opportunity patience explaining spoke discussed said worth
brilliant fab grand lovely dear sir madam ma'am mate guys folks kindly pls appropriate suitable adequate realistic
proper
reasonable land landing comes came commercials charges quotation quotes card sheet kit media fit fits lies sits amounts
drop dropping bout one-off gladly pleasure cooperation conditions further imagine talking cover covers revise revised
wish satisfied justified justify justifies activation
beauty fashion food fitness lifestyle tech haggle haggling dropping full prep seeing performed performing perform
justifiable
workable doable achievable accurate sensible minimum-wage sweet ideal preferred prefer pleased suits suit applies aim
aiming
aligned align aligns expect expectation expectations quoting pricing priced costs budgeted negotiable round rounded
bring
brings puts reach reaching
"""
# What a story is told with: in the clause of a price they may make another's of it, beside it they set no term.
_OF_STORIES: Final = frozenset(
    """
okie oki okey kk grand spot excellent superb wicked ta yay wow omg game sold torn hard long tough keen news greetings
clear plane short delay delayed late slow ill sick cold flu holiday vacation trip travelling traveling weekend evening
night morning yesterday recently lately finally meanwhile ten two three four five six seven eight nine twenty full
several
many few couple whole entire small big bigger large larger huge tiny young husband wife boyfriend girlfriend sister
brother
mother mum mom dad father family kids children daughter son baby friend friends cat rent bills hungry house moved moving
birthday wedding followers following subscribers community viewers fans fan average averages numbers stats statistics
insights engaged highly strong stronger steady loyal active growing grown grew grow growth rising years experience
experienced campaigns similar comparable previous past brands professional high-quality crew editor editors videographer
photographer shooting shoot shots location concept creative idea ideas storytelling planning preparation research daily
busy before between originally initially somewhere roughly off compare compared understandable understood generous
kindness
fully truly deeply quite pretty fairly slightly particularly especially probably simply totally completely entirely
perfectly exactly questions question step steps paperwork through process documents docs form informed listed mentioned
described above outlined loving adore enjoy enjoyed likes cute beautiful dream favourite favorite natural authentic
genuine
honest convinced convincing impressed curious win wins tired soul heart market standards industry niche category old
aged
time-consuming intensive demanding complex complicated detailed elaborate extensive professionalism attention care
passion
energy ended loves last films edits edit nothing add magic asleep properly sleep slept answered replied replying
wrapped timing moment
exams
exam school university uni job work office meeting meetings flat flats apartment kitchen garden sun sunny rain
weather summer spring winter autumn christmas easter hospital doctor health healthy recovered recovery wifi phone laptop
internet inbox spam folder radio silence apologies apology bearing back-to-back hectic crazy mad wild messy crowded
stressful
flexible flexibility helpful friendly supportive responsive quick quickly fast smooth easygoing professional polite
transparent transparency explanation explained clarifying clarification clarified chat conversation discussion thread
response feedback launch launched collection colour color design packaging flavour taste
texture smell skin sport gym running yoga travel-loving foodie gamer people person everybody readers
listeners younger older women men moms dads girls boys students teens surprise luck lucky grateful
thankful blessed proud surprised touched flattered honour honor pleasant delightful gorgeous stunning elegant stylish
trendy modern fresh clean simple smart clever brave bold vegan sustainable eco local global international
doing making built building created creating put putting spent tried trying tested testing bought buying wearing
using tell telling know knew knowing mean means meant remember forgot forget learn learned learnt heard hear show
showed shown watch watched seen seeing saw
""".split()  # noqa: SIM905
)
_PLAIN: Final = frozenset(_WORDS.split())


def strange_words(sentence: str, names: Set[str]) -> Iterator[str]:
    """Every other word; *names*, in lower case, are no strangers."""
    yield from _others(sentence, _PLAIN | names)


def strange_beside(sentence: str, names: Set[str]) -> Iterator[str]:
    """Every word that no story beside a yes or a price is told with."""
    yield from _others(sentence, _PLAIN | _OF_STORIES | names)


def _others(sentence: str, known: Set[str]) -> Iterator[str]:
    for found in _WORD.finditer(sentence):
        word = found.group().casefold()
        if word not in known and word.removesuffix("'s") not in known:
            yield found.group()
