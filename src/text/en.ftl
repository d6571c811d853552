# Sentences for people, English. Dutch (nl.ftl) is the source.

## Frame
skip = Skip to the content
menu = Main menu
menu-rounds = Rounds
menu-method = How we count
menu-help = Help
menu-privacy = Privacy
menu-accessibility = Accessibility
menu-office = For staff
breadcrumb = Breadcrumb trail
municipality-of = Municipality of { $name }
help-title = Need help?
help-desk = Come by: { $place }. Open: { $hours }. Or call { $phone }.
help-none = Ask your municipality.
about-title = About this website
no-cookies = Are you voting or looking around? Then this website uses no cookies.
to-start = To the start
back-to = Back to { $what }
of = of
together = Together
plan = Plan
amount = Amount
rank = No.
voters = Residents
category = Theme
round = Round
area = Area
state = Status
today = Today
what-next = What happens now?
page-before = Previous page
page-after = Next page

## Numbers
count-plans = { $count ->
    [one] { $count } plan
   *[other] { $count } plans
}
count-voters = { $count ->
    [one] { $count } resident
   *[other] { $count } residents
}

## Days and months
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Home
home-title = You help decide about money for your neighbourhood
home-lead = There is { $total } for the districts in { $year }. Part of it can move: you decide about that part.
home-lead-none = This is where you will see the money you decide about. The municipality is still working on it.
money-fixed = Fixed
money-reserved = Can move ({ $share })
rounds-title = Rounds in your city
rounds-none = There are no rounds now.
imported-title = Real results from elsewhere, counted again
row-vote = See the plans and vote
row-outcome = See the result
row-look = See the round
areas-title = How we divide { $amount } between the districts
areas-order = From left to right: the districts in the list.
areas-rest = Not divided yet: { $amount }.
areas-ground = You can find this in: { $ground }.
how-title = How does a round work?
how-plan = You make a plan
how-plan-line = Alone or with your neighbours. The district office (wijkbureau) helps.
how-check = We check if it is possible
how-check-line = Can the plan work? Is the plan allowed? We always tell you why.
how-vote = The neighbourhood votes
how-vote-line = You get a letter with a code. You do not need an account.
how-do = The plan is carried out
how-do-line = Everyone can see where the money goes.

## State of a round
state-draft = Getting ready
state-propose = Sending in plans
state-check = We are checking the plans
state-ready = Voting starts soon
state-vote-soon = Voting starts soon
state-voting = Vote now
state-counting = We are counting
state-certified = Decided
state-final = Done
state-cancelled = Stopped
until-propose = You can send in plans until { $moment }.
from-vote = You can vote from { $moment }.
until-vote = You can vote until { $moment }.
from-outcome = The result comes on { $moment }.
step-propose = Send in plans
step-check = Check if it is possible
step-vote = Vote
step-count = Count and check
step-grant = Give money and carry out
step-until = Until { $moment }
step-later = After that
fingerprint = Reference of the rules:

## Round and plan
round-lead = There is { $amount } for plans in { $title }. It belongs to the district { $area }.
round-bring = Do you have a plan? Bring it to the district office. How to find it is at the bottom of this page.
round-steps = How this round works
plans-none = There are no plans yet.
plan-of = Out of the money in this round:
to-vote = To the plans and vote
imported-line = This is a real vote from another place. We counted the votes again. No money is divided here.
imported-title-one = An example from elsewhere
rules-title = The rules of this round
rules-ballot = { $min ->
    [0] You choose at most { $max } plans. You may also choose none.
   *[other] You choose { $min } to { $max } plans.
}
rules-shares = Every voter gets an equal share of the money.
rules-greedy = The plan with the most votes gets money first.
rules-ties = Equal support? Then the plan with the most votes goes first. After that the cheapest plan. After that the lowest number.
rules-ties-id = Equal support? Then the lowest number goes first.
rules-reserve = We keep money aside for objections:
rules-regulation = The rules are in: { $title }. You can find them in: { $place }. Date: { $date }.

## Choosing
your-vote = Your vote
your-choice = Your choice
choose-step = Step 1 of 2. Choose
choose-title = Vote about { $amount } for { $title }
choose-lead = Choose the plans you like.
choose-legend = Choose your plans
choose-order = You see the plans in random order.
choose = Choose
chosen = Chosen
sum-action = Add up
review-action = Go on to your code
sum-chosen = { $count ->
    [0] No plan chosen yet.
    [one] 1 plan chosen.
   *[other] { $count } plans chosen.
}
sum-left = You have left:
sum-over = That is more than there is. That is allowed. You choose what you like. We count what can be paid.
not-sent = Your vote has not been sent yet
choice-kept = Your choice is kept on this page.
ballot-too-few = { $min ->
    [one] Choose at least 1 plan.
   *[other] Choose at least { $min } plans.
}
ballot-too-many = You chose too many plans. Choose at most { $max }.
ballot-unknown = One of these plans is not on the list. Choose again.
ballot-twice = One plan is in your choice twice. Choose again.
chosen-table = The plans you chose, with amounts

## Review and code
review-step = Step 2 of 2. Your choice and your code
review-title = Is your choice correct?
review-count = { $count ->
    [0] You choose no plan
    [one] You choose 1 plan
   *[other] You choose { $count } plans
}
review-blank = You cast a blank vote. That is allowed. Your vote counts as a blank vote.
review-next = What happens after that?
review-next-line = You get a receipt for your vote. It does not show what you chose.
review-next-final = Check your choice well: you cannot change your vote after this.
review-next-change = While voting is open you can still change your vote. The receipt shows a change code.
change-choice = Change your choice
code-title = Fill in your code
code-label = Voting code from your letter
code-form = 4 groups of 4 characters. You can use capital letters or small letters.
code-where = The code is in your letter. Look at the bottom right, in the box.
code-drawing = Drawing of the letter. The code is at the bottom right, in a box.
code-empty = Fill in your code.
code-length = A code has 16 characters. You have { $length }.
code-symbol = This code is not correct. Look at character { $place }: { $symbol }.
code-check = This code is not correct. Check every character again.
code-never = A code never has a zero, a one or the letter I, L or O.
vote-action = Vote
no-letter-title = No letter? This is what you can do
no-letter-who = Do you live in { $area } and are you allowed to vote? Then you got a letter with a code.
no-letter-desk = Did you get no letter, or did you lose it? Come by with your passport or ID card: { $place }. Open: { $hours }.
no-letter-phone = Can you not come? Call { $phone }.
no-letter-until = Do this in time. Voting closes on { $moment }.

