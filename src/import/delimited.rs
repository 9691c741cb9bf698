//! What rows does a delimited file hold, whatever its delimiter, quoting and encoding?

use std::borrow::Cow;
use std::cell::Cell;

use csv::ByteRecord;
use encoding_rs::WINDOWS_1252;

use super::fixed;
use super::ledger::{Fate, Ledger, Refusal};
use super::lines::{Lines, ROW_MAX, first_line, first_rows};
use crate::domain::{Outcome, Problem, RejectReason, Source};

const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];
/// Rows looked at to learn how wide the file really is.
const SAMPLE_ROWS: usize = 50;
/// More columns than any office publishes.
const COLUMNS_MAX: usize = 5000;
/// Rows between two reports of progress.
const REPORT_EVERY: u64 = 8192;

/// How far a reading over several files is: told in bytes.
pub(crate) struct Meter<'p> {
    progress: &'p (dyn Fn(u64, u64) + Sync),
    done: Cell<u64>,
    total: u64,
}

impl<'p> Meter<'p> {
    pub fn new(progress: &'p (dyn Fn(u64, u64) + Sync), total: u64) -> Self {
        Self { progress, done: Cell::new(0), total }
    }

    pub fn silent() -> Self {
        Self::new(&|_, _| (), 0)
    }

    fn within(&self, bytes: usize) {
        (self.progress)(self.done.get() + bytes as u64, self.total);
    }

    fn finish(&self, bytes: usize) {
        self.done.set(self.done.get() + bytes as u64);
        (self.progress)(self.done.get(), self.total);
    }
}

/// One file with a header, its own or the layout's.
pub(crate) struct Table<'a> {
    pub name: &'a str,
    /// Column names as the file writes them.
    pub header: Vec<String>,
    /// What a person should know about this file's shape.
    pub remark: Option<String>,
    rows: Rows<'a>,
}

enum Rows<'a> {
    /// Text after any byte-order mark, header included where the file has one.
    Delimited { text: &'a [u8], size: usize, delimiter: u8, width: usize, has_header: bool, repeat: Option<usize> },
    /// Lines of one length, cut at the same places.
    Fixed { text: &'a [u8], size: usize, widths: Vec<usize> },
    /// Rows that came in another form, such as the properties of map features.
    Ready(Vec<ByteRecord>),
}

/// One row and where it stands.
pub(crate) struct Row<'r> {
    record: &'r ByteRecord,
    /// As a person counts lines in an editor: the header is 1.
    pub line: u64,
}

impl<'r> Row<'r> {
    /// A row of which nobody asks where it stands.
    pub fn of(record: &'r ByteRecord) -> Self {
        Self { record, line: 1 }
    }

    /// The cell's text, trimmed, runs of spaces squeezed: UTF-8, or else Windows-1252 (files mix both).
    pub fn text(&self, column: usize) -> Cow<'r, str> {
        let bytes = self.record.get(column).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) => squeezed(text),
            Err(_) => Cow::Owned(squeezed(&WINDOWS_1252.decode_without_bom_handling(bytes).0).into_owned()),
        }
    }

    /// How many cells the row has.
    pub fn width(&self) -> usize {
        self.record.len()
    }

    /// Every byte of the row, to tell whether two rows are the same.
    pub fn bytes(&self) -> &'r [u8] {
        self.record.as_slice()
    }
}

impl<'a> Table<'a> {
    pub fn open(source: Source<'a>) -> Outcome<Self> {
        let text = plain_text(source)?;
        let delimiter = delimiter(first_line(text));
        let mut sample = first_rows(text, delimiter, SAMPLE_ROWS + 1).into_iter();
        let header = sample.next().ok_or_else(|| Problem::new("holds no rows").file(source.name))?;
        if header.len() > COLUMNS_MAX {
            let columns = header.len();
            return Err(Problem::new(format!("its first row has {columns} columns, and a table may have {COLUMNS_MAX}"))
                .file(source.name)
                .remedy("check that this is the right file"));
        }
        let header: Vec<String> = (0..header.len()).map(|column| Row::of(&header).text(column).into_owned()).collect();
        let (width, remark) = true_width(header.len(), sample);
        let rows = Rows::Delimited { text, size: source.bytes.len(), delimiter, width, has_header: true, repeat: None };
        Ok(Self { name: source.name, header, remark, rows })
    }

