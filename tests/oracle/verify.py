#!/usr/bin/env python3
"""A second verifier and counter for a publication bundle, written apart from the program.

    python3 tests/oracle/verify.py BUNDLE [--opening FILE]        (BUNDLE: a folder or a .tar)

Standard library only, exact numbers only. It shares no code with the program: where both agree, two
readings of the same documents agree. It does not check the Ed25519 signature on the checkpoint.
FILE is the auditors' opening bundle as text, decrypted with `age --decrypt`.
Exit status 0: everything holds; 1: something does not; 2: the bundle cannot be read.
"""

import base64
import hashlib
import json
import os
import re
import sys
import tarfile
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cmp_to_key
from itertools import combinations


class Broken(Exception):
    """The first thing that does not hold."""


def check(holds, what):
    if not holds:
        raise Broken(what)


def read_bundle(path):
    if os.path.isdir(path):
        files = {}
        for name in os.listdir(path):
            with open(os.path.join(path, name), "rb") as file:
                files[name] = file.read()
        return files
    with tarfile.open(path, "r:") as archive:
        return {member.name: archive.extractfile(member).read() for member in archive.getmembers()}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def merkle_root(entries):
    """RFC 6962, section 2.1, from below: complete subtrees are joined as soon as they are equal."""
    stack = []
    for entry in entries:
        node, size = hashlib.sha256(b"\0" + entry).digest(), 1
        while stack and stack[-1][1] == size:
            left, _ = stack.pop()
            node, size = hashlib.sha256(b"\1" + left + node).digest(), size * 2
        stack.append((node, size))
    if not stack:
        return hashlib.sha256(b"").digest()
    node, _ = stack.pop()
    while stack:
        left, _ = stack.pop()
        node = hashlib.sha256(b"\1" + left + node).digest()
    return node


def cents(text):
    euros, _, rest = text.partition(".")
    check(len(rest) == 2 and (euros + rest).isdigit(), f"not an amount: {text}")
    return int(euros) * 100 + int(rest)


def form_of(rules):
    """The form of the ballot by name, and its numbers: nothing where plans are only chosen."""
    ballot = rules["ballot"]
    check(set(ballot) <= {"min", "max", "form", "per_theme"}, "rules.json: a ballot that is not known here")
    form = ballot.get("form", "approval")
    name, numbers = next(iter(form.items())) if isinstance(form, dict) else (form, {})
    check(name in ("approval", "knapsack", "one-choice", "points", "ranking"), "rules.json: a form not known here")
    return name, numbers


def marks(rules, line):
    """The plans of a ballot, each with what it counts for: 1, its points, or one more than there stand below it."""
    name, _ = form_of(rules)
    if not line:
        return []
    if name == "ranking":
        plans = line.split(">")
        return [(plan, len(plans) - place) for place, plan in enumerate(plans)]
    parts = line.split(",")
    if name == "points":
        return [(part.rpartition(":")[0], int(part.rpartition(":")[2])) for part in parts]
    return [(plan, 1) for plan in parts]


def check_ballot(rules, line, where):
    """Whether a line is a ballot under the rules, written in the one way there is."""
    name, numbers = form_of(rules)
    plans = {plan["id"]: plan for plan in rules["proposals"]}
    found = marks(rules, line)
    named = [plan for plan, _ in found]
    check(set(named) <= set(plans) and len(set(named)) == len(named), f"{where}: not a ballot")
    check(rules["ballot"]["min"] <= len(named) <= rules["ballot"]["max"], f"{where}: the number of plans")
    check(name == "ranking" or named == sorted(named), f"{where}: the order of the plans")
    if name == "one-choice":
        check(len(named) <= 1, f"{where}: more than one choice")
    if name == "knapsack":
        spent = sum(cents(plans[plan]["amount"]) for plan in named)
        check(spent <= cents(rules["ceiling"]), f"{where}: more than the ceiling")
    if name == "points":
        given = [points for _, points in found]
        written = ",".join(f"{plan}:{points}" for plan, points in found)
        check(line == written, f"{where}: the points are written otherwise")
        check(all(1 <= points <= numbers["each"] for points in given), f"{where}: the points of a plan")
        check(sum(given) <= numbers["total"], f"{where}: too many points")
        check(numbers["spend"] == "up-to" or not given or sum(given) == numbers["total"], f"{where}: points are left")
    most = rules["ballot"].get("per_theme")
    themes = [plans[plan]["category"].strip() for plan in named]
    if most is not None:
        check(all(themes.count(theme) <= most for theme in themes if theme), f"{where}: too many plans of a theme")


