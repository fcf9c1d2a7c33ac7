"""The verbs of what a mail of ours may say that somebody will do, and what some of them are done to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _verbs(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Behind "would" and no verb: "that we would not", "what we would, in short".
NO_VERB: Final = _verbs(
    "a an and at but for i if in it my never no not on or our rather that the this to we with you your "
)
# What binds to nothing beyond the offer, whatever it is done to.
OURS: Final = _verbs(
    "bump chat check circle clear collaborate compare describe dive exchange explore "
    "adore assume bet celebrate cherish enquire encourage estimate hate hop inquire jump mull outline picture ponder "
    "presume prize reassure recap reckon reiterate relish rest submit summarise summarize sympathise sympathize "
    "touch treasure "
    "trust underline value venture wager weigh "
    "accept accommodate admit afford agree answer apologise apologize appreciate approach argue arrive ask "
    "assure base be become begin believe book bow build calculate charge check cheer clarify clear close "
    "collaborate come commission confirm connect consider contact continue counter create decline discuss do "
    "emphasise emphasize enjoy explain feel figure find fire follow guess hear help honor honour hope imagine "
    "insist introduce invite join justify know land learn leave let like live look love manage match meet "
    "mention miss note offer part partner pass pay prefer pretend price proceed produce propose pursue "
    "reach read realise realize recommend reconnect regret repeat reply resolve respect respond return review "
    "say see seem sign sound spare spend sponsor start stay step stress stretch suggest support swing "
    "team tell thank think thrill try understand wait walk watch welcome wish withdraw wonder work works "
    "write "
)
# What is done with content: in a sentence that tells a right, whose truth another check holds.
USING: Final = _verbs(
    "advertise hold amplify ask boost feature get have include keep need post promote publish put repost require "
    "reshare reuse run share show use want whitelist "
)
# What is done with the product.
GIVING: Final = _verbs("add deliver get gift give have include mail provide put send ship throw ")
# What is done with the package.
MAKING: Final = _verbs("ask book create film get have include love make need post publish require see want ")
# What is done with papers, once there is an agreement.
PAPER_ACTS: Final = _verbs(
    "bring draw drop email pop finalise finalize forward get have issue mail prepare send set share "
)
# What asks for more than the thing it names: "we need the video to reach fifty thousand people".
DEMANDS: Final = _verbs("expect need require want ")
# What they may be said to do.
YOURS: Final = _verbs(
    "begin chat continue dive explore jump "
    "adore benefit cherish had drop entertain find gather hate notice reconsider relish reach respond "
    "reckon trust value weigh "
    "accept add agree answer ask be bring change check choose collaborate come confirm consider create decide "
    "discuss do "
    "enjoy expect explain fancy feel film find go hear hope imagine include join know let like live look love "
    "make meet need participate partner pass prefer produce propose put recommend reply say see share show speak "
    "suggest take talk team "
    "tell think try understand want wish work write "
)
# What of theirs is done to what.
YOURS_DONE_TO: Final[Mapping[str, str]] = {
    "move": r" (?:forward|ahead|on)\b",
    "get": r" (?:started|back to|in "
    r"touch)\b",
}
# Behind "we" and no verb of what we do: what leads up to it, or what another check reads.
NO_DEED: Final = _verbs(
    "all also am and are as at both ca can cannot could did do does don each ever for had has have here if in is "
    "just "
    "may might must never not of on once or shall should so still then there to was were who will with wo won would "
)
# What we may be said to do or to have done, beside what binds to nothing anyhow.
STATED: Final = _verbs(
    "add double move "
    "acknowledge acknowledged admire applaud applauded await gather keep recall recognise recognised recognize "
    "recognized "
    "share spot spotted commend cherished figured notice observe salute sense sensed grasp grasped relish "
    "admired adored am arrived asked awaited based bring brought calculated came cherish count counted checked "
    "concluded "
    "considered crunched did discovered discussed do does enjoyed expect expected explained felt film find follow "
    "followed found gathered gave get give go got had handle has have hated head heard hear held hold kept knew "
    "lay lead "
    "like liked listened looked loved love made make mentioned met mulled need needed noticed outlined oversee "
    "passed "
    "plan planned pondered post put read realised realized receive reckon received regard regretted remain remember "
    "remembered represent require reviewed ran run sat saw say see send sent settle settled shared show showed speak "
    "spent spoke stand started stay stayed stood stopped stumbled stuck take talked tempt tempted think thought "
    "took tried try "
    "turn turned understood use used valued want wanted wanna watched weighed welcomed went wish wished won wondered "
    "worked wrote ended agreed offered made simply smiled laughed gotta hereby may seem split worried missed owe "
    "stare feel "
)
# What a brand makes: in an opening it may say so.
MADE: Final = _verbs("bake blend brew build craft create design grow make print produce roast sell sew")
# What we may be said to be: "we are delighted", "I am writing on behalf of", "we are still at".
STATES: Final = _verbs(
    "around available "
    "a able about absolutely afraid after agreed all amazed an and as asking at aware back based beaming beginning "
    "behind big bound bowing buzzing by captivated celebrating certain charmed checking cheering chuffed circling "
    "close closed closing comfortable coming confident confirmed confirming conscious contacting convinced counting "
    "crossing curious delighted disappointed doing done dreaming dropping eager ears easy ecstatic elated enquiring "
    "excited fans far fine flattered following fond for from full getting giving glad going good grateful great "
    "gutted happier happy having hearing here hereby honored honoured hopeful hoping huge humbled if impressed in "
    "inclined inspired interested intrigued joining joyful jumping keen keeping launching leaving letting looking "
    "loving lucky making moved moving much new nodding not now of offering okay on only open optimistic out over "
    "part "
    "passing picturing planning pleased popping positive prepared preparing pricing privileged proposing proud "
    "psyched pumped putting quite raising reaching ready really releasing relieved represent responding responsible "
    "returning rooting sad saddened satisfied saying seeking sending set settled sharing short signing small smiling "
    "smitten so sold sorry stepping still stoked suggesting sure surprised taking talking thankful the there "
    "thinking "
    "thrilled to together told too touched touching truly trying unable under unsure up updating using very waiting "
    "wanting welcoming what willing wishing with wondering working writing you your yours "
)
# What they have of it.
GAINS: Final = _verbs("get have keep receive ")
# What a package, a person or a thing may do.
OTHERS: Final = _verbs(
    "allow appear apply appreciate arrive bring comprise consist cost cover cross fit get give help include last "
    "look "
    "mean need read receive remain run set settle share sound stay suit take use vary want "
)
PAPER: Final = r"(?:paper\w*|contract|agreement|documents?|details|brief|terms|summary|copy|confirmation|next steps)"
# What is done to what.
DONE_TO: Final[Mapping[str, str]] = {
    "take care": r" of (?:our |the |all )?(?:creator|partner|influencer|talent|collab|campaign|everything|rest"
    r"|paper)",
    "go": r" (?!.{0,12}\b(?:above|beyond|over|higher|further than|past)\b)|\Z",
    "have": r" (?:(?:a lot of |great |so much |real )?fun\b|(?:liked|loved|wished|preferred|hoped|wanted)\b|you\b"
    r"|him|her|them|(?-i:[A-Z]\w+)|in mind|a (?:chat|look|think)|more|an answer|to\b|time"
    r"|questions|it|this|that|something)",
    "get": r" (?:you\b(?! (?:an?(?! answer)|some|more|extra)\b)|back|to\b|there|this|that|it|things|started|in touch"
    r"|together|going|along|closer|on|the ball|the rest)",
    "make": r" (?:(?:a|an|such a) (?:\w+ )?(?:team|match|pair|fit)\b|it|this|that|things|you|one|something|sure"
    r"|work|happen|an? (?:\w+ )?offer"
    r"|the (?:\w+ )?(?:offer|package))\b",
    "take": r" (?:it|this|that|these|them|you up|part|a (?:\w+ )?look|your|care of the rest|the time|no|the next"
    r"|another look|things)\b",
    "put": r" (?:forward|together|(?:it|this|that)(?: \w+)? (?:to|forward|this way|together|on the table"
    r"|into words|simply|plainly|differently)|next to|on the table|to you|your number|\S+ (?:forward|on the table))",
    "keep": r" (?:the (?:package|offer|terms)\b|you|it|this|that|in touch|things|to|watching|cheering|following"
    r"|an eye|my fingers|the door"
    r"|in mind|on|talking)\b",
    "give": r" (?:you (?:\w+ )?(?:answers?|time|background|details?|more (?:background|detail|info\w*)"
    r"|an (?:answer|idea|overview)|the reason\w*|some)|it|this|thought)\b",
    "bring": r" (?:it|this|that|our|the two|everything|together|your|us)\b(?! you)",
    "show": r" (?:you|our|how|what|why)\b",
    "share": r" (?:that|this with|what|how|our|your|why|some background|more|further|(?:the |a |any |further |more )*"
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
    "run": r" (?:it|this|that) (?:by|past)\b",
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
