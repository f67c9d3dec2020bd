"""Reading the openings board, posting, claiming and giving back; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.acting import act_once
from handlers.deps import Ground
from handlers.forms import Form
from handlers.naming import agency_words
from handlers.openings.facts import BoardFacts, Done, FormFacts, MyClaim, PostingFacts
from handlers.openings.questions import PAST, TOO_LONG, local_words, offer_of, read_form
from models.acts import free_places
from models.acts.place_postings import Posting, board, contacts_of, may_claim, may_post
from models.errors import AlreadyChanged, DomainError, NotAllowed
from models.people import Actor, Member
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.vacant_place import PlaceKind


class CannotPost(DomainError):
    """The form cannot be kept: field -> sentence. Nothing was posted."""

    code = "cannot_post"

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


class Openings:
    """What `/lead openings` shows and does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def board(self, user: SlackUserId) -> BoardFacts:
        """What runs, for this reader.

        Raises:
            NotOnRoster, NotAllowed: the board is not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            rows = tuple(_facts(scene, actor, one) for one in board(scene))
            return BoardFacts(rows, may_post(actor), may_claim(actor))

    def form(self, user: SlackUserId) -> FormFacts:
        """Before the form opens.

        Raises:
            NotOnRoster, NotAllowed: not theirs to post.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            if not may_post(the_actor(scene)):
                raise NotAllowed("openings")
            ends = (scene.moment + free_places.USUAL).astimezone(scene.rules.zone_of())
            regions = tuple((row.code, row.name) for row in scene.rules.regions)
            return FormFacts(regions, ends.date().isoformat(), f"{ends:%H:%M}")

    def reading(self) -> Form:
        """The form as it is read, under the rules in force."""
        with self._ground.database.look() as work:
            return read_form(self._ground.book.current(work))

    def post(self, user: SlackUserId, codes: Mapping[str, str], *, key: str) -> Done:
        """Post it, once for this delivery.

        Raises:
            CannotPost: its end has passed or lies too far ahead; said at the field.
            NotOnRoster, NotAllowed: not theirs to post.
        """

        def act(scene: Scene) -> Done:
            wanted = offer_of(codes, scene.rules)
            if wanted.expires_at <= scene.moment:
                raise CannotPost({"until": PAST})
            if free_places.too_long(scene.moment, wanted.expires_at):
                raise CannotPost({"until": TOO_LONG})
            free_places.offer(scene, wanted)
            return Done.POSTED

        return self._once(user, key, act)

    def claim(self, user: SlackUserId, place: str, *, key: str) -> Done:
        """Claim one, once for this state of the screen.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs to claim.
        """
        return self._once(user, key, lambda scene: _done(free_places.claim(scene, place), Done.CLAIMED))

    def give_back(self, user: SlackUserId, claim: str, *, key: str) -> Done:
        """Give one back.

        Raises:
            NotOnRoster, NotAvailable: not theirs to give back.
        """
        return self._once(
            user, key, lambda scene: _done(free_places.give_back(scene, claim), Done.GIVEN_BACK)
        )

    def longer(self, user: SlackUserId, place: str, *, key: str) -> Done:
        """It stays free two days more.

        Raises:
            NotOnRoster, NotAvailable: not of their agency.
        """
        return self._once(user, key, lambda scene: _done(free_places.longer(scene, place), Done.LONGER))

    def end(self, user: SlackUserId, place: str, *, key: str) -> Done:
        """Nothing of it is free any more.

        Raises:
            NotOnRoster, NotAvailable: not of their agency.
        """
        return self._once(user, key, lambda scene: _done(free_places.withdraw(scene, place), Done.ENDED))

    def _once(self, user: SlackUserId, key: str, act: Callable[[Scene], Done]) -> Done:
        """What came too late changes nothing, and the board says so."""
        try:
            return Done(act_once(self._ground, user, key, lambda scene: act(scene).value, of="openings"))
        except AlreadyChanged:
            return Done.TOO_LATE


def _done(row: object, done: Done) -> Done:
    """The act went through: `row` is what it left."""
    del row
    return done


def _facts(scene: Scene, actor: Actor, posting: Posting) -> PostingFacts:
    place = posting.place
    mine = place.agency == actor.agency and may_post(actor)
    theirs = [one for one in posting.claims if one.agency == actor.agency and may_claim(actor)]
    return PostingFacts(
        id=place.id,
        kind=PlaceKind(place.kind),
        left=posting.left,
        places=place.places,
        region=scene.rules.region_name(place.region) if place.region else "",
        agency=agency_words(place.agency),
        caller=", ".join(_name(scene, user) for user in contacts_of(scene, place)),
        words=place.words,
        until=local_words(place.expires_at, scene.rules, place.region),
        mine=mine,
        may_claim=may_claim(actor) and posting.left > 0,
        claimed_by=tuple(agency_words(one.agency) for one in posting.claims) if mine else (),
        my_claims=tuple(MyClaim(one.id, _name(scene, one.member)) for one in theirs),
    )


def _name(scene: Scene, user: SlackUserId) -> str:
    member = scene.work.session.get(Member, user)
    return member.display_name if member else ""
