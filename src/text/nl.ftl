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
help-desk = Kom langs: { $place }. Open: { $hours }. Of bel { $phone }.
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
how-plan-line = Alleen of met uw buren. Breng het naar het wijkbureau. Daar helpen ze u.
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
round-lead = Er is { $amount } voor plannen in { $title }. Dit hoort bij de wijk { $area }.
round-bring = Hebt u een plan? Breng het naar het wijkbureau. Hoe u dat vindt, staat onderaan deze pagina.
round-steps = Zo gaat deze ronde
plans-none = Er zijn nog geen plannen.
plan-of = Van het geld in deze ronde:
to-vote = Naar de plannen en stemmen
imported-line = Dit is een echte stemming van een andere plek. Wij telden de stemmen opnieuw. Hier wordt geen geld verdeeld.
imported-title-one = Een voorbeeld van elders
rules-title = De regels van deze ronde
rules-ballot = { $min ->
    [0] U kiest hoogstens { $max } plannen. Geen plan kiezen mag ook.
   *[other] U kiest { $min } tot en met { $max } plannen.
}
rules-shares = Elke stemmer krijgt een gelijk deel van het geld.
rules-greedy = Het plan met de meeste stemmen krijgt als eerste geld.
rules-ties = Evenveel steun? Dan gaat het plan met de meeste stemmen voor. Daarna het goedkoopste plan. Daarna het laagste nummer.
rules-ties-id = Evenveel steun? Dan gaat het laagste nummer voor.
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
review-next-line = U krijgt een bewijs van uw stem. Daarop staat niet wat u koos.
review-next-final = Kijk uw keuze goed na: u kunt uw stem daarna niet meer veranderen.
review-next-change = Zolang de stemming open is, kunt u uw stem nog veranderen. Op het bewijs staat een wijzigcode.
change-choice = Verander uw keuze
code-title = Vul uw code in
code-label = Stemcode uit uw brief
code-form = 4 groepen van 4 tekens. Hoofdletters of kleine letters: dat maakt niet uit.
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
no-letter-desk = Geen brief gekregen, of bent u hem kwijt? Kom met uw paspoort of ID-kaart langs: { $place }. Open: { $hours }.
no-letter-phone = Kunt u niet komen? Bel { $phone }.
no-letter-until = Doe dit op tijd. De stemming sluit op { $moment }.

## Receipt
receipt-title = Uw stem telt mee
receipt-lead = Wij hebben uw stem voor { $title } ontvangen. Print deze pagina of schrijf de codes op. Sluit u de pagina? Dan kunt u ze niet meer opvragen.
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
share-line = Elke stemmer kreeg een gelijk deel: { $amount }. Uit dat deel gaat geld naar de plannen die u koos. U betaalt zelf niets.
share-how = Steeds koopt de buurt het plan met de meeste steun. Is uw deel op? Dan kiezen andere bewoners verder. Zo krijgt ook een kleinere groep een plan.
share-why-line = Wij begonnen met het geld gedeeld door de stemmers. Niet elk deel ging op. Daarom telden wij steeds €{"\u00A0"}1 bij. Wij stopten voordat de plannen samen te veel kosten.
greedy-how = Het plan met de meeste stemmen kreeg als eerste geld. Daarna het volgende plan dat nog paste.
legend-cost = Kosten van het plan
legend-left = Geld dat daarna over is
purchase-paid = { $payers ->
    [one] Uit het deel van 1 bewoner: { $most }
   *[other] Uit het deel van { $payers } bewoners, per persoon hoogstens { $most }
}
purchase-votes = Gekozen met de meeste stemmen uit het geld dat over was: { $votes }
left-after = Daarna over:
tie-line = Bij aankoop { $rank } hadden plannen precies evenveel steun. De volgorde uit de regels besliste.
others-title = Waarom dit plan niet?
others-lead = De gevulde balk is het geld dat de bewoners die het plan kozen aan het eind nog hadden.
other-short = Dit plan had gewonnen als het { $amount } minder kostte.
other-more = { $count ->
    [one] Dit plan had gewonnen als nog 1 bewoner alleen dit plan koos.
   *[other] Dit plan had gewonnen als nog { $count } bewoners alleen dit plan kozen.
}
other-or-more = { $count ->
    [one] Of als nog 1 bewoner alleen dit plan koos.
   *[other] Of als nog { $count } bewoners alleen dit plan kozen.
}
other-votes = { $count ->
    [one] 1 bewoner koos dit plan.
   *[other] { $count } bewoners kozen dit plan.
}
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
entry-round-cancel = De stemming is gestopt. Geen enkele stem telt
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
privacy-letter-line = De gemeente maakt de brieven op een andere computer. Deze website kent uw naam, adres en code niet. Zij kent alleen een kenmerk van elke code. Daaruit is de code niet te lezen.
privacy-ballot = Uw stem
privacy-ballot-line = Bij uw stem bewaren wij geen tijd, geen naam en geen adres van uw computer.
privacy-open = Zolang de stemming open is
privacy-open-line = Uw stem hoort dan nog bij uw brief. Zo kan elke brief maar één keer stemmen. Uw stem ligt op slot. Wie de computer van de gemeente beheert en de sleutel heeft, zou dan kunnen zien wat er bij een brief is gekozen. Een naam staat daar niet bij.
privacy-after = Na het sluiten
privacy-after-line = Wij halen elke stem los van de brief en vernietigen de sleutel. Daarna staat in de opgeslagen gegevens niet meer wat er bij een brief is gekozen, behalve in het bestand dat alleen de controleurs kunnen openen. Daarin staat het nummer van uw brief, niet uw naam.
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
kind-bad_query = Dit adres klopt niet
kind-bad_query-help = Kijk naar het deel achter het vraagteken. Of begin opnieuw.
kind-login_failed = Aanmelden is niet gelukt
kind-login_failed-help = De naam of het wachtwoord klopt niet. Probeer het opnieuw.
kind-login_required = Meld u eerst aan
kind-login_required-help = U bent niet aangemeld, of te lang niet bezig geweest.
kind-csrf_rejected = Dit formulier komt niet van deze website
kind-csrf_rejected-help = Er is niets veranderd. Open de pagina opnieuw en probeer het nog eens.
kind-form_expired = Deze pagina is te lang open geweest
kind-form_expired-help = Uw stem is nog niet verstuurd. Kijk uw keuze nog eens na en vul uw code opnieuw in.
kind-round_not_open = De stemming is nog niet begonnen
kind-round_not_open-help = Kijk bij de ronde wanneer u kunt stemmen.
kind-round_closed = De stemming is gesloten
kind-round_closed-help = Stemmen kan niet meer. Kijk bij de ronde wanneer de uitslag komt.
kind-not_found = Deze pagina is er niet
kind-not_found-help = Kijk of het adres klopt. Of begin opnieuw.
kind-method_not_allowed = Dit kan hier niet
kind-method_not_allowed-help = Ga terug en probeer het opnieuw.
kind-already_voted = Met deze code is al gestemd
kind-already_voted-help = Elke brief telt één keer. Wilt u uw stem veranderen? Vul dan ook de wijzigcode van uw stembewijs in. Stemde u niet zelf? Kom met uw brief naar het wijkbureau.
kind-cast_conflict = U stuurde al een andere stem
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
kind-schema_mismatch = De website wordt bijgewerkt
kind-schema_mismatch-help = Probeer het over een paar minuten opnieuw.

