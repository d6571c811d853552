//! What is seen? Pages for residents and for the office.
//!
//! [`table`] lists every route with who may use it, and the router is made from it: a route that is not
//! in the table does not exist. A handler either renders (GET) or does one act and then renders again or
//! redirects (POST). Nothing here writes outside an act.

pub mod assets;
pub mod booth;
pub mod error;
pub mod guard;
pub mod health;
pub mod office;
pub mod parts;
pub mod paths;
pub mod problem;
pub mod public;
pub mod serve;
pub mod state;
pub mod visit;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::response::IntoResponse as _;
use axum::routing::{MethodFilter, MethodRouter, on};
use tower::Layer as _;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

use crate::domain::account::Permission;
use error::{Kind, Refusal};
use paths as p;
use state::App;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone. What a voter may do is decided by the code on the letter, not by the route.
    Anyone,
    /// Staff who are signed in and whose role carries the permission. For others it does not exist.
    Staff(Permission),
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Access::Anyone => f.write_str("anyone"),
            Access::Staff(permission) => write!(f, "staff: {}", permission.name()),
        }
    }
}

/// One way into the service.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its parts in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: MethodRouter<App>,
}

fn get<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, handler: on(MethodFilter::GET, handler) }
}

fn post<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, handler: on(MethodFilter::POST, handler) }
}

/// Every route with who may use it.
pub fn table() -> Vec<Route> {
    let rounds = [public_routes(), office_routes(), round_routes(), pot_routes()];
    let money = [money_routes(), grant_routes(), decision_routes(), payment_routes()];
    rounds.into_iter().chain(money).flatten().collect()
}

fn public_routes() -> Vec<Route> {
    use Access::Anyone;
    vec![
        get(p::HOME, Anyone, public::home::show),
        get(p::VOTE_SHORT, Anyone, public::home::vote),
        get(p::ROUND_LIST, Anyone, public::home::list_of_rounds),
        get(p::ROUND, Anyone, public::round::show),
        get(p::PROPOSAL, Anyone, public::proposal::show),
        get(p::CHOOSE, Anyone, public::choose::show),
        post(p::CHOOSE, Anyone, public::choose::review),
        post(p::CAST, Anyone, public::ballot::cast),
        get(p::NO_LETTER, Anyone, public::letter::none),
        get(p::OUTCOME, Anyone, public::outcome::show),
        get(p::LOG, Anyone, public::log::show),
        get(p::RECOUNT, Anyone, public::recount::show),
        get(p::BUNDLE, Anyone, public::recount::bundle),
        get(p::RULES, Anyone, public::recount::rules),
        get(p::TRACE, Anyone, public::recount::trace),
        get(p::OLD_CERTIFICATE, Anyone, public::recount::certificate),
        get(p::PUBLIC_MONEY, Anyone, public::money::all::show),
        get(p::PUBLIC_LINE, Anyone, public::money::line::show),
        get(p::PUBLIC_AREA, Anyone, public::money::area::show),
        get(p::PUBLIC_GRANT, Anyone, public::money::grant::show),
        get(p::POSTINGS, Anyone, public::money::postings::show),
        get(p::REPORT, Anyone, public::money::report::show),
        get(p::YEAR_REPORT, Anyone, public::money::council::show),
        get(p::MIX_YEAR, Anyone, public::money::realised::all),
        get(p::ROUND_MONEY, Anyone, public::money::round::show),
        get(p::SCENARIO, Anyone, public::money::scenario::show),
        get(p::SCENARIO_CSV, Anyone, public::money::scenario::csv),
        get(p::SCENARIO_JSON, Anyone, public::money::scenario::json),
        get(p::METHOD, Anyone, public::about::method),
        get(p::PRIVACY, Anyone, public::about::privacy),
        get(p::TRUST, Anyone, public::about::trust),
        get(p::ACCESSIBILITY, Anyone, public::about::accessibility),
        get(p::MIX, Anyone, public::mix::show),
        get(p::MIX_FILE, Anyone, public::mix::file),
        get(p::MIX_REALISED, Anyone, public::money::realised::show),
        get(p::MIX_REALISED_CSV, Anyone, public::money::realised::csv),
        get(p::MIX_REALISED_JSON, Anyone, public::money::realised::json),
        get(p::QUICK, Anyone, public::quick::show),
        get(p::ASSET, Anyone, assets::show),
        get(p::ALIVE, Anyone, health::alive),
        get(p::READY, Anyone, health::ready),
    ]
}

