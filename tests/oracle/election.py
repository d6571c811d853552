"""What the count of count.py is about: its options, an election, its limits, and ties.

Written apart from the program, standard library only. Money is in cents; u is what a project is worth to
a voter. A project's supporters are the voters to whom it is worth more than nothing (for cost and
cardinality: all voters who list it).
"""

import hashlib
from fractions import Fraction
from itertools import combinations
from itertools import count as count_up

from pb import RANKED, SCORED, Refused, cents

UNIT = 100
PRESETS = {
    "assen": ["integral", "over-budget", "none", "raise"],
    "wieliczka": ["integral", "over-budget", "none", "raise"],
    "equalshares-net": ["integral", "exhaustive-all", "greedy", "count-once"],
    "pabutools": ["exact", "exhaustive-supported", "none", "raise"],
}
CHOICES = {
    "rule": ["equal-shares", "greedy", "exact-equal-shares", "phragmen", "maximin-support", "max-welfare",
             "bounded-overspending"],
    "score": ["votes", "votes-per-cost", "points", "points-per-cost", "borda-per-cost", "rank-score"],
    "utility": ["cost", "cardinality", "points", "borda", "rank-score"],
    "completion": ["none", "add1", "add-opt"], "start": ["exact", "integral"],
    "stop": ["over-budget", "exhaustive-supported", "exhaustive-all"], "then": ["none", "greedy"],
    "affordable": ["raise", "count-once"], "add-opt": ["best", "first-over", "exhaustive", "skip"],
    "no-fit": ["skip", "stop"], "compare": ["satisfaction", "exclusion-ratio"],
}


def parse(words):
    """Options as a table. A preset is a starting point wherever it stands; named options override it.
    `--start` belongs to add1: without add1 only an explicit `--start integral` rounds B/n down."""
    given = {}
    words = iter(words)
    for word in words:
        name = word[2:] if word.startswith("--") else None
        if name == "explain":
            continue
        value = next(words, None)
        if value is None or name not in [*CHOICES, "preset", "step", "threshold", "ties", "threads", "format"]:
            raise Refused(f"option {word} is not known")
        if name in CHOICES and value not in CHOICES[name]:
            raise Refused(f"--{name} {value} is not known")
        given[name] = value
    options = {"rule": "equal-shares", "score": "votes", "utility": "cost", "completion": "none", "then": "none",
               "stop": "over-budget", "affordable": "raise", "add-opt": "best", "ties": "id-text", "step": "1",
               "threshold": "0", "compare": None}
    if "preset" in given:
        if given["preset"] not in PRESETS:
            raise Refused(f"there is no preset {given['preset']}")
        start, options["stop"], options["then"], options["affordable"] = PRESETS[given["preset"]]
        options["completion"] = "add1"
    else:
        start = "integral"
    options.update(given)
    options.setdefault("start", start if options["completion"] == "add1" else "exact")
    options.setdefault("no-fit", "stop" if options["rule"] == "phragmen" else "skip")
    options["step"], options["threshold"] = cents(options["step"]), Fraction(options["threshold"])
    if options["step"] == 0:
        raise Refused("--step must be above 0")
    return options


class Limits:
    """What a municipality adds. `ceilings`: these projects together cost at most `most`. `minima`: at least
    `least` of the budget is kept for these projects, so the others together cost at most the budget minus
    `least`; of several minima, the projects outside all of some of them have the budget minus their sum.
    `exclusive`: at most one of these. `min_votes`: a project with fewer votes takes no part.
    A project that would break a limit when it comes to be bought is out, and the count goes on."""

    def __init__(self, election, table):
        self.election = election
        self.ceilings = [(set(row["projects"]), row["most"]) for row in table.get("ceilings", [])]
        minima = [(set(row["projects"]), row["least"]) for row in table.get("minima", [])]
        self.minima = [(set().union(*(group for group, _ in some)), sum(least for _, least in some))
                       for size in range(1, len(minima) + 1) for some in combinations(minima, size)]
        self.exclusive = [set(group) for group in table.get("exclusive", [])]
        self.min_votes = table.get("min_votes", 0)

    def hold(self, chosen):
        cost, budget = self.election.cost_of, self.election.budget
        return (all(cost(p for p in chosen if p in group) <= most for group, most in self.ceilings)
                and all(cost(p for p in chosen if p not in group) <= budget - least
                        for group, least in self.minima if any(p not in group for p in chosen))
                and all(sum(p in group for p in chosen) <= 1 for group in self.exclusive))

    def allow(self, bought, project):
        """Whether buying this project now keeps the limits that it touches. Those it does not touch
        held before and hold after."""
        return self.hold(bought + [project])


