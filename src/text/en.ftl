# Sentences for people, Dutch: the source of all other languages. B1: short sentences, u, no jargon.

## Frame
skip = Naar de inhoud
menu = Hoofdmenu
menu-rounds = Rondes
menu-method = Zo tellen wij
menu-help = Hulp
menu-privacy = Privacy
menu-accessibility = Toegankelijkheid
menu-office = Voor medewerkers
breadcrumb = Kruimelpad
municipality-of = Gemeente { $name }
help-title = Hulp nodig?
help-desk = Kom langs bij het { $place }. Open: { $hours }. Of bel { $phone }.
help-none = Vraag het bij uw gemeente.
about-title = Over deze website
no-cookies = Stemt u of kijkt u rond? Dan gebruikt deze website geen cookies.
to-start = Naar het begin
back-to = Terug naar { $what }
of = van
together = Samen
plan = Plan
amount = Bedrag
rank = Nr.
voters = Bewoners
category = Thema
round = Ronde
area = Gebied
state = Stand
today = Vandaag
what-next = Wat gebeurt er nu?
page-before = Vorige bladzijde
page-after = Volgende bladzijde

## Numbers
count-plans = { $count ->
    [one] { $count } plan
   *[other] { $count } plannen
}
count-voters = { $count ->
    [one] { $count } bewoner
   *[other] { $count } bewoners
}

## Days and months
weekday-1 = maandag
weekday-2 = dinsdag
weekday-3 = woensdag
weekday-4 = donderdag
weekday-5 = vrijdag
weekday-6 = zaterdag
weekday-7 = zondag
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

## Home
home-title = U beslist mee over geld voor uw buurt
home-lead = Voor de wijken is { $total } in { $year }. Een deel daarvan kan schuiven: daar beslist u over.
home-lead-none = Hier komt het geld waarover u beslist. De gemeente is nog bezig.
money-fixed = Ligt vast
money-reserved = Kan schuiven ({ $share })
rounds-title = Rondes in uw stad
rounds-none = Er zijn nu geen rondes.
imported-title = Echte uitslagen van elders, nageteld
row-vote = Bekijk de plannen en stem
row-outcome = Bekijk de uitslag
row-look = Bekijk de ronde
areas-title = Zo verdelen wij { $amount } over de wijken
areas-order = Van links naar rechts: de wijken uit de lijst.
areas-rest = Nog niet verdeeld: { $amount }.
areas-ground = Dit staat in: { $ground }.
how-title = Hoe gaat een ronde?
how-plan = U maakt een plan
how-plan-line = Alleen of met uw buren. Het wijkbureau helpt.
how-check = Wij kijken of het kan
how-check-line = Kan het plan? Mag het plan? U hoort altijd waarom.
how-vote = De buurt stemt
how-vote-line = U krijgt een brief met een code. Een account is niet nodig.
how-do = Het plan wordt uitgevoerd
how-do-line = Iedereen kan zien waar het geld blijft.

## State of a round
state-draft = Voorbereiden
state-propose = Plannen insturen
state-check = Wij bekijken de plannen
state-ready = Binnenkort stemmen
state-vote-soon = Binnenkort stemmen
state-voting = Nu stemmen
state-counting = Wij tellen
state-certified = Besloten
state-final = Klaar
state-cancelled = Gestopt
until-propose = Insturen kan tot en met { $moment }.
from-vote = Stemmen kan vanaf { $moment }.
until-vote = Stemmen kan tot en met { $moment }.
from-outcome = De uitslag komt op { $moment }.
step-propose = Plannen insturen
step-check = Kijken of het kan
step-vote = Stemmen
step-count = Tellen en controleren
step-grant = Geld en uitvoeren
step-until = Tot en met { $moment }
step-later = Daarna
fingerprint = Kenmerk van de regels:

## Round and plan
round-lead = Er is { $amount } voor { $area }.
round-steps = Zo gaat deze ronde
plans-none = Er zijn nog geen plannen.
plan-of = Van het geld in deze ronde:
to-vote = Naar de plannen en stemmen
imported-line = Dit is een echte stemming van een andere plek. Wij telden de stemmen opnieuw. Hier wordt geen geld verdeeld.
imported-title-one = Een voorbeeld van elders
rules-title = De regels van deze ronde
rules-ballot = { $min ->
    [0] U kiest zoveel plannen als u wilt. Hoogstens { $max }.
    [one] U kiest 1 plan of meer. Hoogstens { $max }.
   *[other] U kiest { $min } plannen of meer. Hoogstens { $max }.
}
rules-shares = Elke stemmer krijgt een gelijk deel van het geld. Zo tellen wij.
rules-greedy = Het plan met de meeste stemmen krijgt als eerste geld. Zo tellen wij.
rules-ties = Evenveel steun? Dan gaat het plan met de meeste stemmen voor. Daarna het goedkoopste plan. Daarna het laagste nummer.
rules-reserve = Voor bezwaren houden wij geld apart:
rules-regulation = De regels staan in: { $title }. Te vinden in: { $place }. Datum: { $date }.

