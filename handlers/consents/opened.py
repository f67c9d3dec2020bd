"""The ways in to a participant's releases and to the log of who was told what, for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.consents.facts import OpenLog, OpenReleases
from handlers.consents.log_view import log_view
from handlers.consents.views import releases_view
from handlers.deps import Ground
from handlers.desk import Ready, Request
from models.audit import Verb
from models.database import UnitOfWork
from models.disclosure import account_of
from models.duties import DUTIES, Duty, role_beside_the_team, sees_names
from models.errors import NotOnRoster
from models.people import Role, find_actor
from models.releases import releases_of
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault import OpenFolder, Refused, Shelf


class Releases:
    """Opens the releases to the care team; who may read the log without being on it gets the log instead."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._log = Log(ground)

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `Entry.open`."""
        ref = ParticipantRef(request.handle)
        if self._only_accounts(work, rules, request, moment):
            return self._log.open(work, rules, request, moment)
        folder = self._ground.vault.folders.open(
            work,
            rules,
            request.user,
            ref,
            {Shelf.RELEASE},
            duty=Duty.REVOKE_RELEASE,
            moment=moment,
            request_id=request.request_id,
        )
        if isinstance(folder, Refused):
            return None
        opened = OpenReleases(
            ref=ref,
            may_sign=folder.actor.holds(*DUTIES[Duty.SIGN_RELEASE]),
            may_read_log=folder.actor.holds(*DUTIES[Duty.READ_LOG]),
            releases=releases_of(work, self._ground.vault.rows, ref, rules.today(moment)),
            sealed=_by_release(folder),
            regions={region.code: region.name for region in rules.regions},
            zone=rules.zone_of(),
        )
        return Ready(ref, lambda told: releases_view(opened, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `Entry.still`."""
        if self._only_accounts(work, rules, request, moment):
            return self._log.still(work, rules, request, moment)
        return self._on_team(work, rules, request, moment)

    def _only_accounts(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """Whether the log is all that somebody may look at here."""
        beside = self._log.role_beside_the_team(work, rules, request.user, moment)
        return beside is not None and not self._on_team(work, rules, request, moment)

    def _on_team(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        ref = ParticipantRef(request.handle)
        folders = self._ground.vault.folders
        standing = folders.standing(work, rules, request.user, ref, Duty.REVOKE_RELEASE, moment)
        return not isinstance(standing, Refused)


class Log:
    """Opens the log: to the care team with names, beside the team by reference and without."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `Entry.open`; looking is written down, too."""
        ground, ref = self._ground, ParticipantRef(request.handle)
        ground.audit.take_turn(work)
        reader = self._reader(work, rules, request.user, ref, moment)
        if isinstance(reader, Refused):
            ground.vault.opener.refuse(
                work, request.user, reader.reason, moment=moment, request_id=request.request_id
            )
            return None
        ground.scene(work, request.user, request.request_id).note(Verb.LOG_READ, (ref,), reader.value)
        lines = tuple(account_of(work, ground.vault.rows, ref))
        log = OpenLog(ref, lines, rules.zone_of(), named=sees_names(Duty.READ_LOG, reader))
        return Ready(ref, lambda told: log_view(log, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `Entry.still`."""
        reader = self._reader(work, rules, request.user, ParticipantRef(request.handle), moment)
        return not isinstance(reader, Refused)

    def role_beside_the_team(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, moment: datetime
    ) -> Role | None:
        """In which role somebody reads every log; a matter of the roster alone."""
        try:
            actor = find_actor(work, self._ground.vault.rows, user, rules.today(moment))
        except NotOnRoster:
            return None
        return role_beside_the_team(actor, Duty.READ_LOG)

    def _reader(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, ref: ParticipantRef, moment: datetime
    ) -> Role | Refused:
        """In which role somebody may read this log today."""
        vault = self._ground.vault
        standing = vault.folders.standing(work, rules, user, ref, Duty.READ_LOG, moment)
        if not isinstance(standing, Refused):
            return standing[1]
        if standing.reason != "not_on_the_team":
            return standing
        return self.role_beside_the_team(work, rules, user, moment) or standing


def _by_release(folder: OpenFolder) -> Mapping[str, Mapping[str, Sensitive]]:
    """Release id -> the sealed side of its form."""
    return {page.fields["release"].reveal(): page.fields for page in folder.pages if "release" in page.fields}
