//! Files of neighbourhoods, districts, areas and figures.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::acts;
use crate::acts::borders::{File, What};
use crate::cli::Failure;
use crate::cli::service::Service;
use crate::domain::area::Overlap;
use crate::domain::borders::{Names, Only};
use crate::domain::neighbourhood::Origin;

/// What a file about areas holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Neighbourhoods (buurten): they take the place of those in the same districts.
    Neighbourhoods,
    /// Districts (wijken): code and name.
    Districts,
    /// Areas, one row a neighbourhood.
    Areas,
    /// Figures per neighbourhood: a new version of a data set.
    Figures,
}

/// A file about areas, as CSV or GeoJSON. Coordinates are longitude and latitude, or metres of the Dutch grid (RD).
#[derive(Args)]
#[command(next_help_heading = "Files about areas")]
pub struct AreaArgs {
    /// Take in a file about areas instead: what it holds
    #[arg(long, value_enum, requires_all = ["source", "year", "licence"])]
    pub what: Option<Kind>,
    /// Who published it
    #[arg(long)]
    source: Option<String>,
    /// The year that it is about
    #[arg(long)]
    year: Option<i64>,
    /// Under which licence it was published
    #[arg(long)]
    licence: Option<String>,
    /// Only rows whose code begins with this, such as BU0344 in a file of the whole country
    #[arg(long, default_value = "")]
    only: String,
    /// Name of a data set of figures
    #[arg(long, default_value = "")]
    name: String,
    /// Columns with figures, with commas between them; without it all that hold numbers
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Areas of this file may overlap each other
    #[arg(long)]
    overlap: bool,
    /// Column or property with the code of the neighbourhood
    #[arg(long, default_value = "")]
    code_column: String,
    /// With its name
    #[arg(long, default_value = "")]
    name_column: String,
    /// With the code of the district
    #[arg(long, default_value = "")]
    district_column: String,
    /// With its name
    #[arg(long, default_value = "")]
    district_name_column: String,
    /// With the code of the area
    #[arg(long, default_value = "")]
    area_column: String,
    /// With its name
    #[arg(long, default_value = "")]
    area_name_column: String,
}

/// Takes in a file.
pub async fn run(
    service: &Service,
    kind: Kind,
    args: &AreaArgs,
    path: &Path,
    bytes: &[u8],
) -> Result<(), Failure> {
    let file = File {
        bytes,
        names: Names {
            code: args.code_column.clone(),
            name: args.name_column.clone(),
            district: args.district_column.clone(),
            district_name: args.district_name_column.clone(),
            area: args.area_column.clone(),
            area_name: args.area_name_column.clone(),
        },
        only: Only(args.only.clone()),
        origin: Origin {
            source: args.source.clone().unwrap_or_default(),
            year: args.year.unwrap_or_default(),
            licence: args.licence.clone().unwrap_or_default(),
        },
    };
    let shown = path.display();
    let told = |error: acts::ActError| Failure::refused(format!("{shown}: {error}"));
    let overlap = if args.overlap { Overlap::Allowed } else { Overlap::Refused };
    let what = match kind {
        Kind::Neighbourhoods => What::Neighbourhoods,
        Kind::Districts => What::Districts,
        Kind::Areas => What::Areas(overlap),
        Kind::Figures => {
            let mut context = service.context();
            let id = acts::indicator::add(&mut context, &args.name, &file, &args.columns).await;
            println!("{shown}: data set {}", id.map_err(told)?);
            return Ok(());
        }
    };
    let taken = acts::borders::import(&service.context(), what, &file).await.map_err(told)?;
    match kind {
        Kind::Neighbourhoods => println!(
            "{shown}: {} neighbourhoods are new, {} replaced, {} ended; {} districts are new",
            taken.added, taken.replaced, taken.ended, taken.areas
        ),
        Kind::Districts => println!("{shown}: {} districts are new, {} renamed", taken.areas, taken.replaced),
        Kind::Areas | Kind::Figures => println!("{shown}: {} areas are new", taken.areas),
    }
    Ok(())
}
