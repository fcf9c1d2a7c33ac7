"""The verbs of what a mail of ours may say that somebody will do, and what some of them are done to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.domain.gate.nouns import words

# Behind "would" and no verb: "that we would not", "what we would, in short".
NO_VERB: Final = words(
    "a an and at but for i if in it my never no not on or our rather that the this to we with you your "
)
# What binds to nothing beyond the offer, whatever it is done to.
OURS: Final = words(
    "accept accommodate acknowledge admire admit adore afford agree answer apologise apologize appreciate approach "
    "argue arrive ask assume assure base be become begin believe bet book bow build bump calculate celebrate charge "
    "chat check cheer cherish circle clarify clear close collaborate come commission compare confirm connect consider "
    "contact continue counter create decline describe discuss dive do elaborate emphasise emphasize encourage enjoy "
    "enquire estimate exchange explain explore feel figure find fire follow guess hate hear help honor honour hop "
    "hope hoped imagine inquire insist introduce invite join jump justify know land learn leave let like live look "
    "love manage match meet mention miss mull note offer outline part partner pass pay picture planned ponder prefer "
    "presume pretend price prize proceed produce propose pursue reach read realise realize reassure recall recap "
    "reckon recommend reconnect reflect regret reiterate relish remain remember repeat rephrase reply resolve respect "
    "respond rest restate return review revisit say see seem sign sound spare spell spend sponsor start stay step "
    "stress stretch submit suggest summarise summarize support swing sympathise sympathize team tell thank think "
    "thrill touch treasure trust try underline understand unpack value venture wager wait walk watch weigh welcome "
    "wish withdraw wonder work works write "
)
# What is done with content: in a sentence that tells a right, whose truth another check holds.
USING: Final = words(
    "advertise amplify ask boost feature get have hold include keep need post promote publish put repost require "
    "reshare reuse run share show use want whitelist "
)
# What is done with the product.
GIVING: Final = words("add deliver get gift give have include mail provide put send ship throw ")
# What is done with the package.
MAKING: Final = words("ask book create film get have include love make need post publish require see want ")
# What is done with papers, once there is an agreement.
PAPER_ACTS: Final = words(
    "bring draw drop email finalise finalize forward get have issue mail pop prepare send set share "
)
# What asks for more than the thing it names: "we need the video to reach fifty thousand people".
DEMANDS: Final = words("expect need require want ")
# What they may be said to do.
YOURS: Final = words(
    "accept add adore agree answer ask be begin benefit bring change chat check cherish choose collaborate come "
    "confirm consider continue create decide discuss dive do drop enjoy entertain expect explain explore fancy feel "
    "film find gather go had hate hear hope imagine include introduce join jump know let like live look love make "
    "meet mull need notice participate partner pass phrase prefer produce propose put reach reckon recommend "
    "reconsider relish reply respond say see sense share show speak spot suggest take talk team tell think trust try "
    "understand value want weigh wish work write "
)
# What of theirs is done to what.
YOURS_DONE_TO: Final[Mapping[str, str]] = {
    "sleep": r" on (?:it|this|that)\b",
    "relax": r"\W*\Z| on that\b| about\b",
    "move": r" (?:forward|ahead|on)\b",
    "get": r" (?:started|back to|in "
    r"touch)\b",
}
# Behind "we" and no verb of what we do: what leads up to it, or what another check reads.
NO_DEED: Final = words(
    "all also am and are as at both ca can cannot could did do does don each ever for had has have here if in is just "
    "may might must never not of on once or shall should so still then there to was were who will with wo won would "
)
# What we may be said to do or to have done, beside what binds to nothing anyhow.
STATED: Final = words(
    "acknowledge acknowledged add admire admired adored agreed am applaud applauded arrived asked await awaited baked "
    "based bring brought calculated came caught checked cherish cherished commend concluded considered cooked count "
    "counted crunched did discovered discussed do does double ended enjoyed expect expected explained feel felt "
    "figured film find follow followed found gather gathered gave get give go got gotta grasp grasped had handle has "
    "hated have head hear heard held hereby hold jotted keep kept knew laughed lay lead like liked listened looked "
    "love loved made make may mentioned met missed move mulled need needed notice noticed observe offered outlined "
    "oversee owe passed plan planned pondered post put ran read realised realized recall receive received reckon "
    "recognise recognised recognize recognized regard regretted relish remain remember remembered represent require "
    "reviewed run salute sat saw say see seem send sense sensed sent settle settled share shared show showed simply "
    "smiled speak spent split spoke spot spotted stand stare started stay stayed stood stopped stuck stumbled take "
    "talked tempt tempted think thought took tried try turn turned understood use used valued wanna want wanted "
    "watched weighed welcomed went wish wished won wondered worked worried wrote "
)
# What a brand makes: in an opening it may say so.
MADE: Final = words("bake blend brew build craft create design grow make print produce roast sell sew")
# What we may be said to be: "we are delighted", "I am writing on behalf of", "we are still at".
STATES: Final = words(
    "a able about absolutely afraid after agreed all amazed an and around as asking at available aware back based "
    "beaming beginning behind big blushing bound bowing busy buzzing by captivated celebrating certain charmed "
    "checking cheering chuffed circling close closed closing comfortable coming confident confirmed confirming "
    "conscious contacting convinced counting crossing curious dancing delighted disappointed doing done drawn "
    "dreaming dropping eager ears easy ecstatic elated enamoured enquiring excited fans far fine flattered following "
    "fond for from full getting giving glad going good grateful great grinning gutted happier happy having hearing "
    "here hereby honored honoured hooked hopeful hoping huge humbled humming if impressed in inclined inspired "
    "interested intrigued joining joyful jumping keen keeping late launching leaving letting looking lost loving "
    "lucky making moved moving much new nodding not now obsessed of offering okay on only open optimistic out over "
    "overjoyed part passing picturing planning pleased popping positive prepared preparing pricing privileged "
    "proposing proud psyched pumped putting quite raising reaching reading ready really reflecting releasing relieved "
    "replying represent responding responsible returning revisiting rooting sad saddened satisfied saying seeking "
    "sending set settled sharing short signing singing small smiling smitten so sold sorry stepping still stoked "
    "suggesting sure surprised taking talking thankful the there thinking thrilled tickled to together told too torn "
    "touched touching truly trying unable under unsure up updating using very waiting wanting welcoming what willing "
    "wishing with wondering working writing you your yours "
)
# What they have of it.
GAINS: Final = words("get have keep receive ")
# What a package, a person or a thing may do.
OTHERS: Final = words(
    "allow appear apply appreciate arrive bring comprise consist cost cover cross fit get give help include last look "
    "mean need read receive remain resonate run set settle share shine sound stay strike suit take use vary want "
)
PAPER: Final = r"(?:paper\w*|contract|agreement|documents?|details|brief|terms|summary|copy|confirmation|next steps)"
# What is done to what.
DONE_TO: Final[Mapping[str, str]] = {
    "take care": r" of (?:our |the |all )?(?:creator|partner|influencer|talent|collab|campaign|everything|rest"
    r"|paper)",
    "go": r" (?:over|through) (?:any of|it all|everything|things|the (?:details|terms|summary))\b"
    r"| (?!.{0,12}\b(?:above|beyond|over|higher|further than|past)\b)|\Z|(?=[,;:])",
    "have": r" (?:(?:a lot of |great |so much |real )?fun\b|(?:liked|loved|wished|preferred|hoped|wanted)\b|you\b"
    r"|him|her|them|(?-i:[A-Z]\w+)|in mind|a (?:chat|look|think)|more|an answer|to\b|time"
    r"|questions|it|this|that|something|explained|mentioned|said|told|been|made|written)",
    "get": r" (?:you\b(?! (?:an?(?! answer)|some|more|extra)\b)|back|to\b|there|this|that|it|things|started|in touch"
    r"|involved|together|going|along|closer|on|the ball|the rest)",
    "make": r" (?:(?:a|an|such a) (?:\w+ )?(?:team|match|pair|fit)\b|it|this|that|things|you|one|something|sure"
    r"|work|happen|an? (?:\w+ )?offer"
    r"|the (?:\w+ )?(?:offer|package))\b",
    "take": r" (?:it|this|that|these|them|you up|part|a (?:\w+ )?look|your|care of the rest|the time|no|the next"
    r"|another look|things)\b",
    "put": r" (?:forward|together|(?:it|this|that)(?: \w+)? (?:to|forward|this way|together|on the table"
    r"|into words|simply|plainly|differently)|next to|on the table|to you|your number|\S+ (?:forward|on the table))",
    "keep": r" (?:enjoying|reading|rooting|the (?:package|offer|terms)\b|you|it|this|that|in touch|things|to"
    r"|watching|cheering|following"
    r"|an eye|my fingers|the door"
    r"|in mind|on|talking)\b",
    "give": r" (?:you (?:\w+ )?(?:answers?|time|background|details?|more (?:background|detail|info\w*)"
    r"|an (?:answer|idea|overview)|the reason\w*|some)|it|this|thought)\b",
    "bring": r" [\w ]+ into the mix\b| (?:it|this|that|our|the two|everything|together|your|us)\b(?! you)",
    "show": r" (?:you|our|how|what|why)\b",
    "share": r" (?:that|this with|what|how|our|why|some background|more|further|(?:the |a |any |further |more )*"
    + PAPER
    + r"|(?:your|the) (?:thoughts|view|number|rate))\b",
    "send": r" (?:it|that|this|these|over|you|a|the|an|everything)\b.{0,30}\b(?:"
    + PAPER
    + r"|rest|answers?|over)\b| (?:over )?anything you need\b",
    "follow": r".*",
    "use": r" (?:a|an|this|the|our) (?:\w+ )?(?:cpm|chance|opportunity|words)|.{0,15}\bcpm\b",
    "add": r" (?:that|anything|nothing|only that|one thing|a (?:word|note))\b",
    "want": r" (?:you|it|this|that|to)\b",
    "need": r" (?:to|it|this|that|you|nothing|a (?:yes|word|line)|your (?:answer|reply|okay|ok|yes|name|view)"
    r"|anything|from you|at your end|time)\b",
    "ask": r".*",
    "sit": r" (?:(?:this|it)(?: one)? out|naturally|well|nicely|comfortably|alongside|beside)\b",
    "slot": r" in\b",
    "pitch": r" (?:you )?(?:an?|this|it)\b",
    "shake": r" (?:hands|on)\b",
    "wrap": r" (?:it|this|things) up\b(?! (?:by|before|in|until|today|this|within)\b)",
    "shed": r" (?:some |more |any )?light\b",
    "commit": r" to (?:for|at|on|here|right|just)\b| to\W*\Z",
    "shoot": r" (?:you )?an? (?:message|note|line|e-?mail)\b",
    "feature": r" in (?:one of )?your\b",
    "run": r" (?:(?:it|this|that) (?:by|past)|(?:by|past) you)\b",
    "include": r"(?!.*)",
    "set": r" (?:out|it out|this out)\b",
    "move": r" (?!(?:you|him|her|them|your|the (?:payment|fee|date)|mountains)\b)|\Z",
    "pick": r" (?:this|it|things) (?:up|back up)\b",
    "turn": r" (?:it|this) down\b|.{0,12}\binto a (?:yes|deal)\b",
    "call": r" it\b",
    "talk": r"(?: (?:(?:to|with) you|about|it|this|that|through|more|again|soon|further|next|of|for)\b|\W*\Z)",
    "speak": r"(?: (?:(?:to|with) you|about|it|this|that|through|more|again|soon|further|next|of|for)\b|\W*\Z)",
    "hold": r" (?:it against|on to)\b",
    "prepare": r".*",
    "draw": r".*\bup\b",
}