/// Work, sign-in, and what a programme manager keeps.
fn office_routes() -> Vec<Route> {
    use Access::{Anyone, Staff};
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    vec![
        get(p::SIGN_IN, Anyone, office::session::show),
        post(p::SIGN_IN, Anyone, office::session::start),
        post(p::SIGN_OUT, view, office::session::end),
        get(p::OFFICE, view, office::work::show),
        get(p::MUNICIPALITY, view, office::municipality::show),
        post(p::MUNICIPALITY, manage, office::municipality::change),
        get(p::AREAS, view, office::areas::page::show),
        post(p::AREAS, manage, office::areas::add),
        get(p::AREA, view, office::areas::one::show),
        post(p::AREA_SETS, manage, office::areas::one::set),
        post(p::AREA_FILES, manage, office::areas::files::bring),
        post(p::FIGURES, manage, office::areas::files::bring_figures),
        get(p::FIGURE_SET, view, office::areas::figures::show),
        post(p::AUDITORS, manage, office::auditors::add),
        post(p::AUDITOR_REMOVAL, manage, office::auditors::remove),
        post(p::STAFF, manage, office::staff::add),
        post(p::STAFF_ENABLED, manage, office::staff::set_enabled),
        post(p::STAFF_PASSWORD, manage, office::staff::set_password),
    ]
}

/// Rounds, from the plan to the certificate.
fn round_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let run = Staff(Permission::RunRounds);
    let certify = Staff(Permission::Certify);
    vec![
        get(p::ROUNDS, view, office::rounds::show),
        post(p::ROUNDS, run, office::rounds::add),
        get(p::OFFICE_ROUND, view, office::round::show),
        get(p::ROUND_PLAN, run, office::plan::show),
        post(p::ROUND_PLAN, run, office::plan::change),
        get(p::ROUND_PROPOSALS, view, office::proposals::list),
        post(p::ROUND_PROPOSALS, run, office::proposals::add),
        get(p::ROUND_PROPOSAL, view, office::proposals::show),
        post(p::ROUND_PROPOSAL, run, office::proposals::change),
        post(p::ROUND_WITHDRAWAL, run, office::proposals::withdraw),
        get(p::ROUND_LETTERS, view, office::letters::show),
        post(p::ROUND_LETTERS, run, office::letters::ask),
        post(p::ROUND_LETTER, run, office::letters::decide),
        get(p::REGISTER, view, office::register::show),
        post(p::REGISTER, run, office::register::propose),
        post(p::REGISTER_APPROVAL, run, office::register::accept),
        post(p::REGISTER_WITHDRAWAL, run, office::register::withdraw),
        get(p::ROUND_STEP, run, office::step::show),
        post(p::ROUND_STEP, run, office::step::take),
        get(p::ROUND_LOT, view, office::lot::show),
        post(p::ROUND_LOT, run, office::lot::enter),
        post(p::ROUND_LOT_APPROVAL, run, office::lot::confirm),
        post(p::ROUND_LOT_REFUSAL, run, office::lot::refuse),
        // For everyone in the office: auditors may do nothing but look, and it is they who need the file. Who has no
        // key of an auditor cannot read it.
        get(p::OPENING, view, office::seal::opening),
        get(p::CERTIFICATE, view, office::certificate::show),
        post(p::CERTIFICATE, run, office::certificate::propose),
        post(p::CERTIFICATE_APPROVAL, certify, office::certificate::approve),
        post(p::CERTIFICATE_REFUSAL, certify, office::certificate::refuse),
    ]
}

/// Quick response, mix statements and the limits of pots.
fn pot_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let run = Staff(Permission::RunRounds);
    vec![
        get(p::OFFICE_MIX, view, office::mix::show),
        post(p::OFFICE_MIX, run, office::mix::add),
        post(p::CITY_POTS, Staff(Permission::ManageMoney), office::mix::city),
        get(p::OFFICE_QUICK, view, office::quick::show),
        post(p::OFFICE_QUICK, run, office::quick::open),
        get(p::OFFICE_QUICK_ROUND, view, office::quick::one),
        post(p::OFFICE_QUICK_ROUND, run, office::quick::ask),
        post(p::QUICK_DECISION, run, office::quick::decide),
        post(p::QUICK_END, run, office::quick::end),
    ]
}