class Election:
    """One election. Every ballot counts as a voter, blank ones too. A project twice in one ballot counts
    once, at its first place. `takes_part` leaves out what costs more than the budget or has too few votes."""

    def __init__(self, table):
        self.budget, self.type = table["budget"], table["type"]
        self.cost = dict(table["projects"])
        self.place = {name: place for place, name in enumerate(self.cost)}
        if len(self.cost) != len(table["projects"]):
            raise Refused("a project id stands twice")
        self.voters = len(table["ballots"])
        self.ballots = []
        scores = table.get("points") or [[None] * len(ballot) for ballot in table["ballots"]]
        for ballot, row in zip(table["ballots"], scores, strict=True):
            seen = {}
            for name, score in zip(ballot, row, strict=True):
                if name not in self.cost:
                    raise Refused(f"a vote for {name!r}, which is not a project")
                seen.setdefault(name, score)
            self.ballots.append(seen)
        self.votes = {name: sum(name in ballot for ballot in self.ballots) for name in self.cost}
        self.limits = Limits(self, table.get("limits") or {})
        self.takes_part = [name for name in self.cost if self.cost[name] <= self.budget
                           and self.votes[name] >= self.limits.min_votes]

    def cost_of(self, names):
        return sum(self.cost[name] for name in names)

    def worth(self, utility):
        """For each project: voter -> u, for all voters who list it."""
        if utility in ("borda", "rank-score") and self.type not in RANKED:
            raise Refused(f"{utility} needs rankings")
        if utility == "points" and self.type not in SCORED:
            raise Refused("points need ballots with points")
        table = {name: {} for name in self.cost}
        for voter, ballot in enumerate(self.ballots):
            for position, (name, score) in enumerate(ballot.items()):
                table[name][voter] = {
                    "cost": self.cost[name], "cardinality": 1, "points": score,
                    "borda": len(ballot) - position - 1, "rank-score": len(ballot) - position}[utility]
        return table

    def supporters(self, utility):
        """The same, for supporters only."""
        everyone = utility in ("cost", "cardinality")
        return {name: {voter: u for voter, u in row.items() if everyone or u > 0}
                for name, row in self.worth(utility).items()}


class DrawRequired(Exception):
    """The declared order leaves a tie open, and its choice changes the winners."""


class Ties:
    """Chooses among tied projects by the declared steps. Where all steps are equal a lot would decide; then
    `script` says which lots are imagined to fall, and `open` records how many there were to choose from.
    A lot is an order: who was drawn before another stays before it for the whole count."""

    def __init__(self, election, steps, script):
        self.election, self.steps, self.script = election, steps.split(","), script
        self.open, self.taken, self.after = [], [], {}
        self.keys = {name: [self.key(step.strip(), name) for step in self.steps] for name in election.cost}

    def key(self, step, name):
        if step == "most-votes":
            return -self.election.votes[name]
        if step in ("lowest-cost", "highest-cost"):
            return self.election.cost[name] * (1 if step == "lowest-cost" else -1)
        if step == "id-text":
            return name
        if step == "id-number":
            whole = name.isascii() and name.isdigit()
            return (0, int(name), name) if whole else (1, 0, name)
        if step == "file-order":
            return self.election.place[name]
        if step.startswith("lot:"):
            return hashlib.sha256((step[4:] + "\n" + name).encode()).hexdigest()
        raise Refused(f"--ties {step} is not known")

    def first(self, tied):
        tied = sorted(tied)
        best = min(self.keys[name] for name in tied)
        tied = [name for name in tied if self.keys[name] == best]
        drawn = [name for name in tied if not any(name in self.later(other) for other in tied)]
        if len(drawn) == 1:
            return drawn[0]
        turn = self.script[len(self.open)] if len(self.open) < len(self.script) else 0
        self.open.append(len(drawn))
        self.taken.append(turn)
        winner = drawn[turn]
        self.after.setdefault(winner, set()).update(name for name in drawn if name != winner)
        return winner

    def later(self, name):
        """All that are known to come after this project."""
        found, todo = set(), [name]
        while todo:
            new = self.after.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found

    def in_order(self, names):
        names, ordered = list(names), []
        while names:
            ordered.append(self.first(names))
            names.remove(ordered[-1])
        return ordered


def every_lot(election, options, counter):
    """Counts under every lot that could fall. All must give the same set of winners; else a draw is required."""
    answer, todo = None, [[]]
    for runs in count_up():
        if not todo:
            return answer
        if runs > 50_000:
            raise Refused("too many open ties to try them all")
        script = todo.pop()
        ties = Ties(election, options["ties"], script)
        found = counter(ties)
        answer = answer or found
        if set(found["winners"]) != set(answer["winners"]):
            raise DrawRequired
        for place in range(len(script), len(ties.open)):
            todo += [ties.taken[:place] + [turn] for turn in range(1, ties.open[place])]