## Receipt
receipt-title = Your vote counts
receipt-lead = We have received your vote for { $title }. Print this page or write down the codes. Do you close the page? Then you cannot ask for them again.
receipt-slip = Receipt for your vote
control-number = Control number
control-line = This number is also in your letter.
tracker = Tracking code
tracker-line = With this you check if your vote is counted.
receipt-round = Round { $title }. This receipt does not show what you chose.
receipt-signature = Signature of the municipality
you-voted = You have voted.
vote-closes = Voting closes. After that your tracking code is in the public log.
outcome-comes = The result is on this website.
check-title = How to check
check-1 = Wait until voting is closed.
check-2 = Go to the public log. Find your control number.
check-3 = Is your tracking code next to it? Then your vote counts.
check-missing = Is your tracking code not there? Then come to the district office with this receipt.
device-forgets = This device does not keep your choice or your codes.
receipt-done = Done. To the start

## Outcome
outcome = Result
outcome-title = { $count ->
    [one] { $title }: 1 plan gets money
   *[other] { $title }: { $count } plans get money
}
outcome-lead = Together they cost { $cost } of { $budget }. { $ballots ->
    [one] 1 resident voted.
   *[other] { $ballots } residents voted.
}
outcome-numbers = The numbers stand for the plans below.
left-over = Left:
bar-as-table = This bar as a table
outcome-table = Chosen plans in order
winners-title = These plans get money
purchases-title = How the money was divided
share-line = Every voter got an equal share: { $amount }. From that share money goes to the plans you chose. You pay nothing yourself.
share-how = Each time, the neighbourhood buys the plan with the most support. Is your share used up? Then other residents choose further. That way a smaller group gets a plan too.
share-why-line = We started with the money divided by the voters. Not every share was used up. So we added €1 each time. We stopped before the plans together cost too much.
greedy-how = The plan with the most votes got money first. After that the next plan that still fitted.
legend-cost = Cost of the plan
legend-left = Money left after that
purchase-paid = { $payers ->
    [one] From the share of 1 resident: { $most }
   *[other] From the shares of { $payers } residents, at most { $most } each
}
purchase-votes = Chosen with the most votes from the money that was left: { $votes }
left-after = Left after that:
tie-line = At purchase { $rank }, plans had exactly the same support. The order in the rules decided.
others-title = Why not this plan?
others-lead = The filled bar is the money that the people who chose the plan still had at the end.
other-short = This plan would have won if it cost { $amount } less.
other-more = { $count ->
    [one] This plan would have won if 1 more resident chose only this plan.
   *[other] This plan would have won if { $count } more residents chose only this plan.
}
other-or-more = { $count ->
    [one] Or if 1 more resident chose only this plan.
   *[other] Or if { $count } more residents chose only this plan.
}
other-votes = { $count ->
    [one] 1 resident chose this plan.
   *[other] { $count } residents chose this plan.
}
fair-title = Divided fairly?
fair-lead = There are two ways to count. How many residents got none of the plans they chose?
fair-shares = Equal shares
fair-greedy = Most votes
fair-this = how we counted
fair-that = only to compare
of-voters = of { $count } residents
fair-plans = { $count ->
    [one] 1 plan for { $cost }.
   *[other] { $count } plans for { $cost }.
}
fair-gained = This does include: { $plans }.
fair-lost = This does not include: { $plans }.
fair-same = Those are the same plans.
fair-blank = { $count ->
    [one] 1 resident cast a blank vote. It counts in both numbers.
   *[other] { $count } residents cast a blank vote. They count in both numbers.
}
turnout-title = How many people voted?
turnout-of = of { $letters } residents with a letter.
turnout-imported = votes in the file.
certified-title = This result is confirmed
certified-line = Two people checked the result. They signed for it.
certified-mark = Reference of this result:
next-certified = The result is fixed
next-certified-line = Two people signed for it.
next-letter = After that
next-letter-line = Everyone who sent in a plan gets a letter with our decision.
next-start = After that
next-start-line = The first plans start.
objection-title = Do you disagree with a decision?
objection-line = Does your plan get no money? You get a letter about that. You then have 6 weeks to make an objection (bezwaar).
objection-count = Is something wrong with the count? Tell the district office.

## Log
log-title = Public log
log-of = Public log of { $title }
log-lead = Here you find everything that counts in this vote. No one can take anything out without you seeing it.
log-entries = { $count ->
    [one] 1 line in the log
   *[other] { $count } lines in the log
}
log-what = What
log-bytes = Exact text
search-title = Find your vote
search-action = Find
search-later = After voting closes, every vote is here. Then you can look up your control number.
search-typo = This number is not correct
search-typo-line = A control number has 10 digits. It is in your letter and on your receipt.
search-found = This number is in the log
search-found-line = Is this the tracking code on your receipt? Then your vote counts. Did you not vote? Then call the district office.
search-missing = This number is not in the log
search-missing-line = No one voted with this letter. Did you vote? Then come to the district office with your receipt.
checkpoint-title = The state of the log
checkpoint-line = Keep these lines. Does someone change something later? Then you can prove it.
entry-round-config = The rules are fixed
entry-register-commit = The letters are fixed
entry-round-open = Voting starts
entry-round-import = A vote from elsewhere
entry-ballot = A vote
entry-round-close = Voting is closed
entry-round-cancel = The vote was stopped. No vote counts
entry-round-seal = The votes are separated from the letters
entry-tally = The count
entry-certificate = The confirmation

## Recount
recount-title = Count it again yourself
recount-lead = All votes are in one file, without names. You may count them again on your own computer.
recount-command = Command for your computer
recount-action = How to count again
recount-proves = This proves: every vote on the list is counted. And the count follows the rules. It does not show who voted.
recount-steps = How to do it
recount-1 = Download the file.
recount-2 = Download the program schuifruimte. Everyone may read the code.
recount-3 = Give your computer this command. You do not need internet for it.
recount-download = Download the file
recount-python = Do you not trust our program? With the code you get a second, short program in Python. It counts separately from the first.
recount-what = What does the program check?
proves-1 = The rules are the same as when voting started.
proves-2 = Every line of the log is still there. The signature is correct.
proves-3 = The number of votes counted is the same as in the log. Every letter has at most one vote.
proves-4 = The count and the confirmation are correct to the cent.
proves-not = It does not prove who voted. No one can see that.
recount-keys = The key of the log
recount-keys-line = Compare this key with the key that your municipality gives on paper.