/// Budgets, areas' parts of them, and transfers.
fn money_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let money = Staff(Permission::ManageMoney);
    let (propose, confirm) = (Staff(Permission::ProposeTransfers), Staff(Permission::ConfirmTransfers));
    vec![
        get(p::DIVISIONS, view, office::division::show),
        get(p::DIVISION, view, office::division::shown::show),
        get(p::DIVISION_KEY, money, office::division::ask::show),
        post(p::DIVISION_PROPOSAL, money, office::division::propose),
        post(p::DIVISIONS, money, office::division::decide),
        get(p::MONEY, view, office::money::show),
        post(p::MONEY, money, office::budgets::add),
        get(p::BUDGET_NEW, money, office::budgets::new),
        get(p::BUDGET, view, office::budgets::show),
        post(p::BUDGET_TERMS, money, office::budget_terms::change),
        get(p::TRANSFERS, view, office::transfers::show),
        post(p::TRANSFERS, propose, office::transfers::propose),
        get(p::TRANSFER, view, office::transfers::one),
        post(p::TRANSFER_APPROVAL, confirm, office::transfers::confirm),
        // Whoever proposed takes back what was proposed in the same way.
        post(p::TRANSFER_REFUSAL, propose, office::transfers::refuse),
        get(p::LINE, view, office::line::show),
        post(p::LINE, money, office::line::change),
        post(p::ALLOCATIONS, money, office::line::set_allocation),
    ]
}

/// Grants, from the certificate on, and whom they go to.
fn grant_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    let money = Staff(Permission::ManageMoney);
    let run = Staff(Permission::RunRounds);
    let certify = Staff(Permission::Certify);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        post(p::DISCLOSURE, run, office::disclosure::set),
        get(p::PROVEN, view, office::proven::show),
        post(p::PROVEN, run, office::proven::state),
        post(p::PROVEN_CHECK, run, office::proven::check),
        post(p::ROUND_INTEREST, run, office::interest::state),
        post(p::ROUND_TERMS, run, office::interest::set_terms),
        post(p::PLAN_CHECK, run, office::interest::check_plan),
        get(p::GRANTS, view, office::grants::list::show),
        get(p::OFFICE_GRANT, view, office::grants::page::show),
        get(p::GRANT_STEP, handle, office::grants::step::show),
        post(p::GRANT_STEP, handle, office::grants::step::take),
        get(p::GRANT_YEARS, handle, office::grants::years::show),
        post(p::GRANT_YEARS, handle, office::grants::years::set),
        get(p::GRANT_CONDITION, decide, office::grants::condition::show),
        post(p::GRANT_CONDITION, decide, office::grants::condition::take),
        get(p::RESERVE_LIST, view, office::reserve_list::show),
        post(p::RESERVE_LIST, run, office::reserve_list::propose),
        post(p::RESERVE_LIST_APPROVAL, certify, office::reserve_list::approve),
        post(p::RESERVE_LIST_REFUSAL, certify, office::reserve_list::refuse),
        post(p::RESERVE_LIST_END, decide, office::reserve_list::end),
        post(p::RESERVE_LIST_OUT, decide, office::reserve_list::out::strike),
        post(p::OBJECTION_RELEASE, decide, office::reserve_list::release_objections),
        get(p::GRANT_FILE, view, office::grants::file::show),
        post(p::GRANT_RECIPIENT, handle, office::grants::file::make_out),
        post(p::GRANT_ALLIANCE, handle, office::grants::file::share),
        post(p::GRANT_ONWARD, handle, office::grants::file::pay_on),
        post(p::GRANT_COMPUTED, handle, office::grants::file::compute),
        post(p::GRANT_CHECK, handle, office::grants::file::answer_check),
        get(p::RECIPIENTS, view, office::recipients::list),
        post(p::RECIPIENTS, handle, office::recipients::add),
        post(p::YEAR_TERMS, money, office::recipients::set_year),
        get(p::RECIPIENT, view, office::recipients::show),
        post(p::RECIPIENT, handle, office::recipients::change),
        post(p::RECIPIENT_LINKS, handle, office::recipients::link),
        post(p::RECIPIENT_AID, handle, office::recipients::declare),
        get(p::SMO, view, office::smo::show),
        post(p::SMO, manage, office::smo::enter),
    ]
}

