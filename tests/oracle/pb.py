"""Reads a .pb election: a semicolon table in three sections (META, PROJECTS, VOTES), each with a header row.

Written apart from the program, standard library only. Amounts become whole cents. The first thing that
does not hold refuses the file with its line number.
"""

import csv
import io
from fractions import Fraction

RANKED, SCORED = ("ordinal",), ("cumulative", "scoring")


class Refused(Exception):
    """Input that cannot be counted, in one sentence."""


def cents(text):
    """An amount in units of the currency as whole cents; a decimal comma is read as a point."""
    try:
        amount = Fraction(text.strip().replace(",", ".")) * 100
    except (ValueError, ZeroDivisionError):
        raise Refused(f"{text!r} is not an amount") from None
    if amount.denominator != 1 or amount < 0:
        raise Refused(f"{text!r} is not an amount of 0 or more with at most two decimals")
    return int(amount)


def points(text):
    """A score: a whole or decimal number."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Refused(f"{text!r} is not a number of points") from None


def items(cell):
    """The entries of a comma list; an empty cell holds none."""
    return [item.strip() for item in cell.split(",")] if cell.strip() else []


def read(path):
    """The election in the form of the JSON lines of count.py (see there)."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    meta, election = {}, {"projects": [], "ballots": [], "points": []}
    section, header = None, None
    rows = csv.reader(io.StringIO(text), delimiter=";", quotechar='"')
    for row in rows:
        try:
            if len(row) == 0 or row == [""]:
                continue
            if len(row) == 1 and row[0].strip().upper() in ("META", "PROJECTS", "VOTES"):
                section, header = row[0].strip().upper(), None
            elif header is None:
                header = [name.strip().lower() for name in row]
            elif section == "META":
                meta[row[0].strip().lower()] = row[1].strip()
            elif section == "PROJECTS":
                project = dict(zip(header, row))
                election["projects"].append([project["project_id"].strip(), cents(project["cost"])])
            elif section == "VOTES":
                add_ballot(election, dict(zip(header, row)), meta["vote_type"])
            else:
                raise Refused("a line before the first section")
        except (Refused, KeyError, IndexError) as error:
            raise Refused(f"{path}, line {rows.line_num}: {error}") from None
    try:
        election["budget"], election["type"] = cents(meta["budget"]), meta["vote_type"]
    except KeyError as error:
        raise Refused(f"{path}: META has no {error}") from None
    if election["type"] not in SCORED:
        del election["points"]
    return election


def add_ballot(election, row, vote_type):
    """A blank ballot is a ballot. A points column counts only where the vote type says so."""
    ballot = items(row["vote"])
    known = {name for name, _ in election["projects"]}
    for name in ballot:
        if name not in known:
            raise Refused(f"a vote for {name!r}, which is not a project")
    election["ballots"].append(ballot)
    if vote_type in SCORED:
        scores = [points(item) for item in items(row["points"])]
        if len(scores) != len(ballot):
            raise Refused("not as many points as projects")
        election["points"].append(scores)