class Election:
    """Budget, plans and ballots; ballots of equal content stand together with a weight."""

    def __init__(self, rules, lines):
        self.budget = cents(rules["ceiling"]) - cents(rules["objection_reserve"])
        self.ids = [plan["id"] for plan in rules["proposals"]]
        self.cost = {plan["id"]: cents(plan["amount"]) for plan in rules["proposals"]}
        limits = rules.get("limits", {})
        check(set(limits) <= {"categories", "pots"}, "rules.json: a limit that is not known here")
        self.ceilings = [
            ({p["id"] for p in rules["proposals"] if p["category"] == row["category"]}, cents(row["most"]))
            for row in limits.get("categories", [])
        ]
        self.ceilings += self.pots(rules["proposals"], limits.get("pots", []))
        self.voters = len(lines)
        weights = {}
        for line in lines:
            weights[line] = weights.get(line, 0) + 1
        self.weights = list(weights.values())
        self.supporters = {plan: [] for plan in self.ids}
        self.value = {plan: {} for plan in self.ids}  # what each group gives a plan: 1, points, or for its place
        for group, line in enumerate(weights):
            for plan, value in marks(rules, line):
                self.supporters[plan].append(group)
                self.value[plan][group] = value
        self.votes = {p: sum(self.weights[g] for g in groups) for p, groups in self.supporters.items()}
        self.score = {p: sum(self.weights[g] * v for g, v in given.items()) for p, given in self.value.items()}

    def worth(self, utility, plan, group):
        """What a plan is worth to each voter of a group that names it."""
        if utility == "cost":
            return self.cost[plan]
        return 1 if utility == "cardinality" else self.value[plan][group]

    def pots(self, plans, pots):
        """Maxima are ceilings over the plans of a pot. A minimum is money that only its plans may use: the plans
        outside any group of pots cost at most the budget less the minima of that group, so minima are ceilings too."""

        def part(bound):
            (unit, value), = bound.items()
            check(unit in ("share", "amount"), "rules.json: a part that is not known here")
            return self.budget * value // 10_000 if unit == "share" else cents(value)

        asks = {pot["pot"]: {p["id"] for p in plans if p.get("pot", "none") == pot["pot"]} for pot in pots}
        least = {pot["pot"]: part(pot["least"]) for pot in pots if part(pot["least"])}
        ceilings = [(asks[pot["pot"]], part(pot["most"])) for pot in pots]
        for size in range(1, len(least) + 1):
            for group in combinations(least, size):
                outside = set(self.ids) - set().union(*(asks[pot] for pot in group))
                ceilings.append((outside, self.budget - sum(least[pot] for pot in group)))
        return ceilings

    def allows(self, bought, plan):
        """Whether the plan fits below every ceiling over it, beside what was bought."""
        return all(
            sum(self.cost[p] for p in bought if p in group) + self.cost[plan] <= most
            for group, most in self.ceilings
            if plan in group
        )

    def tie_order(self, steps):
        def number(plan):
            return (0, int(plan), plan) if plan.isdigit() else (1, 0, plan)

        keys = {
            "most-votes": lambda p: -self.votes[p],
            "lowest-cost": lambda p: self.cost[p],
            "highest-cost": lambda p: -self.cost[p],
            "id-text": lambda p: p,
            "id-number": number,
            "file-order": self.ids.index,
        }

        def key(step, plan):
            return sha256(f"{step[4:]}\n{plan}".encode()) if step.startswith("lot:") else keys[step](plan)

        return sorted(self.ids, key=lambda p: [key(step, p) for step in steps + ["id-text"]])


def score_of(election, rule):
    """What greedy selection adds up: votes, or points and places."""
    known = ("votes", "votes-per-cost", "points", "points-per-cost", "rank-score")
    check(rule["score"] in known, "rules.json: a score that is not known here")
    return election.votes if rule["score"].startswith("votes") else election.score


def greedy(election, rule, order, bought):
    score = score_of(election, rule)

    def better(a, b):
        if not rule["score"].endswith("-per-cost"):
            return score[b] - score[a]
        return score[b] * election.cost[a] - score[a] * election.cost[b]

    taking_part = [
        plan
        for plan in order
        if election.cost[plan] <= election.budget
        and score[plan] >= rule["threshold"]
        and plan not in bought
    ]
    left = election.budget - sum(election.cost[plan] for plan in bought)
    winners = list(bought)
    for plan in sorted(taking_part, key=cmp_to_key(better)):
        if not election.allows(winners, plan):
            continue
        if election.cost[plan] <= left:
            left -= election.cost[plan]
            winners.append(plan)
        elif rule["no_fit"] == "stop":
            break
    return winners


