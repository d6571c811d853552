// Counts with the core of pabumeasures on demand: see README.md here. Only this driver is ours.

#include "pb_rules_and_measures/Greedy.h"
#include "pb_rules_and_measures/MesCost.h"
#include "utils/Election.h"
#include "utils/ProjectComparator.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Winners = std::vector<ProjectEmbedding>;

long long nanos(Clock::duration time) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

// The cells of a row between semicolons; a cell may stand in quotes.
std::vector<std::string> cells(const std::string &row) {
    std::vector<std::string> all(1);
    bool quoted = false;
    for (char byte : row) {
        if (byte == '"') {
            quoted = !quoted;
        } else if (byte == ';' && !quoted) {
            all.emplace_back();
        } else if (byte != '\r') {
            all.back().push_back(byte);
        }
    }
    return all;
}

std::string trimmed(const std::string &text) {
    auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// An amount in cents.
long long cents(const std::string &text) {
    auto point = text.find_first_of(".,");
    auto whole = std::stoll(text.substr(0, point)) * 100;
    if (point == std::string::npos) return whole;
    auto rest = (text.substr(point + 1) + "00").substr(0, 2);
    return whole + std::stoll(rest);
}

std::size_t column(const std::vector<std::string> &head, const std::string &name) {
    for (std::size_t at = 0; at < head.size(); at++) {
        if (trimmed(head[at]) == name) return at;
    }
    throw std::runtime_error("no column " + name);
}

struct Read {
    long long budget = 0;
    int voters = 0;
    std::vector<ProjectEmbedding> projects;
};

Read read(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::string row, section;
    std::vector<std::string> head, names;
    std::vector<long long> costs;
    std::vector<std::vector<int>> approvers;
    std::unordered_map<std::string, std::size_t> places;
    Read all;
    std::size_t first = 0, second = 0;
    while (std::getline(file, row)) {
        if (row.starts_with("\xef\xbb\xbf")) row.erase(0, 3);
        if (row.ends_with('\r')) row.pop_back();
        if (row == "META" || row == "PROJECTS" || row == "VOTES") {
            section = row;
            std::getline(file, row);
            head = cells(row);
            first = section == "META" ? 0 : column(head, section == "VOTES" ? "vote" : "project_id");
            second = section == "PROJECTS" ? column(head, "cost") : 1;
            continue;
        }
        if (row.empty()) continue;
        auto parts = cells(row);
        if (section == "META") {
            if (trimmed(parts[0]) == "budget") all.budget = cents(parts[1]);
        } else if (section == "PROJECTS") {
            places[trimmed(parts[first])] = names.size();
            names.push_back(trimmed(parts[first]));
            costs.push_back(cents(parts[second]));
            approvers.emplace_back();
        } else {
            const auto &vote = parts[first];
            for (std::size_t start = 0; start <= vote.size();) {
                auto end = std::min(vote.find(',', start), vote.size());
                auto place = places.find(trimmed(vote.substr(start, end - start)));
                if (place != places.end()) {
                    auto &list = approvers[place->second];
                    if (list.empty() || list.back() != all.voters) list.push_back(all.voters);
                }
                start = end + 1;
            }
            all.voters++;
        }
    }
    for (std::size_t at = 0; at < names.size(); at++) {
        if (costs[at] <= 0 || costs[at] > all.budget || approvers[at].empty()) continue;
        all.projects.emplace_back(costs[at], names[at], approvers[at]);
    }
    return all;
}

long long spent(const Winners &winners) {
    long long sum = 0;
    for (const auto &winner : winners) sum += winner.cost();
    return sum;
}

bool exhausted(const Read &read, const Winners &winners) {
    auto left = read.budget - spent(winners);
    for (const auto &project : read.projects) {
        bool won = false;
        for (const auto &winner : winners) won = won || winner == project;
        if (!won && project.cost() <= left) return false;
    }
    return true;
}

// The endowment rises by one unit a run, from its whole units: our loop around the rule.
Winners add1(const Read &read) {
    Winners stands;
    for (long long endowment = read.budget / read.voters / 100 * 100;; endowment += 100) {
        Election election(endowment * read.voters, read.voters, read.projects);
        auto winners = mes_cost(election, ProjectComparator::ByNameAsc);
        if (spent(winners) > read.budget) return stands;
        stands = std::move(winners);
        if (exhausted(read, stands)) return stands;
    }
}

template <typename Call> void answer(Call call) {
    long long calls = 0;
    auto start = Clock::now();
    while (true) {
        Winners winners = call();
        calls++;
        auto elapsed = nanos(Clock::now() - start);
        if (elapsed >= 2'000'000) {
            std::cout << "{\"nanos\":" << elapsed / calls << ",\"winners\":" << winners.size()
                      << ",\"cost\":" << spent(winners) << "}" << std::endl;
            return;
        }
    }
}

} // namespace

int main() {
    Read all;
    std::unique_ptr<Election> election;
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.starts_with("load ")) {
            auto start = Clock::now();
            all = read(line.substr(5));
            election = std::make_unique<Election>(all.budget, all.voters, all.projects);
            std::cout << "{\"nanos\":" << nanos(Clock::now() - start) << "}" << std::endl;
        } else if (line == "plain") {
            answer([&] { return mes_cost(*election, ProjectComparator::ByNameAsc); });
        } else if (line == "greedy") {
            answer([&] { return greedy(*election, ProjectComparator::ByNameAsc); });
        } else if (line == "add1") {
            answer([&] { return add1(all); });
        } else {
            std::cout << "{}" << std::endl;
        }
    }
}
