//! Where does each row of a delimited text begin, and is it whole?

use csv::ByteRecord;

/// Reads records one by one, with the line each begins on.
pub(crate) struct Lines<'t> {
    text: &'t [u8],
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
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
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t [u8], delimiter: u8) -> Self {
        Self { text, delimiter, reader: reader(text, delimiter), base: 0, start: 0, line: 1, rereadable: text.len() }
    }

    /// The next record, which should have `width` fields. After one that runs on, reading resumes at the line below its first,
    /// so that a stray quote costs one row and not all that follow.
    pub fn next(&mut self, record: &mut ByteRecord, width: usize) -> Option<Place> {
        if !self.reader.read_byte_record(record).is_ok_and(|more| more) {
            return None;
        }
        let begins = self.base + record.position().map_or(0, |position| position.byte() as usize);
        // the reader counts the line ends before a record to the record
        let begins = begins + self.text[begins..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let end = self.base + self.reader.position().byte() as usize;
        self.line += lines_in(&self.text[self.start..begins]);
        self.start = begins;
        let line = self.line;
        let runs_on = record.len() != width && lines_in(self.text[begins..end].trim_ascii_end()) > 0;
        if runs_on {
            self.resume_below(end);
        }
        Some(Place { line, end, runs_on })
    }

    fn resume_below(&mut self, end: usize) {
        let below = self.start + first_line(&self.text[self.start..]).len() + 1;
        let Some(left) = self.rereadable.checked_sub(end - below) else { return };
        self.rereadable = left;
        (self.base, self.start, self.line) = (below, below, self.line + 1);
        self.reader = reader(&self.text[below..], self.delimiter);
    }
}

pub(crate) fn reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text)
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
}
