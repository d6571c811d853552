#!/usr/bin/env python3
"""The count, a second time: short, slow and obvious, written apart from the program.

    python3 tests/oracle/count.py FILE.pb [the options of `schuifruimte tally`]
    python3 tests/oracle/count.py --lines          (an election in JSON per line, an answer per line)

Standard library only, exact numbers only; each rule is its definition written down, with no thought for
speed. Where the program and this file agree on random elections, two readings of the rules agree.

A line: {"budget": CENTS, "type": "approval", "projects": [["id", CENTS], ...], "ballots": [["a", "b"], ...],
"points": [[3, 1], ...], "options": ["--rule", "greedy", ...], "limits": {...}}. An answer: {"winners": [...],
"cost": CENTS, "endowment": "cents", "value": "number", "comparison": {...}} or {"error": "..."}; in it all
amounts are cents, also the value under `--utility cost`. `limits` are described at `Limits` (election.py).
"""

import json
import sys
from fractions import Fraction

from election import UNIT, DrawRequired, Election, every_lot, parse
from pb import Refused, read
from rules import (add1, add_opt, bounded_overspending, equal_shares, exact_equal_shares, first_endowment, greedy,
                   max_welfare, maximin_support, phragmen)


def outcome(election, options, ties):
    """The winners of the rule, and the endowment it ended with."""
    rule, utility = options["rule"], options["utility"]
    if rule == "greedy":
        return greedy(election, ties, options["score"], options["no-fit"], options["threshold"]), None
    if rule == "max-welfare":
        return max_welfare(election, ties, utility), None
    if rule in ("phragmen", "maximin-support"):  # every project that a ballot lists is approved
        utility = "cardinality"
    if rule == "exact-equal-shares" and utility not in ("cost", "cardinality"):
        raise Refused("exact-equal-shares knows cost and cardinality")
    if options["completion"] == "add-opt" and rule != "exact-equal-shares":
        raise Refused("add-opt belongs to exact-equal-shares")
    supporters, endowment = election.supporters(utility), None
    if rule == "phragmen":
        bought = phragmen(election, ties, supporters, options["no-fit"])
    elif rule == "maximin-support":
        bought = maximin_support(election, ties, supporters)
    elif rule == "bounded-overspending":
        bought, endowment = bounded_overspending(election, ties, supporters), first_endowment(election, "exact")
    elif options["completion"] == "add-opt":
        bought, endowment = add_opt(election, ties, options, supporters)
    else:
        shares = equal_shares if rule == "equal-shares" else exact_equal_shares

        def run(amount):
            return shares(election, ties, supporters, amount)

        if options["completion"] == "add1":
            bought, endowment = add1(election, options, supporters, run)
        else:
            endowment = first_endowment(election, options["start"])
            bought = run(endowment)
    if options["then"] == "greedy":
        bought = greedy(election, ties, "votes", "skip", options["threshold"], bought)
    return bought, endowment


def compare(election, by, ours, theirs):
    """Voters who prefer each of two outcomes, by the number of listed winners, or by having at least one."""
    def satisfaction(ballot, winners):
        number = sum(p in winners for p in ballot)
        return number if by == "satisfaction" else min(number, 1)

    pairs = [(satisfaction(ballot, ours), satisfaction(ballot, theirs)) for ballot in election.ballots]
    return sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)


def tally(table, words):
    """The answer for one election, amounts in cents. With --compare the outcome that is kept wins: the rule's,
    unless more voters prefer greedy by votes (which knows no threshold)."""
    election, options = Election(table), parse(words)

    def counter(ties):
        winners, endowment = outcome(election, options, ties)
        answer = {"winners": winners, "endowment": endowment}
        if options["compare"]:
            other = greedy(election, ties, "votes", "skip", 0)
            rule, against = compare(election, options["compare"], winners, other)
            kept = "greedy" if against > rule else "rule"
            answer["comparison"] = {"by": options["compare"], "prefer_rule": rule, "prefer_greedy": against,
                                    "kept": kept}
            answer["winners"] = other if kept == "greedy" else winners
        return answer

    answer = every_lot(election, options, counter)
    answer["cost"] = election.cost_of(answer["winners"])
    if options["rule"] == "max-welfare":
        worth = election.worth(options["utility"])
        answer["value"] = sum(u for p in answer["winners"] for u in worth[p].values())
        answer["value_unit"] = UNIT if options["utility"] == "cost" else 1
    return answer


def in_units(amount):
    """An amount as tally.md writes it: whole, with two decimals, or an exact fraction."""
    amount = Fraction(amount)
    hundredths = amount * 100
    if amount.denominator == 1 or hundredths.denominator != 1:
        return str(amount)
    return f"{hundredths.numerator // 100}.{hundredths.numerator % 100:02}"


def report(answer, unit):
    """The answer as JSON; `unit` is how many cents an amount counts in."""
    write = in_units if unit == UNIT else str
    value_unit = answer.pop("value_unit", 1)
    done = {name: answer[name] for name in ("winners", "comparison") if name in answer}
    done["cost"] = write(Fraction(answer["cost"], unit)) if unit == UNIT else answer["cost"]
    if "value" in answer:
        done["value"] = write(Fraction(answer["value"]) / (value_unit if unit == UNIT else 1))
    if answer["endowment"] is not None:
        done["endowment"] = write(Fraction(answer["endowment"]) / unit)
    return done


def lines():
    for line in sys.stdin:
        try:
            table = json.loads(line, parse_float=Fraction)
            answer = report(tally(table, table.get("options", [])), 1)
        except DrawRequired:
            answer = {"error": "draw_required"}
        except Exception as error:  # one bad line must not end the others
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def main(words):
    if words == ["--lines"]:
        return lines()
    if not words or words[0].startswith("--"):
        sys.exit(__doc__)
    try:
        print(json.dumps(report(tally(read(words[0]), words[1:]), UNIT), ensure_ascii=False))
    except (Refused, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except DrawRequired:
        print("draw_required", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