## How we count
method-title = How we count
method-lead = Everyone who votes has an equal say about the money.
method-shares = Equal shares
method-shares-line = We divide the money by the number of voters. That way every voter gets an equal share. With that share you help pay for plans you chose. The neighbourhood first buys the plan with the most support per euro. Is your share used up? Then the others decide about the rest.
method-raise = A little extra
method-raise-line = Often there is money left that is just not enough. Then we act as if every share is €1 bigger and count again. We do that until the plans together would cost too much. The last count that fits is the one we use.
method-rest = What is left after that
method-rest-line = Does another plan fit in the money that is left? Then the plan with the most votes goes first.
method-ties = Exactly the same support
method-ties-line = The rules of the round say in advance which plan then goes first. Does it happen? Then you see it with the result.
method-greedy = Most votes
method-greedy-line = A round can also count in another way. Then the plan with the most votes gets money first, after that the next plan that fits. With every result you see both ways next to each other.
method-exact = To the cent
method-exact-line = We use fractions and do not round. Every computer gets exactly the same result.

## Privacy
privacy-title = Privacy
privacy-lead = This website does not know who you are.
privacy-letter = Your letter
privacy-letter-line = The municipality makes the letters on another computer. This website does not know your name, address or code. It only knows an imprint of every code.
privacy-ballot = Your vote
privacy-ballot-line = With your vote we keep no time, no name and no address of your computer.
privacy-open = While voting is open
privacy-open-line = Your vote then still belongs to your letter. That way every letter can vote only once. Your vote is locked. Someone who manages the municipality's computer and has the key could then see what was chosen with a letter. No name stands with it.
privacy-after = After voting closes
privacy-after-line = We separate every vote from the letter and destroy the key. After that, the stored data no longer say what was chosen with a letter, except in the file that only the auditors can open. It holds the number of your letter, not your name.
privacy-cookies = Cookies
privacy-cookies-line = Residents get no cookies. Staff get one, to stay signed in.

## Accessibility
access-title = Accessibility
access-lead = Everyone must be able to vote.
access-aim = What we do
access-aim-line = The pages work without a mouse, with a screen reader, enlarged and without scripts.
access-known = What can still be better
access-known-line = We have not yet had the pages tested by people with a disability. There is no explanation yet in languages other than Dutch and English.
access-tell = Is something not working for you?
access-tell-line = Come to us or call. Then we help you. You may always vote with help.

## Refusals
kind-bad_request = We do not understand this
kind-bad_request-help = Go back and try again.
kind-bad_query = This address is not right
kind-bad_query-help = Look at the part behind the question mark. Or start again.
kind-login_failed = Signing in did not work
kind-login_failed-help = The name or the password is not correct. Try again.
kind-login_required = Sign in first
kind-login_required-help = You are not signed in, or you did nothing for too long.
kind-csrf_rejected = This form does not come from this website
kind-csrf_rejected-help = Nothing has changed. Open the page again and try once more.
kind-form_expired = This page was open for too long
kind-form_expired-help = Your vote has not been sent yet. Look at your choice once more and fill in your code again.
kind-round_not_open = Voting has not started yet
kind-round_not_open-help = Look at the round to see when you can vote.
kind-round_closed = Voting is closed
kind-round_closed-help = You cannot vote any more. Look at the round to see when the result comes.
kind-not_found = This page is not here
kind-not_found-help = Check if the address is correct. Or start again.
kind-method_not_allowed = You cannot do this here
kind-method_not_allowed-help = Go back and try again.
kind-already_voted = Someone already voted with this code
kind-already_voted-help = Every letter counts once. Do you want to change your vote? Then also fill in the change code on your receipt. Was it not you who voted? Come to the district office with your letter.
kind-cast_conflict = This vote was already sent with another choice
kind-cast_conflict-help = Your first vote counts. Nothing has changed.
kind-round_frozen = The rules of this round are fixed
kind-round_frozen-help = Since voting started, no one can change them any more.
kind-four_eyes_required = This needs a second person
kind-four_eyes_required-help = Ask a colleague. If you propose something, you cannot approve it yourself.
kind-draft_changed = It has changed in the meantime
kind-draft_changed-help = Nothing has been saved. Look at the new version and try again.
kind-wrong_state = You cannot do this now
kind-wrong_state-help = The round has moved on in the meantime, or is not that far yet. Nothing has changed.
kind-ceiling_exceeded = This does not fit in the money
kind-ceiling_exceeded-help = Nothing has been saved. Choose a lower amount.
kind-too_large = This is too big
kind-too_large-help = Make it smaller and try again.
kind-uri_too_long = This address is too long
kind-uri_too_long-help = Start again at the first page.
kind-unsupported_type = You cannot use this kind of data here
kind-unsupported_type-help = Use the form on the page.
kind-code_typo = This code is not correct
kind-code_typo-help = Check every character again.
kind-code_not_accepted = We do not know this code
kind-code_not_accepted-help = Check if the letter belongs to this round. Is everything correct? Then call the district office.
kind-ballot_invalid = This choice is not possible
kind-ballot_invalid-help = Go back to the plans and choose again.
kind-import_invalid = We cannot read this file
kind-import_invalid-help = Nothing has been saved.
kind-field_invalid = Something in the form is not correct
kind-field_invalid-help = Nothing has been saved. Go back and check the fields.
kind-rate_limited = Tried too often
kind-rate_limited-help = Wait one minute. Then try again.
kind-busy = It is very busy now
kind-busy-help = Try again in a moment. Sending twice does no harm: your vote counts once.
kind-shedding = It is very busy now
kind-shedding-help = Try again in a moment. Sending twice does no harm: your vote counts once.
kind-storage_unavailable = The website is not working now
kind-storage_unavailable-help = We are working on it. Try again in half an hour.
kind-integrity_failed = We have stopped, because something is not correct
kind-integrity_failed-help = The website checks everything again and found a mistake. Nothing has changed. We are finding out why.
kind-schema_mismatch = The website is being updated
kind-schema_mismatch-help = Try again in a few minutes.