## Choosing
your-vote = Uw stem
your-choice = Uw keuze
choose-step = Stap 1 van 2. Kies
choose-title = Stem over { $amount } voor { $title }
choose-lead = Kies de plannen die u goed vindt.
choose-legend = Kies uw plannen
choose-order = U ziet de plannen in willekeurige volgorde.
choose = Kies
chosen = Gekozen
sum-action = Reken uit
review-action = Verder naar uw code
sum-chosen = { $count ->
    [0] Nog geen plan gekozen.
    [one] 1 plan gekozen.
   *[other] { $count } plannen gekozen.
}
sum-left = U houdt over:
sum-over = Dat is meer dan er is. Dat mag. U kiest wat u goed vindt. Wij tellen wat betaald kan worden.
not-sent = Uw stem is nog niet verstuurd
choice-kept = Uw keuze is bewaard op deze pagina.
ballot-too-few = { $min ->
    [one] Kies ten minste 1 plan.
   *[other] Kies ten minste { $min } plannen.
}
ballot-too-many = U koos te veel plannen. Kies er hoogstens { $max }.
ballot-unknown = Een van deze plannen staat niet op de lijst. Kies opnieuw.
ballot-twice = Een plan staat er twee keer in. Kies opnieuw.
chosen-table = Uw gekozen plannen met bedragen

## Review and code
review-step = Stap 2 van 2. Uw keuze en uw code
review-title = Klopt uw keuze?
review-count = { $count ->
    [0] U kiest geen plan
    [one] U kiest 1 plan
   *[other] U kiest { $count } plannen
}
review-blank = U stemt blanco. Dat mag. Uw stem telt mee als blanco stem.
review-next = Wat gebeurt er daarna?
review-next-line = U krijgt een bewijs van uw stem. Daarop staat niet wat u koos. Kijk uw keuze goed na: u kunt uw stem daarna niet meer veranderen.
change-choice = Verander uw keuze
code-title = Vul uw code in
code-label = Stemcode uit uw brief
code-form = 4 groepen van 4 tekens. Grote of kleine letters maakt niet uit.
code-where = De code staat in uw brief. Kijk rechtsonder, in het kader.
code-drawing = Tekening van de brief. De code staat rechtsonder, in een kader.
code-empty = Vul uw code in.
code-length = Een code heeft 16 tekens. U hebt er { $length }.
code-symbol = Deze code klopt niet. Kijk naar teken { $place }: { $symbol }.
code-check = Deze code klopt niet. Kijk elk teken nog eens na.
code-never = In een code staat nooit een nul, een één of de letter I, L of O.
vote-action = Stem
no-letter-title = Geen brief? Dit kunt u doen
no-letter-who = Woont u in { $area } en mag u stemmen? Dan kreeg u een brief met een code.
no-letter-desk = Geen brief gekregen, of bent u hem kwijt? Kom met uw paspoort of ID-kaart naar het { $place }. Open: { $hours }.
no-letter-phone = Kunt u niet komen? Bel { $phone }.
no-letter-until = Doe dit op tijd. De stemming sluit op { $moment }.

## Receipt
receipt-title = Uw stem telt mee
receipt-lead = Wij hebben uw stem voor { $title } ontvangen. Print deze pagina of schrijf de codes op. Wij laten ze maar één keer zien.
receipt-slip = Bewijs van uw stem
control-number = Controlenummer
control-line = Dit nummer staat ook in uw brief.
tracker = Volgcode
tracker-line = Hiermee controleert u of uw stem meetelt.
receipt-round = Ronde { $title }. Op dit bewijs staat niet wat u koos.
receipt-signature = Handtekening van de gemeente
you-voted = U hebt gestemd.
vote-closes = De stemming sluit. Daarna staat uw volgcode in het openbare logboek.
outcome-comes = De uitslag staat op deze website.
check-title = Zo kijkt u het na
check-1 = Wacht tot de stemming gesloten is.
check-2 = Ga naar het openbare logboek. Zoek uw controlenummer.
check-3 = Staat uw volgcode erachter? Dan telt uw stem mee.
check-missing = Staat uw volgcode er niet? Kom dan met dit bewijs naar het wijkbureau.
device-forgets = Dit apparaat bewaart uw keuze en uw codes niet.
receipt-done = Klaar. Naar het begin