## Office
office-menu-work = Werk
office-menu-rounds = Rondes
office-menu-money = Geld
office-menu-municipality = Gemeente
sign-in-title = Aanmelden voor medewerkers
sign-in-lead = Bewoners hoeven zich niet aan te melden. Stemmen gaat met de code uit de brief.
sign-in-action = Meld aan
sign-out = Afmelden
field-login = Aanmeldnaam
field-password = Wachtwoord
field-ceiling = Plafond
form-refused = Er is niets opgeslagen. Kijk hier nog eens naar:
work-title = Uw werk
work-waits = Wacht op u
work-none = Er wacht niets op u.
work-runs = Loopt
work-done = Klaar
task-municipality = Vul de gegevens van de gemeente in
task-areas = Voeg de wijken toe
task-money = Neem het besluit over het geld over
task-open = { $title }: open de stemming
task-close = { $title }: sluit de stemming
task-seal = { $title }: vraag de verzegeling aan
task-count = { $title }: tel de stemmen
task-propose = { $title }: stel de uitslag voor
task-certify = { $title }: controleer de uitslag als tweede persoon
save = Opslaan
field-name = Naam
field-code = Code
field-code-help = Letters, cijfers en streepjes. Bij een wijk de CBS-code, zoals WK034402.
fault-empty = Vul dit in. Houd het kort.
fault-long = Dit is te lang. Maak het korter.
fault-amount = Vul een bedrag in, zoals 2.500 of 2.500,50.
fault-percent = Vul een percentage van 0 tot en met 100 in, zoals 30 of 12,5.
fault-number = Vul een heel getal in.
fault-year = Vul een jaar in, zoals 2027.
fault-date = Vul een datum in.
fault-moment = Vul een datum en een tijd in.
fault-choose = Kies iets uit de lijst.
fault-code = Gebruik alleen letters, cijfers en streepjes.
fault-login = Gebruik 3 tot 64 kleine letters, cijfers, punten of streepjes.
fault-slug = Gebruik 3 tot 64 kleine letters, cijfers en streepjes. Geen streepje aan begin of eind.
fault-taken = Deze naam is al in gebruik. Kies een andere.
fault-too-much = Kies een lager bedrag, maar wel meer dan € 0.
fault-ballot-form = Het hoogste aantal moet 1 of meer zijn, en niet lager dan het laagste aantal.
fault-order = De data staan niet in volgorde. Eerst insturen, dan stemmen, dan de uitslag.
fault-below-rounds = Rondes in dit gebied gebruiken al meer. Kies een hoger bedrag.
fault-below-areas = Zo kan { $room } schuiven. Maar de gebieden hebben al meer. Kies een hoger deel.
fault-ceiling = Dit past niet. Er is ruimte voor { $room }.
fault-word = Dit woord klopt niet. Kijk naar elke letter.
fault-own-account = U kunt uw eigen toegang niet uitzetten. Vraag het een collega.
municipality-title = Gemeente
town-title = Naam en balie
town-line = Dit staat op elke pagina en bij de hulp voor bewoners.
town-none = De gegevens van de gemeente zijn nog niet ingevuld.
field-town = Naam van de gemeente
field-town-help = Zonder het woord gemeente ervoor.
field-desk_place = Balie
field-desk_place-help = Waar bewoners hulp krijgen, zoals wijkbureau Noordwest.
field-desk_hours = Open
field-desk_hours-help = Zoals maandag tot en met vrijdag, 9.00 tot 17.00 uur.
field-desk_phone = Telefoon
office-areas-title = Gebieden
office-areas-none = Er zijn nog geen gebieden.
areas-utrecht = Voeg de tien wijken van Utrecht toe
area-add = Voeg een gebied toe
staff-title = Medewerkers
staff-acts = Wijzigen
staff-off = Geen toegang
staff-you = Dit bent u
staff-password = Nieuw wachtwoord
staff-disable = Toegang uit
staff-enable = Toegang aan
staff-add = Voeg een medewerker toe
field-function = Functie
field-function-help = Staat onder een vaststelling. De naam staat daar niet.
field-role = Rol
field-login-new = Aanmeldnaam
field-login-new-help = Kleine letters, cijfers, punten en streepjes.
role-programme-manager = Programmamanager
role-programme-manager-line = gemeente, medewerkers en geld
role-officer = Medewerker
role-officer-line = rondes voorbereiden en uitvoeren
role-certifier = Vaststeller
role-certifier-line = rondes uitvoeren en uitslagen vaststellen
role-auditor = Controleur
role-auditor-line = alles zien, niets wijzigen
password-title = Wachtwoord voor { $login }
password-line = U ziet dit wachtwoord maar één keer. Geef het zelf aan uw collega. Verstuur het niet samen met de aanmeldnaam.
password-done = Ik heb het bewaard
money-title = Geld
money-line = Het deel dat kan schuiven is voor plannen van bewoners. U verdeelt het over de gebieden.
money-none = Er is nog geen begrotingspost.
money-allocated = Verdeeld over gebieden
money-room = Nog te verdelen
money-in-rounds = In rondes
money-free = Vrij
money-bar = Balk
together-line = Hele begrotingspost
line-add = Voeg een begrotingspost toe
line-change = Neem een nieuw besluit over
line-save = Sla het besluit op
field-line = Naam van de begrotingspost
field-year = Jaar
field-total = Bedrag van de hele post
field-total-help = In euro, zoals 7.000.000.
field-share = Deel dat kan schuiven
field-share-help = In procenten, zoals 30 of 12,5.
field-base = Waarvan is dit een deel?
field-base-help = Zoals: de hele post, zonder vaste contracten.
field-ground = Besluit
field-ground-help = Naam en datum van het besluit.
decision-title = Het besluit
decided-at = Hier opgeslagen
allocations-title = Verdeling over gebieden
allocations-none = Er is nog niets verdeeld.
allocation-set = Stel in wat een gebied mag uitgeven
allocation-save = Stel in
field-area = Gebied
field-allocation-ceiling = Plafond
field-allocation-ceiling-help = Alle rondes van het gebied samen, hoogstens. In euro, zoals 50.000.
office-rounds-title = Rondes
round-new = Nieuwe ronde
round-new-line = Alleen de titel, het gebied en het plafond zijn nu nodig. De rest kan later.
round-no-allocation = Geef eerst een gebied geld. Dat doet de programmamanager.
round-add = Maak de ronde
field-id = Korte naam
field-id-help = Voor het adres van de ronde, zoals zuilen-2027. Verandert nooit meer.
field-title = Titel
field-title-help = Zoals Zuilen 2027.
field-allocation = Gebied en jaar
allocation-option = { $area } { $year }: { $room } vrij
field-round-ceiling = Plafond van deze ronde
field-round-ceiling-help = Hoogstens dit bedrag wordt toegekend. In euro, zoals 50.000.
field-objection_reserve = Apart voor bezwaren
field-objection_reserve-help = Dit deel van het plafond verdeelt de stemming niet. Leeg is € 0.
field-ballot_min = Minstens zoveel plannen kiezen
field-ballot_min-help = Bij 0 mag iemand blanco stemmen.
field-ballot_max = Hoogstens zoveel plannen kiezen
field-rule = Manier van tellen
rule-equal-shares = Gelijke delen: elke stemmer evenveel geld
rule-greedy = Meeste stemmen eerst
field-publish = Na de telling staat op de website
publish-ballots = Elke stem, zonder naam: iedereen kan natellen
publish-totals = Alleen de totalen
field-regulation_title = Naam van de regeling
field-regulation_place = Bekendgemaakt in
field-regulation_place-help = Zoals Gemeenteblad 2026, 123456.
field-regulation_date = Datum van bekendmaking
field-propose_until = Plannen insturen tot
field-vote_from = Stemmen vanaf
field-vote_until = Stemmen tot
field-outcome_at = Uitslag op
plan-title = Opzet van de ronde
plan-line = U kunt dit wijzigen tot de stemming opengaat. Daarna ligt het vast.
plan-money = Titel en geld
plan-dates = Data
plan-ballot = Stembiljet en telling
plan-regulation = Regeling
plan-regulation-line = De manier van verdelen moet vooraf bekend zijn gemaakt. Nodig voordat u opent.
step-at = Op { $moment }
timeline-title = Stappen van deze ronde
phase-draft = Voorbereiden
phase-draft-line = Alleen te zien op het bureau
phase-propose = Plannen insturen
phase-propose-line = Bewoners sturen plannen in
phase-check = Kijken of het kan
phase-check-line = Het bureau bekijkt elk plan
phase-ready = Klaar om te openen
phase-ready-line = De lijst staat vast, brieven gaan weg
phase-open = Stemmen
phase-open-line = De regels liggen vast
phase-closed = Gesloten
phase-closed-line = Alle volgcodes staan in het logboek
phase-sealed = Losgemaakt van de brieven
phase-sealed-line = Niemand ziet wie wat koos
phase-counted = Geteld
phase-counted-line = De uitslag is er, nog niet openbaar
phase-proposed = Voorgesteld
phase-proposed-line = Wacht op een tweede persoon
phase-certified = Vastgesteld
phase-certified-line = De uitslag is openbaar
round-now = Wat kan nu?
round-now-draft = Bereid de ronde voor. Maak de ronde bekend als bewoners plannen mogen insturen.
round-now-propose = Voer de plannen in die bewoners insturen.
round-now-check = Kijk of elk plan kan. Haal plannen weg die niet kunnen. Zet daarna de lijst vast.
round-now-ready = De lijst met plannen staat vast. Is alles compleet? Open dan de stemming.
round-now-open = Bewoners stemmen. Hoeveel mensen stemden, ziet niemand tot de stemming sluit.
round-now-closed = De stemming is gesloten. Vraag nu de verzegeling aan. Een collega voert het uit.
round-now-sealed = De stemmen zijn los van de brieven. U kunt nu tellen.
round-now-counted = De stemmen zijn geteld. Stel de uitslag voor.
round-now-proposed = De uitslag wacht op een tweede persoon.
round-now-certified = De uitslag is vastgesteld en openbaar.
round-now-final = De ronde is klaar.
round-now-cancelled = Deze ronde is gestopt.
round-facts = Over deze ronde
ballot-fact = { $min } tot en met { $max } plannen
letters = Brieven
letters-imported = Geen: deze stemming komt van elders
letters-none = Nog geen lijst van brieven
to-plans = { $count ->
    [0] Plannen: nog geen
    [one] Bekijk 1 plan
   *[other] Bekijk { $count } plannen
}
to-plan = Wijzig de opzet
to-public = Bekijk de ronde zoals bewoners haar zien
to-certificate = Naar de uitslag en de vaststelling
grants-title = Toekenningen
ready-title = Klaar om te openen? { $met } van { $all }
ready-missing = Ontbreekt:
ready-regulation = de regeling is bekendgemaakt
ready-regulation-help = Vul haar in bij de opzet.
ready-dates = begin en eind van de stemming
ready-dates-help = Vul ze in bij de opzet. Het eind moet nog komen.
ready-proposals = genoeg plannen om te kiezen
ready-proposals-help = Ten minste 2, en zoveel als iemand moet kiezen.
ready-amounts = elk plan past in het geld
ready-amounts-help = Verlaag bedragen of haal een plan weg.
ready-register = de lijst van brieven, door twee mensen bekeken
ready-register-help = Lees haar in: register.upload.
ready-code-key = de sleutel van de codes
ready-code-key-help = Beheer leest haar apart in: code.key. Zij telt mee als de lijst van brieven akkoord is.
plans-title = Plannen
plan-add = Voeg een plan toe
plans-fixed = U kunt de plannen van deze ronde nu niet wijzigen.
field-plan-title = Naam van het plan
field-summary = Het plan in één zin
field-text = Het plan
field-text-help = Een lege regel begint een nieuwe alinea.
field-applicant = Indiener
field-applicant-help = Naam van de groep, zoals hij op de website mag staan.
field-place = Plek
field-category = Thema
field-amount = Gevraagd bedrag
field-amount-help = In euro. Hoogstens { $most }.
withdraw-title = Haal dit plan weg
withdraw-line = Het plan komt niet op de lijst. Dit kunt u niet terugdraaien. Het nummer wordt niet opnieuw gebruikt.
withdraw-word = weghalen
withdraw-action = Haal het plan weg
field-word = Typ het woord over: { $word }
step-what = Dit gebeurt
step-lasts = Kan het terug?
step-after = Daarna
step-stop = Niet nu. Terug naar de ronde
step-running = Wij zijn ermee bezig
step-running-line = Dit duurt langer dan gewoon. U hoeft niets te doen. Kijk over een minuut bij de ronde.
step-look = Naar de ronde
step-not-now = Er ontbreekt nog iets, of het is nog te vroeg. Er is niets veranderd.
open-not-ready = Openen kan nog niet. Kijk hierboven wat ontbreekt.
close-from = Sluiten kan vanaf { $moment }.
do-announce = Maak de ronde bekend
do-announce-what = De ronde komt op de website. Bewoners zien dat ze plannen kunnen insturen.
do-announce-lasts = Ja. U kunt een stap terug zolang de stemming niet open is.
do-announce-after = U voert de plannen in.
do-check = Stop het insturen
do-check-what = Er komen geen plannen meer bij van bewoners. Het bureau kijkt of elk plan kan.
do-check-lasts = Ja. U kunt een stap terug.
do-check-after = U zet de lijst vast.
do-fix = Zet de lijst vast
do-fix-what = Niemand kan de plannen nog wijzigen. De brieven kunnen weg.
do-fix-lasts = Ja, tot de stemming opengaat. Zijn de brieven al weg? Ga dan niet terug.
do-fix-after = U opent de stemming.
do-back = Ga een stap terug
do-back-what = De ronde gaat terug naar de vorige stap. De website laat dat zien.
do-back-lasts = Ja. U kunt de stap opnieuw zetten.
do-back-after = U past aan wat nodig is.
do-open = Open de stemming
do-open-what = Plannen, bedragen, data en de manier van tellen liggen vast. Zij krijgen een kenmerk in het openbare logboek.
do-open-lasts = Nee. Dit kunt u niet terugdraaien.
do-open-after = Bewoners stemmen tot het eind van de stemming.
do-open-word = openen
do-close = Sluit de stemming
do-close-what = Niemand kan meer stemmen. Alle volgcodes komen in het openbare logboek.
do-close-lasts = Nee. Dit kunt u niet terugdraaien.
do-close-after = U maakt de stemmen los van de brieven.
do-close-word = sluiten
do-seal = Maak de stemmen los van de brieven
do-seal-what = Elke stem wordt nagekeken. Daarna wissen wij welke stem bij welke brief hoort. De sleutel van de stemmen wordt vernietigd.
do-seal-lasts = Nee. Dit kunt u niet terugdraaien.
do-seal-after = U telt de stemmen.
do-seal-word = losmaken
do-count = Tel de stemmen
do-count-what = De computer telt met de regels die vastliggen. De uitslag is nog niet openbaar.
do-count-lasts = Nee. De telling staat in het logboek. Dezelfde stemmen geven altijd dezelfde uitslag.
do-count-after = U stelt de uitslag voor. Een tweede persoon kijkt hem na.
do-cancel = Stop deze ronde
do-cancel-what = De ronde stopt. Er komt geen uitslag en geen geld. Stemmen die er al zijn, wissen wij. De website en het logboek laten het zien.
do-cancel-lasts = Nee. Dit kunt u niet terugdraaien.
do-cancel-after = Vertel bewoners en indieners waarom.
do-cancel-word = stoppen
votes = Stemmen
certificate-title = Uitslag en vaststelling
certificate-outcome = Uitslag van de telling
certificate-secret = Nog niet openbaar
certificate-secret-line = Vertel deze uitslag aan niemand tot hij is vastgesteld.
certificate-ballots = Getelde stemmen
certificate-blank = Waarvan blanco
certificate-order = Bekijk de telling per plan
certificate-grants = Voorgestelde toekenningen
certificate-room = Samen
certificate-record = De vaststelling
certificate-hash = Kenmerk
certificate-full = Kenmerk, heel
proposed-by = Voorgesteld door
proposed-at = Voorgesteld op
approved-by = Akkoord van
approved-at = Akkoord op
field-incidents = Bijzonderheden
field-incidents-help = Wat lezers moeten weten over deze stemming. Dit wordt openbaar. Leeg als er niets was.
incidents-none = Geen
propose-title = Stel de uitslag voor
propose-line = Uw naam blijft binnen. Uw functie komt onder de vaststelling. Een andere persoon moet akkoord geven.
propose-action = Stel de uitslag voor
second-title = Wacht op een tweede persoon
second-line = Wie een uitslag voorstelt, kan hem niet zelf goedkeuren. Deze collega's kunnen dat wel:
second-none = Niemand kan dit goedkeuren
second-none-line = Vraag de programmamanager om een tweede medewerker met de rol { $role }.
approve-title = Geef akkoord
approve-check = Vergelijk het kenmerk met dat van uw collega. Kloppen de bedragen en de bijzonderheden?
approve-what = De uitslag wordt openbaar. De toekenningen liggen vast.
approve-lasts = Nee. In deze versie kan een vaststelling niet worden hersteld.
approve-after = De indieners krijgen een brief met het besluit.
approve-word = akkoord
approve-action = Geef akkoord
refuse-title = Niet akkoord?
refuse-action = Wijs het voorstel af
field-reason = Waarom niet?
field-reason-help = Uw collega leest dit. Daarna komt er een nieuw voorstel.
refused-title = Eerder afgewezen