## Office
office-menu-work = Work
office-menu-rounds = Rounds
office-menu-money = Money
office-menu-municipality = Municipality
sign-in-title = Sign in for staff
sign-in-lead = Residents do not need to sign in. You vote with the code from the letter.
sign-in-action = Sign in
sign-out = Sign out
field-login = Sign-in name
field-password = Password
field-ceiling = Ceiling
form-refused = Nothing has been saved. Look at this again:
work-title = Your work
work-waits = Waiting for you
work-none = Nothing is waiting for you.
work-runs = Running
work-done = Done
task-municipality = Fill in the details of the municipality
task-areas = Add the districts
task-money = Copy in the decision about the money
task-open = { $title }: open voting
task-close = { $title }: close voting
task-seal = { $title }: ask for the seal
task-count = { $title }: count the votes
task-propose = { $title }: propose the result
task-certify = { $title }: check the result as second person
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
round-now-open = Residents vote. Nobody sees how many voted until the vote closes.
round-now-closed = The vote is closed. Now ask for the seal. A colleague carries it out.
round-now-sealed = The votes are taken from the letters. You can count now.
round-now-counted = The votes are counted. Put the outcome forward.
round-now-proposed = The outcome waits for a second person.
round-now-certified = The outcome is certified and public.
round-now-final = The round is done.
round-now-cancelled = This round was stopped.
round-facts = About this round
ballot-fact = { $min } to { $max } plans
letters = Letters
letters-imported = None: this vote comes from elsewhere
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
ready-register = the list of letters, seen by two people
ready-register-help = Read it in: register.upload.
ready-code-key = the key of the codes
ready-code-key-help = Operators import it apart: code.key. It counts once the list of letters is accepted.
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
step-running = We are working on it
step-running-line = This takes longer than usual. You need not do anything. Look at the round in a minute.
step-look = To the round
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
do-seal = Separate the votes from the letters
do-seal-what = Each vote is checked. Then we erase which vote belongs to which letter. The key of the votes is destroyed.
do-seal-lasts = No. This cannot be undone.
do-seal-after = You count the votes.
do-seal-word = detach
do-count = Count the votes
do-count-what = The computer counts by the rules that are fixed. The outcome is not public yet.
do-count-lasts = No. The count is in the log. The same votes always give the same outcome.
do-count-after = You put the outcome forward. A second person checks it.
do-cancel = Stop this round
do-cancel-what = The round stops. There will be no outcome and no money. Votes that were cast are removed. The website and the log show it.
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
approve-lasts = No. This version cannot correct a certificate yet.
approve-after = The applicants get a letter with the decision.
approve-word = agreed
approve-action = Approve
refuse-title = Do you not agree?
refuse-action = Refuse the proposal
field-reason = Why not?
field-reason-help = Your colleague reads this. Then a new proposal follows.
refused-title = Refused before

## Changing and lapsing
change-busy = You are changing your vote. Until you vote again, your earlier vote counts.
change-label = Your change code
change-form = Six characters. They are on your receipt, below the tracking code.
change-where = The change code is on your receipt. Do you not have it any more? Come to the district office with your letter.
change-typo = This is not a change code: it has six characters
change-wrong = This change code does not belong to your vote
change-send-title = Vote again
change-send-line = Your new vote takes the place of the earlier one. You do not have to type your code again.
change-title = Second thoughts?
change-now-line = You can change your vote as long as voting is open. Now you can do it without a code. Later you need the code on your letter and the change code above.
change-now = Change your vote
change-code = Change code
change-code-line = With this you change your vote. Do not show it to anyone.
field-change = Residents may change their vote
change-allowed = Yes, until voting closes
change-none = No, a vote stands
ready-auditors = someone outside the office can check everything
ready-auditors-help = Add an auditor with a key at the municipality.
search-void = This vote has lapsed
search-void-line = The letter with this number is no longer good. There may be a new letter, with another number.
entry-letter-revoke = A letter is no longer good
entry-void = A vote has lapsed
entry-note = The key of the ballots was destroyed
kind-code_replaced = This letter is no longer good
kind-code_replaced-help = A new letter took its place. Do you not have it? Come to the district office with your letter.
kind-change_locked = The change code was wrong too often
kind-change_locked-help = Your vote counts as it is. Do you still want to change it? Come to the district office with your letter.

## Letters at the desk
letters-title = Letters
letters-issued = Good letters
letters-spare = Spare letters in their envelopes
letters-revoked = Revoked
letters-closed = A letter can be revoked only while voting is open.
letters-alarm = Many letters were revoked
letters-alarm-line = It is 2 in 100 or more. Find out why, and write it down for the certificate.
letters-four-eyes = Whoever asks to revoke a letter may not approve it. Ask a colleague.
letters-decided = Earlier requests
letter-waits = This request waits for a second person
letter-no-spare = No new letter
letter-asked = Asked on
letter-consequence = Was this letter used to vote? Then that vote lapses. Everyone sees the number in the public log. You do not see whether anyone voted.
letter-other-person = You asked for this yourself. A colleague decides.
letter-revoke = Revoke the letter
letter-keep = Leave the letter good
letter-take-back = Take the request back
letter-ask-title = Revoke a letter
letter-ask-line = Look at the passport or identity card first. Then hand over a spare letter in its sealed envelope. The code is inside: nobody at the desk sees it. A colleague approves your request. Only then does the new letter work.
letter-ask = Ask for it
letter-state = What happened
revocation-done = Revoked
revocation-refused = The letter stayed good
revocation-lapsed = Nobody decided before voting closed
field-control = Control number of the old letter
field-control-help = 10 digits. Does the resident not know the number? Ask whoever made the letters.
field-by = Control number of the spare letter
field-by-help = It is on the envelope. Leave empty if there is no new letter.
field-revoke-reason = Reason
reason-lost = Never came, or lost
reason-damaged = Cannot be read any more
reason-moved = Moved house
reason-stolen = Someone else has the letter
reason-undeliverable = Came back with the post
fault-control = This is not a control number. Look at each digit.
fault-letter = No good letter has this number.
fault-spare = No spare letter has this number.
fault-waits = A request for this letter is waiting already.
to-letters = Letters at the desk
## The register of letters
register-title = Letters and codes
register-lead = Two people read in the list of letters. One brings the file. The other compares it with the paper protocol. There are no names and no codes in the list.
register-none = There is no list of letters yet.
register-upload = Read in the list
register-upload-line = Choose the file register.upload of the registrar. The file code.key goes to the operators apart: do not choose it here. More than 200,000 letters? Then the operators read in the file.
field-file = File
register-facts = This list
register-letters = Letters
register-spares = Spare letters
register-by = Read in by
register-at = Read in on
register-wrong = Typed over wrongly
register-accepted-by = Compared by
register-accepted-at = Compared on
register-operator = Operators
register-groups = Imprint of the file
register-open-group = Group { $place }: type this from paper
register-second = Waits for a second person
register-second-line = Who reads in the list cannot accept it. Ask a colleague who has the paper protocol.
register-accept = Compare with the paper protocol
register-accept-line = Is the number of letters the one on paper? Two groups of the imprint are not on this screen. Type them from the paper.
field-group_a = Group { $first } on paper
field-group_b = Group { $second } on paper
fault-group = This group is not in the imprint of this file. Read the paper again. Still not right? Take back the list and call the registrar.
register-accept-action = The list is right
register-withdraw = Is the list not right?
register-withdraw-line = You remove the list from the server. After that someone can read in a new list.
register-withdraw-action = Take back the list
register-accepted = The list is the one on paper
register-accepted-line = Two people have read in and compared the list. The round can open when the rest is ready too.
fault-upload-not-a-register = This is not the file register.upload.
fault-upload-other-round = This is the list of another round.
fault-upload-bad-letter = Line { $line } is not a letter. Can the registrar make the file again?
fault-upload-repeated = Line { $line } stands there twice, or in the wrong place.
fault-upload-count = There are not as many letters in it as it says at the top. Maybe the file is not whole.
fault-upload-root = The file was changed after it was made.
fault-upload-size = A list has 1 to 1,000,000 letters.