## Outcome
outcome = Uitslag
outcome-title = { $count ->
    [one] { $title }: 1 plan krijgt geld
   *[other] { $title }: { $count } plannen krijgen geld
}
outcome-lead = Samen kosten ze { $cost } van { $budget }. { $ballots ->
    [one] 1 bewoner stemde.
   *[other] { $ballots } bewoners stemden.
}
outcome-numbers = De nummers staan voor de plannen hieronder.
left-over = Over:
bar-as-table = Deze balk als tabel
outcome-table = Gekozen plannen in volgorde
winners-title = Deze plannen krijgen geld
purchases-title = Zo is het geld verdeeld
share-line = Elke stemmer kreeg een gelijk deel: { $amount }. Daarmee betaalde u mee aan de plannen die u koos.
share-how = Steeds koopt de buurt het plan met de meeste steun. Is uw deel op? Dan kiezen andere bewoners verder. Zo krijgt ook een kleinere groep een plan.
share-why = Waarom dit bedrag per stemmer?
share-why-line = Wij begonnen met het geld gedeeld door de stemmers. Niet elk deel ging op. Daarom telden wij steeds € 1 bij. Wij stopten voordat de plannen samen te veel kosten.
greedy-how = Het plan met de meeste stemmen kreeg als eerste geld. Daarna het volgende plan dat nog paste.
legend-cost = Kosten van het plan
legend-left = Geld dat daarna over is
purchase-paid = { $payers ->
    [one] 1 bewoner betaalde { $most }
   *[other] { $payers } bewoners betaalden samen, ieder hoogstens { $most }
}
purchase-votes = Gekozen met de meeste stemmen uit het geld dat over was: { $votes }
left-after = Daarna over:
tie-line = Bij aankoop { $rank } hadden plannen precies evenveel steun. De volgorde uit de regels besliste.
others-title = Waarom dit plan niet?
others-lead = De gevulde balk is het geld dat de kiezers van het plan aan het eind nog hadden.
other-short = Dit plan had gewonnen als het { $amount } minder kostte.
other-more = { $count ->
    [one] Of als 1 bewoner meer alleen dit plan koos.
   *[other] Of als { $count } bewoners meer alleen dit plan kozen.
}
other-votes = { $count ->
    [one] 1 bewoner koos dit plan.
   *[other] { $count } bewoners kozen dit plan.
}
other-behind = Zij hadden samen nog { $amount }.
fair-title = Eerlijk verdeeld?
fair-lead = Er zijn twee manieren om te tellen. Hoeveel bewoners kregen geen enkel plan dat zij kozen?
fair-shares = Gelijke delen
fair-greedy = Meeste stemmen
fair-this = zo telden wij
fair-that = alleen ter vergelijking
of-voters = van { $count } bewoners
fair-plans = { $count ->
    [one] 1 plan voor { $cost }.
   *[other] { $count } plannen voor { $cost }.
}
fair-gained = Daar hoort wel bij: { $plans }.
fair-lost = Daar hoort niet bij: { $plans }.
fair-same = Dat zijn dezelfde plannen.
fair-blank = { $count ->
    [one] 1 bewoner stemde blanco. Die telt in beide getallen mee.
   *[other] { $count } bewoners stemden blanco. Zij tellen in beide getallen mee.
}
turnout-title = Hoeveel mensen stemden?
turnout-of = van { $letters } bewoners met een brief.
turnout-imported = stemmen in het bestand.
certified-title = Deze uitslag is vastgesteld
certified-line = Twee mensen controleerden de uitslag. Zij tekenden ervoor.
certified-mark = Kenmerk van deze uitslag:
next-certified = De uitslag staat vast
next-certified-line = Twee mensen tekenden ervoor.
next-letter = Daarna
next-letter-line = Alle indieners krijgen een brief met ons besluit.
next-start = Daarna
next-start-line = De eerste plannen beginnen.
objection-title = Niet eens met een besluit?
objection-line = Krijgt uw plan geen geld? U krijgt daarover een brief. U hebt dan 6 weken om bezwaar te maken.
objection-count = Klopt er iets niet in de telling? Meld het bij het wijkbureau.

