//! What rows does a file hold whose columns have fixed widths and nothing between?

use csv::ByteRecord;

/// One line of text, as a person counts lines in an editor, and where it ends.
pub(crate) struct FixedLine<'t> {
    pub number: u64,
    pub end: usize,
    pub text: &'t [u8],
}

/// All lines that are not empty.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = FixedLine<'_>> {
    let mut end = 0;
    let numbered = text.split(|&byte| byte == b'\n').zip(1..).map(move |(line, number)| {
        end += line.len() + 1;
        FixedLine { number, end, text: line.strip_suffix(b"\r").unwrap_or(line) }
    });
    numbered.filter(|line| !line.text.is_empty())
}

/// The cells of a line; `None` when its length is not the sum of the widths. Widths count bytes: these files are Latin-1.
pub(crate) fn cut(mut line: &[u8], widths: &[usize]) -> Option<ByteRecord> {
    if line.len() != widths.iter().sum::<usize>() {
        return None;
    }
    let cells = widths.iter().map(|&width| {
        let (cell, rest) = line.split_at(width);
        line = rest;
        cell
    });
    Some(cells.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_lines_of_the_right_length_only() {
        let found: Vec<_> = lines(b"ab12\r\n\nab123\ncd34").map(|line| (line.number, line.end, cut(line.text, &[2, 2]))).collect();
        assert_eq!(found[0], (1, 6, Some(ByteRecord::from(vec!["ab", "12"]))));
        assert_eq!(found[1], (3, 13, None));
        assert_eq!(found[2].2, Some(ByteRecord::from(vec!["cd", "34"])));
    }
}