def equal_shares_run(election, utility, endowment, order):
    """One run: buy what costs its supporters least per worth, until nothing can be paid for."""
    balance = [Fraction(endowment)] * len(election.weights)
    left = [p for p in order if election.votes[p] > 0 and election.cost[p] <= election.budget]
    winners = []
    while True:
        best = None
        left = [plan for plan in left if election.allows(winners, plan)]
        for plan in left:
            worth = {group: election.worth(utility, plan, group) for group in election.supporters[plan]}
            due = Fraction(election.cost[plan])
            rest = sum(election.weights[group] * worth[group] for group in worth)
            # Who runs dry first comes first; from the first one who can pay for all its worth, the others can too.
            for group in sorted(worth, key=lambda g: balance[g] / worth[g]):
                if balance[group] * rest >= due * worth[group]:
                    rho = due / rest
                    if best is None or rho < best[0]:
                        best = (rho, plan, worth)
                    break
                due -= balance[group] * election.weights[group]
                rest -= election.weights[group] * worth[group]
        if best is None:
            return winners
        rho, plan, worth = best
        for group in worth:
            balance[group] -= min(balance[group], rho * worth[group])
        left.remove(plan)
        winners.append(plan)


def equal_shares(election, rule, order):
    share = Fraction(election.budget, max(election.voters, 1))
    if rule["completion"] == "none":
        winners = equal_shares_run(election, rule["utility"], share, order)
    else:
        winners = add1(election, rule, share, order)
    if rule["then"] != "none":
        winners = greedy(election, rule["then"]["greedy"], order, winners)
    return winners


