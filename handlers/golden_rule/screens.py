"""Kind "test": drug and alcohol tests and what came of them, refused, missed or diluted ones too."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
    "test": "test tests testing tested screen screens screened screening ua urinalysis urine swab swabs swabbed sample samples specimen panel cup dip dipstick breathalyzer breathalyser breathalizer pbt bac etg peth tox toxicology"
    " toxscreen drop drops color colour colors prueba pruebas examen antidoping patch sweat_patch hair_follicle result results lab labs levels scram blow random randoms pee_test piss_test",
    "outcome": "positive negative hot dirty clean clear dilute diluted adulterated tampered invalid inconclusive abnormal insufficient cold fail failed fails failing passed pass passes passing refused refuses refuse missed skipped late low high presumptive positivo negativo"
    " unexpected expected unreadable faked substituted cheated",
    "drug": "meth methamphetamine* amphetamine* heroin fentanyl fent opiate* opioid* opiates cocaine thc benzo* benzodiazepine* alcohol barbiturates pcp mdma xylazine norfentanyl cannabis marijuana weed oxy* methadone buprenorphine suboxone everything substances",
}

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
SURE = Phrases(
    """
    positive|negative|dirty|hot for|on ..1 {drug}|coke|crack|blues|xanax|oxy|kratom|speed|ice|k2|spice|percs|dope|molly|pcp|acid
    a|one|two|another|his|her refusal|refusals on|at|and|this|last|{when}
    refusal|positive|negative on|{when} ..4
    a|one|another|recent|last positive|negative|dilute|refusal {when}|after|since|at|and|,|.
    """,
    _FAMILIES,
)

_STOPS = Phrases(
    """
    strip ..2 blue|positive|lit|line*|pink
    adulterated|tampered|diluted|watered ..1
    blood draw|test|work ..2 alcohol|showed|drugs
    got|get|gave|had a|two|three|one|her|his|another positive|negative|dirty|hot
    positives|negatives
    levels ..3 up|down|high|higher|low|lower|rising|dropping|spiked|falling
    had|has|shows|showed|found ..2 thc|meth|fent*|benzos|opiates|cocaine|alcohol|amphetamine* ..1 in|and|on
    amphetamine*|opiates|benzos
    last|first|latest|recent|next|other ..2 {be} clean|dirty|hot|positive|negative|clear
    cup|dip|dipstick|patch|strip|swab|panel|drop|lab|labs|screen|screens ..1 showed|shows|read|reads|said|says|lit|turned|flagged|confirmed|came
    failed|fails|flunked|blew it ,|_|for|again
    {subj}|client {adv}? {adv}? failed|flunked ..1 it|one|two|another|again|{when}
    no|missed|refused|skipped test|screen|swab|sample|drop
    pee|urine|piss
    test|tests|tested|testing|testing|tested|tests
    shy bladder
    random|randoms on|{when}|,
    hot|dirty|bad|clean one|two|cup|ones
    bladder|dilut*|watery|creatinine
    ua|urinalysis|breathalyzer|breathalyser|breathalizer|bac|etg|peth|toxicology|toxscreen|scram|antidoping|whizzinator|norfentanyl|creatinine
    tox screen|screens|screened|report|lab|results|came|panel|test
    drug|alcohol|urine|saliva|hair|oral|tox|breath|substance|random|dope|pee|piss|court|probation|sobriety|drugs test|tests|tested|testing|screen|screens|screened|swab*|sample*|panel*|patch|analysis|follicle|specimen
    test|tests|tested|testing|screen|screens|screened ..3 positive|negative|hot|dirty|clean|dilute|diluted
    {test} ..4 positive|negative|hot|dirty|clean|dilute|diluted|adulterated|positivo|negativo
    positive|negative|hot|dirty|clean|dilute|diluted|failed|failing|random|positivo ..2 {test}
    positive|negative|hot|dirty|clean|presumptive|positivo for|on|from|para|a ..2 {drug}|ua|test|screen
    {drug} positive|negative
    popped|pops|pop|popping|came_up|come_up|comes_up|came_back|comes_back|come_back|coming_back|came_out|showed_up|lit_up|blew|blows|blow|blown|peed|pissed|dropped|drops|dropping|dip_showed|dips|gave|provided|turned_in|produced|submitted ..2 positive|negative|hot|dirty|clean|dilute|diluted
    popped|lit_up|came_up|came_back|hit|blew|pinged ..1 for ..2 {drug}
    blew ..2 number|@clock|zero|zeros|zeroes|over|above|into|point|hot|a
    failed|fails|fail|flunked|flunk|failing|flunks|bombed ..4 test|tests|tested|testing|screen|screens|screened|swab|ua|drop|panel|breath*|cup
    refus*|miss*|skip*|duck*|dodg*|declin*|avoid*|no_showed|not_show|not_give|not_provide|not_produce|unable_to_give|unable_to_provide|could_not_give|could_not_produce|late_for|forgot|cheat*|fak*|beat*|beating|tamper*|substitut*|dilut*|smuggled|borrowed|pass*|took|takes|gave|give|gives|ran|owes|due_for|scheduled_for|called_in_for|asked_for|ordered ..5 test|tests|testing|screen|screens|swab|drop|drops|sample|specimen|cup|urine|pee|color|colour|randoms|panel
    tested on|at|@clock|{day}|again|twice|weekly|every|this|last|randomly|for_{drug}
    tested for {drug}|drugs|alcohol
    {be} tested|screened ..3 weekly|randomly|at_probation|by_probation
    test|tests|tested|testing|screen|screens|screened|swab*|sample*|drop*|panel* ..2 {be}|came|come|comes|showed|shows|tested|show|read|turned ..3 positive|negative|hot|dirty|clean|clear|dilute|diluted|tampered|invalid|cold|abnormal|fake|refused|missed|good|bad|fine
    would|did|could|will not pee|urinate|blow|drop|give_a_sample|test
    pee|peed|peeing|pissed|piss|urinate*|dropped|dropping hot|dirty|clean|in_a_cup|for
    call*|called ..3 color|colour|testing_line|drop_line
    missed|skipped ..2 color|colour
    color|colour line|came_up|was_called|called|code
    observed|monitored|weekly|random|two|three|four|last|consecutive|recent|clean|all test|tests|tested|testing|screen|screens|screened|drops ..4 negative|positive|missed|clean|passed|failed|clear|in_a_row|dirty
    screens|tests ..4 negative|positive|clean|clear|dirty|hot
    lab|labs|results|result|levels|readings ..4 positive|negative|dirty|hot|clean|dilute*|{drug}|cutoff|detected
    traces|detected|detectable|metabolites ..1 of|in|at|for
    over|above|below|under|at ..1 cutoff|limit
    patch ..3 tampered|removed|positive|came_off|cut|peeled|test|tests|tested|testing
    detox_drink|someone_else's_urine|fake_urine|synthetic_urine|clean_urine|fake_pee|someone_'s_urine|drank_a_gallon|friend_'s_urine
    prueba|examen ..4 positiv*|negativ*|orina|drogas
    sali* positiv*|negativ*|limpi*|suci*
    dio positivo|negativo
    interlock ..4 fail*|lockout|alcohol|reading|violation|positive
    rolling retest|fail
    dirty|hot again|for|last|this|{day}
    """,
    _FAMILIES,
)

_HARMLESS = Phrases(
    """
    test|exam was|is|for the driver*|road|permit|ged|placement|entrance ..2
    test results ..4 fine|normal|thyroid|benign
    false negative|positive on ..4
    test|tests|results|labs|screening for|on ..2 thyroid|cholesterol|diabetes|kidney|liver|vision|hearing|bus|cancer|benefits|dyslexia|autism
    vet|doctor|dentist|inspector|mechanic|school|teacher|clinic tested|tests|test ..3
    test*|tested|testing {poss}? ..1 patience|limits|resolve|waters|nerves|faith|theory|idea|phone|app|link|system
    false negative|positive|alarm
    negative|positive ..1 on|in|item|report|experience|comment*|review* ..2
    blew a|the|out tire|fuse|gasket|budget|interview|candles|deadline
    blew out
    {others} ..1 tested|tests positive|negative
    testing|test|tested for ..1 learning|radon|mold|lead|disability|allergies|college|adhd|diabetes|hearing|vision
    test kit|kits|strip|strips
    interpreter|attorney|lawyer|judge|i|we|counsel|worker|driver|staff|caseworker tested ..3
    pee wee
    tested|testing|test|tests the ..3 alarm*|water|shower|heat|elevator|phone|link|sprinkler*|furnace|system|locks|smoke
    test anxiety
    lift|drop|end|remove|waive|revisit|review|change|reduce|reconsider ..2 testing|test|ua|tests ..1 condition|requirement|rule|order
    covid|tb|flu|strep|pregnancy|hiv|hepatitis|blood|lead|paint|mold|water|smoke|radon|soil|antigen|rapid ..2 test*|screen* ..4 positive|negative|clean|clear
    {poss}|the|a|practice|placement|written|entrance test|tests|exam ..2 at_the_college|for_the_permit|for_the_license|score*|prep|for_the_apprenticeship|for_the_job
    testify|testimony|testament|contest*|latest|greatest|attest*|protest*
    test of|the|is|out|waters
    put to the test
    test|tests|testing fee*|prep|site|score*|center|date_for
    covid|tb|pregnancy|driving|driver's|driver_'s|drivers|road|written|blood_sugar|placement|ged|math|reading|hearing|vision|eye|allergy|hiv|hep_c|hepatitis|sti|std|std's|dna|paternity|genetic|citizenship|language|english|aptitude|typing|skills|permit|food_handler|food_handlers|practice|entrance|means|income|stress|flu|strep|a1c|glucose|lead|mold|air|soil|smog|emissions|smoke_alarm|alarm|fire_alarm|screen|medical|health|cancer|dental|knowledge|forklift|cdl|radon|water|admission*|iq|litmus|civil_service|crash|nursing|credit|background|tenant|rental|rapid|antigen|pcr|learning|hearing_aid|school|exam|tuberculosis|sleep|kidney|liver|heart test|tests|testing|tested|screen|screens|screening|screened|result|results|panel|labs|swab
    test*|screen*|positive|negative|results|swab ..2 for covid|tb|flu|strep|pregnancy|hiv|hepatitis|eligibility|benefits|housing|mold|lead|a_job
    tested|tests positive|negative for covid|tb|flu|strep
    test drive|drove|run|ride|site|message|case|score|prep|the|call|card|page|alarm*|day_of
    screening|screened appointment|tool|out|call|form|date|interview|committee|for_housing|for_eligibility|for_benefits|for_the_unit|with_the_agency|porch|door|call*|at_the_housing
    tenant|housing|phone|cracked|touch|computer|broken|window|movie|tv|sun|home|split|video|door|credit|background|eligibility|rental screen|screens|screening
    screen door|cracked|time|shot*|broke|repair|protector|froze|share
    positive attitude|step*|change*|progress|feedback|note|news|about|influence|outlook|review|sign*|contact|direction|relationship*|start|experience|reference*|that|and_motivated|reinforcement|way|meeting|support|energy|role|response|conversation*|impact
    {be}|stay*|feels|feeling|very|more|so|really|remain*|stayed positive about|and|,|that|in|through|_
    negative balance|consequence*|impact|equity|effect*|credit|attitude|feelings|experience*|self_talk|influence*|mark
    hot water|meal*|food|plate*|shower*|day|weather|line|spot*|lunch|dinner|coffee|soup|dog|summer|room|line|week|afternoon|for_the_dog
    clean clothes|clothing|sheets|laundry|water|towels|socks|bedding|apartment|room|slate|copy|unit|house|record|credit|driving_record|background_check|energy
    dirty dishes|laundry|clothes|apartment|hallway|unit|bathroom|water|needles_in
    drop off|in|box|by|it|them|down|the|a
    drops off|by|in
    eye|cough|ear drops
    favorite|skin|hair|paint|any color
    color copy|copies|printer|of|laser|photo
    color coded
    patch of|things|up|panel|the
    cup of|holder
    sample letter|lease|form|ballot|resume|text|of_the_form
    legs|panel discussion|member|on|of_judges
    control|solar|advisory|review panel
    lab|labs|results for|from cholesterol|diabetes|thyroid|mri
    blood pressure|test|work|sugar
    pass|passed|passing ..2 inspection|ged|test_for_permit|class|exam|course
    noise|sound|water|energy levels
    """,
    _FAMILIES,
)


def tells_a_test(sentence: str) -> bool:
    """Whether a sentence tells of a drug or alcohol test."""
    return sentence in SURE or _HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = SURE.words | _STOPS.words, _HARMLESS.words
