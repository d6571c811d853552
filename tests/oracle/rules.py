"""The rules of the count, each its definition written down. Each returns the projects in the order in which
they were bought.

Written apart from the program, standard library only, exact numbers only.
"""

from collections import Counter
from fractions import Fraction

from election import UNIT
from pb import Refused


def greedy(election, ties, score, no_fit, threshold, bought=()):
    """Order projects by score and take each that fits in what is left. One that does not fit is skipped, or
    ends the selection (`stop`). A project whose votes (or sum of points, Borda or rank scores) are below the
    threshold takes no part. Per cost, a free project with support comes before all others."""
    what = {"votes": "cardinality", "votes-per-cost": "cardinality", "points": "points", "points-per-cost":
            "points", "borda-per-cost": "borda", "rank-score": "rank-score"}[score]
    number = {name: sum(row.values()) for name, row in election.worth(what).items()}

    def rating(name):
        if not score.endswith("per-cost"):
            return (0, number[name])
        if election.cost[name] == 0:
            return (1 if number[name] > 0 else 0, 0)
        return (0, Fraction(number[name], election.cost[name]))

    bought = list(bought)
    rest = [p for p in election.takes_part if p not in bought and number[p] >= threshold]
    while True:
        left = election.budget - election.cost_of(bought)
        rest = [p for p in rest if election.limits.allow(bought, p)]
        if no_fit == "skip":
            rest = [p for p in rest if election.cost[p] <= left]
        if not rest:
            return bought
        best = max(rating(p) for p in rest)
        chosen = ties.first([p for p in rest if rating(p) == best])
        if election.cost[chosen] > left:
            return bought
        bought.append(chosen)
        rest.remove(chosen)


def free_projects(election, ties, supporters):
    """In every rule of voters' money, supported projects that cost nothing are bought at the start, in the
    declared order of ties."""
    bought = []
    free = [p for p in election.takes_part if election.cost[p] == 0 and supporters[p]]
    while free := [p for p in free if p not in bought and election.limits.allow(bought, p)]:
        bought.append(ties.first(free))
    return bought


def buyable(election, supporters, bought):
    """Supported projects that are not bought and that the limits allow."""
    return [p for p in election.takes_part
            if election.cost[p] > 0 and supporters[p] and p not in bought and election.limits.allow(bought, p)]


def smallest_rho(cost, purses):
    """The smallest rho with sum of min(money, rho * u) = cost over `purses`, a list of (money, u); None if the
    purses together hold less. From the voter who runs dry first: if that one can pay rho * u, so can the rest.
    Equal purses are taken together, to spare time."""
    purses = Counter(purses)
    if sum(money * number for (money, _), number in purses.items()) < cost:
        return None
    paid, rest = 0, sum(u * number for (_, u), number in purses.items())
    for (money, u), number in sorted(purses.items(), key=lambda item: item[0][0] / item[0][1]):
        rho = (cost - paid) / Fraction(rest)
        if rho * u <= money:
            assert sum(min(money, rho * u) * number for (money, u), number in purses.items()) == cost
            return rho
        paid, rest = paid + money * number, rest - u * number
    raise AssertionError("the purses hold enough")


def equal_shares(election, ties, supporters, endowment):
    """Every voter holds the endowment. Of the projects that their supporters can pay together, buy the one
    with the smallest rho, where each supporter pays min(what is left, rho * u) and these payments add up to
    the cost. Repeat until none can be paid."""
    money = [Fraction(endowment)] * election.voters
    bought = free_projects(election, ties, supporters)
    while True:
        rho = {}
        for p in buyable(election, supporters, bought):
            value = smallest_rho(election.cost[p], [(money[i], u) for i, u in supporters[p].items()])
            if value is not None:
                rho[p] = value
        if not rho:
            return bought
        chosen = ties.first([p for p in rho if rho[p] == min(rho.values())])
        for i, u in supporters[chosen].items():
            money[i] -= min(money[i], rho[chosen] * u)
        bought.append(chosen)


