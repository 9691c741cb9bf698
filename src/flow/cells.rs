//! Text cells of the tables we write, safe to open in a spreadsheet.

use std::borrow::Cow;

/// A spreadsheet takes a cell that begins with = + - @ (or a tab or return) for a formula: an apostrophe in front keeps it text.
/// Numbers we write ourselves do not go through here.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn formulas_become_text() {
        assert_eq!(plain("=1+1"), "'=1+1");
        assert_eq!(plain("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(plain("O'Hara = 3"), "O'Hara = 3");
        assert_eq!(plain(""), "");
    }
}