## Wijzigen en vervallen
change-busy = U verandert uw stem. Tot u opnieuw stemt, telt uw vorige stem.
change-label = Uw wijzigcode
change-form = Zes tekens. Die staan op uw stembewijs, onder de volgcode.
change-where = De wijzigcode staat op uw stembewijs. Hebt u die niet meer? Kom met uw brief naar het wijkbureau.
change-typo = Dit is geen wijzigcode: die heeft zes tekens
change-wrong = Deze wijzigcode hoort niet bij uw stem
change-send-title = Stem opnieuw
change-send-line = Uw nieuwe stem komt in de plaats van uw vorige. U hoeft uw code niet nog eens te typen.
change-title = Toch anders kiezen?
change-now-line = U kunt uw stem veranderen zolang de stemming open is. Nu kan dat zonder code. Later hebt u de code van uw brief nodig en de wijzigcode hierboven.
change-now = Verander uw stem
change-code = Wijzigcode
change-code-line = Hiermee verandert u uw stem. Laat deze code aan niemand zien.
field-change = Bewoners mogen hun stem veranderen
change-allowed = Ja, tot de stemming sluit
change-none = Nee, een stem staat vast
ready-auditors = iemand buiten het bureau kan alles narekenen
ready-auditors-help = Voeg bij de gemeente een controleur toe met een sleutel.
search-void = Deze stem is vervallen
search-void-line = De brief met dit nummer is ongeldig gemaakt. Er kan een nieuwe brief zijn, met een ander nummer.
entry-letter-revoke = Een brief is ongeldig gemaakt
entry-void = Een stem is vervallen
entry-note = De sleutel van de stemmen is vernietigd
kind-code_replaced = Deze brief is niet meer geldig
kind-code_replaced-help = Voor deze brief kwam een nieuwe. Hebt u die niet? Kom met uw brief naar het wijkbureau.
kind-change_locked = De wijzigcode was te vaak fout
kind-change_locked-help = Uw stem telt zoals hij is. Wilt u hem toch veranderen? Kom met uw brief naar het wijkbureau.

