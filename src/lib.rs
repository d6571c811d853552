//! Schuifruimte: neighbourhood rounds in which residents vote on a reserved share of municipal money, a
//! count that nobody can doubt, and a result that anyone can compute again.
//!
//! # The house
//!
//! Five layers; imports point down only, and a test holds them to it.
//!
//! ```text
//! main -> cli, web -> acts -> store -> domain -> tally
//!             \-> documents -> text
//! ```
//!
//! | room | question | never |
//! |---|---|---|
//! | [`tally`] | how is it counted? exact, deterministic | a float that decides, a clock, randomness |
//! | [`domain`] | what is allowed? rules, money, codes, ballots, logs, bundle | a database, a page, a clock |
//! | [`store`] | where is it kept? SQLite and PostgreSQL, one set of queries | a decision |
//! | [`acts`] | what happens? one function per official act | SQL text, a page |
//! | [`web`] | what is seen? pages for residents and for the office | writing outside an act |
//! | [`documents`] | files that leave: the bundle | a database |
//! | [`text`] | sentences for people, one file per language | |
//! | [`cli`] | one file per command; calls acts as `web` does | |
//!
//! Beside them stand [`config`] (settings), [`clock`] and [`entropy`] (the only readers of time and of
//! randomness: both come in as arguments below), [`keys`] (key files, apart from the database), [`breached`]
//! (passwords that leaked elsewhere, in a file), [`sealing`] (the seal from its first to its last step, over database
//! and key files), [`mailing`] (mail, from the table in which an act writes it down to the mail server), and
//! [`provider`] (the only one that this service asks something of: who a resident is, where the settings name one).
//!
//! # Four walks through it
//!
//! *A vote.* The letter leads to `web::public::short`, which knows the rounds that take votes. `web::public::choose` lists the
//! plans in an order of chance that stands in the address, each with the control that [`domain::ballot_form`] asks, beside
//! the bar of `web::parts::tray`; the script (`web/assets/ballot.js`) keeps both up to date and what was chosen on the
//! device, as `web::parts::basket` allows, and nothing needs it. `web::marks` reads what was typed, and the answer is the
//! review: choices, a cast id and a last moment under one MAC (`web::guard::token`), no cookie and no row.
//! `web::public::ballot` asks once more where something deserves it (`web::public::second_look`), parses the code
//! (`web::public::guess` stands before and after it, for who guesses) and hands the vote to [`acts::ballot::Writer`], which puts all votes that wait into one
//! transaction: it holds each round open, finds letters by the MACs of their codes, decides about each vote
//! (`acts::ballot::decision`), inserts the ballots, locked under the round's key, with a unique key per letter,
//! and queues their leaves for the log. The receipt promises inclusion and shows no choice; with its change code
//! the ballot can be changed until the close, and the log will show that one took the place of the other.
//! Paper, desk, telephone and kiosk come to the same writer ([`acts::ballot::Way`]): [`acts::paper`] holds what two people
//! read off a paper until it is in the box, `web::office::helping` is the desk, `web::kiosk` a device that many use.
//!
//! *A plan.* `web::writing` asks one group of questions a page, for who pitches and for the desk alike, and [`acts::pitch`] keeps
//! each page; [`domain::pitch`] says what is missing, what is asked and what changed between versions. Sent in, it is the
//! office's to admit, to have mended or to refuse (`acts::pitch::review`), never to rewrite: by answers to the same questions for all
//! (`acts::pitch::assessment`), within terms ([`domain::pitch::clock`]), never refused on what its group did not see
//! ([`domain::pitch::hearing`]), and after a refusal by a second officer if the group asks
//! (`acts::pitch::appeal`). Admitted, it is a [`domain::proposal`] with the next number, and `fsck` holds the two against each other.
//! What it asks beside money is answered wish by wish (`acts::pitch::wish`), and counted for everyone.
//! A bid is such a plan for a task of the municipality ([`domain::bid`]); whether the task goes over is decided later and apart, by
//! [`acts::bid`]; the group tells the neighbourhood each year how it goes. Who takes part in a plan says so itself
//! ([`acts::pitch::alliance`]), and so do the groups whose plans go on as one, or one as two ([`acts::pitch::regroup`]).
//! What people say about it until the vote is [`domain::talk`]: [`acts::talk`] keeps what was typed under an address until its owner says
//! yes in a mail. Whatever people write or show with a plan (a comment, a meeting, its text and pictures, what a group said to the office, how a year
//! of a takeover went, why plans go on as one, how it goes after the vote) is taken off in one way, [`acts::moderation`]: reported, taken off with a reason, looked at again by another officer ([`domain::moderation`]).
//! [`domain::support`] counts who wants it looked at, and [`domain::search`] finds it by words that `store::search` keeps with the texts.
//!
//! *A euro.* [`domain::ledger`] is the one account of all money: line, reserved share, area, round, grant, payment,
//! settlement. Every act that moves money posts it in its own transaction; each balance is a row that the posting
//! itself changes, and a CHECK keeps it from going below nothing (`migrations/`), so that the form, the act and the
//! database each refuse what does not fit. [`domain::grant`] follows a grant from the certificate to the last receipt.
//!
//! The public walks the same way in `web::public::money`; [`domain::report`] holds every sum that is shown, and
//! [`documents::report`] writes the same rows as CSV and JSON.
//!
//! *A result.* `acts::round`: open freezes the rules and their fingerprint; close writes all leaves in
//! random order; seal, by two officers, opens every ballot, checks it against its leaf, takes the ballots from
//! their letters and destroys the key; count is a function of rules and ballots.
//! [`acts::certificate`] wants two persons over one hash. [`acts::publication`] makes the bundle that
//! [`domain::bundle`] checks without any database, for auditors with [`domain::opening`] beside it, as does
//! `tests/oracle/verify.py` without any of this code.
//!
//! *After the vote.* [`domain::news`] puts what is on record into one list for pages, feeds ([`documents::atom`]) and the mail
//! of who follows ([`acts::follow`]). [`acts::progress`] is what becomes of a plan: milestones, reports, changes that an officer
//! decides on, what it yields, and the evaluation by which it grows. `web::progress` is the one page on which the group and
//! the office write it; `web::parts::life` shows it to everyone.
//!
//! # What is not there, on purpose
//!
//! No count and no order leaves the service before the certificate, no turnout before the close. No command takes a list of
//! codes. No page needs a script, and what one keeps stays on the device until the vote. Residents get no cookie, but for the minutes in which one
//! is away to sign in with a provider. Nothing in the database says when a ballot came.

pub mod acts;
pub mod breached;
pub mod cli;
pub mod clock;
pub mod config;
pub mod documents;
pub mod domain;
pub mod entropy;
pub mod keys;
pub mod mailing;
pub mod provider;
pub mod sealing;
pub mod store;
pub mod tally;
pub mod text;
pub mod web;