## Too late, or for good
late-line = We no longer accept what you sent just now. Did you vote with this letter before? That vote counts.
vote-stands = Every letter counts once. In this round you cannot change a vote. Was it not you who voted? Come to the district office with your letter.
## Sealing, auditors and trust
task-seal-second = { $title }: sealing waits for you
task-seal-finish = { $title }: finish the seal
round-now-seal-asked = A colleague asked for the seal. Now a second person is needed.
seal-two = Sealing takes two people. You ask for it. A colleague carries it out.
seal-ask = Ask for the seal
seal-asked = Asked for by { $who }. You carry it out.
seal-own = You asked for the seal. Another person must carry it out.
seal-others = These colleagues can do that:
seal-none = Nobody else can carry this out
seal-stopped = The seal was stopped half-way. The votes are separate from the letters. The key is not destroyed yet. Finish the seal. Then you can count.
seal-finish = Finish the seal
auditors-title = Auditors
auditors-line = An auditor does not work at the office. After the seal an auditor can open every vote in the log and check everything. Choose people who do not have the list of letters and names.
auditors-none = There is no auditor yet. Without one no vote can open.
auditors-open = After the seal they can open every vote. Once voting is open this is fixed. Do you know all of them?
auditors-round = These auditors are fixed since the vote opened.
auditor-add = Add an auditor
auditor-remove = Remove
field-auditor_name = Name and function
field-auditor_name-help = Residents read this, with every round that opens from then on.
field-auditor_key = Public key
field-auditor_key-help = The auditor makes the key, with the program age. It begins with age1.
fault-key-taken = This key is on the list already.
fault-key = This is not a public key of age. Such a key begins with age1 and has 62 characters. Copy all of it.
fault-secret-key = This is the secret key. Nobody may see it, not even you. Ask the auditor to make a new key, and to give you only the part that begins with age1.
opening-line = The opening file is for the auditors only. It is locked with their keys. With it they see that every vote in the log is right. Give it to them, and to nobody else.
opening-download = Download the opening file (opening.age)
rules-auditors = These auditors can check every vote after the seal: { $names }.
menu-trust = What we promise
trust-title = What we promise, and what we do not
trust-lead = No vote is perfectly safe. Here you read what you may expect of us. And what we cannot promise.
trust-promise = This we promise
trust-promise-line = One letter is one vote that counts. Nobody outside can add or change a vote without it being noticed. Everyone can compute the outcome again. After the seal the stored data no longer say which vote belonged to which letter, except in the file that only the auditors can open. It holds numbers of letters, no names.
trust-auditors = Auditors look over our shoulder
trust-auditors-line = With every round you see who the auditors are. They do not work at the office. After the seal they get a file that only they can read. It says which vote belongs to which control number. There are no names in it. Someone who also has the list of letters and names can see who chose what. So nobody may have both.
trust-not = This we do not promise
trust-not-line = While the vote is open, whoever runs the computer and has the keys can see everything. We cannot prevent that someone looks over your shoulder or puts pressure on you. We cannot prevent that someone uses your letter. But you can see it: the number of your letter is then in the log. Is the device on which you vote not safe? Then it can see your vote.
trust-open = What can still be seen while the vote is open
trust-open-line = The database says to which letter a vote belongs. The vote itself is locked. Whoever has the key can open it. The database also keeps count: from the order of rows and from the numbers of changes one can tell who voted earlier and who later. It counts how often a wrong change code was typed. Do two people vote from the same page? Then one can see that those two letters belong together.
trust-backups = Copies from that time
trust-backups-line = The database keeps a log of its own of every change, sometimes with the time. And the municipality makes backups. There too letter and vote stand together, locked. The municipality must throw these copies away after the seal. Above all copies of the keys.
trust-watch = Who watches
trust-watch-line = Whoever sees the traffic on the internet sees when a computer talks to this website. Not what you chose. We do not write down who voted when.
trust-seal = What is gone after the seal
trust-seal-line = Two members of staff seal together. The votes then stand in a list without letters, in the order of their content. The rows in which letter and vote stood together are erased. The key is destroyed. The log says so. A copy of the database from the time of the vote can then no longer be opened. That is only true if nobody copied the key.
trust-left = What stays
trust-left-line = The log says which numbers of letters voted, and how often a vote was changed. The choices are not in it. The file for the auditors continues to exist. And whoever watched with the key during the vote knows what they saw.
trust-check = Check it yourself
trust-check-line = Keep your receipt. Look for the number of your letter in the log, also if you did not vote. After the outcome, compute everything again with the file that we publish.
## The key of the codes
ready-other-key = the key of the codes
ready-other-key-help = The key of the codes does not belong to the list of letters. Operators import the right one: the code.key that was made together with this list.