def payers(cost, purses):
    """Exact Equal Shares: drop the poorest while it cannot pay an equal part of the cost."""
    group = sorted(purses)
    while group and group[0] * len(group) < cost:
        group.pop(0)
    return len(group)


def exact_equal_shares(election, ties, supporters, endowment, rounds=None):
    """As Equal Shares, but all who pay for a project pay the same part of it, cost / payers, and supporters
    who do not have that much pay nothing. Buy the project with the most payers * u / cost (u is its cost, or
    1). `rounds` receives what stood before each round: the purses, and what was chosen."""
    money = [Fraction(endowment)] * election.voters
    bought = free_projects(election, ties, supporters)
    while True:
        group = {p: payers(election.cost[p], [money[i] for i in supporters[p]])
                 for p in buyable(election, supporters, bought)}
        gain = {p: yield_of(election, supporters, p, group[p]) for p in group if group[p] > 0}
        chosen = ties.first([p for p in gain if gain[p] == max(gain.values())]) if gain else None
        if rounds is not None:
            rounds.append((list(money), {p: group[p] for p in group}, chosen))
        if chosen is None:
            return bought
        part = Fraction(election.cost[chosen], group[chosen])
        for i in supporters[chosen]:
            if money[i] >= part:
                money[i] -= part
        bought.append(chosen)


def yield_of(election, supporters, project, number):
    """payers * u / cost in Exact Equal Shares, where u is the same for all supporters."""
    return Fraction(number * next(iter(supporters[project].values())), election.cost[project])


def add1(election, options, supporters, run):
    """Count with the first endowment, then with one step more for every voter, and so on; keep the outcome
    before the first one that costs more than the budget. End earlier when every supported project is bought
    (or kept out by a limit), and, as `stop` says, when no supported project, or no project at all, fits in
    what is left. `count-once`: where all projects that take part fit the budget together, one count with B/n."""
    if options["affordable"] == "count-once" and election.cost_of(election.takes_part) <= election.budget:
        share = first_endowment(election, "exact")
        return run(share), share
    endowment = first_endowment(election, options["start"])
    enough = election.cost_of(p for p in election.takes_part if supporters[p])
    standing = run(endowment)
    # With `enough` each voter can pay for everything, so that a higher endowment gives the same outcome.
    while endowment < enough and not is_final(election, options["stop"], supporters, standing):
        following = run(endowment + options["step"])
        if election.cost_of(following) > election.budget:
            break
        standing, endowment = following, endowment + options["step"]
    return standing, endowment


def is_final(election, stop, supporters, bought):
    left = election.budget - election.cost_of(bought)
    supported = buyable(election, supporters, bought)
    every = [p for p in election.takes_part if p not in bought and election.limits.allow(bought, p)]
    if not supported:
        return True
    if stop == "over-budget":
        return False
    rest = supported if stop == "exhaustive-supported" else every
    return all(election.cost[p] > left for p in rest)