## Brieven aan de balie
letters-title = Brieven
letters-issued = Geldige brieven
letters-spare = Reservebrieven in de envelop
letters-revoked = Ongeldig gemaakt
letters-closed = Een brief ongeldig maken kan alleen zolang de stemming open is.
letters-alarm = Er zijn veel brieven ongeldig gemaakt
letters-alarm-line = Het zijn er 2 of meer van de 100. Zoek uit hoe dat komt, en schrijf het op voor de vaststelling.
letters-four-eyes = Wie een brief ongeldig wil maken, mag dat niet zelf goedkeuren. Vraag een collega.
letters-decided = Eerdere verzoeken
letter-waits = Dit verzoek wacht op een tweede persoon
letter-no-spare = Geen nieuwe brief
letter-asked = Gevraagd op
letter-consequence = Is met deze brief gestemd? Dan vervalt die stem. Iedereen ziet het nummer in het openbare logboek. U ziet niet of er gestemd is.
letter-other-person = U vroeg dit zelf. Een collega beslist.
letter-revoke = Maak de brief ongeldig
letter-keep = Laat de brief geldig
letter-take-back = Trek het verzoek in
letter-ask-title = Maak een brief ongeldig
letter-ask-line = Kijk eerst naar het paspoort of de ID-kaart. Geef daarna een reservebrief in een dichte envelop mee. De code staat erin: die ziet niemand aan de balie. Een collega keurt uw verzoek goed. Pas dan werkt de nieuwe brief.
letter-ask = Vraag het aan
letter-state = Wat er gebeurde
revocation-done = Ongeldig gemaakt
revocation-refused = De brief bleef geldig
revocation-lapsed = Niemand besliste voor de stemming sloot
field-control = Controlenummer van de oude brief
field-control-help = 10 cijfers. Kent de bewoner het nummer niet? Vraag het aan wie de brieven maakte.
field-by = Controlenummer van de reservebrief
field-by-help = Staat op de envelop. Laat leeg als er geen nieuwe brief komt.
field-revoke-reason = Reden
reason-lost = Niet gekomen of kwijt
reason-damaged = Niet meer leesbaar
reason-moved = Verhuisd
reason-stolen = Iemand anders heeft de brief
reason-undeliverable = Teruggekomen met de post
fault-control = Dit is geen controlenummer. Kijk naar elk cijfer.
fault-letter = Geen geldige brief heeft dit nummer.
fault-spare = Geen reservebrief heeft dit nummer.
fault-waits = Voor deze brief wacht al een verzoek.
to-letters = Brieven aan de balie
## The register of letters
register-title = Brieven en codes
register-lead = Twee mensen lezen de lijst van brieven in. De een brengt het bestand. De ander vergelijkt het met het papieren protocol. In de lijst staan geen namen en geen codes.
register-none = Er is nog geen lijst van brieven.
register-upload = Lees de lijst in
register-upload-line = Kies het bestand register.upload van de registrator. Het bestand code.key gaat apart naar beheer: kies dat hier niet. Meer dan 200.000 brieven? Dan leest beheer het bestand in.
field-file = Bestand
register-facts = Deze lijst
register-letters = Brieven
register-spares = Reservebrieven
register-by = Ingelezen door
register-at = Ingelezen op
register-wrong = Verkeerd overgetypt
register-accepted-by = Vergeleken door
register-accepted-at = Vergeleken op
register-operator = Beheer
register-groups = Kenmerk van het bestand
register-open-group = Groepje { $place }: typ dit over van papier
register-second = Wacht op een tweede persoon
register-second-line = Wie de lijst inleest, kan haar niet zelf goedkeuren. Vraag een collega met het papieren protocol.
register-accept = Vergelijk met het papieren protocol
register-accept-line = Klopt het aantal brieven met het papier? Twee groepjes van het kenmerk staan niet op dit scherm. Typ ze over van het papier.
field-group_a = Groepje { $first } van het papier
field-group_b = Groepje { $second } van het papier
fault-group = Dit groepje staat niet in het kenmerk van dit bestand. Lees het papier nog eens. Klopt het dan nog niet? Trek de lijst in en bel de registrator.
register-accept-action = De lijst klopt
register-withdraw = Klopt de lijst niet?
register-withdraw-line = U haalt de lijst van de server. Daarna kan iemand een nieuwe lijst inlezen.
register-withdraw-action = Trek de lijst in
register-accepted = De lijst klopt met het papier
register-accepted-line = Twee mensen hebben de lijst ingelezen en vergeleken. De ronde kan open als ook de rest klaar is.
fault-upload-not-a-register = Dit is niet het bestand register.upload.
fault-upload-other-round = Dit is de lijst van een andere ronde.
fault-upload-bad-letter = Regel { $line } is geen brief. Maakt de registrator het bestand opnieuw?
fault-upload-repeated = Regel { $line } staat er twee keer, of op de verkeerde plaats.
fault-upload-count = Er staan niet zoveel brieven in als bovenaan staat. Misschien is het bestand niet heel.
fault-upload-root = Het bestand is veranderd nadat het gemaakt is.
fault-upload-size = Een lijst heeft 1 tot 1.000.000 brieven.