## Log
log-title = Openbaar logboek
log-of = Openbaar logboek van { $title }
log-lead = Hier staat alles wat bij deze stemming telt. Niemand kan er iets uit halen zonder dat u het ziet.
log-entries = { $count ->
    [one] 1 regel in het logboek
   *[other] { $count } regels in het logboek
}
log-what = Wat
log-bytes = Precies zo
search-title = Zoek uw stem
search-action = Zoek
search-later = Na het sluiten van de stemming staat elke stem hier. Dan kunt u uw controlenummer opzoeken.
search-typo = Dit nummer klopt niet
search-typo-line = Een controlenummer heeft 10 cijfers. Het staat in uw brief en op uw bewijs.
search-found = Dit nummer staat in het logboek
search-found-line = Is dit de volgcode op uw bewijs? Dan telt uw stem mee. Hebt u niet gestemd? Bel dan het wijkbureau.
search-missing = Dit nummer staat niet in het logboek
search-missing-line = Met deze brief is niet gestemd. Hebt u wel gestemd? Kom dan met uw bewijs naar het wijkbureau.
checkpoint-title = De stand van het logboek
checkpoint-line = Bewaar deze regels. Verandert iemand later iets? Dan kunt u dat bewijzen.
entry-round-config = De regels liggen vast
entry-register-commit = De brieven liggen vast
entry-round-open = De stemming begint
entry-round-import = Een stemming van elders
entry-ballot = Een stem
entry-round-close = De stemming is gesloten
entry-round-seal = De stemmen zijn los van de brieven
entry-tally = De telling
entry-certificate = De vaststelling

## Recount
recount-title = Reken het zelf na
recount-lead = Alle stemmen staan zonder naam in één bestand. U mag het op uw eigen computer natellen.
recount-command = Opdracht voor uw computer
recount-action = Zo rekent u het na
recount-proves = Dit bewijst: elke stem op de lijst is geteld. En de telling volgt de regels. Het laat niet zien wie er stemde.
recount-steps = Zo doet u dat
recount-1 = Haal het bestand op.
recount-2 = Haal het programma schuifruimte op. Iedereen mag de code lezen.
recount-3 = Geef uw computer deze opdracht. Er is geen internet voor nodig.
recount-download = Haal het bestand op
recount-python = Vertrouwt u ons programma niet? Bij de code zit een tweede, kort programma in Python. Dat rekent los van het eerste.
recount-what = Wat rekent het programma na?
proves-1 = De regels zijn dezelfde als toen de stemming begon.
proves-2 = Elke regel van het logboek staat er nog. De handtekening klopt.
proves-3 = Er zijn evenveel stemmen geteld als in het logboek staan. Bij elke brief hoort hoogstens één stem.
proves-4 = De telling en de vaststelling kloppen op de cent.
proves-not = Het bewijst niet wie er stemde. Dat kan niemand zien.
recount-keys = De sleutel van het logboek
recount-keys-line = Vergelijk deze sleutel met de sleutel die uw gemeente op papier geeft.

## How we count
method-title = Zo tellen wij
method-lead = Iedereen die stemt, krijgt evenveel te zeggen over het geld.
method-shares = Gelijke delen
method-shares-line = Wij delen het geld door het aantal stemmers. Elke stemmer krijgt zo een gelijk deel. Met dat deel betaalt u mee aan plannen die u koos. Het plan met de meeste steun per euro koopt de buurt het eerst. Is uw deel op? Dan beslissen de anderen over de rest.
method-raise = Een beetje erbij
method-raise-line = Vaak blijft er geld over dat net niet genoeg is. Dan doen wij alsof elk deel € 1 groter is en tellen opnieuw. Dat doen wij tot de plannen samen te duur zouden zijn. De laatste telling die past, geldt.
method-rest = Wat dan nog over is
method-rest-line = Past er nog een plan in het geld dat over is? Dan gaat het plan met de meeste stemmen voor.
method-ties = Precies evenveel steun
method-ties-line = De regels van de ronde zeggen van tevoren welk plan dan voorgaat. Gebeurt het? Dan staat het bij de uitslag.
method-greedy = Meeste stemmen
method-greedy-line = Een ronde kan ook anders tellen. Dan krijgt het plan met de meeste stemmen het eerst geld, daarna het volgende dat past. Bij elke uitslag ziet u beide manieren naast elkaar.
method-exact = Op de cent
method-exact-line = Wij rekenen met breuken en ronden niet af. Op elke computer komt precies hetzelfde uit.

## Privacy
privacy-title = Privacy
privacy-lead = Deze website weet niet wie u bent.
privacy-letter = Uw brief
privacy-letter-line = De gemeente maakt de brieven op een andere computer. Deze website kent uw naam, adres en code niet. Zij kent alleen een afdruk van elke code.
privacy-ballot = Uw stem
privacy-ballot-line = Bij uw stem bewaren wij geen tijd, geen naam en geen adres van uw computer.
privacy-open = Zolang de stemming open is
privacy-open-line = Uw stem hoort dan nog bij het nummer van uw brief. Zo kan elke brief maar één keer stemmen. Wie de computer van de gemeente beheert, zou dan kunnen zien wat er bij een brief is gekozen.
privacy-after = Na het sluiten
privacy-after-line = Wij halen elke stem los van de brief. Daarna kan niemand in de opgeslagen gegevens zien wat u koos.
privacy-cookies = Cookies
privacy-cookies-line = Bewoners krijgen geen cookies. Medewerkers krijgen er één, om aangemeld te blijven.

