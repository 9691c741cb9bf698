//! When are two spellings the same word?

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends `text` in upper case without accents, spaces or punctuation: `D'Angelo` and `DANGELO` agree.
pub(crate) fn fold_into(folded: &mut String, text: &str) {
    if text.is_ascii() {
        folded.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase() as char));
    } else {
        let bare = text.nfd().filter(|&letter| !is_combining_mark(letter) && letter.is_alphanumeric());
        folded.extend(bare.flat_map(char::to_uppercase));
    }
}

pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// A column's name as layouts compare it and filters write it: `Zip Code` and `zip_code` agree.
pub(crate) fn column_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.nfd().filter(|&letter| !is_combining_mark(letter)) {
        if letter.is_alphanumeric() {
            key.extend(letter.to_lowercase());
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.truncate(key.trim_end_matches('_').len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_names_and_columns() {
        assert_eq!(fold("Renée  O'Brien-Müller"), "RENEEOBRIENMULLER");
        assert_eq!(column_key(" code du l'ugle"), "code_du_l_ugle");
        assert_eq!(column_key("Libellé de la  voie (1)"), "libelle_de_la_voie_1");
    }
}
