//! What can be typed. The words are the contract's.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::{Country, ElectionKind};
use crate::flow::heat_table::Format;

#[derive(Debug, Parser)]
#[command(name = "arpent", version, about = "Turf mapping for field campaigns: from a voter file to heat maps", max_term_width = 100)]
pub struct Arguments {
    /// The campaign's folder [default: the current folder]
    #[arg(short = 'C', long = "campaign", value_name = "DIR", env = "ARPENT_CAMPAIGN", global = true)]
    pub campaign: Option<PathBuf>,
    /// Print the report as one JSON object on standard output
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// A made-up town, from voter file to map
    Demo(Demo),
    /// Make a new campaign folder
    Init(Init),
    /// Bring in boundaries, streets, addresses, voters, attributes, results or canvass answers
    Import(Import),
    /// Give every voter a probability to vote and to support us
    Score(Score),
    /// Print the heat table of hexes, precincts or another layer
    Heat(Heat),
    /// Find where addresses are, by reference files alone: needs no campaign
    Geocode(Geocode),
    /// Compare the campaign with itself: what a file says against what is on the ground
    Audit(Audit),
    /// Find who is in a file of people twice, or in two files
    Link(Link),
    /// Serve the map to the browser
    Serve(Serve),
    /// Look at registrations merged as one person, and part or join them
    Merges(Merges),
    /// Verify every invariant of the campaign and print what is wrong
    Check,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// How many voters the town has
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1_000..=2_000_000))]
    pub voters: u32,
    /// The same seed gives the same town
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Where to keep the town's campaign [default: arpent-demo in the temporary folder]
    #[arg(long)]
    pub dir: Option<PathBuf>,
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
    /// Stop once the campaign is ready
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum CountryName {
    Us,
    Fr,
}

impl From<CountryName> for Country {
    fn from(name: CountryName) -> Self {
        match name {
            CountryName::Us => Self::Us,
            CountryName::Fr => Self::Fr,
        }
    }
}

#[derive(Debug, Args)]
pub struct Init {
    pub dir: PathBuf,
    #[arg(long, value_enum, default_value = "us")]
    pub country: CountryName,
    /// The campaign's name [default: the folder's]
    #[arg(long)]
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Merges {
    #[command(subcommand)]
    pub what: MergesWhat,
}

#[derive(Debug, Subcommand)]
pub enum MergesWhat {
    /// Print every merged registration, the one that stands for it, and why
    List,
    /// These merged registrations are persons of their own
    Undo {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Two registrations are one person
    Join { one: String, other: String },
}

#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, Subcommand)]
pub enum What {
    /// Areas people vote in: .shp, .zip, .geojson[.gz], .kml, .topojson, postgres://…?table=…
    Boundaries {
        file: String,
        /// The layer to fill; voters are counted by `precincts`
        #[arg(long, default_value = "precincts")]
        layer: String,
        /// The column that holds each area's id
        #[arg(long, value_name = "FIELD")]
        id: Option<String>,
        /// The column that holds each area's name
        #[arg(long, value_name = "FIELD")]
        name: Option<String>,
        /// The coordinate system, when the file does not tell
        #[arg(long, value_name = "EPSG:N")]
        crs: Option<String>,
    },
    /// An OpenStreetMap extract: .osm.pbf, .osm[.gz|.bz2]
    Streets { file: PathBuf },
    /// Known address points, or ranges of house numbers (.shp or .zip of TIGER ADDRFEAT)
    Addresses {
        file: PathBuf,
        /// openaddresses, ban, tiger-addrfeat, or NAME=COLUMN,…
        #[arg(long, default_value = "auto")]
        layout: String,
    },
    /// A voter file, with its vote history and a death list if there are any: text, or .gz, .bz2 or .zip of it
    Voters {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A layout's name, or a layout of your own: FILE.toml
        #[arg(long, default_value = "auto")]
        layout: String,
        /// Files of one row a vote, and tables of what their codes of elections and districts mean
        #[arg(long, num_args = 1..)]
        history: Vec<PathBuf>,
        #[arg(long)]
        deceased: Option<PathBuf>,
        /// Whose file this is: a new file of one source takes the place of its older one [default: the file's name less its dates]
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
    },
    /// What a commercial or other file tells of the voters: each row finds its voter by name, birth and address
    Attributes {
        file: PathBuf,
        /// A voter-file layout's name; any table with id, last_name and address will do
        #[arg(long, default_value = "auto")]
        layout: String,
        /// How its columns are called: NAME_column [default: the file's name less its dates]
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
    },
    /// An election's results by precinct
    Results {
        file: PathBuf,
        /// A layout's name, or a layout of your own: FILE.toml
        #[arg(long, default_value = "auto")]
        layout: String,
        /// The election's date, when the file does not tell
        #[arg(long, value_name = "DATE")]
        election: Option<NaiveDate>,
        /// The election's kind, when the file does not tell
        #[arg(long, value_enum, default_value = "general", requires = "election")]
        kind: Kind,
        /// What holds votes for us: columns, or candidates and parties where the file names them ("MAYOR: DEM")
        #[arg(long, value_name = "COLUMN", num_args = 1..)]
        support: Vec<String>,
    },
    /// Canvass answers: voter id, date, support from 1 (strong support) to 5 (strong against)
    Answers { file: PathBuf },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    General,
    Primary,
    Special,
    Municipal,
    Runoff,
    Other,
}

impl From<Kind> for ElectionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::General => Self::General,
            Kind::Primary => Self::Primary,
            Kind::Special => Self::Special,
            Kind::Municipal => Self::Municipal,
            Kind::Runoff => Self::Runoff,
            Kind::Other => Self::Other,
        }
    }
}