    /// Lets rows go on past the header in steps of `fields`: some offices name only the first of many alike blocks.
    pub fn running_on(mut self, fields: Option<usize>) -> Self {
        if let Rows::Delimited { repeat, .. } = &mut self.rows {
            *repeat = fields;
        }
        self
    }

    pub fn of_records(name: &'a str, header: Vec<String>, records: Vec<ByteRecord>) -> Self {
        Self { name, header, remark: None, rows: Rows::Ready(records) }
    }

    /// The first rows, with the one that was taken for a header.
    pub fn sample(&self) -> Vec<ByteRecord> {
        let Rows::Delimited { text, delimiter, .. } = &self.rows else { return Vec::new() };
        first_rows(text, *delimiter, SAMPLE_ROWS)
    }

    /// The first rows as columns of these widths; none when a line has another length.
    pub fn sample_fixed(&self, widths: &[usize]) -> Vec<ByteRecord> {
        let Rows::Delimited { text, .. } = &self.rows else { return Vec::new() };
        let cut: Option<Vec<ByteRecord>> = fixed::lines(text).take(SAMPLE_ROWS).map(|line| fixed::cut(line.text, widths)).collect();
        cut.unwrap_or_default()
    }

    /// The same file, its first row taken for what it is: a row like the others. Widths are empty where delimiters stand.
    pub fn without_header(self, names: &[String], widths: &[usize]) -> Self {
        let rows = match self.rows {
            Rows::Delimited { text, size, .. } if !widths.is_empty() => Rows::Fixed { text, size, widths: widths.to_vec() },
            Rows::Delimited { text, size, delimiter, .. } => {
                Rows::Delimited { text, size, delimiter, width: names.len(), has_header: false, repeat: None }
            }
            rows => rows,
        };
        Self { name: self.name, header: names.to_vec(), remark: None, rows }
    }

    /// Gives every row to `take` and enters what became of it; a row with too many or too few fields never gets there.
    pub fn each(&self, ledger: &mut Ledger, meter: &Meter, mut take: impl FnMut(&Row, &mut Ledger) -> Result<Fate, Refusal>) {
        if let Some(remark) = &self.remark {
            ledger.report.remark(remark.as_str());
        }
        let Rows::Delimited { text, size, delimiter, width, has_header, repeat } = &self.rows else {
            return self.each_in_other_form(ledger, meter, take);
        };
        let mut lines = Lines::new(text, *delimiter);
        let mut record = ByteRecord::new();
        let mut header = ByteRecord::new();
        if *has_header {
            lines.next(&mut header, self.header.len());
        }
        while let Some(place) = lines.next(&mut record, *width) {
            let beyond = record.len().checked_sub(*width);
            let whole_blocks =
                |beyond: usize| beyond == 0 || (!place.runs_on && repeat.is_some_and(|fields| beyond.is_multiple_of(fields)));
            let outcome = match beyond {
                _ if place.is_cut => Err(endless_row(place.runs_on)),
                _ if *has_header && without_mark(record.as_slice()) == header.as_slice() => Err(header_again()),
                Some(beyond) if whole_blocks(beyond) => take(&Row { record: &record, line: place.line }, ledger),
                _ => Err(bad_row(record.len(), *width, place.runs_on)),
            };
            ledger.enter(self.name, place.line, outcome);
            if ledger.report.read.is_multiple_of(REPORT_EVERY) {
                meter.within(place.end);
            }
        }
        meter.finish(*size);
    }