## The result explained
why-how = How does that work?
why-shares = { $payers ->
    [one] 1 resident paid for this plan from their share.
   *[other] { $payers } residents paid for this plan together from their shares.
}
why-rule = The counting rule chose this plan.
why-votes = Of the plans that still fitted, no plan had more votes.
why-score = Of the plans that still fitted, no plan had a higher score.
why-free = This plan costs nothing. And there are residents who chose it.
why-load = This plan weighed least on the residents who chose it.
why-welfare = This plan is one of those that together are worth most to the voters.
why-not-over-budget = This plan costs { $by } more than there is for all plans together.
why-not-support = Not one resident chose this plan.
why-not-few = { $counted ->
    [one] This plan got 1 vote. It needed { $least }.
   *[other] This plan got { $counted } votes. It needed { $least }.
}
why-not-few-points = { $counted ->
    [one] This plan got 1 point. It needed { $least }.
   *[other] This plan got { $counted } points. It needed { $least }.
}
why-not-limits = This plan was not allowed beside the chosen plans. The rules say so.
why-not-held = The residents who chose this plan could not pay for it together from their shares.
why-not-room = When it was this plan's turn, { $left } was left. That is { $short } too little.
why-not-nothing = When it was this plan's turn, the money was gone.
why-not-ended = Another plan did not fit any more. The division stopped there. { $left } was left then.
why-not-tie = This plan was exactly equal to { $plan }. The order in the rules decided.
why-not-chosen = The counting rule chose other plans.
why-start = The residents who chose this plan had { $amount } together at the start.
why-took = Most of their money went to { $plan }, at purchase { $rank }: { $amount }.
why-behind = At the end they still had { $held } together. The plan costs { $amount }.
paid-table = Who paid how much?
paid-voters = Residents
paid-each = Each from their share
paid-more = { $count ->
    [one] 1 other resident paid less. Every amount is in the steps of the count.
   *[other] { $count } other residents paid less. Every amount is in the steps of the count.
}
paid-empty = { $count ->
    [one] 1 resident chose this plan too, but had nothing left.
   *[other] { $count } residents chose this plan too, but had nothing left.
}
paid-less = Who paid less, gave all that was left of their share.
paid-sum = Together that is { $amount }. Amounts are rounded down to whole cents.
paid-effective = { $amount } divided by the highest share of { $most } is { $votes }. No other plan had a higher number then. That is why it was the turn of this plan.
tie-plans = It was about: { $plans }.
tie-other = If { $plan } had been chosen: { $joining ->
    [0] no other plan would have come in.
   *[other] these would also have got money: { $joins }.
} { $leaving ->
    [0] No plan would have dropped out.
   *[other] These would have dropped out: { $leaves }.
}
legend-spent = Already spent
legend-held = Money of the residents who chose a plan
purchases-none = No plan was bought.
purchase-chosen = { $votes ->
    [one] 1 resident chose this plan
   *[other] { $votes } residents chose this plan
}
rest-begins = The shares could not pay for another plan. What was left went to the plans with the most votes that still fitted.
held-title = What did others still have?
held-enough = { $held }: enough for { $amount }
held-short = { $held }: { $short } too little
held-more = The other plans are in the table below.
held-as-table = This money as a table
held-table = Money of the residents who chose a plan, after each purchase
held-start = Start
held-after = After { $rank }
held-bought = bought
held-trace = All these amounts are in the steps of the count.
fair-exact = Exactly equal shares
fair-load = Equal loads
fair-welfare = Most worth together
fair-other = Another counting rule
side-table = The counting rules side by side
side-this = how we counted
side-without = Residents of whom no chosen plan won
side-average = Chosen plans that won, on average per resident
side-count = Plans that win
side-cost = Cost together
side-better = Residents with more chosen plans than in our count
side-worse = Residents with fewer chosen plans than in our count
side-plans = Which plans win under which rule?
side-wins = wins
proves-trace = Every step of the count follows from the votes. The steps are in the file trace.txt.
trace-mark = Reference of the steps of the count:
trace-read = Read every step of the count
kind-draw_required = First draw a lot
kind-draw_required-help = Plans are exactly equal. The rules do not say which goes first. A lot must be drawn.
draw-plans = These plans are equal:
draw-line = The order in the rules leaves this open, and it matters for the result. The round was not counted. Nothing has changed.
draw-do = What to do now
draw-do-1 = Tell the people behind these plans when and where you draw the lot. Everyone may be there.
draw-do-2 = Draw the lot with two people. Write down the order and both sign it.
draw-do-3 = This program cannot take the lot itself yet. Ask the administrators how the count goes on. Do not count in another way.

## Grants in the office
office-menu-grants = Grants
grants-list-title = Grants
grants-list-none = There are no grants yet. A grant begins when an outcome is certified.
grant-plan = Plan
grant-applicant = Applicant
grant-amount = Amount
grant-state = Stage
grant-round = Round
grant-money = Where the money stands
grant-money-none = No money stands on this grant.
grant-history = What happened
grant-when = When
grant-step = Step
grant-why = Reason
grant-state-selected = Selected, not certified yet
grant-state-certified = Certified, no decision yet
grant-state-awarded = Awarded
grant-state-objection = Awarded, objection still possible
grant-state-advances = Advance paid
grant-state-running = Running
grant-state-accounted = Accounted for
grant-state-settled = Settled
grant-state-closed = Done
grant-state-withdrawn = Withdrawn by the applicant
grant-state-refused = Refused
grant-state-revoked = Revoked by the municipality
grant-state-lapsed = Lapsed
grant-step-certify = Outcome certified
grant-step-award = Grant awarded
grant-step-announce = Decision sent
grant-step-advance = Advance ordered
grant-step-start = Plan begun
grant-step-account = Account received
grant-step-settle = Grant settled
grant-step-close = Closed
grant-step-withdraw = Applicant stops
grant-step-refuse = Refused
grant-step-revoke = Revoked
grant-step-lapse = Lapsed
ledger-line = Municipal line
ledger-fixed = Fixed part
ledger-reserve = Flexible part, still free
ledger-area = Area, still free
ledger-round = Round, still free
ledger-objection = Kept for objections
ledger-selected = Set aside
ledger-committed = Awarded, not paid yet
ledger-payable = To be paid
ledger-paid = Paid
ledger-accounted = Accounted for
ledger-settled = Settled
ledger-receivable = To be paid back
kind-mandate_required = You may not sign this decision
kind-mandate_required-help = Ask a colleague with the right mandate. The register of mandates says who that is.
kind-check_required = Something has to be checked first
kind-check_required-help = The page of the grant says which checks are still open.

