//! `schuifruimte routes`: every way into the service, and who may use it.

use clap::Args;
use serde_json::{Value, json};

use super::{Failure, Format, print_json};
use crate::web;

/// Lists every route with who may use it
#[derive(Args)]
#[command(after_help = "Example: schuifruimte routes")]
pub struct RoutesArgs {
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &RoutesArgs) -> Result<(), Failure> {
    let routes = web::table();
    match args.format {
        Format::Json => {
            let route = |route: &web::Route| json!({ "method": route.method.as_str(), "path": route.path, "access": route.access.to_string() });
            print_json(&Value::from_iter(routes.iter().map(route)));
        }
        Format::Text => {
            for route in &routes {
                println!("{:<5} {:<58} {}", route.method.as_str(), route.path, route.access);
            }
        }
    }
    Ok(())
}