    fn each_in_other_form(&self, ledger: &mut Ledger, meter: &Meter, mut take: impl FnMut(&Row, &mut Ledger) -> Result<Fate, Refusal>) {
        match &self.rows {
            Rows::Delimited { .. } => {}
            Rows::Fixed { text, size, widths } => {
                for line in fixed::lines(text) {
                    let outcome = match fixed::cut(line.text, widths) {
                        Some(record) => take(&Row { record: &record, line: line.number }, ledger),
                        None => Err(bad_length(line.text.len(), widths.iter().sum())),
                    };
                    ledger.enter(self.name, line.number, outcome);
                    if ledger.report.read.is_multiple_of(REPORT_EVERY) {
                        meter.within(line.end);
                    }
                }
                meter.finish(*size);
            }
            Rows::Ready(records) => {
                for (record, line) in records.iter().zip(2..) {
                    let outcome = take(&Row { record, line }, ledger);
                    ledger.enter(self.name, line, outcome);
                }
            }
        }
    }
}

fn bad_length(bytes: usize, width: usize) -> Refusal {
    Refusal::new(RejectReason::BadRow, "", format!("{bytes} bytes where the layout has {width}"))
}

fn endless_row(runs_on: bool) -> Refusal {
    let why = if runs_on { "a quote is opened and not closed" } else { "its end is missing" };
    Refusal::new(RejectReason::BadRow, "", format!("longer than 1 MB: {why}"))
}

/// County files put one behind the other bring their headers along.
fn header_again() -> Refusal {
    Refusal::new(RejectReason::BadRow, "", "the header once more, no row")
}

fn bad_row(fields: usize, width: usize, runs_on: bool) -> Refusal {
    let quote = if runs_on { ", and a quote that is opened and not closed" } else { "" };
    Refusal::new(RejectReason::BadRow, "", format!("{fields} fields where the header has {width}{quote}"))
}

/// The bytes without a byte-order mark, if they can be a table at all.
fn plain_text(source: Source<'_>) -> Outcome<&[u8]> {
    let bytes = without_mark(source.bytes);
    let problem = |what: &str, remedy: &str| Err(Problem::new(what).file(source.name).remedy(remedy));
    match bytes {
        [] => problem("is empty", "check that the download is complete"),
        [b'P', b'K', 3, 4, ..] => problem("is a zip archive or a spreadsheet, not text", "unpack it, or save the sheet as CSV"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => problem("is UTF-16 text", "save it as UTF-8"),
        _ if bytes[..bytes.len().min(4096)].contains(&0) => problem("is not a text file", "give a delimited text file with a header"),
        _ if bytes.len() > ROW_MAX && !bytes[..ROW_MAX].contains(&b'\n') => {
            problem("has no end of line within its first 1 MB", "give a text file with one row a line")
        }
        _ => Ok(bytes),
    }
}

fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// The delimiter that cuts the header into the most names.
fn delimiter(header: &[u8]) -> u8 {
    let fields = |delimiter: u8| {
        let mut quoted = false;
        header
            .iter()
            .filter(|&&byte| {
                quoted ^= byte == b'"';
                byte == delimiter && !quoted
            })
            .count()
    };
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| fields(delimiter)).unwrap_or(b',')
}

/// Some offices write a header one name short; then every row is one field wider, and we go by the rows.
fn true_width(names: usize, sample: impl Iterator<Item = ByteRecord>) -> (usize, Option<String>) {
    let (rows, wider) = sample.fold((0, 0), |(rows, wider), row| (rows + 1, wider + u32::from(row.len() == names + 1)));
    if rows == 0 || wider < rows {
        return (names, None);
    }
    let remark = format!("the header has {names} names and every row {} fields: the last column is left out", names + 1);
    (names + 1, Some(remark))
}

pub(crate) fn squeezed(text: &str) -> Cow<'_, str> {
    // a byte-order mark stands before a row where files were put one behind the other
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    let bytes = trimmed.as_bytes();
    let odd = bytes.iter().any(|&byte| byte < b' ') || bytes.windows(2).any(|pair| pair == b"  ");
    if odd || trimmed.contains('\u{a0}') {
        let is_gap = |letter: char| letter.is_whitespace() || letter.is_control();
        Cow::Owned(trimmed.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(trimmed)
    }
}