def add1(election, rule, share, order):
    """Raise the endowment step by step; the last outcome within the budget stands."""
    completion = rule["completion"]["add1"]
    step, stop = cents(completion["step"]), completion["stop"]
    endowment = share if completion["start"] == "exact" else Fraction(share // 100 * 100)
    winners = equal_shares_run(election, rule["utility"], endowment, order)
    while step:
        money = election.budget - sum(election.cost[p] for p in winners)
        rest = [p for p in election.ids if p not in winners and election.allows(winners, p)]
        wanted = [p for p in rest if election.votes[p] > 0 and election.cost[p] <= election.budget]
        fitting = [p for p in rest if election.cost[p] <= money]
        supported = [p for p in fitting if election.votes[p] > 0]
        if not wanted or not {"over-budget": wanted, "exhaustive-supported": supported}.get(stop, fitting):
            break
        endowment += step
        more = equal_shares_run(election, rule["utility"], endowment, order)
        if sum(election.cost[p] for p in more) > election.budget:
            break
        winners = more
    return winners


def count(election, rule, order=None):
    order = order or election.tie_order(rule["ties"])
    (name, method), = rule["method"].items()
    return greedy(election, method, order, []) if name == "greedy" else equal_shares(election, method, order)


COUNTED = {}


def check_count(election, rule, told, what):
    """A rule is counted once, however often the outcome tells of it."""
    key = json.dumps(rule)
    if key not in COUNTED:
        COUNTED[key] = count(election, rule)
    winners = COUNTED[key]
    check(winners == told["winners"], f"outcome.json: {what}: counted {winners}, told {told['winners']}")
    check(sum(election.cost[p] for p in winners) == cents(told["cost"]), f"outcome.json: {what}: the cost")


def check_draw(files, rules, outcome, certificate, seal):
    """The lot: read by two persons after the vote, from the source in the rules or with a reason why not."""
    told = outcome.get("draw")
    check(certificate.get("draw") == told, "certificate.json: the lot is not the one in outcome.json")
    draw, wanted = None, dict(rules["count"])
    if "draw.json" in files:
        check(sha256(files["draw.json"]) == told, "draw.json: its SHA-256 is not the one in outcome.json")
        draw = json.loads(files["draw.json"])
        check(draw["format"] == "schuifruimte-draw/1", "draw.json: its form")
        fingerprint = sha256(files["rules.json"])
        check(draw["rules"] == fingerprint and draw["round"] == rules["round"], "draw.json: it is of other rules")
        check(draw["sealed"] == seal["sealed"], "draw.json: it was drawn over other ballots")
        check(draw["seed"] == f"{fingerprint} {draw['drawn']}", "draw.json: the seed")
        groups = draw["drawn"].split(" ")
        check(all(re.fullmatch(r"[0-9a-z]+", group) for group in groups), "draw.json: what was drawn")
        named = {"source": draw["source"], "at": draw["at"]}
        if draw["way"] == "published":
            check(named == rules.get("lot") and "why" not in draw, "draw.json: it is not the source in the rules")
        else:
            check(draw["way"] == "instead" and draw["why"] and draw["source"], "draw.json: no reason is given")
        first, second = draw["signatures"]
        check(first["account"] != second["account"], "draw.json: one person signed twice")
        check((first["deed"], second["deed"]) == ("proposed", "approved"), "draw.json: who did what")
        check(draw["at"] <= first["at"] <= second["at"], "draw.json: it was entered before it could be read")
        wanted["ties"] = wanted["ties"] + ["lot:" + draw["seed"]]
        print(f"ok  a lot was drawn, its seed is {draw['seed']}")
    else:
        check(told is None, "draw.json: it is missing")
    check(outcome["count"] == wanted, "outcome.json: it was counted in another way than the rules say")
    return draw


def check_needed(election, rules, draw):
    """Without the lot the plans stand equal by every step, and it matters which of them goes first."""
    steps = rules["count"]["ties"]
    total = {"id-text", "id-number", "file-order"} & set(steps)
    check(not total and not any(step.startswith("lot:") for step in steps), "draw.json: the rules leave no tie open")
    keys = {"most-votes": election.votes.get, "lowest-cost": election.cost.get, "highest-cost": election.cost.get}
    tied = draw["tied"]
    for step in steps:
        check(len({keys[step](plan) for plan in tied}) == 1, f"draw.json: {tied} do not stand equal by {step}")
    open_order = election.tie_order(steps)
    chosen = set(count(election, rules["count"], open_order))
    matters = False
    for other in tied[1:]:
        order = [plan for plan in open_order if plan != other]
        order.insert(order.index(tied[0]), other)
        matters = matters or set(count(election, rules["count"], order)) != chosen
    waiting = not chosen & set(tied) and "lot" in rules
    check(matters or waiting, f"draw.json: it does not matter which of {tied} goes first")
    where = "for the money" if matters else "on the reserve list"
    print(f"ok  without the lot {', '.join(tied)} stand equal {where}")


def check_trace(files, outcome, certificate):
    """The story of the count: its hash, and what it says was bought when."""
    told = outcome.get("trace")
    check(certificate.get("trace") == told, "certificate.json: the trace is not the one in outcome.json")
    if told is None:
        check("trace.txt" not in files, "trace.txt: the outcome names no trace")
        return
    check(sha256(files["trace.txt"]) == told, "trace.txt: its SHA-256 is not the one in outcome.json")
    lines = files["trace.txt"].decode().split("\n")
    check(lines[0] == "schuifruimte-trace/1", "trace.txt: line 1")
    bought = [re.fullmatch(r'buys (\d+) "([^"]*)" price (\S+) left (\S+)', line) for line in lines]
    bought = [(int(m[1]), m[2], Fraction(m[3]), Fraction(m[4])) for m in bought if m]
    won = [
        (round, winner["id"], Fraction(winner["amount"]), Fraction(winner["left_after"]))
        for round, winner in enumerate(outcome["winners"], 1)
    ]
    check(bought == won, "trace.txt: it buys something else than the outcome tells")
    print("ok  the trace is the one on the certificate and buys what the outcome tells")


def check_winners_paid(outcome):
    """Payments are rounded down to the cent, so they come to at most the price and little less."""
    for round, winner in enumerate(outcome["winners"], 1):
        check(winner.get("round", round) == round, "outcome.json: the order of purchases")
        if winner.get("paid"):
            payers = sum(one["voters"] for one in winner["paid"])
            paid = sum(one["voters"] * cents(one["each"]) for one in winner["paid"])
            price = cents(winner["amount"])
            fits = paid <= price < paid + payers
            check(fits, f"outcome.json: what was paid for {winner['id']} is not its price")
            effective = Fraction(winner["effective_votes"]) * Fraction(winner["highest_payment"])
            check(effective * 100 == price, f"outcome.json: the effective votes of {winner['id']}")


def check_beside(election, outcome):
    """The table of rules: every column counted again, and the set of most worth found in another way."""
    for place, column in enumerate(outcome.get("side_by_side", [])):
        method = column["count"]["method"]
        what = f"column {place + 1} of the rules side by side"
        if "max-welfare" not in method:
            check_count(election, column["count"], column, what)
            continue
        spent = sum(election.cost[plan] for plan in column["winners"])
        check(spent == cents(column["cost"]) and spent <= election.budget, f"outcome.json: {what}: the cost")
        unit = method["max-welfare"]
        check(unit in ("cost", "points", "rank-score"), f"outcome.json: {what}: a worth not known here")
        by_price = {plan: election.cost[plan] * election.votes[plan] for plan in election.ids}
        worths = by_price if unit == "cost" else election.score
        best = most_worth(election, worths)
        if best is None:
            print(f"    not checked here: whether {what} is worth most")
        worth = sum(worths[plan] for plan in column["winners"])
        check(best in (None, worth), f"outcome.json: {what}: another set is worth more")


def most_worth(election, worths):
    """What the best set within the budget and the ceilings is worth; None when there are too many sums to look at."""
    groups = [(set(election.ids), election.budget)] + election.ceilings
    best = {(0,) * len(groups): 0}  # what is spent below each ceiling: the most it can be worth
    for plan in election.ids:
        price = election.cost[plan]
        adds = tuple(price if plan in group else 0 for group, _ in groups)
        for spent, worth in list(best.items()):
            then = tuple(before + add for before, add in zip(spent, adds))
            if all(total <= most for total, (_, most) in zip(then, groups)):
                best[then] = max(best.get(then, 0), worth + worths[plan])
        if len(best) > 100_000:
            return None
    return max(best.values())


def check_support(election, rules, outcome):
    """What voters gave each plan: how many named it, and where points or places count what these come to."""
    counts_more = form_of(rules)[0] in ("points", "ranking")
    for one in outcome["winners"] + outcome["others"]:
        check(one["votes"] == election.votes[one["id"]], f"outcome.json: the votes of {one['id']}")
        told = election.score[one["id"]] if counts_more else None
        check(one.get("score") == told, f"outcome.json: the points of {one['id']}")


def check_log(files):
    check(files["log.txt"].endswith(b"\n"), "log.txt: the last line has no end")
    raw = files["log.txt"][:-1].split(b"\n")
    note = files["checkpoint.txt"].decode().split("\n")
    check(note[1] == str(len(raw)), f"log.txt: {len(raw)} entries, signed is {note[1]}")
    root = merkle_root(raw)
    check(base64.b64decode(note[2]) == root, "log.txt: the root over the entries is not the signed one")
    print(f"ok  the root over {len(raw)} entries is the one on the checkpoint: {root.hex()}")
    print("    not checked here: the Ed25519 signature on the checkpoint")
    return raw, [json.loads(line) for line in raw]


def check_order(kinds):
    """What may follow what, as one expression over the first words of the entries."""
    vote = r"round\.config register\.commit round\.open( letter\.revoke| round\.extend)*( ballot)*( void)* round\.close"
    end = r" round\.seal%s( draw)? tally( certificate)+"
    whole = rf"({vote}{end % ' note'}|round\.import{end % ''})"
    check(re.fullmatch(whole, " ".join(kinds)), "log.txt: the order of entries")


def last_ballots(entries):
    """The commitment that counts for each letter: walked back from the ballot that nothing replaces."""
    by_letter, seen = {}, set()
    for entry in entries:
        if entry["type"] == "ballot":
            check(entry["commitment"] not in seen, "log.txt: a commitment stands twice")
            seen.add(entry["commitment"])
            by_letter.setdefault(entry["control"], {})[entry["commitment"]] = entry.get("replaces")
    last = {}
    for control, ballots in by_letter.items():
        replaced = [old for old in ballots.values() if old is not None]
        check(len(set(replaced)) == len(ballots) - 1, f"log.txt: the ballots of letter {control} are no chain")
        ends = set(ballots) - set(replaced)
        check(len(ends) == 1, f"log.txt: the ballots of letter {control} are no chain")
        last[control] = ends.pop()
        steps, here = 0, last[control]
        while here is not None and steps <= len(ballots):
            check(here in ballots, f"log.txt: letter {control} replaces a ballot that it does not have")
            steps, here = steps + 1, ballots[here]
        check(steps == len(ballots), f"log.txt: the ballots of letter {control} are no chain")
    return last


def check_voters(files, entries):
    """The number of ballots that count, and which they are (None for an imported election)."""
    if entries[0]["type"] == "round.import":
        check("controls.txt" not in files, "controls.txt: an imported election has no letters")
        return entries[1]["ballots"], None
    controls = files["controls.txt"].decode().split("\n")
    check(controls.pop() == "", "controls.txt: the last line has no end")
    register = entries[1]
    sent = [control for control in controls if not control.endswith(" spare")]
    check(len(sent) == register["letters"], "controls.txt: the number of letters")
    check(len(controls) - len(sent) == register["spares"], "controls.txt: the number of spares")
    root = merkle_root([control.encode() for control in controls]).hex()
    check(root == register["root"], "controls.txt: the root is not the one in entry 2")
    counting = last_ballots(entries)
    usable, revoked = set(sent), set()
    reserve = {control.removesuffix(" spare") for control in controls if control.endswith(" spare")}
    for entry in entries:
        if entry["type"] == "letter.revoke":
            check(entry["control"] in usable - revoked, "log.txt: a letter was revoked that was not good")
            revoked.add(entry["control"])
            if "by" in entry:
                check(entry["by"] in reserve, "log.txt: a letter took its place that was not a spare in reserve")
                reserve.remove(entry["by"])
                usable.add(entry["by"])
    voids = [(entry["control"], entry["commitment"]) for entry in entries if entry["type"] == "void"]
    check(set(counting) <= usable, "log.txt: a ballot without its letter")
    for control, commitment in voids:
        check(control in revoked, f"log.txt: letter {control} was not revoked and its ballot is void")
        check(counting.pop(control, None) == commitment, f"log.txt: no such ballot of letter {control} can be void")
    check(not revoked & set(counting), "log.txt: a letter was revoked and its ballot counts")
    leaves = sum(entry["type"] == "ballot" for entry in entries)
    print(f"ok  {leaves} ballots in the log leave one for each of {len(counting)} out of {len(usable)} letters")
    return len(counting), counting


def check_end(entries, rules):
    """When the vote ended, who moved that moment, and in which ways the ballots came in."""
    until, latest = rules.get("vote_until"), rules.get("deadline", {}).get("extend_until")
    for entry in entries:
        # Moments are written alike, in UTC and to the second: as texts they stand in the order of time.
        if entry["type"] == "round.extend":
            check(latest is not None, "log.txt: the rules do not allow an extension")
            check(entry["at"] < until < entry["until"] <= latest, "log.txt: not such an extension")
            until = entry["until"]
        if entry["type"] == "round.close":
            minutes = min(rules["deadline"]["grace_minutes"], 60) if "deadline" in rules else 0
            first = datetime.fromisoformat(until) + timedelta(minutes=minutes)
            check(datetime.fromisoformat(entry["at"]) >= first, "log.txt: the vote was closed too early")
            totals = entry.get("channels", [])
            if totals:
                first = sum(one["type"] == "ballot" and "replaces" not in one for one in entries)
                check(sum(total["ballots"] for total in totals) == first, "log.txt: the ways do not make up the ballots")
                ways = [way for total in totals for way in total["ways"]]
                known = {"online", "paper", "desk", "telephone", "kiosk"}
                check(len(set(ways)) == len(ways) and set(ways) <= known, "log.txt: the ways in which ballots came in")
                small = any(total["ballots"] < 10 for total in totals)
                check(len(totals) == 1 or not small, "log.txt: a number of ballots is too small to be told apart")


def check_opening(text, files, rules, seal, counting):
    """Every commitment that counts opens to one ballot; together they are the sealed list."""
    check(counting is not None and "opening" in seal, "the opening bundle: this round has none")
    lines = text.split("\n")
    check(lines.pop() == "", "the opening bundle: the last line has no end")
    head, _, salt = lines.pop(0).rpartition(" ")
    wanted = f"schuifruimte-opening/1 {rules['round']} {len(counting)}"
    check(head == wanted and len(salt) == 64, "the opening bundle, line 1")
    left, ballots, before = dict(counting), [], ""
    fingerprint = hashlib.sha256(files["rules.json"]).digest()
    for number, line in enumerate(lines, 2):
        control, commitment, nonce, choices = line.split(" ")
        check(control > before, f"the opening bundle, line {number}: the order")
        before = control
        check_ballot(rules, choices, f"the opening bundle, line {number}")
        hashed = hashlib.sha256(b"pb-ballot-v1\0" + fingerprint + control.encode())
        hashed.update(bytes.fromhex(nonce))
        hashed.update(choices.encode())
        opens = len(nonce) == 64 and hashed.hexdigest() == commitment
        check(opens, f"the opening bundle, line {number}: the commitment does not open to this ballot")
        check(left.pop(control, None) == commitment, f"the opening bundle, line {number}: not the one that counts")
        ballots.append(choices)
    check(not left, f"the opening bundle: {len(left)} ballots are missing")
    sealed = f"schuifruimte-ballots/1 {rules['round']} {len(ballots)} {salt}\n"
    sealed += "".join(choices + "\n" for choices in sorted(ballots))
    check(sha256(sealed.encode()) == seal["sealed"], "the opening bundle: these are not the sealed ballots")
    print(f"ok  each of {len(ballots)} commitments that count opens to one ballot of the sealed list")
    return sealed


def moves_up(rules, outcome, kept, had_turn):
    """Who moves up: the rest in the order of the rule, each that fits beside the grants that stay."""
    (name, method), = rules["count"]["method"].items()
    last = method if name == "greedy" else method.get("then")
    last = last.get("greedy") if name != "greedy" and isinstance(last, dict) else last
    last = last if isinstance(last, dict) else {"score": "votes", "no_fit": "skip", "threshold": 0}
    election = Election(rules, [])
    told = outcome["winners"] + outcome["others"]
    election.votes = {one["id"]: one["votes"] for one in told}
    score = {one["id"]: one.get("score", one["votes"]) for one in told}
    places = {plan: place for place, plan in enumerate(election.tie_order(outcome["count"]["ties"]))}

    def rank(plan):
        per = max(election.cost[plan], 1) if last["score"].endswith("-per-cost") else 1
        return -Fraction(score[plan], per), places[plan]

    rest = [one["id"] for one in outcome["others"] if one["id"] not in had_turn and one["id"] not in kept]
    rest = [plan for plan in rest if score[plan] >= max(last["threshold"], 1)]
    left = election.budget - sum(election.cost[plan] for plan in kept)
    moved = []
    for plan in sorted(rest, key=rank):
        if not election.allows(list(kept) + moved, plan):
            continue
        if election.cost[plan] <= left:
            left -= election.cost[plan]
            moved.append(plan)
        elif last["no_fit"] == "stop":
            break
    return moved


def check_chain(files, raw, entries, rules, outcome):
    """Every certificate in the log, from the winners on: each in the place of the one before it."""
    places = [place for place, entry in enumerate(entries) if entry["type"] == "certificate"]
    earlier = {sha256(data): name for name, data in files.items() if re.fullmatch(r"certificate-\d+\.json", name)}
    chain, granted, had_turn, used, last = [], [one["id"] for one in outcome["winners"]], set(), set(), None
    for place in places:
        entry = entries[place]
        name = "certificate.json" if place == places[-1] else earlier.get(entry["certificate"])
        check(name is not None, f"log.txt: the certificate of entry {place + 1} is not in the bundle")
        signed_name = name.replace("certificate", "signatures")
        used |= {name, signed_name}
        certificate, signatures = json.loads(files[name]), json.loads(files[signed_name])
        check(sha256(files[name]) == entry["certificate"], f"{name}: its SHA-256 is not the one in the log")
        check(sha256(files[signed_name]) == entry["signatures"], f"{signed_name}: its SHA-256 is not the one in the log")
        if place != places[-1]:
            check(name == f"certificate-{certificate['number']}.json", f"{name}: its name is not its number")
        check(certificate["log_size"] == place, f"{name}: the size of the log")
        check(certificate["log_root"] == merkle_root(raw[:place]).hex(), f"{name}: the root of the log")
        check(certificate["supersedes"] == last, f"{name}: it does not name the certificate before it")
        succession = certificate.get("succession")
        check((succession is None) == (last is None), f"{name}: who dropped out")
        if succession is not None:
            dropped = [one["proposal"] for one in succession["dropped"]]
            whys = {one["why"] for one in succession["dropped"]}
            check(whys <= {"withdrawn", "refused", "revoked", "lapsed"}, f"{name}: why a plan dropped out")
            check(dropped and len(set(dropped)) == len(dropped), f"{name}: who dropped out")
            check(set(dropped) <= set(granted), f"{name}: a plan dropped out that had nothing")
            check(certificate["number"] > chain[-1][0]["number"], f"{name}: its number")
            skipped = [one["proposal"] for one in succession.get("skipped", [])]
            whys = {one["why"] for one in succession.get("skipped", [])}
            check(whys <= {"withdrawn", "refused", "lapsed", "granted"}, f"{name}: why a plan was passed over")
            waiting = {one["id"] for one in outcome["others"]} - set(granted)
            check(set(skipped) <= waiting and sorted(set(skipped)) == skipped, f"{name}: who was passed over")
            had_turn |= set(dropped)
            granted = [plan for plan in granted if plan not in dropped]
            moved = moves_up(rules, outcome, granted, had_turn | set(skipped))
            check(succession["moved_up"] == moved, f"{name}: others move up: {moved}")
            granted = granted + moved
            print(f"ok  {name}: {len(dropped)} dropped out and {len(moved)} moved up, as the reserve list says")
        prices = {plan["id"]: plan["amount"] for plan in rules["proposals"]}
        wanted = [(plan, prices[plan]) for plan in granted]
        told = [(grant["proposal"], grant["amount"]) for grant in certificate["grants"]]
        check(told == wanted, f"{name}: the grants are not the winners and who moved up")
        sum_of = sum(cents(amount) for _, amount in told)
        check(sum_of == cents(certificate["granted"]), f"{name}: the sum of the grants")
        room = cents(rules["ceiling"]) - cents(rules["objection_reserve"])
        check(sum_of <= room, f"{name}: more is granted than there is")
        persons = {one["account"] for one in signatures["signatures"]}
        check(signatures["certificate"] == entry["certificate"] and len(persons) == 2, signed_name)
        chain.append((certificate, signatures))
        last = entry["certificate"]
    spare = {name for name in files if re.fullmatch(r"(certificate|signatures)-\d+\.json", name)} - used
    check(not spare, f"no entry of the log is about {sorted(spare)}")
    return chain


def check_recipients(rules, imported):
    """What a round holds recipients to is optional: older rules do not tell it. Told, it is whole and possible."""
    told = rules.get("recipients")
    if told is None:
        return
    check(not imported, "rules.json: an imported election has no recipients")
    names = {"of_round", "of_year", "onward", "integrity_from", "smo_register"} | ({"class_most"} & set(told))
    check(set(told) == names, "rules.json: what recipients are held to")
    shares = [told[name] for name in ("of_round", "of_year", "onward")]
    check(all(type(share) is int and 0 <= share <= 10_000 for share in shares), "rules.json: a share of a recipient")
    cents(told["integrity_from"])
    check(type(told["smo_register"]) is int and told["smo_register"] >= 0, "rules.json: the version of the register")


def verify(files, opening=None):
    raw, entries = check_log(files)
    kinds = [entry["type"] for entry in entries]
    check_order(kinds)
    # Of these types there is one; the others are not looked up by type.
    by_type = {entry["type"]: entry for entry in entries}
    imported = kinds[0] == "round.import"
    seal, tally, signed = by_type["round.seal"], by_type["tally"], by_type["certificate"]  # the last one
    check(imported == ("opening" not in seal), "log.txt: the seal and its opening bundle")
    if not imported:
        note = by_type["note"]
        destroyed = note["note"] == "ballot-key-destroyed" and note["key"] == by_type["round.open"]["ballot_key"]
        check(destroyed, "log.txt: the key that was destroyed is not the one of the opening")
    bound = {
        "rules.json": entries[0]["rules"],
        "outcome.json": tally["outcome"],
        "certificate.json": signed["certificate"],
        "signatures.json": signed["signatures"],
    }
    if "ballots.txt" in files:
        bound["ballots.txt"] = seal["sealed"]
    check(("draw" in by_type) == ("draw.json" in files), "draw.json: no entry of the log is about it")
    if "draw" in by_type:
        bound["draw.json"] = by_type["draw"]["draw"]
    for name, told in bound.items():
        check(sha256(files[name]) == told, f"{name}: its SHA-256 is not the one in the log")
    print(f"ok  {', '.join(sorted(bound))} have the SHA-256 in the log")
    rules, outcome, certificate, signatures = (
        json.loads(files[name]) for name in list(bound)[:4]
    )
    check(files["log.key"].decode() == rules["log_key"] + "\n", "log.key: it is not the key in the rules")
    check_recipients(rules, imported)
    ballots, counting = check_voters(files, entries)
    check_end(entries, rules)
    said = [seal["ballots"], outcome["ballots"], certificate["ballots"]]
    said += [] if imported else [by_type["round.close"]["ballots"]]
    check(all(number == ballots for number in said), "the numbers of ballots differ")
    chain = check_chain(files, raw, entries, rules, outcome)
    check(chain[-1] == (certificate, signatures), "certificate.json: it is not the last one in the log")
    print("ok  the certificate follows from the log and the outcome; two persons signed")
    draw = check_draw(files, rules, outcome, certificate, seal)
    check_trace(files, outcome, certificate)
    check_winners_paid(outcome)
    conclusion = "count attested, not recomputed"
    listed = files["ballots.txt"].decode() if "ballots.txt" in files else None
    if opening is not None:
        opened = check_opening(opening, files, rules, seal, counting)
        listed = listed or opened
    if listed:
        lines = listed.split("\n")
        head, _, salt = lines[0].rpartition(" ")
        check(head == f"schuifruimte-ballots/1 {rules['round']} {ballots}", "ballots.txt: line 1")
        check(len(salt) == 64, "ballots.txt: line 1, the salt")
        check(lines.pop() == "" and len(lines) == ballots + 1, "ballots.txt: the number of ballots")
        for line, number in {line: number for number, line in enumerate(lines[1:], 2)}.items():
            check_ballot(rules, line, f"ballots.txt, line {number}")
        election = Election(rules, lines[1:])
        check_support(election, rules, outcome)
        told = {"winners": [winner["id"] for winner in outcome["winners"]], "cost": outcome["cost"]}
        check_count(election, outcome["count"], told, "the result")
        if draw is not None:
            check_needed(election, rules, draw)
        check_count(election, outcome["comparison"]["count"], outcome["comparison"], "the comparison")
        check_beside(election, outcome)
        print("ok  both counts give the same winners in the same order at the same cost")
        conclusion = f"{ballots} ballots counted again: the same result"
    if imported:
        what = "imported: shows the count, not the casting"
        conclusion = what if listed else f"{what}; {conclusion}"
    print(conclusion)


def main():
    arguments, opening = sys.argv[1:], None
    if len(arguments) == 3 and arguments[1] == "--opening":
        arguments, opening = arguments[:1], arguments[2]
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        files = read_bundle(arguments[0])
        if opening is not None:
            with open(opening, encoding="utf-8", newline="") as file:
                opening = file.read()
    except (OSError, UnicodeDecodeError, tarfile.TarError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    try:
        verify(files, opening)
    except Broken as broken:
        print(f"does not hold: {broken}", file=sys.stderr)
        return 1
    except (KeyError, ValueError, IndexError, TypeError) as error:
        print(f"does not hold: {error!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
