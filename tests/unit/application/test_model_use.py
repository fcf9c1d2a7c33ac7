"""What the model was told and what it took is kept with what it wrote."""

from shared.domain.reading.facts import Intent, ModelUse
from tests.unit.application.fakes import USE
from tests.unit.application.world import World
from tests.unit.domain.builders import ask, reading


def test_an_opening_keeps_its_playbook_and_its_tokens() -> None:
    world = World()

    world.launch()

    (opening,) = world.entries()
    assert opening.playbook == "p1"
    assert opening.use == (USE,)


def test_a_reply_keeps_its_playbook_and_the_mail_it_answers_the_tokens() -> None:
    world = World()
    world.launch()

    mail = world.write("I need $2000.", reading(Intent.COUNTER, ask("2000")))

    reply = world.entries()[-1]
    assert reply.playbook == "p1"
    assert reply.use == ()
    assert mail.use == (USE, USE)
    assert mail.draft_playbook == "p1"


def test_tokens_of_every_kind_are_counted() -> None:
    use = ModelUse(model="m", input_tokens=1, output_tokens=20, cache_write_tokens=300, cache_read_tokens=4000)

    assert use.tokens == 4321
