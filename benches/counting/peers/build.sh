#!/bin/sh
# Builds measures.cpp with the plain rules of an unpacked source package of pabumeasures.
# usage: build.sh UNPACKED PROGRAM
set -eu
source="$1/src/cpp_src"
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Only the rule itself, which does not need OR-Tools: the file up to the end of its first function.
for rule in MesCost Greedy; do
    awk '/ortools|operations_research/ { next } { print } /^std::vector<ProjectEmbedding> / { rule = 1 } rule && /^}/ { exit }' \
        "$source/pb_rules_and_measures/$rule.cpp" > "$work/$rule.cpp"
done
"${CXX:-g++}" -std=c++20 -O3 -I"$source" -I"$source/pb_rules_and_measures" -o "$2" "$here/measures.cpp" "$work/MesCost.cpp" \
    "$work/Greedy.cpp" "$source/utils/Math.cpp" "$source/utils/ProjectComparator.cpp"