## Letters about decisions
letter-sender = Municipality of { $municipality }
letter-date = Date
letter-reference = Our reference
letter-request = Your request
letter-request-until = { $plan }, received by { $date }
letter-round = Round
letter-greeting = Dear { $applicant },
letter-plan = This is about your plan “{ $plan }”. This is how it stood on the list:
letter-subject-award = Decision: you get a grant for “{ $plan }”
letter-subject-refusal = Decision: you do not get a grant for “{ $plan }”
letter-subject-revocation = Decision: we take back the grant for “{ $plan }”
letter-subject-settlement = Decision: the final grant for “{ $plan }”
letter-subject-reclaim = Decision: you must pay back money for “{ $plan }”
letter-subject-objection = Decision on your objection about “{ $plan }”
letter-subject-transfer = Decision: money for “{ $plan }” moves
letter-award-decision = You get a grant of { $sum } for your plan.
letter-award-whole = That is all you asked for.
letter-award-partly = You asked for { $asked }. You get { $sum } of it.
letter-what-title = What you do with the money
letter-period = You carry out the plan from { $from } to { $until }.
letter-pay-title = How you get the money
letter-pay-when = You get { $sum } beforehand, as an advance. We pay within 6 weeks after the date of this letter. Do we pay in parts? Then we tell you beforehand when.
letter-pay-account = We pay to your account that ends in { $end }.
letter-pay-own-account = We pay to the account in your name that you told us.
letter-duties-title = What we ask of you
letter-duty-ready = You are done with the plan on { $until }.
letter-duty-change = Does your plan change, or does it not go ahead? Tell { $place } at once.
letter-duty-keep = Keep receipts and bills until 5 years after our last decision.
letter-duty-name = Tell people that the municipality of { $municipality } pays for part of it.
letter-duty-everyone = Make sure that everyone can join in. Also people with a disability.
letter-duty-onward = Do not pass the money on to a social-brokerage organisation.
letter-account-title = Show what you did
letter-account-none = You need not send a report. We may ask what you did with the money. We look at a number of plans.
letter-account-activities = Send us a short report by { $date }. Write what you did and who joined in.
letter-account-finances = Send us a report by { $date }. Write what you did and what it cost.
letter-account-auditor = Send us a report by { $date }. Write what you did and what it cost. Add the statement of an auditor.
letter-account-nothing = Is there no report? Then you first get a reminder. After that we can lower the sum. You then pay money back.
letter-account-settle = After that we decide how much grant you really get. This is called settlement. Did you do less than you wrote? Then the sum can be lower.
letter-why-title = Why we decide this
letter-why-votes = Residents of { $area } voted on { $plans ->
    [one] 1 plan
   *[other] { $plans } plans
}. { $ballots ->
    [one] 1 resident voted
   *[other] { $ballots } residents voted
}. { $votes ->
    [one] 1 resident chose
   *[other] { $votes } residents chose
} your plan. By number of votes it is in place { $rank }.
letter-why-won = Your plan won. It was chosen as number { $place } of { $winners ->
    [one] 1 plan
   *[other] { $winners } plans
}.
letter-why-rule-shares = We counted by equal shares: every voter had as much money to divide. That rule was fixed before the vote began.
letter-why-rule-published = We counted as the rules of the round say. They were fixed before the vote began.
letter-why-certified = Two officers certified the result on { $date }. That is certificate { $number }, with mark { $hash }.
letter-why-not-yet = That result was not yet a decision about money. This letter is.
letter-law-title = Where the rules are
letter-law-award = General Administrative Law Act (Awb), title 4.2 on grants, mainly articles 4:29 to 4:37.
letter-law-refusal = General Administrative Law Act (Awb), title 4.2 on grants, mainly articles 4:25 and 4:35.
letter-law-revocation = General Administrative Law Act (Awb), title 4.2 on grants, mainly articles 4:48 to 4:50.
letter-law-settlement = General Administrative Law Act (Awb), title 4.2 on grants, mainly articles 4:42 to 4:47.
letter-law-reclaim = General Administrative Law Act (Awb), articles 4:57 and 4:95 on paying back.
letter-law-objection = General Administrative Law Act (Awb), articles 7:11 and 7:12 on objections.
letter-law-bylaw = Grants by-law (Algemene subsidieverordening) of the municipality of { $municipality }.
letter-law-regulation = { $title }, announced in { $place } on { $date }.
letter-law-ceiling = Grant ceiling of this round: { $ceiling }. There is no more money than this (articles 4:22 and 4:25).
letter-reserve-title = Reservation
letter-reserve-none = The money is in the budget of { $year }, under { $line }. So there is no reservation.
letter-reserve-council = The council still has to vote the budget of { $year }. You get the money if the council puts enough in it (article 4:34).
letter-refusal-decision = You do not get a grant for your plan.
letter-refusal-asked = You asked for { $asked }. We refuse your request.
letter-refusal-ceiling = There is { $ceiling } for all plans together. That money goes to other plans. We may not give more. The law says that we must then refuse.
letter-refusal-next-title = What can you do now?
letter-refusal-next = You can send your plan in again in a next round. At { $place } they help you with that.
letter-revocation-decision = We take back your grant of { $sum }.
letter-revocation-next = You no longer get this money. Did you get money already? Then you get another letter about paying it back.
letter-settlement-decision = We settle your grant at { $sum }.
letter-settlement-next = You may keep this sum. Did you not get all of it yet? Then we pay the rest within 6 weeks. Did you get more? Then you get another letter.
letter-reclaim-decision = You must pay back { $sum }.
letter-reclaim-next = Pay within 6 weeks after the date of this letter. Put { $number } with your payment. Can you not pay at once? Then call us.
letter-transfer-decision = { $sum } moves.
letter-transfer-next = Nothing else changes for your plan.
letter-objected-against = You objected to our decision { $number } of { $date }. Your objection has number { $objection }.
letter-objected-founded = You are right. Your objection is founded.
letter-objected-unfounded = You are not right. Your objection is unfounded.
letter-objected-inadmissible = We cannot deal with your objection. It is inadmissible.
letter-objected-founded-next = Our earlier decision does not stay as it was. Do you get money after all? Then we send you another letter about it.
letter-objected-stays = Our earlier decision stands.
letter-appeal-title = Do you disagree with this decision?
letter-appeal-until = You can appeal to the court. Do so by { $until }. You have 6 weeks, from the day after the date of this letter.
letter-appeal-how = Send the judge a letter with your name, your address and the date. Write why you disagree. Sign the letter and add this decision. An appeal costs money. The court tells you how much.
letter-objection-title = Do you disagree with this decision?
letter-objection-talk = Call us first: { $phone }. An explanation often helps.
letter-objection-until = You can also object. It is free. Do so by { $until }. You have 6 weeks, from the day after the date of this letter.
letter-objection-where = Send your objection to the mayor and aldermen of { $municipality }. You may also hand it in at { $place }.
letter-objection-must = Your objection must contain:
letter-objection-name = your name and address
letter-objection-day = the date
letter-objection-number = the reference of this decision: { $number }
letter-objection-why = why you disagree
letter-objection-sign = your signature
letter-objection-stays = Do you object? Then this decision still stands. Can you not wait? Then you can ask the court for a quick, provisional ruling. That does cost money.
letter-questions-title = Do you have questions?
letter-questions = Come by at { $place } ({ $hours }). Or call { $phone }. Mention the reference { $number }.
letter-sign-greeting = With kind regards,
letter-sign-college = on behalf of the mayor and aldermen of { $municipality },
letter-sign-mandate = Mandate: { $ground } of { $date }