## Too late, or for good
late-line = Wat u nu stuurde, nemen wij niet meer aan. Stemde u al eerder met deze brief? Die stem telt.
vote-stands = Elke brief telt één keer. In deze ronde kunt u een stem niet veranderen. Stemde u niet zelf? Kom met uw brief naar het wijkbureau.
## Verzegelen, controleurs en vertrouwen
task-seal-second = { $title }: verzegelen wacht op u
task-seal-finish = { $title }: maak de verzegeling af
round-now-seal-asked = Een collega vroeg de verzegeling aan. Nu is er een tweede persoon nodig.
seal-two = Verzegelen doet u met twee personen. U vraagt het aan. Een collega voert het uit.
seal-ask = Vraag de verzegeling aan
seal-asked = Aangevraagd door { $who }. U voert het uit.
seal-own = U vroeg de verzegeling aan. Iemand anders moet het uitvoeren.
seal-others = Deze collega's kunnen dat:
seal-none = Niemand anders kan dit uitvoeren
seal-stopped = De verzegeling is halverwege gestopt. De stemmen zijn los van de brieven. De sleutel is nog niet vernietigd. Maak de verzegeling af. Daarna kunt u tellen.
seal-finish = Maak de verzegeling af
auditors-title = Controleurs
auditors-line = Een controleur werkt niet bij het bureau. Na het verzegelen kan een controleur elke stem in het logboek openen en alles narekenen. Kies mensen die de lijst met brieven en namen niet hebben.
auditors-none = Er is nog geen controleur. Zonder controleur kan geen stemming openen.
auditors-open = Zij kunnen na het verzegelen elke stem openen. Na het openen van de stemming ligt dat vast. Kent u hen allemaal?
auditors-round = Deze controleurs liggen vast sinds de stemming openging.
auditor-add = Voeg een controleur toe
auditor-remove = Haal weg
field-auditor_name = Naam en functie
field-auditor_name-help = Bewoners lezen dit, bij elke ronde die daarna opent.
field-auditor_key = Openbare sleutel
field-auditor_key-help = De controleur maakt de sleutel zelf, met het programma age. Hij begint met age1.
fault-key-taken = Deze sleutel staat al in de lijst.
fault-key = Dit is geen openbare sleutel van age. Die begint met age1 en heeft 62 tekens. Kopieer hem helemaal.
fault-secret-key = Dit is de geheime sleutel. Die mag niemand zien, ook u niet. Vraag de controleur om een nieuwe sleutel te maken, en om alleen het deel dat met age1 begint.
opening-line = Het openingsbestand is alleen voor de controleurs. Het is met hun sleutels op slot gedaan. Daarmee zien zij dat elke stem in het logboek klopt. Geef het aan hen, en aan niemand anders.
opening-download = Download het openingsbestand (opening.age)
rules-auditors = Deze controleurs kunnen na het verzegelen elke stem narekenen: { $names }.
menu-trust = Wat wij beloven
trust-title = Wat wij beloven, en wat niet
trust-lead = Geen enkele stemming is helemaal veilig. Hier leest u wat u van ons mag verwachten. En wat wij niet kunnen beloven.
trust-promise = Dit beloven wij
trust-promise-line = Een brief is één stem die telt. Niemand van buiten kan een stem toevoegen of veranderen zonder dat het opvalt. Iedereen kan de uitslag zelf narekenen. Na het verzegelen staat in de opgeslagen gegevens niet meer welke stem bij welke brief hoorde, behalve in het bestand dat alleen de controleurs kunnen openen. Daarin staan nummers van brieven, geen namen.
trust-auditors = Controleurs kijken mee
trust-auditors-line = Bij elke ronde staat wie de controleurs zijn. Zij werken niet bij het bureau. Na het verzegelen krijgen zij een bestand dat alleen zij kunnen lezen. Daarin staat welke stem bij welk controlenummer hoort. Namen staan er niet in. Wie ook de lijst met brieven en namen heeft, kan zien wie wat koos. Daarom mag niemand beide hebben.
trust-not = Dit beloven wij niet
trust-not-line = Zolang de stemming open is, kan wie de computer beheert en de sleutels heeft alles zien. Wij kunnen niet voorkomen dat iemand over uw schouder meekijkt of u onder druk zet. Wij kunnen niet voorkomen dat iemand uw brief gebruikt. Wel ziet u dat: het nummer van uw brief staat dan in het logboek. Is het apparaat waarop u stemt niet veilig? Dan kan dat uw stem zien.
trust-open = Wat nog te zien is zolang de stemming open is
trust-open-line = In de database staat bij welke brief een stem hoort. De stem zelf ligt op slot. Wie de sleutel heeft, kan die openen. De database telt ook door: uit de volgorde van regels en uit nummers van wijzigingen is af te leiden wie eerder en wie later stemde. Zij telt hoe vaak een verkeerde wijzigcode is getypt. Stemmen twee mensen met dezelfde pagina? Dan is te zien dat die twee brieven bij elkaar horen.
trust-backups = Kopieën uit die tijd
trust-backups-line = De database houdt een eigen logboek bij van elke wijziging, soms met de tijd erbij. En de gemeente maakt reservekopieën. Daarin staan brief en stem ook bij elkaar, op slot. De gemeente moet deze kopieën weggooien na het verzegelen. Vooral kopieën van de sleutels.
trust-watch = Wie meekijkt
trust-watch-line = Wie het verkeer op het internet ziet, ziet wanneer een computer met deze website praat. Niet wat u koos. Wij schrijven niet op wie wanneer stemde.
trust-seal = Wat er weg is na het verzegelen
trust-seal-line = Twee medewerkers verzegelen samen. De stemmen staan dan zonder brief in een lijst, op volgorde van inhoud. De regels waarin brief en stem bij elkaar stonden, zijn gewist. De sleutel is vernietigd. Dat staat in het logboek. Een kopie van de database uit de stemtijd is dan niet meer te openen. Dat geldt alleen als niemand de sleutel heeft gekopieerd.
trust-left = Wat er blijft
trust-left-line = In het logboek staat welke nummers van brieven hebben gestemd, en hoe vaak een stem is veranderd. De keuzes staan daar niet bij. Het bestand voor de controleurs blijft bestaan. En wie tijdens de stemming met de sleutel heeft meegekeken, weet wat hij zag.
trust-check = Controleer het zelf
trust-check-line = Bewaar uw stembewijs. Zoek het nummer van uw brief in het logboek, ook als u niet hebt gestemd. Reken na de uitslag alles na met het bestand dat wij openbaar maken.
## De sleutel van de codes
ready-other-key = de sleutel van de codes
ready-other-key-help = De sleutel van de codes hoort niet bij de lijst van brieven. Beheer leest de goede in: de code.key die tegelijk met deze lijst is gemaakt.