def first_endowment(election, start):
    """B / n, `integral`: rounded down to whole units of the currency. Without voters it is B, which nobody holds."""
    share = Fraction(election.budget, max(election.voters, 1))
    return share if start == "exact" else Fraction(share // UNIT * UNIT)


def add_opt(election, ties, options, supporters):
    """Exact Equal Shares with rising endowments, from each to the first higher one at which some round would
    go otherwise. `first-over`: keep the outcome before the first that costs more than the budget;
    `exhaustive`: the same, or the first after which no supported project fits in what is left; `skip`: as
    first-over, but only rises for projects not bought are looked at; `best`: go on to the end and keep, of the
    outcomes within the budget, the first that spends most."""
    form, kept, kept_endowment = options["add-opt"], None, None
    endowment = first_endowment(election, options["start"])
    while True:
        rounds = []
        outcome = exact_equal_shares(election, ties, supporters, endowment, rounds)
        over = election.cost_of(outcome) > election.budget
        if over and form != "best":
            break
        if not over and (form != "best" or kept is None or election.cost_of(outcome) > election.cost_of(kept)):
            kept, kept_endowment = outcome, endowment
        if form == "exhaustive" and is_final(election, "exhaustive-supported", supporters, outcome):
            break
        rise = smallest_rise(election, ties, supporters, rounds, outcome if form == "skip" else [])
        if rise is None:
            break
        endowment += rise
    return kept, kept_endowment


def smallest_rise(election, ties, supporters, rounds, skipped):
    """The least that every voter must hold more before some round goes otherwise: before some project, with
    more payers than it has there, comes before the one that was chosen there (or before nothing). None: never."""
    rises = []
    for money, group, chosen in rounds:
        for p in group:
            purses = sorted((money[i] for i in supporters[p]), reverse=True)
            for number in range(group[p] + 1, len(purses) + 1):
                gain = yield_of(election, supporters, p, number)
                standing = yield_of(election, supporters, chosen, group[chosen]) if chosen is not None else -1
                if p in skipped or gain < standing or (gain == standing and ties.first([p, chosen]) != p):
                    continue
                rises.append(Fraction(election.cost[p], number) - purses[number - 1])
                assert rises[-1] > 0
    return min(rises, default=None)


def phragmen(election, ties, supporters, no_fit):
    """Sequential Phragmen. Each voter carries a load, at first 0. Buying a project makes the loads of its
    supporters equal, at (cost + sum of their loads) / supporters; buy the one where that is smallest. `stop`:
    end as soon as one of the projects that share this smallest load does not fit in what is left; `skip`:
    leave out what does not fit."""
    loads = [Fraction(0)] * election.voters
    bought = free_projects(election, ties, supporters)
    while True:
        left = election.budget - election.cost_of(bought)
        rest = buyable(election, supporters, bought)
        if no_fit == "skip":
            rest = [p for p in rest if election.cost[p] <= left]
        load = {p: (election.cost[p] + sum(loads[i] for i in supporters[p])) / Fraction(len(supporters[p]))
                for p in rest}
        best = [p for p in rest if load[p] == min(load.values())]
        if not best or any(election.cost[p] > left for p in best):
            return bought
        chosen = ties.first(best)
        for i in supporters[chosen]:
            loads[i] = load[chosen]
        bought.append(chosen)


def maximin_support(election, ties, supporters):
    """Each round, for every project that fits in what is left: spread the costs of all bought projects and of
    this one over their supporters so that the most loaded voter carries as little as possible; buy the project
    where that is smallest. The smallest possible maximum is the largest cost(T) / voters who support one of T,
    over all sets T of these projects (Hall), and all these sets are tried here. What does not fit is skipped."""
    mask = {p: sum(1 << i for i in supporters[p]) for p in election.cost}
    bought = free_projects(election, ties, supporters)
    sets, load = [(0, 0)], Fraction(0)  # (cost, supporters) of every set of bought projects; their maximal load
    while True:
        left = election.budget - election.cost_of(bought)
        rest = [p for p in buyable(election, supporters, bought) if election.cost[p] <= left]
        if len(sets) > 1 << 16 and rest:
            raise Refused("too many projects to try all sets")
        loads = {p: max(load, max(Fraction(cost + election.cost[p], (voters | mask[p]).bit_count())
                                  for cost, voters in sets)) for p in rest}
        if not loads:
            return bought
        load = min(loads.values())
        chosen = ties.first([p for p in rest if loads[p] == load])
        sets += [(cost + election.cost[chosen], voters | mask[chosen]) for cost, voters in sets]
        bought.append(chosen)


def bounded_overspending(election, ties, supporters):
    """BOS Equal Shares (arXiv 2409.15005). Over the projects that fit in what is left and every part alpha of
    their cost, 0 < alpha <= 1: lambda is the number with sum of min(money, lambda * u) = alpha * cost, and
    rho = lambda / alpha. Buy, whole, the project with the smallest rho / alpha; each supporter then loses
    min(money, rho * u).

    Settled here: rho / alpha = lambda / alpha^2 is smallest where a supporter runs dry (lambda = money / u) or
    where the whole cost is paid, as between two such points it first rises and then falls; so only these are
    tried. Of equal ones within a project the smallest lambda counts (as in the authors' program). A project whose
    supporters have nothing left has no alpha and is never bought. Endowment: B / n."""
    money = [first_endowment(election, "exact")] * election.voters
    bought = free_projects(election, ties, supporters)
    while True:
        left = election.budget - election.cost_of(bought)
        ratio, price = {}, {}
        for p in buyable(election, supporters, bought):
            purses = [(money[i], u) for i, u in supporters[p].items()]
            whole = smallest_rho(election.cost[p], purses)
            for step in sorted({money / u for money, u in purses} | ({whole} - {None})):
                alpha = sum(min(money, step * u) for money, u in purses) / Fraction(election.cost[p])
                if election.cost[p] <= left and 0 < alpha and (whole is None or step <= whole):
                    if p not in ratio or step / alpha ** 2 < ratio[p]:
                        ratio[p], price[p] = step / alpha ** 2, step / alpha
        if not ratio:
            return bought
        chosen = ties.first([p for p in ratio if ratio[p] == min(ratio.values())])
        for i, u in supporters[chosen].items():
            money[i] -= min(money[i], price[chosen] * u)
        bought.append(chosen)


def max_welfare(election, ties, utility):
    """The set within the budget (and the limits) with the largest sum of u over voters and projects. Of several
    the one that holds the first project in the order of ties that any of them holds, then the next, and so on.
    Projects that are worth nothing to anybody are left out: they cannot add to the sum; except free ones that a
    ballot lists, which join at the end, in the order of ties, as far as the limits allow. Free ones come first."""
    value = {p: sum(row.values()) for p, row in election.worth(utility).items()}
    rest = [p for p in election.takes_part if value[p] > 0]
    chosen, best = [], most_value(election, value, [], rest)
    while rest:
        first = min(ties.keys[p] for p in rest)
        level = [p for p in rest if ties.keys[p] == first]
        able = [p for p in level if most_value(election, value, chosen + [p], [q for q in rest if q != p]) == best]
        if able:
            chosen.append(ties.first(able))
        # What no best set with the chosen ones holds now, none with more of them holds later.
        rest = [p for p in rest if p not in level or (p in able and p not in chosen)]
    free = [p for p in election.takes_part if election.cost[p] == 0 and election.votes[p] and p not in chosen]
    while free := [p for p in free if p not in chosen and election.limits.allow(chosen, p)]:
        chosen.append(ties.first(free))
    return sorted(chosen, key=lambda p: (election.cost[p] > 0, ties.keys[p]))


def most_value(election, value, chosen, rest):
    """The largest value of a set that holds all of `chosen` and any of `rest`; -1 if there is none."""
    left, limits = election.budget - election.cost_of(chosen), election.limits
    if left < 0 or not limits.hold(chosen):
        return -1
    if limits.ceilings or limits.minima or limits.exclusive:  # try all sets
        if not rest:
            return sum(value[p] for p in chosen)
        return max(most_value(election, value, chosen + rest[:1], rest[1:]),
                   most_value(election, value, chosen, rest[1:]))
    front = [(0, 0)]  # (cost, value), both rising: no set with that cost or less is worth more
    for p in rest:
        sets = front + [(cost + election.cost[p], worth + value[p]) for cost, worth in front]
        front, top = [], -1
        for cost, worth in sorted(sets, key=lambda pair: (pair[0], -pair[1])):
            if cost <= left and worth > top:
                front.append((cost, worth))
                top = worth
    return sum(value[p] for p in chosen) + front[-1][1]
