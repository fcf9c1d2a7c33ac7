"""The words of a mail of ours: thanks, terms, an answer asked for, good wishes.

A word is here when it belongs to such talk and offers, asks or claims nothing by itself. What is worth something
("hotel", "voucher"), who else there is ("agency", "board") and what would be new ("renewal", "teaser") is not.
"""

from __future__ import annotations

import re
from typing import Final

from shared.domain.gate.nouns import NOUNS, words

_GRAMMAR: Final = words(
    "a about above across after against ahead all along alongside although am among an and any anybody anyone "
    "anything anywhere are aren around as at away back be because been before behind being below beside besides "
    "between beyond both but by can cannot could couldn d despite did didn do does doesn doing don done down during e "
    "each either else etc even ever every everybody everyone everything except few for from further g given had hadn "
    "has hasn have haven having he her here hers him his how however i if in including inside instead into is isn it "
    "its itself less like little ll lot lots m many may me might mine more most much must mustn my myself near needn "
    "neither never no none nor not nothing now nowhere of off on one ones only onto or other otherwise our ours "
    "ourselves out outside over own past per plus re regarding s shall she should shouldn since so some somebody "
    "someone something such t than that the their theirs them themselves then there these they this those though "
    "through throughout till to together too toward towards under unless unlike until up upon us ve versus via vs was "
    "wasn we were weren what whatever when whenever where whereas whether which whichever while whilst who whoever "
    "whom whose why will with within without wo won would wouldn yet you your yours yourself yourselves "
)
_ADVERBS: Final = words(
    "absolutely abundantly actually additionally admittedly afar again ago alas alike almost aloud already also "
    "altogether always amid anew anytime apart apologies aptly arguably awfully backwards barely beautifully briefly "
    "carefully categorically certainly clearly collectively comfortably commonly completely consciously consistently "
    "conversely correctly currently customarily definitely deservedly directly easily ecstatically endlessly enough "
    "entirely equally especially essentially eventually everlastingly evermore evidently exactly exceedingly "
    "explicitly expressly extremely fairly fast favourably finally first firsthand foremost formerly forth "
    "fortunately forward frankly fully fundamentally furthermore generally genuinely gladly halfway happily hence "
    "henceforth hereby heretofore hitherto honestly hooray hopefully hugely ideally immediately importantly "
    "incidentally increasingly indeed inherently initially innately instantly instead instinctively intently "
    "internally invariably just kinder kindly lastly lately later least lightly likely likewise literally luckily "
    "mainly maybe meanwhile merely moreover mostly namely naturally nearly necessarily nevertheless nicer nobody "
    "nonetheless normally notably notwithstanding obviously occasionally often oftentimes ok okay once onwards openly "
    "originally otherwise outright overall overly partially particularly partly perfectly perhaps plainly please "
    "possibly precisely predominantly preferably presently presumably pretty previously primarily profoundly promptly "
    "properly quickly quite rarely rather readily realistically really recently regrettably relatively remarkably "
    "respectfully rightly sadly seriously shortly sideways similarly simply sincerely slightly slowly smoothly so "
    "somehow sometimes somewhat soon specifically still straightforwardly strongly successfully sure surely "
    "surprisingly tentatively thankfully then there thereafter therefore thoroughly throughout thus today totally "
    "tremendously truly truthfully twice ultimately undeniably understandably undoubtedly unfortunately uniquely "
    "unquestionably usually utterly vastly verbally very virtually visibly vividly warmer warmly well whatsoever "
    "wholeheartedly wholly yay yeah yep yes "
)
# Regular forms follow: "ask", "asks", "asked", "asking".
_VERBS: Final = words(
    "accept accommodate acknowledge add address admire adore advise afford agree aim align allow alter amaze amuse "
    "answer anticipate apologise apologize appeal appear applaud apply appreciate approach arrange arrive ascertain "
    "ask assemble assume assure astonish astound attach attract avoid await bake base bask beam believe belong bet "
    "binge blend blink blush bond bother bounce bow bowl brainstorm breathe brew bridge brighten browse bump "
    "calculate call camp captivate capture care challenge change charge charm chat check cheer cherish chew chime "
    "chop chuckle circle clap clarify clear click climb clock close coach coincide collaborate collect comment commit "
    "compare compel complement complete compliment compose comprise concede concern conclude conduct confess confirm "
    "congratulate connect consider consist console contact contemplate continue converge convey convince cooperate "
    "cordially correct correspond count counter cover craft create cross crunch crush crystallise crystallize cuddle "
    "dance dare daydream dazzle decide decline deem deliberate delight deliver demonstrate demystify depend depict "
    "describe deserve desire detail detect devote devour differ digest disappoint discover discuss dislike distil "
    "distill ditch dive diverge doodle doubt dovetail draft drag dread dream drift drop dust echo educate elaborate "
    "elevate email emanate embark embrace emerge emphasise emphasize enchant encounter encourage end endeavour "
    "energise energize enjoy enlighten enquire enrich ensure entertain enthral entice envisage envision evaluate "
    "evoke examine exceed excite exclaim excuse exhale expand expect explain explore express exude fall fancy "
    "fascinate favour fear feature figure fill film finalise finalize finish fit fizz flag flatter float floor flow "
    "flush follow form fumble garden gather gel giggle glance gleam glimpse glow grant grasp greet grin groan grumble "
    "guide gush handle happen harvest hate hear help hesitate hike holler hone hook hope hum hurry illustrate imagine "
    "impress improvise include indicate infer inform inquire insist inspire intend interest interpret intrigue "
    "introduce investigate invite involve iron itch jog join jot juggle jump justify keep kick kindle knit knock "
    "lament land laugh launch lean learn lift lighten like list listen live look loom loop lose love mail maintain "
    "manage marry marvel master match matter maximise measure meditate meet mend mention mesh mesmerise mesmerize "
    "mind mirror misread miss misunderstand motivate move mull muse nail name narrate navigate need nod note notice "
    "nourish nudge nurture oblige observe obtain occupy occur offer ooze open outline oversee owe own page paint pair "
    "pardon parent part partner pass pedal peek pen perceive perfect perform persuade phrase pick picture piece ping "
    "pique pitch place plan plant plate play plead point polish ponder pop portray position post praise prefer "
    "prepare present presume pretend price proceed process produce profess prompt propose provide publish pull pursue "
    "puzzle question quote radiate ramble rave reach react readdress realign realise realize reason reassure recall "
    "recap recede receive recharge reciprocate reckon recognise recognize reconfirm reconnect record recount redo "
    "reduce refer refine reflect reframe refresh regard register regret regroup reinforce reject rejoice relate relax "
    "relay release relish remain remark remember remind reopen repeat rephrase reply represent request require reread "
    "reschedule rescue resolve resonate respect respond rest restate resume retell rethink retrace retreat return "
    "reveal revert review revise revisit rewatch rework ring roam roast roll root round row ruminate rush sand save "
    "savor savour scan scribble scroll search season seek seem sense settle sew shape share shed shine ship shorten "
    "shout showcase sign signal simmer simplify sing sketch skip sleep slip slot smile smooth soften solve sort sound "
    "spark sparkle specify spell split sponsor spot spread sprint start state stay steer step stick stir stoke stop "
    "straighten stretch strike strive stroll struggle strum study stumble stun submit subscribe suggest suit sum "
    "summarise summarize support suppose surf surface surprise suspect swamp sway sweat swing sympathise sympathize "
    "tackle talk taste teach team tempt thank thrill thrive tick tie tinker toast toil toss total touch trace track "
    "train transmit treasure treat trick trim trouble trust try tune turn tweak type underestimate underline "
    "undervalue unfold unite unpack unravel untangle unwind update uplift urge use utter value varnish venture verify "
    "view voice vow voyage wag wait walk wander want warm warrant waste watch wave weave weigh welcome whisk whisper "
    "wink wish wonder word work worry wow wrap yearn "
)
_IRREGULAR: Final = words(
    "arise arisen arises bear bearing bears beat beaten beating became become becomes becoming began begin beginning "
    "begins begun bite bore borne bring bringing brings brought build building builds built came catch catches "
    "catching caught choose chooses choosing chose chosen come comes coming dealt did drawn drew driven drove fall "
    "fallen falling falls feel feeling feels fell felt find finding finds flew flies flown forget forgetting forgot "
    "fought found gave get gets getting give gives giving go goes going gone got gotten grew grow grows heard held "
    "hidden hide hides hit hits hitting hold holding holds hung hurt kept knew know knowing known knows laid lain "
    "last lasted lasting lasts lay laying lead leading leads leapt learnt leave leaves leaving led left lent let lets "
    "letting lie lies lit lose loses losing lost made make makes making mean meaning means meant meet meeting meets "
    "met overlook overlooked paid pay paying pays put puts putting ran read reading reads replied replies ridden rise "
    "rose run running runs said sang sank sat saw say saying says see seeing seen sees send sending sends sent set "
    "sets setting shake shaken shone shook show showed showing shown shows shrink sing sit sits sitting slept sought "
    "speak speaking speaks spend spending spends spent spoke spoken sprang spread springs sprung stand standing "
    "stands stood strove struck stuck stung swam swear swept swore swung take taken takes taking taught teach teaches "
    "tell telling tells think thinking thinks thought threw throw throwing tied told took tried tries tying undergo "
    "understand understanding understands understood undertake went wind withdraw withdrawing withdrawn withdraws "
    "withdrew woke woken wore wound write writes writing written wrote "
)
_ADJECTIVES: Final = words(
    "able aboard absorbing acceptable accessible accurate actual addictive additional adequate admirable adorable "
    "affable affectionate afraid agreeable aligned alike alive alone alright amazing amiable ample amused analogous "
    "apologetic apparent appealing appetising applicable appreciative approachable appropriate approximate apt "
    "aromatic artful artistic astonishing astute atmospheric attentive attractive authentic available aware awesome "
    "awestruck bad balanced bare beautiful beholden beloved best better big bingeable bittersweet blessed blew blown "
    "bold bonkers bored bouncy bouyant breezy brief bright brilliant broad bubbly bummed buried busy calm calming "
    "candid captivating captured careful catchy certain charming cheeky cheerful cheery chic chuffed cinematic civil "
    "civilised classy clean clear clearest clever close cognisant coherent cold collaborative colorful colourful "
    "comfortable comforting comic comical commendable common compact comparable compassionate compatible compelling "
    "competitive complementary complete complex complicated comprehensible concise concrete confident conflicted "
    "confusing congenial congruent conscious considerable considerate considered consistent constructive content "
    "convenient convincing convivial cool cordial correct corresponding cosy courteous cozy creative credible crisp "
    "crucial crystal curious cute daunting dazzling deadpan dear decent decisive dedicated deep defined definite "
    "delicious delighted delightful detailed devoted different difficult digestible diplomatic direct disappointed "
    "disappointing disarming disheartened disheartening distinct distinctive doable dorky double dreamy droll dry due "
    "dynamic eager earlier early earnest earthy easier easy easygoing ebullient eccentric eclectic ecstatic eerie "
    "effervescent elastic elated elegant elevated eloquent embarrassed eminent empathetic enamoured enchanting "
    "encouraged encouraging endearing endless energetic engaging engrossing enjoyable enlightening enormous "
    "enthusiastic entire enviable epic equal equivalent erudite essential esteemed euphoric even evergreen evident "
    "evocative exact excellent exceptional excited exciting exemplary expressive exquisite extensive extraordinary "
    "exuberant fabulous fair faithful familiar fantastic far fascinated fascinating favorable favourable fearless "
    "feasible fellow fewer fierce final fine firm fitting flat flattered flavourful flawless flexible flowing fond "
    "foolproof forgiving forthcoming forthright fortunate frank freeing fresh frictionless friendly fruitful "
    "fulfilling full funny further fuzzy geeky general generous genial gentle genuine giddy glad gladder glorious "
    "glowing golden good goofy gorgeous graceful gracious grand grateful gratifying great gripping grounded grown "
    "grown-up gutted handcrafted handy happier happy hard harmonious haunting heartening heartfelt heartwarming "
    "hearty heavy heavy-hearted hectic helpful hesitant high hilarious homely honest honored honoured hooked hopeful "
    "hospitable huge humble humorous iconic ideal idiosyncratic ill imaginative immense immersive impeccable "
    "imperfect important impressed impressive inclined inclusive incomparable incredible indebted independent "
    "individual infectious informal informative ingenious inimitable initial innovative insightful inspired inspiring "
    "instant instructive intact intelligible intended interested interesting intimate intricate intrigued intriguing "
    "intuitive inventive inviting irresistible irreverent jolly jovial joyful joyous just keen key kind kindest "
    "kindhearted kindred kinetic knowledgeable large last late latest laudable legible leisurely lengthy lifelong "
    "light lighter lighthearted likeable likely limited literal lively long longer lost loud lovable lovely low lower "
    "loyal lucid lucky lush mad magical magnetic magnificent main major manageable marvellous marvelous masterful "
    "matchless meaningful measured mega melodic melodious memorable mere mesmerising mesmerizing meticulous mild "
    "mindful minimal minimalist minor mischievous modest moody motivating mouthwatering moving mutual mutually "
    "natural naturally neat necessary nerdy nervous new next nice nifty noble normal nostalgic noteworthy nourishing "
    "nuanced nurturing obliged oblique obvious odd offbeat official old open openhearted optimistic ordinary "
    "organised organized original otherworldly outstanding overdue overjoyed pacy painless painterly panoramic "
    "particular passionate past patient peaceful peculiar perceptive perfect perplexed persistent personable personal "
    "phenomenal photogenic picturesque pithy plain playful pleasant pleased poetic poised polite popular posh "
    "positive possible powerful practical pragmatic praiseworthy precious precise present pressing pretty previous "
    "principled pristine productive profound prompt proper proud psyched pumped punchy pure puzzled quick quiet "
    "quintessential quirky radiant rapid rare ready real realistic reasonable recent refined refreshing regretful "
    "regular relatable relaxed relaxing relevant reliable relieved reluctant remaining remarkable remiss resonant "
    "resourceful respectful responsible responsive restful reverent rewarding rewatchable rhythmic rich right "
    "righteous riveting robust rooted rough rounded rousing rueful rustic sad saddened safe same sardonic "
    "satisfactory satisfied satisfying savvy scary scenic scheduled scholarly scrumptious seamless seasoned sensible "
    "sensitive separate separately serious several shared sharp sheer shiny short simpatico simple simpler simplest "
    "sincere single singular skilful skilled skillful sleek sleepy slow sly small smaller smart smooth snappy snarky "
    "snug sobering sociable soft solid soothing sophisticated sorry soulful sparkling special specific speedy spelled "
    "spirited splendid split spontaneous standard star stark steep steeper stellar stimulating stirring stoked "
    "straight straightforward striking strong studious stunning stylish sublime subtle successful succinct suitable "
    "suited sumptuous super superb supportive swamped sweet swift symbolic sympathetic tactful talented tasteful "
    "tasty tender terrific thankful thorough thoughtful thrilled thrilling tickled tidy timeless timely tiny torn "
    "total touching tough toughest tranquil transparent tremendous tricky true trustworthy unable unambiguous "
    "unassuming unchanged unclear uncluttered undecided undeniable understandable unfiltered unflinching "
    "unforgettable unfortunate unguarded unhappy unhurried unmissable unmistakable unpretentious unreal unreasonable "
    "unrushed unscripted unsure unusual unvarnished upbeat upcoming upfront uplifting urgent useful usual valid "
    "valuable various vast viable vibrant vivacious vivid wacky wary weird welcome welcoming whimsical whole "
    "wholesome wicked wide wild willing wise witty wonderful wondrous workable worthwhile worthy wrong wry young "
    "yummy zany zealous zesty "
)
_TERMS: Final = words(
    "account accounts ad ads advert advertise advertised advertising adverts apiece april aud august bundle c ca cad "
    "channel channels chf clip clips commission concerning cpm day days december dedicated dkk dollar dollars eur "
    "euro euros february fee feed forever format friday gbp gift gifted gifting gifts half halves ig included "
    "inclusive insta instagram integration integrations invoiced invoices invoicing january jpy july june k licence "
    "license licensing march medium monday month months net nok november nzd october offer organic organically paid "
    "payable per permanent permanently perpetual perpetually perpetuity placements post posting posts pound pounds "
    "price production publication reel reels repost reposted reposting reposts retails rrp saturday second sek "
    "september short shorts signing social stories story sunday three thursday tik tiktok tiktoks tok tomorrow "
    "tonight tuesday two unpaid us usage usd use value valued vat video videos wednesday week whitelist whitelisted "
    "whitelisting worth x year years yen yesterday youtube yt "
)