## Decisions, mandates and objections in the office
office-menu-decisions = Decisions
decisions-title = Decisions
decision-number = Number
decision-what = Decision
decision-taken = Taken on
decision-signed = Signed by
decision-mandate = Mandate
decision-letter = The letter
decision-kind-award = Award
decision-kind-refusal = Refusal
decision-kind-revocation = Revocation
decision-kind-settlement = Settlement
decision-kind-reclaim = Reclaim
decision-kind-objection = Decision on an objection
decision-kind-transfer = Moving money
grant-no-decision = There is no decision about this grant yet.
letters-due-title = Letters that are due
letters-due-none = All letters were sent.
letters-due-count = { $count ->
    [one] 1 letter is ready. The decision counts only once the letter has gone.
   *[other] { $count } letters are ready. A decision counts only once its letter has gone.
}
letters-sent-title = Sent
letters-sent-none = No letter was sent yet.
letter-sent = Sent on
letter-due = Not sent yet
letter-not-sent = The letter was not sent yet. The decision does not count yet.
letter-objection-end = Objections until
letter-mark = Mark of the letter
letter-look = Look at the letter
letter-pdf = The letter as PDF
letter-no-pdf = This program makes no PDF. Print this page, or save it as PDF.
letter-back = Back to the decision
letter-copy-sent = This is how the letter was sent.
letter-copy-draft = This is how the letter looks if you send it today.
letter-copy-translation = This is a translation. The Dutch letter counts.
term-over = The term is over.
term-runs = The term runs.
means-post = By post
means-mail = By e-mail
refusals-lead = Everyone with a plan gets a decision. Also who gets no money. They can object then.
refusals-none = All applicants have a decision.
refusals-all = { $count ->
    [one] Refuse this plan
   *[other] Refuse these { $count } plans
}
refusals-one = Refuse
refusals-early = A plan can still move up
refusals-early-line = Not every chosen plan has a decision yet. If one falls away, another gets its turn. A plan that you refuse now can no longer move up.
field-refusals = Plans without money
field-motive = Why?
field-motive-help = The applicant reads this in the letter. Write short sentences.
send-title = Send
send-line = Print the letter or mail it. Then fill in what you did. The letter is kept like this, and can no longer change.
send-done = The letter was sent
field-letter_address = Name and address on the letter
field-letter_address-help = One line each. By post there has to be an address.
field-sent_on = Day of sending
field-sent_on-help = This day stands on the letter. The term for objections begins the day after.
field-letter_means = How was the letter sent?
mandates-title = Mandates
mandates-lead = Here stands who may sign on behalf of the mayor and aldermen, up to which sum and from when. A new row goes before the old one.
mandates-none = Nobody may sign yet.
mandate-term = Holds
mandate-now = Now
mandate-holds = Holds now
mandate-later = Is still to begin
mandate-over = No longer holds
mandate-end = End
mandate-new = New mandate
mandate-new-line = A mandate never reaches back. It replaces what this person had for the same decision.
mandate-all-kinds = All decisions
mandate-enter = Enter in the register
field-mandate_holder = Who may sign?
field-mandate_kind = Which decision?
field-mandate_up_to = Up to which sum?
field-mandate_up_to-help = For one decision, such as 5.000.
field-mandate_from = From
field-mandate_until = Until
field-mandate_until-help = Leave empty if there is no last day.
field-mandate_ground = Mandate decision
field-mandate_ground-help = The name of the decision that this rests on.
field-mandate_date = Date of the mandate decision
objections-title = Objections
objections-lead = Someone else than who took the decision decides on an objection. No names stand here, only the number of the letter.
objections-none = There is no objection yet.
objection-number = Objection { $number }
objection-new = New objection
objection-new-line = Put the letter itself in the archive. Enter its number here.
objection-enter = Enter in the register
objection-in-time = in time
objection-late = too late
objection-decide-by = Decide by
objection-overdue = Overdue
objection-open = Still open
objection-outcome = Outcome
objection-founded = Founded
objection-unfounded = Unfounded
objection-inadmissible = Inadmissible
objection-withdrawn = Taken back by who objected
objection-advice-none = No committee: decide in 6 weeks
objection-advice-committee = With a committee: decide in 12 weeks
objection-its-decision = The decision on this objection
objection-its-grant = The grant that comes of it
objection-extended = More time, until { $day }
objection-decide-title = Decide on the objection
objection-decide-line = Who took the first decision cannot do this. You make a decision, and a letter goes with it.
objection-decide = Take this decision
objection-room = Still held back for objections in this round:
objection-time-title = More time needed?
objection-time-line = You may take more time yourself once, until { $day } at most.
objection-time-agree = You took more time once. Now who objected has to agree.
objection-time-give = Take more time
field-objected = Decision
field-objected-help = The number in the letter, such as 2027-00041.
field-received_on = Came in on
field-posted_on = Date of the postmark
field-posted_on-help = Only for a letter by post.
field-letter_reference = Number of the letter in the archive
field-letter_reference-help = Do not put a name here.
field-advice = Who advises?
field-extended_until = New last day
field-agreed = Does who objected agree?
agreed-no = Not asked
agreed-yes = Yes
field-verdict = Outcome
field-uphold_pay = Sum for this plan
field-uphold_pay-help = Only for a founded objection against a refusal. The checks and the award follow.
fault-past = Choose a day from today on. A mandate never reaches back.
fault-before = Choose a day after the first day.
fault-before-decision = This day is before the decision.
fault-future = This day is still to come.
fault-after-receipt = The postmark cannot be later than the day it came in.
fault-unknown = There is no such decision. Look at each digit.
fault-not-sent = The letter was not sent yet. No term runs yet.
fault-not-later = Choose a day after the present last day.
fault-agree = This long is not allowed unless who objected agrees.
fault-not-founded = Money is only possible with a founded objection.
fault-no-refusal = This objection is not about a refused plan.
fault-more-than-asked = Choose a sum above €0, and not more than was asked.
fault-has-grant = There is a grant for this plan already.
fault-may-move-up = A plan can still move up. First decide about every chosen plan.
fault-address = Fill in 1 to 6 lines. By post at least a name and an address.