## Accessibility
access-title = Toegankelijkheid
access-lead = Iedereen moet kunnen stemmen.
access-aim = Wat wij doen
access-aim-line = De pagina's werken zonder muis, met een voorleesprogramma, vergroot en zonder scripts.
access-known = Wat nog beter kan
access-known-line = Wij hebben de pagina's nog niet laten testen door mensen met een beperking. Uitleg in andere talen dan Nederlands en Engels is er nog niet.
access-tell = Lukt iets niet?
access-tell-line = Kom langs of bel. Dan helpen wij u. Stemmen met hulp mag altijd.

## Refusals
kind-bad_request = Dit begrijpen wij niet
kind-bad_request-help = Ga terug en probeer het opnieuw.
kind-login_failed = Aanmelden is niet gelukt
kind-login_failed-help = De naam of het wachtwoord klopt niet. Probeer het opnieuw.
kind-login_required = Meld u eerst aan
kind-login_required-help = U bent niet aangemeld, of te lang niet bezig geweest.
kind-csrf_rejected = Dit formulier komt niet van deze website
kind-csrf_rejected-help = Er is niets veranderd. Open de pagina opnieuw en probeer het nog eens.
kind-form_expired = Dit formulier is te lang open geweest
kind-form_expired-help = Uw stem is niet verstuurd. Begin opnieuw bij de plannen.
kind-round_not_open = De stemming is nog niet begonnen
kind-round_not_open-help = Kijk bij de ronde wanneer u kunt stemmen.
kind-round_closed = De stemming is gesloten
kind-round_closed-help = Stemmen kan niet meer. Kijk bij de ronde wanneer de uitslag komt.
kind-not_found = Deze pagina is er niet
kind-not_found-help = Kijk of het adres klopt. Of begin opnieuw.
kind-method_not_allowed = Dit kan hier niet
kind-method_not_allowed-help = Ga terug en probeer het opnieuw.
kind-already_voted = Met deze code is al gestemd
kind-already_voted-help = Elke brief telt één keer. Was u dat niet? Kom met uw brief naar het wijkbureau.
kind-cast_conflict = Deze stem is al anders verstuurd
kind-cast_conflict-help = Uw eerste stem telt. Er is niets veranderd.
kind-round_frozen = De regels van deze ronde liggen vast
kind-round_frozen-help = Sinds de stemming begon kan niemand ze nog veranderen.
kind-four_eyes_required = Hier is een tweede persoon voor nodig
kind-four_eyes_required-help = Vraag een collega. Wie iets voorstelt, kan het niet zelf goedkeuren.
kind-draft_changed = Het is intussen veranderd
kind-draft_changed-help = Er is niets opgeslagen. Bekijk de nieuwe versie en probeer het opnieuw.
kind-wrong_state = Dit kan nu niet
kind-wrong_state-help = De ronde is intussen verder, of nog niet zo ver. Er is niets veranderd.
kind-ceiling_exceeded = Dit past niet in het geld
kind-ceiling_exceeded-help = Er is niets opgeslagen. Kies een lager bedrag.
kind-too_large = Dit is te groot
kind-too_large-help = Maak het kleiner en probeer het opnieuw.
kind-uri_too_long = Dit adres is te lang
kind-uri_too_long-help = Begin opnieuw bij de eerste pagina.
kind-unsupported_type = Dit soort gegevens kan hier niet
kind-unsupported_type-help = Gebruik het formulier op de pagina.
kind-code_typo = Deze code klopt niet
kind-code_typo-help = Kijk elk teken nog eens na.
kind-code_not_accepted = Deze code kennen wij niet
kind-code_not_accepted-help = Kijk of de brief bij deze ronde hoort. Klopt alles? Bel dan het wijkbureau.
kind-ballot_invalid = Deze keuze kan niet
kind-ballot_invalid-help = Ga terug naar de plannen en kies opnieuw.
kind-import_invalid = Dit bestand kan niet worden ingelezen
kind-import_invalid-help = Er is niets opgeslagen.
kind-field_invalid = Er klopt iets niet in het formulier
kind-field_invalid-help = Er is niets opgeslagen. Ga terug en kijk de velden na.
kind-rate_limited = Te vaak geprobeerd
kind-rate_limited-help = Wacht een minuut. Probeer het daarna opnieuw.
kind-busy = Het is nu heel druk
kind-busy-help = Probeer het zo opnieuw. Twee keer sturen kan geen kwaad: uw stem telt één keer.
kind-shedding = Het is nu heel druk
kind-shedding-help = Probeer het zo opnieuw. Twee keer sturen kan geen kwaad: uw stem telt één keer.
kind-storage_unavailable = De website werkt nu niet
kind-storage_unavailable-help = Wij zijn ermee bezig. Probeer het over een half uur opnieuw.
kind-integrity_failed = Wij zijn gestopt, want er klopt iets niet
kind-integrity_failed-help = De website rekent alles na en vond een fout. Er is niets veranderd. Wij zoeken het uit.