## De uitslag uitgelegd
why-how = Hoe zit dat?
why-shares = { $payers ->
    [one] 1 bewoner betaalde dit plan uit zijn deel.
   *[other] { $payers } bewoners betaalden dit plan samen uit hun deel.
}
why-rule = De telregel koos dit plan.
why-votes = Van de plannen die nog pasten, had geen plan meer stemmen.
why-score = Van de plannen die nog pasten, had geen plan een hogere score.
why-free = Dit plan kost niets. En er zijn bewoners die het kozen.
why-load = Dit plan drukte het minst op de bewoners die het kozen.
why-welfare = Dit plan hoort bij de plannen die samen het meeste waard zijn voor de stemmers.
why-not-over-budget = Dit plan kost { $by } meer dan er voor alle plannen samen is.
why-not-support = Geen enkele bewoner koos dit plan.
why-not-few = { $counted ->
    [one] Dit plan kreeg 1 stem. Nodig waren er { $least }.
   *[other] Dit plan kreeg { $counted } stemmen. Nodig waren er { $least }.
}
why-not-few-points = { $counted ->
    [one] Dit plan kreeg 1 punt. Nodig waren er { $least }.
   *[other] Dit plan kreeg { $counted } punten. Nodig waren er { $least }.
}
why-not-limits = Dit plan mocht niet naast de gekozen plannen. Dat staat in de regels.
why-not-held = De bewoners die dit plan kozen, konden het samen niet betalen uit hun deel.
why-not-room = Toen dit plan aan de beurt was, was er nog { $left }. Dat is { $short } te weinig.
why-not-nothing = Toen dit plan aan de beurt was, was het geld op.
why-not-ended = Een ander plan paste niet meer. Daar stopte de verdeling. Er was toen nog { $left }.
why-not-tie = Dit plan stond precies gelijk met { $plan }. De volgorde uit de regels besliste.
why-not-chosen = De telregel koos andere plannen.
why-start = De bewoners die dit plan kozen, hadden aan het begin samen { $amount }.
why-took = Hun meeste geld ging naar { $plan }, bij aankoop { $rank }: { $amount }.
why-behind = Aan het eind hadden zij samen nog { $held }. Het plan kost { $amount }.
paid-table = Wie betaalde hoeveel?
paid-voters = Bewoners
paid-each = Ieder uit zijn deel
paid-more = { $count ->
    [one] 1 andere bewoner betaalde minder. Elk bedrag staat in de stappen van de telling.
   *[other] { $count } andere bewoners betaalden minder. Elk bedrag staat in de stappen van de telling.
}
paid-empty = { $count ->
    [one] 1 bewoner koos dit plan ook, maar had niets meer over.
   *[other] { $count } bewoners kozen dit plan ook, maar hadden niets meer over.
}
paid-less = Wie minder betaalde, gaf alles wat er van zijn deel over was.
paid-sum = Samen is dat { $amount }. Bedragen zijn naar beneden afgerond op hele centen.
paid-effective = { $amount } gedeeld door het hoogste deel van { $most } is { $votes }. Geen ander plan had toen een hoger getal. Daarom was dit plan aan de beurt.
tie-plans = Het ging om: { $plans }.
tie-other = Was { $plan } gekozen? { $joining ->
    [0] Dan kwam er geen ander plan bij.
   *[other] Dan kreeg ook geld: { $joins }.
} { $leaving ->
    [0] Er viel geen plan af.
   *[other] Dan viel af: { $leaves }.
}
legend-spent = Al uitgegeven
legend-held = Geld van de bewoners die een plan kozen
purchases-none = Er is geen plan gekocht.
purchase-chosen = { $votes ->
    [one] 1 bewoner koos dit plan
   *[other] { $votes } bewoners kozen dit plan
}
rest-begins = Uit de delen was geen plan meer te betalen. Wat over was, ging naar plannen met de meeste stemmen die nog pasten.
held-title = Wat hadden anderen daarna nog?
held-enough = { $held }: genoeg voor { $amount }
held-short = { $held }: { $short } te weinig
held-more = De andere plannen staan in de tabel onderaan.
held-as-table = Dit geld als tabel
held-table = Geld van de bewoners die een plan kozen, na elke aankoop
held-start = Begin
held-after = Na { $rank }
held-bought = gekocht
held-trace = Al deze bedragen staan in de stappen van de telling.
fair-exact = Precies gelijke delen
fair-load = Gelijke lasten
fair-welfare = Meeste waarde samen
fair-other = Een andere telregel
side-table = De telregels naast elkaar
side-this = zo telden wij
side-without = Bewoners van wie geen gekozen plan won
side-average = Gekozen plannen die wonnen, gemiddeld per bewoner
side-count = Plannen die winnen
side-cost = Kosten samen
side-better = Bewoners met meer gekozen plannen dan bij onze telling
side-worse = Bewoners met minder gekozen plannen dan bij onze telling
side-plans = Welke plannen winnen bij welke telregel?
side-wins = wint
proves-trace = Elke stap van de telling volgt uit de stemmen. De stappen staan in het bestand trace.txt.
trace-mark = Kenmerk van de stappen van de telling:
trace-read = Lees elke stap van de telling
kind-draw_required = Eerst een lot trekken
kind-draw_required-help = Plannen staan precies gelijk. De regels zeggen niet welk plan voorgaat. Er moet een lot worden getrokken.
draw-plans = Deze plannen staan gelijk:
draw-line = De volgorde in de regels laat dit open, en het maakt uit voor de uitslag. De ronde is niet geteld. Er is niets veranderd.
draw-do = Wat u nu doet
draw-do-1 = Vertel de indieners van deze plannen wanneer en waar u het lot trekt. Iedereen mag erbij zijn.
draw-do-2 = Trek het lot met twee personen. Schrijf de volgorde op en onderteken die allebei.
draw-do-3 = Dit programma kan het lot nog niet zelf invoeren. Vraag beheer hoe de telling verdergaat. Tel niet op een andere manier.

## Grants in the office
office-menu-grants = Subsidies
grants-list-title = Subsidies
grants-list-none = Er zijn nog geen subsidies. Een subsidie begint bij de vaststelling van een uitslag.
grant-plan = Plan
grant-applicant = Aanvrager
grant-amount = Bedrag
grant-state = Stand
grant-round = Ronde
grant-money = Waar het geld staat
grant-money-none = Er staat geen geld op deze subsidie.
grant-history = Wat er is gebeurd
grant-when = Wanneer
grant-step = Stap
grant-why = Reden
grant-state-selected = Gekozen, nog niet vastgesteld
grant-state-certified = Vastgesteld, nog geen besluit
grant-state-awarded = Verleend
grant-state-objection = Verleend, bezwaar kan nog
grant-state-advances = Voorschot betaald
grant-state-running = Loopt
grant-state-accounted = Verantwoord
grant-state-settled = Subsidie vastgesteld
grant-state-closed = Klaar
grant-state-withdrawn = Ingetrokken door de aanvrager
grant-state-refused = Afgewezen
grant-state-revoked = Ingetrokken door de gemeente
grant-state-lapsed = Vervallen
grant-step-certify = Uitslag vastgesteld
grant-step-award = Subsidie verleend
grant-step-announce = Besluit verstuurd
grant-step-advance = Voorschot besteld
grant-step-start = Plan begonnen
grant-step-account = Verantwoording ontvangen
grant-step-settle = Subsidie vastgesteld
grant-step-close = Afgesloten
grant-step-withdraw = Aanvrager stopt
grant-step-refuse = Afgewezen
grant-step-revoke = Ingetrokken
grant-step-lapse = Vervallen
ledger-line = Begrotingslijn
ledger-fixed = Vast deel
ledger-reserve = Flexibel deel, nog vrij
ledger-area = Gebied, nog vrij
ledger-round = Ronde, nog vrij
ledger-objection = Apart voor bezwaren
ledger-selected = Gereserveerd
ledger-committed = Verleend, nog niet betaald
ledger-payable = Te betalen
ledger-paid = Betaald
ledger-accounted = Verantwoord
ledger-settled = Vastgesteld
ledger-receivable = Terug te betalen
kind-mandate_required = U mag dit besluit niet tekenen
kind-mandate_required-help = Vraag een collega met het juiste mandaat. In het mandaatregister staat wie dat is.
kind-check_required = Er moet eerst nog iets worden gecontroleerd
kind-check_required-help = Kijk op de pagina van de subsidie welke controles nog open staan.

