"""What creators make and what it is about: words that are where a clause holds nothing of the deal.

A thing that might be given ("guitar", "handbag") is not here: it is in a remark about their work alone.
"""

from __future__ import annotations

from typing import Final

from shared.domain.gate.nouns import words

_MADE: Final = words(
    "adventure adventures album albums anecdote anecdotes animation animations arrangement arrangements bio blog "
    "blogs breakdowns build builds carousel carousels challenges chapters commentary comparison comparisons "
    "composition compositions concept cover covers demo demonstration demonstrations demos diaries diary dive dives "
    "documentary edit edits essay essays experiment experiments explainer explainers footage gameplay graphics haul "
    "hauls host hosting illustration illustrations interview interviews itineraries itinerary jokes journal journals "
    "livestream livestreams lyrics makeover makeovers masterclass memes montage narration novel novels observations "
    "outfit outfits playlist playlists podcast podcasts portrait portraits prep recommendations remix renovation "
    "renovations restoration restorations riff riffs rundown rundowns script scripts shoots sketch sketches skit "
    "skits soundtrack spreads stream streaming streams styling sum tales teardown teardowns thumbnails tip tips "
    "titles transformation transformations transitions tutorial tutorials unboxing unboxings upload uploads verdicts "
    "visuals vlog vlogs walkthrough walkthroughs workout workouts wrap wraps "
)
_ABOUT: Final = words(
    "acne acoustic adoption aesthetic aesthetics agility algebra alps android animal animals apps aquarium "
    "architecture art arts astronomy athlete athletes audio backpacking backyard balcony ballet barbecue barrier "
    "basics bass bean beans beauty bedtime beginner beginners benchmarks bird birds black blue blues bond book "
    "bookish books boy bread brewing brown brunch budgeting cake cakes calligraphy camping canine cardio carpentry "
    "cats ceramics charity childhood chips choir chords cinema cities city classic classics classroom cleanser "
    "climbing coastal code coding color colors colour colours comedy conservation console cosplay crafting crafts "
    "crochet cuisine culture cultures curls curly curries curry cycling cyclist dad dads dance deadlifts debt decking "
    "decor decorating denim desert deserts design designs desk desks dessert desserts destinations diet diets dinner "
    "dinners drawing dressed drone drum drums drywall economics eczema education engineer engineers environment "
    "esports espresso exercise exercises eyeliner families fantasy farm farming fermentation fiction finance finances "
    "financial fish fishing flavor flavors flavour flavours floral flowers folk food foods forest forests formulation "
    "foundation fragrance freelancing frugal funds furry gaming gardening gardens genres geography girl glam "
    "goosebumps grain grammar green grey grilling grocery grooming guitarist gym habits hair hairstyling hamster "
    "hardware health heritage highlands hiker hip historical history hobbies hobby homeschooling hop horse horses "
    "household houseplants humanity hustle illustration improv index indices indie inflation ingredient ingredients "
    "instruments interiors investing investment investments island islands jazz joinery journalism kitten kittens "
    "knitting knitwear lakes landscape landscapes lathe latte layers learner learners lego lemon lighting linen linux "
    "lipstick lisbon literature locals lore lunch lunchbox macros maker makers makeup marathon martial materials "
    "mathematics meal meals mechanics meditation melodies melody memoir memoirs microphone minecraft minimalism "
    "mobility modelling moisturiser mortgage mortgages mosaic motherhood mothers muscle museums musician musicians "
    "musicianship mystery nail nails newborn nightlife noodles nursery nutrition ocean oceans office opera orange "
    "orchestra organising organizing outdoor outdoors outfits painting palettes pallets parent parenthood parenting "
    "parents parrot pasta pastries pastry pattern patterns paw paws pension pensions perfume pets philosophy physics "
    "pianist piano pigment pilates pink pixel plant plants plating playthrough playthroughs plots plumbing poetry "
    "polish pop pores portfolio postpartum pottery pregnancy prints processors programming protein psychology pup "
    "puppies puppy puzzle puzzles quest quests quilting rabbit rabbits races racing rain ramen rap raw reader readers "
    "red rehearsal rehearsals relationships remedies reptile reptiles rescue researcher restaurants retinol "
    "retirement retro rhythms river rivers roads robotics robots rock romance rosacea rpg runner runners running "
    "safari salad salads sauce savings sawdust school schools science seams seasonal secondhand serum serums sewing "
    "shades shed shelf shelves siblings side silhouettes silk singing skating skin skincare smoothie smoothies "
    "snowboarding socks software solo songs songwriting soup speedrun speedruns spices sport sports spreadsheet "
    "spreadsheets squats stew stitching storytime strategy stretching students studying subjects sunrise sunrises "
    "sunscreen surfing sustainability sustainable swim swimmer swimming synth tacos tailored tailoring tails tax "
    "taxes teachers teaching technique techniques techno technology teen teenagers texture textures theory thrift "
    "thrifted thriller thrillers tiles tiling toddler toddlers tokyo tools tournament train training trains traveler "
    "travelers traveller travellers trekking trends triathlon twins upholstery van vegan vegetables vegetarian vet "
    "villages vintage vocal vocals walks wallpaper wardrobe welding wellbeing wellness white wildlife wiring wood "
    "wooden woodturning woodwork woodworking wool workshop workshops yarn yellow yoga zen "
)
_SAID_OF_IT: Final = words(
    "addictive articulate balanced breathtaking brutal calmness compassionate contagious curated dependable "
    "digestible dramatic effortless electric electrifying empathetic empowering encyclopaedic entertaining ethical "
    "expert fanciful fluent foolproof grounded grounding hilarious humblest hype hypnotic informed intimidating "
    "jargon layered luminous lush lyrical measured mediterranean mellow methodical modern moreish nerdy no-nonsense "
    "nonsense nuanced overwhelming paced pacing preachy quotable reassuring relatable researched rewarding rigorous "
    "rustic scientific senior sensory skillfully snobbery soulful spooky stepwise structured stylistic sustainable "
    "theatrical tickled traditional understated unfussy unhinged upcycled visceral warm-hearted well-paced whip-smart "
)
TOPICS: Final = _MADE | _ABOUT | _SAID_OF_IT
# What a remark about their work says of it.
LIKED: Final = words(
    "accessible addictive admirable adorable adore adores amazing atmospheric authentic awesome balanced beautiful "
    "beautifully best binge breathtaking bright brilliant calm captivating care careful charming cheerful cinematic "
    "clear clearly clever comforting compelling cosy craft crave creative crisp delight delightful easy effortless "
    "electric electrifying elegance elegant energy engaging engrossing enjoyable enjoyed entertaining evocative "
    "excellent exceptional fabulous fair fantastic fascinating favorite favourite fearless flair fresh fun funny "
    "generous gentle genuine genuinely gift gold good gorgeous great gripping grounded heart heartwarming helpful "
    "hilarious honest hooked humor humour hypnotic iconic impeccable impressed impressive incredible infectious "
    "informative insightful inspiration inspired inspires inspiring intimate intoxicating inventive joy kind kindness "
    "love loved lovely lucid magic magical marvellous masterclass memorable mesmerising mesmerizing meticulous moved "
    "moving natural nuanced obsessed original outstanding passion passionate patience patient perfect playful "
    "pleasure poetic practical precise rare real reasoned refreshing relatable relaxing remarkable resonated "
    "resonates riveting satisfying sensible sharp shines shows skilful skill smart smile soothing soul special "
    "spectacular splendid spot spotless stands stunning stylish sublime superb talent tender terrific thorough "
    "thoughtful touching treat trust unfussy unique useful vibrant vivid warm warmth wise wit witty wonderful "
    "wonderfully "
)