#[derive(Debug, Args)]
pub struct Score {
    /// The election to score for [default: the next federal general election]
    #[arg(long, value_name = "DATE")]
    pub target: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormatName {
    Csv,
    Geojson,
    Parquet,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Geojson => Self::Geojson,
            FormatName::Parquet => Self::Parquet,
        }
    }
}

#[derive(Debug, Args)]
pub struct Heat {
    /// hex:RES (0 to 12), precinct, or another layer's name
    #[arg(long)]
    pub by: String,
    /// Only these voters, as in: party = 'DEM' AND age < 35
    #[arg(long = "where", value_name = "EXPR", default_value = "")]
    pub expr: String,
    #[arg(long, value_enum, default_value = "csv")]
    pub format: FormatName,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Geocode {
    /// A table with the columns id and address, or id, number, street, unit, city and postcode
    pub queries: PathBuf,
    /// Files of known addresses, as `import addresses` takes them
    #[arg(long, required = true, num_args = 1.., value_name = "REFERENCE")]
    pub addresses: Vec<PathBuf>,
    /// Of the reference files: openaddresses, ban, tiger-addrfeat, or NAME=COLUMN,…
    #[arg(long, default_value = "auto")]
    pub layout: String,
    /// Whose words the addresses are in [default: as the references tell, else us]
    #[arg(long, value_enum)]
    pub country: Option<CountryName>,
    /// The CSV to write: id,lon,lat,level,score,ref_id
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    pub what: AuditOf,
}

#[derive(Debug, Subcommand)]
pub enum AuditOf {
    /// Voters whose door lies in another precinct than their file names
    Precincts {
        /// Write one row a voter, who they are included, as CSV
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// A door this close to its file precinct's border may be there for a point set a little off
        #[arg(long, default_value_t = 50.0, value_name = "METRES")]
        border: f64,
    },
}

#[derive(Debug, Args)]
pub struct Link {
    /// A CSV of people with a column `id`
    pub records: PathBuf,
    /// Where to write candidate pairs: id_l, id_r, score
    #[arg(long, value_name = "P.csv")]
    pub pairs: PathBuf,
    /// Where to write who is one person: id, cluster
    #[arg(long, value_name = "C.csv")]
    pub clusters: PathBuf,
    /// Compare only records of different sources, told by the column `source`
    #[arg(long, value_enum, value_name = "source")]
    pub link: Option<LinkBy>,
    /// Where to write the pairs to look at, with their evidence
    #[arg(long, value_name = "R.csv")]
    pub review: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinkBy {
    Source,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
}