## Letters about decisions
letter-sender = Gemeente { $municipality }
letter-date = Datum
letter-reference = Ons kenmerk
letter-request = Uw aanvraag
letter-request-until = { $plan }, ontvangen uiterlijk { $date }
letter-round = Ronde
letter-greeting = Beste { $applicant },
letter-plan = Het gaat om uw plan “{ $plan }”. Zo stond het op de lijst:
letter-subject-award = Besluit: u krijgt subsidie voor “{ $plan }”
letter-subject-refusal = Besluit: u krijgt geen subsidie voor “{ $plan }”
letter-subject-revocation = Besluit: wij trekken de subsidie in voor “{ $plan }”
letter-subject-settlement = Besluit: zoveel subsidie krijgt u voor “{ $plan }”
letter-subject-reclaim = Besluit: u moet subsidie terugbetalen voor “{ $plan }”
letter-subject-objection = Besluit op uw bezwaar over “{ $plan }”
letter-subject-transfer = Besluit: geld voor “{ $plan }” verschuift
letter-award-decision = U krijgt { $sum } subsidie voor uw plan.
letter-award-whole = Dat is het hele bedrag dat u vroeg.
letter-award-partly = U vroeg { $asked }. U krijgt daarvan { $sum }.
letter-what-title = Wat u met het geld doet
letter-period = U voert het plan uit van { $from } tot en met { $until }.
letter-pay-title = Zo krijgt u het geld
letter-pay-when = U krijgt { $sum } vooraf, als voorschot. Wij betalen binnen 6 weken na de datum van deze brief. Betalen wij in delen? Dan hoort u vooraf wanneer.
letter-pay-account = Wij betalen op uw rekening die eindigt op { $end }.
letter-pay-own-account = Wij betalen op de rekening op uw naam die u aan ons doorgaf.
letter-duties-title = Dit vragen wij van u
letter-duty-ready = U bent klaar met het plan op { $until }.
letter-duty-change = Verandert uw plan, of gaat het niet door? Meld dat meteen bij { $place }.
letter-duty-keep = Bewaar bonnen en rekeningen tot 5 jaar na ons laatste besluit.
letter-duty-name = Vertel bij uw plan dat de gemeente { $municipality } meebetaalt.
letter-duty-everyone = Zorg dat iedereen mee kan doen. Ook mensen met een beperking.
letter-duty-onward = Geef het geld niet door aan een organisatie voor sociaal makelen.
letter-account-title = Laat zien wat u deed
letter-account-none = U hoeft geen verslag te sturen. Wij kunnen wel vragen wat u met het geld deed. Wij kijken bij een aantal plannen.
letter-account-activities = Stuur ons uiterlijk { $date } een kort verslag. Schrijf op wat u deed en wie er meededen.
letter-account-finances = Stuur ons uiterlijk { $date } een verslag. Schrijf op wat u deed en wat het kostte.
letter-account-auditor = Stuur ons uiterlijk { $date } een verslag. Schrijf op wat u deed en wat het kostte. Doe er een verklaring van een accountant bij.
letter-account-nothing = Komt er geen verslag? Dan krijgt u eerst een herinnering. Daarna kunnen wij het bedrag verlagen. U betaalt dan geld terug.
letter-account-settle = Daarna bepalen wij hoeveel subsidie u echt krijgt. Dat heet vaststellen. Deed u minder dan u schreef? Dan kan het bedrag lager worden.
letter-why-title = Waarom wij dit besluiten
letter-why-votes = Bewoners van { $area } stemden over { $plans ->
    [one] 1 plan
   *[other] { $plans } plannen
}. { $ballots ->
    [one] Er stemde 1 bewoner
   *[other] Er stemden { $ballots } bewoners
}. { $votes ->
    [one] 1 bewoner koos
   *[other] { $votes } bewoners kozen
} uw plan. Naar aantal stemmen staat het op plaats { $rank }.
letter-why-won = Uw plan won. Het werd als nummer { $place } gekozen van { $winners ->
    [one] 1 plan
   *[other] { $winners } plannen
}.
letter-why-rule-shares = Wij telden met de regel gelijke delen: elke stemmer had evenveel geld te verdelen. Die regel stond vast voor de stemming begon.
letter-why-rule-published = Wij telden zoals de regels van de ronde zeggen. Die stonden vast voor de stemming begon.
letter-why-certified = Twee medewerkers stelden de uitslag vast op { $date }. Dat is vaststelling { $number }, met kenmerk { $hash }.
letter-why-not-yet = Die uitslag was nog geen besluit over geld. Deze brief is dat wel.
letter-law-title = Hier staan de regels
letter-law-award = Algemene wet bestuursrecht, titel 4.2 over subsidies, vooral artikel 4:29 tot en met 4:37.
letter-law-refusal = Algemene wet bestuursrecht, titel 4.2 over subsidies, vooral artikel 4:25 en 4:35.
letter-law-revocation = Algemene wet bestuursrecht, titel 4.2 over subsidies, vooral artikel 4:48 tot en met 4:50.
letter-law-settlement = Algemene wet bestuursrecht, titel 4.2 over subsidies, vooral artikel 4:42 tot en met 4:47.
letter-law-reclaim = Algemene wet bestuursrecht, artikel 4:57 en 4:95 over terugbetalen.
letter-law-objection = Algemene wet bestuursrecht, artikel 7:11 en 7:12 over bezwaar.
letter-law-bylaw = Algemene subsidieverordening van de gemeente { $municipality }.
letter-law-regulation = { $title }, bekendgemaakt in { $place } op { $date }.
letter-law-ceiling = Subsidieplafond van deze ronde: { $ceiling }. Meer geld dan dit is er niet (artikel 4:22 en 4:25).
letter-reserve-title = Voorbehoud
letter-reserve-none = Het geld staat in de begroting van { $year }, bij { $line }. Er is dus geen voorbehoud.
letter-reserve-council = De gemeenteraad moet de begroting van { $year } nog vaststellen. U krijgt het geld als de raad er genoeg voor opneemt (artikel 4:34).
letter-refusal-decision = U krijgt geen subsidie voor uw plan.
letter-refusal-asked = U vroeg { $asked }. Wij wijzen uw aanvraag af.
letter-refusal-ceiling = Voor alle plannen samen is er { $ceiling }. Dat geld gaat naar andere plannen. Wij mogen niet meer geven. De wet zegt dat wij dan moeten weigeren.
letter-refusal-next-title = Wat kunt u nu doen?
letter-refusal-next = U kunt uw plan opnieuw insturen bij een volgende ronde. Bij { $place } helpen ze u daarbij.
letter-revocation-decision = Wij trekken uw subsidie van { $sum } in.
letter-revocation-next = U krijgt dit geld niet meer. Kreeg u al geld? Over terugbetalen krijgt u dan een aparte brief.
letter-settlement-decision = Wij stellen uw subsidie vast op { $sum }.
letter-settlement-next = Dit bedrag mag u houden. Kreeg u nog niet alles? Dan betalen wij de rest binnen 6 weken. Kreeg u meer? Dan krijgt u een aparte brief.
letter-reclaim-decision = U moet { $sum } terugbetalen.
letter-reclaim-next = Betaal binnen 6 weken na de datum van deze brief. Zet bij uw betaling { $number }. Kunt u niet in één keer betalen? Bel ons dan.
letter-transfer-decision = Er verschuift { $sum }.
letter-transfer-next = Voor uw plan verandert verder niets.
letter-objected-against = U maakte bezwaar tegen ons besluit { $number } van { $date }. Uw bezwaar heeft nummer { $objection }.
letter-objected-founded = U krijgt gelijk. Uw bezwaar is gegrond.
letter-objected-unfounded = U krijgt geen gelijk. Uw bezwaar is ongegrond.
letter-objected-inadmissible = Wij kunnen uw bezwaar niet behandelen. Het is niet-ontvankelijk.
letter-objected-founded-next = Ons eerdere besluit blijft niet zoals het was. Krijgt u alsnog geld? Dan sturen wij u daarover een aparte brief.
letter-objected-stays = Ons eerdere besluit blijft gelden.
letter-appeal-title = Bent u het niet eens met dit besluit?
letter-appeal-until = U kunt in beroep gaan bij de rechtbank. Doe dat uiterlijk { $until }. U hebt 6 weken, vanaf de dag na de datum van deze brief.
letter-appeal-how = Stuur de rechter een brief met uw naam, uw adres en de datum. Schrijf waarom u het niet eens bent. Onderteken de brief en doe dit besluit erbij. Beroep kost geld. De rechtbank vertelt u hoeveel.
letter-objection-title = Bent u het niet eens met dit besluit?
letter-objection-talk = Bel ons eerst eens: { $phone }. Vaak helpt uitleg al.
letter-objection-until = U kunt ook bezwaar maken. Dat is gratis. Doe dat uiterlijk { $until }. U hebt 6 weken, vanaf de dag na de datum van deze brief.
letter-objection-where = Stuur uw bezwaar aan burgemeester en wethouders van { $municipality }. U mag het ook afgeven bij { $place }.
letter-objection-must = In uw bezwaar moet staan:
letter-objection-name = uw naam en adres
letter-objection-day = de datum
letter-objection-number = het kenmerk van dit besluit: { $number }
letter-objection-why = waarom u het niet eens bent
letter-objection-sign = uw handtekening
letter-objection-stays = Maakt u bezwaar? Dan blijft dit besluit toch gelden. Kunt u niet wachten? Dan kunt u de rechtbank om een snelle, voorlopige uitspraak vragen. Dat kost wel geld.
letter-questions-title = Hebt u vragen?
letter-questions = Kom langs bij { $place } ({ $hours }). Of bel { $phone }. Noem dan het kenmerk { $number }.
letter-sign-greeting = Met vriendelijke groet,
letter-sign-college = namens burgemeester en wethouders van { $municipality },
letter-sign-mandate = Mandaat: { $ground } van { $date }

