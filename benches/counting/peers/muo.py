"""Counts with muoblpbindings on demand: see README.md here.

Utility 1 gives the rule with cost utility. Projects without supporters are left out, as its interface wants.
"""

import csv
import json
import sys
import time

import muoblpbindings

LEAST = 2_000_000


def read(path):
    """Voters, costs in units of the currency, supporters of each project, budget."""
    sections = {"META": [], "PROJECTS": [], "VOTES": []}
    rows = None
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 1 and row[0].strip() in sections:
                rows = sections[row[0].strip()]
            elif row:
                rows.append(row)
    budget = dict((row[0].strip(), row[1]) for row in sections["META"])["budget"]
    head, *projects = sections["PROJECTS"]
    head = [name.strip() for name in head]
    at, price = head.index("project_id"), head.index("cost")
    cost = {row[at].strip(): float(row[price].replace(",", ".")) for row in projects}
    head, *votes = sections["VOTES"]
    column = [name.strip() for name in head].index("vote")
    behind = {project: [] for project in cost}
    voters = []
    for number, row in enumerate(votes):
        voter = str(number)
        voters.append(voter)
        for project in {name.strip() for name in row[column].split(",")}:
            if project in behind:
                behind[project].append((voter, 1))
    return voters, cost, behind, float(budget.replace(",", "."))


def timed(call):
    """Nanoseconds of one call, and what it gave."""
    calls, start = 0, time.perf_counter_ns()
    while True:
        given = call()
        calls += 1
        elapsed = time.perf_counter_ns() - start
        if elapsed >= LEAST:
            return elapsed // calls, given


def main():
    arguments, cost = None, None
    for line in sys.stdin:
        word, _, path = line.rstrip("\n").partition(" ")
        answer = {}
        if word == "load":
            start = time.perf_counter_ns()
            voters, cost, behind, budget = read(path)
            answer["nanos"] = time.perf_counter_ns() - start
            wanted = [project for project in cost if behind[project] and 0 < cost[project] <= budget]
            arguments = (
                voters,
                wanted,
                {project: cost[project] for project in wanted},
                {project: behind[project] for project in wanted},
                {project: len(behind[project]) for project in wanted},
                budget,
            )
        elif word in ("plain", "add1"):
            count = {"plain": muoblpbindings.equal_shares_utils, "add1": muoblpbindings.equal_shares_add1}[word]
            try:
                nanos, winners = timed(lambda: count(*arguments))
                spent = round(100 * sum(cost[project] for project in winners))
                answer = {"nanos": nanos, "winners": len(winners), "cost": spent}
            except Exception as error:  # a tie that it leaves open, for one
                answer = {"refused": str(error)}
        print(json.dumps(answer), flush=True)


main()