_GREETINGS: Final = words(
    "aah ah aha american australian aw beaucoup bonjour boo boom bravo british canadian ciao congrats danish danke "
    "dear eek european evviva faithfully gracias grazie greetings haha hallo hej hello hey heya hi hip hiya hola "
    "hooray howdy hurrah hurray japanese legend merci moin nope norwegian oh ooh oooh oops phew salut san servus "
    "smashing splendid swedish swiss ta tbh thanks thx wdyt whoa whoop woo woop wow yay yesss yippee yo yup "
)
# Everyday things that nobody offers, in which a mail mirrors what they make.
_EVERYDAY: Final = words(
    "beach breakfast cat cats chaos children coffee cook cooking cross crossed cup dog dogs evening evenings five fly "
    "fridge friend garden hike hiking hill hills holidays hungry kids kitchen kitchens machine mom morning mornings "
    "mountain mountains mum mums nowhere rain scratch sea snow stove sun sunny sunshine tail tea toes trail trails "
    "travels vines wags wake wave weather weekend "
)
# "Gracefully" from "graceful", "openness" from "open".
_ENDINGS: Final = (
    (r"\Z", "ly"),
    (r"y\Z", "ily"),
    (r"le\Z", "ly"),
    (r"ic\Z", "ically"),
    (r"\Z", "ness"),
    (r"y\Z", "iness"),
)
_OF_ADJECTIVES: Final = frozenset(
    re.sub(end, ending, word) for word in _ADJECTIVES for end, ending in _ENDINGS if re.search(end, word)
)
_SIMPLE: Final = (
    _GREETINGS | _EVERYDAY | _GRAMMAR | _ADVERBS | _IRREGULAR | NOUNS | _ADJECTIVES | _OF_ADJECTIVES | _TERMS
)


def forms(verb: str) -> tuple[str, ...]:
    """Every ending that might be right; one that no English has stands in no mail either."""
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1]
    plural = verb.removesuffix("y") + "ies" if verb.endswith("y") else verb + "es"
    past = verb.removesuffix("y") + "ied" if verb.endswith("y") else stem + "ed"
    return (verb, f"{verb}s", f"{verb}ed", plural, past, f"{stem}ing", f"{verb}ing", f"{doubled}ed", f"{doubled}ing")


PLAIN: Final = _SIMPLE | {form for verb in _VERBS for form in forms(verb)}