## Decisions, mandates and objections in the office
office-menu-decisions = Besluiten
decisions-title = Besluiten
decision-number = Nummer
decision-what = Besluit
decision-taken = Genomen op
decision-signed = Getekend door
decision-mandate = Mandaat
decision-letter = De brief
decision-kind-award = Verlening
decision-kind-refusal = Afwijzing
decision-kind-revocation = Intrekking
decision-kind-settlement = Vaststelling
decision-kind-reclaim = Terugvordering
decision-kind-objection = Besluit op bezwaar
decision-kind-transfer = Geld verschuiven
grant-no-decision = Over deze subsidie is nog geen besluit.
letters-due-title = Brieven die nog weg moeten
letters-due-none = Alle brieven zijn verstuurd.
letters-due-count = { $count ->
    [one] Er ligt 1 brief klaar. Het besluit geldt pas als de brief weg is.
   *[other] Er liggen { $count } brieven klaar. Een besluit geldt pas als de brief weg is.
}
letters-sent-title = Verstuurd
letters-sent-none = Er is nog geen brief verstuurd.
letter-sent = Verstuurd op
letter-due = Nog niet verstuurd
letter-not-sent = De brief is nog niet verstuurd. Het besluit geldt nog niet.
letter-objection-end = Bezwaar kan tot en met
letter-mark = Kenmerk van de brief
letter-look = Bekijk de brief
letter-pdf = De brief als PDF
letter-no-pdf = Dit programma maakt geen PDF. Druk deze pagina af, of bewaar haar als PDF.
letter-back = Terug naar het besluit
letter-copy-sent = Zo is de brief verstuurd.
letter-copy-draft = Zo ziet de brief eruit als u hem vandaag verstuurt.
letter-copy-translation = Dit is een vertaling. De brief in het Nederlands geldt.
term-over = De termijn is voorbij.
term-runs = De termijn loopt.
means-post = Per post
means-mail = Per e-mail
refusals-lead = Iedereen met een plan krijgt een besluit. Ook wie geen geld krijgt. Dan kan die bezwaar maken.
refusals-none = Alle aanvragers hebben een besluit.
refusals-all = { $count ->
    [one] Wijs dit plan af
   *[other] Wijs deze { $count } plannen af
}
refusals-one = Wijs af
refusals-early = Er kan nog een plan opschuiven
refusals-early-line = Nog niet elk gekozen plan heeft een besluit. Valt er een af, dan komt een ander aan de beurt. Een plan dat u nu afwijst, kan niet meer opschuiven.
field-refusals = Plannen zonder geld
field-motive = Waarom?
field-motive-help = De aanvrager leest dit in de brief. Schrijf korte zinnen.
send-title = Versturen
send-line = Druk de brief af of mail hem. Vul daarna in wat u deed. De brief wordt zo bewaard, en kan niet meer veranderen.
send-done = De brief is verstuurd
field-letter_address = Naam en adres op de brief
field-letter_address-help = Elke regel apart. Met de post hoort er een adres bij.
field-sent_on = Dag van versturen
field-sent_on-help = Deze dag staat op de brief. De dag erna begint de termijn voor bezwaar.
field-letter_means = Hoe is de brief verstuurd?
mandates-title = Mandaten
mandates-lead = Hier staat wie namens het college mag tekenen, tot welk bedrag en vanaf wanneer. Een nieuwe regel gaat voor op de oude.
mandates-none = Nog niemand mag tekenen.
mandate-term = Geldt
mandate-now = Nu
mandate-holds = Geldt nu
mandate-later = Gaat nog in
mandate-over = Geldt niet meer
mandate-end = Beëindig
mandate-new = Nieuw mandaat
mandate-new-line = Een mandaat werkt nooit terug. Het vervangt wat deze persoon al had voor hetzelfde besluit.
mandate-all-kinds = Alle besluiten
mandate-enter = Zet in het register
field-mandate_holder = Wie mag tekenen?
field-mandate_kind = Welk besluit?
field-mandate_up_to = Tot en met welk bedrag?
field-mandate_up_to-help = Voor één besluit, zoals 5.000.
field-mandate_from = Vanaf
field-mandate_until = Tot en met
field-mandate_until-help = Laat leeg als er geen einddatum is.
field-mandate_ground = Mandaatbesluit
field-mandate_ground-help = De naam van het besluit waar dit op steunt.
field-mandate_date = Datum van het mandaatbesluit
objections-title = Bezwaren
objections-lead = Over een bezwaar beslist iemand anders dan wie het besluit nam. Hier staan geen namen, alleen het nummer van de brief.
objections-none = Er is nog geen bezwaar.
objection-number = Bezwaar { $number }
objection-new = Nieuw bezwaar
objection-new-line = Zet de brief zelf in het archief. Vul hier het nummer daarvan in.
objection-enter = Zet in het register
objection-in-time = op tijd
objection-late = te laat
objection-decide-by = Beslissen uiterlijk
objection-overdue = Te laat
objection-open = Loopt nog
objection-outcome = Uitkomst
objection-founded = Gegrond
objection-unfounded = Ongegrond
objection-inadmissible = Niet-ontvankelijk
objection-withdrawn = Ingetrokken door de indiener
objection-advice-none = Geen commissie: beslissen in 6 weken
objection-advice-committee = Met een commissie: beslissen in 12 weken
objection-its-decision = Het besluit op dit bezwaar
objection-its-grant = De subsidie die hieruit komt
objection-extended = Uitstel tot en met { $day }
objection-decide-title = Beslis op het bezwaar
objection-decide-line = Dat kan niet wie het eerste besluit nam. U maakt hiermee een besluit, en daar hoort een brief bij.
objection-decide = Neem dit besluit
objection-room = In deze ronde staat voor bezwaren nog apart:
objection-time-title = Meer tijd nodig?
objection-time-line = U mag één keer zelf uitstellen, uiterlijk tot en met { $day }.
objection-time-agree = U stelde al een keer uit. Nu moet de indiener het goedvinden.
objection-time-give = Stel uit
field-objected = Besluit
field-objected-help = Het nummer uit de brief, zoals 2027-00041.
field-received_on = Binnengekomen op
field-posted_on = Datum van het poststempel
field-posted_on-help = Alleen bij een brief met de post.
field-letter_reference = Nummer van de brief in het archief
field-letter_reference-help = Zet hier geen naam.
field-advice = Wie geeft advies?
field-extended_until = Nieuwe laatste dag
field-agreed = Vindt de indiener het goed?
agreed-no = Niet gevraagd
agreed-yes = Ja
field-verdict = Uitkomst
field-uphold_pay = Bedrag voor dit plan
field-uphold_pay-help = Alleen bij een gegrond bezwaar tegen een afwijzing. Daarna volgen de controles en de verlening.
fault-past = Kies een dag vanaf vandaag. Een mandaat werkt nooit terug.
fault-before = Kies een dag na de eerste dag.
fault-before-decision = Deze dag ligt voor het besluit.
fault-future = Deze dag komt nog.
fault-after-receipt = Het poststempel kan niet later zijn dan de dag van binnenkomst.
fault-unknown = Dit besluit is er niet. Kijk naar elk cijfer.
fault-not-sent = De brief is nog niet verstuurd. Er loopt nog geen termijn.
fault-not-later = Kies een dag na de laatste dag van nu.
fault-agree = Zo lang mag niet zonder dat de indiener het goedvindt.
fault-not-founded = Geld kan alleen bij een gegrond bezwaar.
fault-no-refusal = Dit bezwaar gaat niet over een afgewezen plan.
fault-more-than-asked = Kies een bedrag boven € 0, en niet meer dan er is gevraagd.
fault-has-grant = Voor dit plan is er al een subsidie.
fault-may-move-up = Er kan nog een plan opschuiven. Neem eerst over elk gekozen plan een besluit.
fault-address = Vul 1 tot 6 regels in. Met de post minstens een naam en een adres.