/// Decisions, their letters, mandates and objections.
fn decision_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        get(p::DECISIONS, view, office::decisions::show),
        post(p::REFUSALS, decide, office::decisions::refusals::refuse),
        get(p::DECISION, view, office::decisions::one::show),
        post(p::DECISION, handle, office::decisions::one::send),
        get(p::ROUND_DECISIONS, handle, office::decisions::sending::show),
        post(p::ROUND_DECISIONS, handle, office::decisions::sending::send),
        get(p::DECISION_LETTER, view, office::decisions::letter::show),
        get(p::DECISION_PDF, view, office::decisions::letter::pdf),
        get(p::MANDATES, view, office::mandates::show),
        post(p::MANDATES, manage, office::mandates::enter),
        post(p::MANDATE_END, manage, office::mandates::end),
        get(p::OBJECTIONS, view, office::objections::show),
        post(p::OBJECTIONS, handle, office::objections::receive),
        get(p::OBJECTION, view, office::objections::one::show),
        post(p::OBJECTION, decide, office::objections::one::decide),
        post(p::OBJECTION_EXTENSION, handle, office::objections::one::extend),
    ]
}

/// Payments, accounts and what is paid back.
fn payment_routes() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let money = Staff(Permission::ManageMoney);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        post(p::GRANT_PLAN, handle, office::grants::payment_steps::plan),
        post(p::GRANT_ADVANCES, handle, office::grants::payment_steps::advance),
        post(p::GRANT_ADVANCE, handle, office::grants::payment_steps::advance_step),
        post(p::GRANT_ORDER, handle, office::grants::payment_steps::order_step),
        post(p::GRANT_ORDER_RETURN, money, office::grants::payment_steps::order_return),
        post(p::GRANT_ACCOUNT, handle, office::grants::payment_steps::account),
        post(p::GRANT_REMINDER, handle, office::grants::payment_steps::remind),
        post(p::GRANT_SETTLEMENT, decide, office::grants::payment_steps::settle),
        post(p::GRANT_RECLAIM, decide, office::grants::payment_steps::reclaim),
        post(p::GRANT_REPAYMENT, money, office::grants::payment_steps::repay),
        post(p::GRANT_WRITE_OFF, decide, office::grants::payment_steps::write_off),
        post(p::GRANT_CASE, handle, office::casefile::of_grant),
        post(p::ROUND_CASE, handle, office::casefile::of_round),
        post(p::QUICK_CASE, handle, office::casefile::of_standing),
        post(p::GRANT_CLOSE, handle, office::grants::payment_steps::close),
        get(p::PAYMENTS, view, office::payments::show),
        post(p::PAYMENTS, handle, office::payments::gather),
        post(p::PAYER, money, office::payments::bank::set_payer),
        post(p::PAYMENT_RECEIPTS, money, office::payments::bank::take_receipts),
        get(p::PAYMENT_BOUNDS, view, office::payments::bounds::show),
        post(p::PAYMENT_BOUNDS, money, office::payments::bounds::set),
        get(p::PAYMENT_BATCH, view, office::payments::batch::show),
        post(p::PAYMENT_APPROVAL, decide, office::payments::batch::approve),
        post(p::PAYMENT_WITHDRAWAL, handle, office::payments::batch::withdraw),
        post(p::PAYMENT_FILE, money, office::payments::batch::file),
    ]
}

/// The routes behind their guards.
fn router(app: &App) -> Router {
    let mut router = Router::new();
    for route in table() {
        let guard = middleware::from_fn_with_state((app.clone(), route.access), guard::enter);
        router = router.route(route.path, route.handler.route_layer(guard));
    }
    // What a page holds for one person only is never compressed beside what that person typed.
    let compressed = SizeAbove::new(1_024).and(NotForContentType::IMAGES).and(is_kept);
    router
        .fallback(|| async { Refusal::NOT_FOUND })
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Refusal(Kind::IntegrityFailed).into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), guard::around))
        .layer(CompressionLayer::new().compress_when(compressed))
        .with_state(app.clone())
}

/// Whether an answer may be kept by browsers, which means that it is for everyone.
fn is_kept(
    _: axum::http::StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    headers.get(axum::http::header::CACHE_CONTROL).is_some_and(|value| value != "no-store")
}

/// The service: the language comes off the address before a route is looked for.
pub fn service(
    app: &App,
) -> impl tower::Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ Send
+ use<> {
    let language = MapRequestLayer::new(|mut request: Request| {
        let (lang, rest) = paths::split_language(request.uri().path());
        if rest.len() != request.uri().path().len() {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            if let Ok(uri) = format!("{rest}{query}").parse() {
                *request.uri_mut() = uri;
            }
        }
        request.extensions_mut().insert(lang);
        request
    });
    language.layer(router(app))
}
