//! Where does each row of a delimited text begin, and is it whole?

use std::io::Read;

use csv::ByteRecord;

/// More than any row takes: a longer one has a quote that is never closed, or no end of line.
pub(crate) const ROW_MAX: usize = 1 << 20;

/// Reads records one by one, with the line each begins on. Memory stays within a row's greatest length, whatever the file.
pub(crate) struct Lines<'t> {
    text: &'t [u8],
    delimiter: u8,
    reader: csv::Reader<Rationed<'t>>,
    /// Where in `text` the reader began.
    base: usize,
    /// Where the last record began, and on which line.
    start: usize,
    line: u64,
    /// Bytes that may still be read a second time: a hostile file must not make us read it again for each of its rows.
    rereadable: usize,
}

/// Where a record stands.
pub(crate) struct Place {
    /// As a person counts lines in an editor, from 1.
    pub line: u64,
    /// Bytes of the text read so far.
    pub end: usize,
    /// It has the wrong width and goes on over several lines: a quote is opened and not closed.
    pub runs_on: bool,
    /// It is longer than `ROW_MAX`, and cut there.
    pub is_cut: bool,
}

/// Text that ends, for the reader, where a record has taken all that one may.
struct Rationed<'t> {
    text: &'t [u8],
    allowance: usize,
    ran_dry: bool,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t [u8], delimiter: u8) -> Self {
        Self { text, delimiter, reader: rationed(text, delimiter), base: 0, start: 0, line: 1, rereadable: text.len() }
    }

    /// The next record, which should have `width` fields. After one that runs on, reading resumes at the line below its first,
    /// so that a stray quote costs one row and not all that follow.
    pub fn next(&mut self, record: &mut ByteRecord, width: usize) -> Option<Place> {
        self.reader.get_mut().allowance = ROW_MAX;
        if !self.reader.read_byte_record(record).is_ok_and(|more| more) {
            return None;
        }
        let begins = self.base + record.position().map_or(0, |position| position.byte() as usize);
        // the reader counts the line ends before a record to the record
        let begins = begins + self.text[begins..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let end = self.base + self.reader.position().byte() as usize;
        self.count_lines_to(begins);
        let line = self.line;
        let is_cut = self.reader.get_ref().ran_dry;
        let runs_on = (is_cut || record.len() != width) && lines_in(self.text[begins..end].trim_ascii_end()) > 0;
        if runs_on || is_cut {
            self.resume_below(end, is_cut);
        }
        Some(Place { line, end, runs_on, is_cut })
    }

    fn resume_below(&mut self, end: usize, is_cut: bool) {
        let below = self.start + first_line(&self.text[self.start..]).len() + 1;
        match self.rereadable.checked_sub(end.saturating_sub(below)) {
            Some(left) => {
                self.rereadable = left;
                self.restart(below);
            }
            None if is_cut => self.restart(end + first_line(&self.text[end..]).len() + 1),
            None => {}
        }
    }

    fn restart(&mut self, at: usize) {
        let at = at.min(self.text.len());
        self.count_lines_to(at);
        self.base = at;
        self.reader = rationed(&self.text[at..], self.delimiter);
    }

    fn count_lines_to(&mut self, at: usize) {
        self.line += lines_in(&self.text[self.start..at]);
        self.start = at;
    }
}

impl Read for Rationed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = buffer.len().min(self.allowance).min(self.text.len());
        self.ran_dry = self.allowance == 0 && !self.text.is_empty();
        let (taken, rest) = self.text.split_at(len);
        buffer[..len].copy_from_slice(taken);
        self.allowance -= len;
        self.text = rest;
        Ok(len)
    }
}

fn rationed(text: &[u8], delimiter: u8) -> csv::Reader<Rationed<'_>> {
    builder(delimiter).from_reader(Rationed { text, allowance: ROW_MAX, ran_dry: false })
}

/// The first rows, at most `count`; the last may be cut in two where rows are very long.
pub(crate) fn first_rows(text: &[u8], delimiter: u8, count: usize) -> Vec<ByteRecord> {
    let head = &text[..text.len().min(ROW_MAX)];
    builder(delimiter).from_reader(head).into_byte_records().map_while(Result::ok).take(count).collect()
}

fn builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

pub(crate) fn first_line(text: &[u8]) -> &[u8] {
    text.split(|&byte| byte == b'\n').next().unwrap_or_default()
}

fn lines_in(text: &[u8]) -> u64 {
    text.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_stray_quotes_is_read_at_most_twice() {
        let text = "x\"y,\"z\n".repeat(20_000);
        let mut lines = Lines::new(text.as_bytes(), b',');
        let mut record = ByteRecord::new();
        let records = std::iter::from_fn(|| lines.next(&mut record, 9)).count();
        assert!((1..10).contains(&records), "{records}");
    }

    #[test]
    fn one_endless_line_costs_one_row_and_no_memory() {
        let endless = "x,".repeat(2 * ROW_MAX);
        let text = format!("a,b\n{endless}\nc,d\n\"{endless}\ne,f\n");
        let mut lines = Lines::new(text.as_bytes(), b',');
        let mut record = ByteRecord::new();
        let mut seen = Vec::new();
        while let Some(place) = lines.next(&mut record, 2) {
            assert!(record.as_slice().len() < 2 * ROW_MAX);
            seen.push((place.line, place.is_cut, record.len() == 2));
        }
        assert_eq!(seen, [(1, false, true), (2, true, false), (3, false, true), (4, true, false), (5, false, true)]);
    }
}
