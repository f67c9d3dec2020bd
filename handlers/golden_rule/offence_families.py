"""Families of words that tell kind "offence", beside those that all kinds share."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED

OFFENCE_FAMILIES = SHARED | {
    "drug": "drug drugs meth crystal ice heroin fentanyl fent fetty crack cocaine coke dope weed pills pill percs xanax oxys blues speed molly tar product baggie* bags rocks stuff drogas pastillas cristal foil suboxone meds medication adderall strips food_stamps ebt stamps loosies cigarettes plasma",
    "trade": "sell sells selling sold deal deals dealing dealt sling slings slinging slung push pushes pushing pushed move moves moving moved middle* run runs running ran traffick* deliver* hold holds holding held stash* traded trading vende vendio vendiendo flip flips flipping flipped carry carries carrying carried trap trapping",
    "steal": "steal steals stealing stole shoplift* boost boosts boosting boosted swipe swipes swiped swiping pinch* pilfer* rob robs robbing robbed burglariz* burgle* looted lifted lifting jack jacks jacked jacking snatch* pickpocket* rack racked racking robo robando nicked nick pocketed hustl* mugged carjack* porch_pirat* heist embezzl* skim* strip stripped ripping_off ripped_off",
    "weapon": "gun guns pistol handgun knife machete firearm rifle shotgun blade weapon* glock revolver ammo brass_knuckles pistola cuchillo navaja bear_spray taser",
    "case": "case cases charge charges charged count counts citation* matter matters filing docket conviction* allegation* complaint* incident_you hearing trial plea offense on_file arrest report you_have",
    "act": "theft burglary robbery shoplifting assault trespass trespassing vandalism arson forgery fraud dui vehicle_prowl prowling prostitution possession graffiti harassment stalking menacing malicious_mischief identity_theft stolen stealing larceny",
}
