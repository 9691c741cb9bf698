//! `arpent link …`

use super::args::Link;
use super::progress::Bar;
use super::report::Printer;
use crate::domain::Outcome;
use crate::flow::link_records::{Wanted, link_records};

pub fn run(link: &Link, out: &Printer) -> Outcome<()> {
    let wanted = Wanted {
        records: &link.records,
        across: link.link.is_some(),
        pairs: &link.pairs,
        clusters: &link.clusters,
        review: link.review.as_deref(),
    };
    let (reading, comparing) = (Bar::new("reading"), Bar::new("comparing"));
    let linked = link_records(&wanted, &reading.callback(), &comparing.callback())?;
    out.links(&linked);
    Ok(())
}