## Office
office-menu-work = Work
office-menu-rounds = Rounds
office-menu-money = Money
office-menu-municipality = Municipality
sign-in-title = Sign in for staff
sign-in-lead = Residents need not sign in. Voting goes with the code in the letter.
sign-in-action = Sign in
sign-out = Sign out
field-login = Login
field-password = Password
field-ceiling = Ceiling
form-refused = Nothing was saved. Please look at this again:
work-title = Your work
work-waits = Waits for you
work-none = Nothing waits for you.
work-runs = Running
work-done = Done
task-municipality = Fill in the municipality
task-areas = Add the areas
task-money = Enter the decision about the money
task-open = { $title }: open the vote
task-close = { $title }: close the vote
task-seal = { $title }: take the votes from the letters
task-count = { $title }: count the votes
task-propose = { $title }: put the outcome forward
task-certify = { $title }: check the outcome as second person
save = Save
field-name = Name
field-code = Code
field-code-help = Letters, digits and hyphens. For a district its CBS code, such as WK034402.
fault-empty = Fill this in. Keep it short.
fault-long = This is too long. Make it shorter.
fault-amount = Give an amount, such as 2.500 or 2.500,50.
fault-percent = Give a percentage from 0 to 100, such as 30 or 12,5.
fault-number = Give a whole number.
fault-year = Give a year, such as 2027.
fault-date = Give a date.
fault-moment = Give a date and a time.
fault-choose = Choose something from the list.
fault-code = Use only letters, digits and hyphens.
fault-login = Use 3 to 64 small letters, digits, points or hyphens.
fault-slug = Use 3 to 64 small letters, digits and hyphens. No hyphen at the start or the end.
fault-taken = This name is taken. Choose another.
fault-too-much = Choose a lower amount, but more than € 0.
fault-ballot-form = The highest number must be 1 or more, and not below the lowest number.
fault-order = The dates are not in order. First sending in, then voting, then the outcome.
fault-below-rounds = Rounds in this area use more already. Choose a higher amount.
fault-below-areas = This way { $room } can shift. But the areas have more already. Choose a higher share.
fault-ceiling = This does not fit. There is room for { $room }.
fault-word = This word is not right. Look at each letter.
fault-own-account = You cannot switch off your own access. Ask a colleague.
municipality-title = Municipality
town-title = Name and desk
town-line = This is on every page and in the help for residents.
town-none = The municipality has not been filled in yet.
field-town = Name of the municipality
field-town-help = Without the word municipality.
field-desk_place = Desk
field-desk_place-help = Where residents get help, such as the Noordwest district office.
field-desk_hours = Open
field-desk_hours-help = Such as Monday to Friday, 9:00 to 17:00.
field-desk_phone = Telephone
office-areas-title = Areas
office-areas-none = There are no areas yet.
areas-utrecht = Add the ten districts of Utrecht
area-add = Add an area
staff-title = Staff
staff-acts = Change
staff-off = No access
staff-you = This is you
staff-password = New password
staff-disable = Access off
staff-enable = Access on
staff-add = Add someone
field-function = Function
field-function-help = It stands under a certificate. The name does not.
field-role = Role
field-login-new = Login
field-login-new-help = Small letters, digits, points and hyphens.
role-programme-manager = Programme manager
role-programme-manager-line = municipality, staff and money
role-officer = Officer
role-officer-line = prepares and runs rounds
role-certifier = Certifier
role-certifier-line = runs rounds and certifies outcomes
role-auditor = Auditor
role-auditor-line = sees everything, changes nothing
password-title = Password for { $login }
password-line = You see this password only once. Hand it to your colleague yourself. Do not send it together with the login.
password-done = I have kept it
money-title = Money
money-line = The share that can shift is for plans of residents. You divide it over the areas.
money-none = There is no budget line yet.
money-allocated = Divided over areas
money-room = Still to divide
money-in-rounds = In rounds
money-free = Free
money-bar = Bar
together-line = The whole budget line
line-add = Add a budget line
line-change = Enter a new decision
line-save = Save the decision
field-line = Name of the budget line
field-year = Year
field-total = Amount of the whole line
field-total-help = In euro, as in the Netherlands: 7.000.000.
field-share = Share that can shift
field-share-help = In percent, such as 30 or 12,5.
field-base = What is it a share of?
field-base-help = Such as: the whole line, without fixed contracts.
field-ground = Decision
field-ground-help = Name and date of the decision.
decision-title = The decision
decided-at = Saved here
allocations-title = Division over areas
allocations-none = Nothing has been divided yet.
allocation-set = Set what an area may spend
allocation-save = Set
field-area = Area
field-allocation-ceiling = Ceiling
field-allocation-ceiling-help = All rounds of the area together, at most. In euro, such as 50.000.
office-rounds-title = Rounds
round-new = New round
round-new-line = Only the title, the area and the ceiling are needed now. The rest can come later.
round-no-allocation = Give an area money first. The programme manager does that.
round-add = Make the round
field-id = Short name
field-id-help = For the address of the round, such as zuilen-2027. It never changes.
field-title = Title
field-title-help = Such as Zuilen 2027.
field-allocation = Area and year
allocation-option = { $area } { $year }: { $room } free
field-round-ceiling = Ceiling of this round
field-round-ceiling-help = This amount is granted at most. In euro, such as 50.000.
field-objection_reserve = Kept for objections
field-objection_reserve-help = The vote does not divide this part of the ceiling. Empty is € 0.
field-ballot_min = Choose at least so many plans
field-ballot_min-help = With 0 a blank vote is allowed.
field-ballot_max = Choose at most so many plans
field-rule = Way of counting
rule-equal-shares = Equal shares: the same money for each voter
rule-greedy = Most votes first
field-publish = After the count the website shows
publish-ballots = Every vote, without names: anyone can recount
publish-totals = Only the totals
field-regulation_title = Name of the regulation
field-regulation_place = Published in
field-regulation_place-help = Such as Gemeenteblad 2026, 123456.
field-regulation_date = Date of publication
field-propose_until = Send in plans until
field-vote_from = Vote from
field-vote_until = Vote until
field-outcome_at = Outcome on
plan-title = Set-up of the round
plan-line = You can change this until the vote opens. After that it is fixed.
plan-money = Title and money
plan-dates = Dates
plan-ballot = Ballot and count
plan-regulation = Regulation
plan-regulation-line = The way of dividing must have been published beforehand. Needed before you open.
step-at = On { $moment }
timeline-title = Steps of this round
phase-draft = Preparing
phase-draft-line = Only seen in the office
phase-propose = Sending in plans
phase-propose-line = Residents send in plans
phase-check = Checking
phase-check-line = The office looks at each plan
phase-ready = Ready to open
phase-ready-line = The list is fixed, letters go out
phase-open = Voting
phase-open-line = The rules are fixed
phase-closed = Closed
phase-closed-line = All trackers are in the log
phase-sealed = Taken from the letters
phase-sealed-line = Nobody sees who chose what
phase-counted = Counted
phase-counted-line = The outcome is there, not yet public
phase-proposed = Put forward
phase-proposed-line = Waits for a second person
phase-certified = Certified
phase-certified-line = The outcome is public
round-now = What can be done now?
round-now-draft = Prepare the round. Announce it when residents may send in plans.
round-now-propose = Enter the plans that residents send in.
round-now-check = See whether each plan can be done. Take off plans that cannot. Then fix the list.
round-now-ready = The list of plans is fixed. Is everything there? Then open the vote.
round-now-open = Residents vote. Nobody sees how many voted until the outcome is certified.
round-now-closed = The vote is closed. Now take the votes from the letters.
round-now-sealed = The votes are taken from the letters. You can count now.
round-now-counted = The votes are counted. Put the outcome forward.
round-now-proposed = The outcome waits for a second person.
round-now-certified = The outcome is certified and public.
round-now-final = The round is done.
round-now-cancelled = This round was stopped.
round-facts = About this round
ballot-fact = { $min } to { $max } plans
letters = Letters
letters-none = No list of letters yet
to-plans = { $count ->
    [0] Plans: none yet
    [one] See 1 plan
   *[other] See { $count } plans
}
to-plan = Change the set-up
to-public = See the round as residents see it
to-certificate = To the outcome and its certificate
grants-title = Grants
ready-title = Ready to open? { $met } of { $all }
ready-missing = Missing:
ready-regulation = the regulation has been published
ready-regulation-help = Enter it in the set-up.
ready-dates = begin and end of the vote
ready-dates-help = Enter them in the set-up. The end must lie ahead.
ready-proposals = enough plans to choose from
ready-proposals-help = At least 2, and as many as someone must choose.
ready-amounts = each plan fits in the money
ready-amounts-help = Lower amounts or take a plan off.
ready-register = the list of letters
ready-register-help = Operators import it: register.upload.
ready-code-key = the key of the codes
ready-code-key-help = Operators import it apart: code.key.
plans-title = Plans
plan-add = Add a plan
plans-fixed = The plans of this round cannot be changed now.
field-plan-title = Name of the plan
field-summary = The plan in one sentence
field-text = The plan
field-text-help = An empty line begins a new paragraph.
field-applicant = Applicant
field-applicant-help = Name of the group, as it may stand on the website.
field-place = Place
field-category = Theme
field-amount = Asked amount
field-amount-help = In euro. At most { $most }.
withdraw-title = Take this plan off
withdraw-line = The plan will not be on the list. This cannot be undone. Its number is not used again.
withdraw-word = remove
withdraw-action = Take the plan off
field-word = Type this word: { $word }
step-what = What happens
step-lasts = Can it be undone?
step-after = After that
step-stop = Not now. Back to the round
step-not-now = Something is missing, or it is too early. Nothing has changed.
open-not-ready = It cannot open yet. See above what is missing.
close-from = Closing is possible from { $moment }.
do-announce = Announce the round
do-announce-what = The round appears on the website. Residents see that they can send in plans.
do-announce-lasts = Yes. You can go a step back while the vote is not open.
do-announce-after = You enter the plans.
do-check = Stop taking plans
do-check-what = Residents can no longer send in plans. The office sees whether each plan can be done.
do-check-lasts = Yes. You can go a step back.
do-check-after = You fix the list.
do-fix = Fix the list
do-fix-what = Nobody can change the plans any more. The letters can go out.
do-fix-lasts = Yes, until the vote opens. Have the letters gone out? Then do not go back.
do-fix-after = You open the vote.
do-back = Go a step back
do-back-what = The round goes back to the step before. The website shows it.
do-back-lasts = Yes. You can take the step again.
do-back-after = You change what is needed.
do-open = Open the vote
do-open-what = Plans, amounts, dates and the way of counting are fixed. They get a fingerprint in the public log.
do-open-lasts = No. This cannot be undone.
do-open-after = Residents vote until the end of the vote.
do-open-word = open
do-close = Close the vote
do-close-what = Nobody can vote any more. All trackers enter the public log.
do-close-lasts = No. This cannot be undone.
do-close-after = You take the votes from the letters.
do-close-word = close
do-seal = Take the votes from the letters
do-seal-what = Each vote is checked. Then we erase which vote belongs to which letter.
do-seal-lasts = No. This cannot be undone.
do-seal-after = You count the votes.
do-seal-word = detach
do-count = Count the votes
do-count-what = The computer counts by the rules that are fixed. The outcome is not public yet.
do-count-lasts = No. The count is in the log. The same votes always give the same outcome.
do-count-after = You put the outcome forward. A second person checks it.
do-cancel = Stop this round
do-cancel-what = The round stops. There will be no outcome and no money. The website shows it.
do-cancel-lasts = No. This cannot be undone.
do-cancel-after = Tell residents and applicants why.
do-cancel-word = stop
votes = Votes
certificate-title = Outcome and certificate
certificate-outcome = Outcome of the count
certificate-secret = Not public yet
certificate-secret-line = Tell nobody this outcome until it is certified.
certificate-ballots = Votes counted
certificate-blank = Blank among them
certificate-order = See the count per plan
certificate-grants = Proposed grants
certificate-room = Together
certificate-record = The certificate
certificate-hash = Fingerprint
certificate-full = Fingerprint in full
proposed-by = Put forward by
proposed-at = Put forward on
approved-by = Approved by
approved-at = Approved on
field-incidents = Incidents
field-incidents-help = What readers should know about this vote. It becomes public. Leave empty if nothing happened.
incidents-none = None
propose-title = Put the outcome forward
propose-line = Your name stays inside. Your function stands under the certificate. Another person must approve.
propose-action = Put the outcome forward
second-title = Waits for a second person
second-line = Who puts an outcome forward cannot approve it. These colleagues can:
second-none = Nobody can approve this
second-none-line = Ask the programme manager for a second colleague with the role { $role }.
approve-title = Approve
approve-check = Compare the fingerprint with what your colleague sees. Are the amounts and the incidents right?
approve-what = The outcome becomes public. The grants are fixed.
approve-lasts = No. A mistake is mended with a new certificate.
approve-after = The applicants get a letter with the decision.
approve-word = agreed
approve-action = Approve
refuse-title = Do you not agree?
refuse-action = Refuse the proposal
field-reason = Why not?
field-reason-help = Your colleague reads this. Then a new proposal follows.
refused-title = Refused before
