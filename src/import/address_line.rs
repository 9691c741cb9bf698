//! Which part of an address line is the number, which the street, which the flat?
//!
//! Designators and street types: USPS Publication 28, appendices C1 and C2.

/// `4510 1/2  OLD COURT RD  APT 3B` as number, street and unit; what is not there is empty.
pub(crate) fn split(line: &str) -> (String, String, String) {
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty()).collect();
    let street_from = number_words(&words);
    let unit_from = unit_word(&words, street_from);
    (words[..street_from].join(" "), words[street_from..unit_from].join(" "), words[unit_from..].join(" "))
}

/// How many words at the front are the number: `12`, `12A`, `84-3`, `4510 1/2`, `109 A`, `12 BIS`.
fn number_words(words: &[&str]) -> usize {
    if !words.first().is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()) && !is_ordinal(word)) {
        return 0;
    }
    match words.get(1) {
        Some(word) if is_fraction(word) || among(&["BIS", "TER", "QUATER"], word) => 2,
        // "109 A MAIN ST" is number 109 A; "109 A ST" is on A Street, "109 N MAIN ST" on North Main
        Some(word) if is_letter(word) && !among(&["N", "S", "E", "W"], word) => match words.get(2) {
            Some(next) if !among(STREET_TYPES, next) && !is_designator(next) => 2,
            _ => 1,
        },
        _ => 1,
    }
}

/// Where the unit begins: at the first designator after at least one word of street; the line's end when there is none.
fn unit_word(words: &[&str], street_from: usize) -> usize {
    let begins = |&at: &usize| {
        let (word, rest) = (words[at], &words[at + 1..]);
        let numbered = is_designator(word) && rest.first().is_some_and(|next| !among(STREET_TYPES, next)) && rest.len() <= 5;
        let alone = among(STANDALONE, word) && (rest.is_empty() || rest.first().is_some_and(|next| is_designator(next)));
        word.starts_with('#') || numbered || alone
    };
    (street_from + 1..words.len()).find(begins).unwrap_or(words.len())
}

/// `5TH`: the street, not the number.
fn is_ordinal(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    among(&["ST", "ND", "RD", "TH"], &word[digits..])
}

fn is_fraction(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('/').is_some_and(|(above, below)| digits(above) && digits(below))
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic()
}

fn is_designator(word: &str) -> bool {
    word.starts_with('#') || among(DESIGNATORS, word)
}

fn among(list: &[&str], word: &str) -> bool {
    let word = word.trim_end_matches('.');
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// These name a unit by what follows.
const DESIGNATORS: &[&str] = &[
    "APT",
    "APARTMENT",
    "UNIT",
    "STE",
    "SUITE",
    "LOT",
    "RM",
    "ROOM",
    "TRLR",
    "TRAILER",
    "SPC",
    "SPACE",
    "BLDG",
    "BUILDING",
    "FL",
    "FLOOR",
    "SLIP",
    "PIER",
    "DEPT",
    "HNGR",
    "KEY",
    "STOP",
    "NO",
];

/// These are a unit by themselves, at the end.
const STANDALONE: &[&str] =
    &["BSMT", "BASEMENT", "FRNT", "FRONT", "REAR", "LOWR", "LOWER", "UPPR", "UPPER", "PH", "PENTHOUSE", "SIDE", "LBBY", "LOBBY", "OFC"];

const STREET_TYPES: &[&str] = &[
    "ST",
    "STREET",
    "AVE",
    "AVENUE",
    "RD",
    "ROAD",
    "DR",
    "DRIVE",
    "CT",
    "COURT",
    "LN",
    "LANE",
    "CIR",
    "CIRCLE",
    "PL",
    "PLACE",
    "WAY",
    "BLVD",
    "BOULEVARD",
    "TER",
    "TERRACE",
    "PKWY",
    "PARKWAY",
    "PIKE",
    "HWY",
    "HIGHWAY",
    "TRL",
    "TRAIL",
    "SQ",
    "SQUARE",
    "LOOP",
    "ROW",
    "RUN",
    "PATH",
    "ALY",
    "ALLEY",
    "XING",
    "CROSSING",
    "HTS",
    "HEIGHTS",
    "PT",
    "POINT",
    "RDG",
    "RIDGE",
    "GRTH",
    "GARTH",
    "MEWS",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_lines_of_real_files_apart() {
        for (line, number, street, unit) in [
            ("10903  BARONET RD   APT 2C   ", "10903", "BARONET RD", "APT 2C"),
            ("4510 1/2 OLD COURT RD", "4510 1/2", "OLD COURT RD", ""),
            ("109 A MAIN ST # 5", "109 A", "MAIN ST", "# 5"),
            ("109 A ST", "109", "A ST", ""),
            ("109 A ST NE #5", "109", "A ST NE", "#5"),
            ("109 N MAIN ST, UNIT 4", "109", "N MAIN ST", "UNIT 4"),
            ("84-3 QUEENS BLVD", "84-3", "QUEENS BLVD", ""),
            ("7292 JUAN LOCKS SUITE 970", "7292", "JUAN LOCKS", "SUITE 970"),
            ("12 W FRONT ST", "12", "W FRONT ST", ""),
            ("12 LOT RD LOT 7", "12", "LOT RD", "LOT 7"),
            ("100 OLD UNIT RD", "100", "OLD UNIT RD", ""),
            ("5 ELM ST REAR", "5", "ELM ST", "REAR"),
            ("5 ELM ST BLDG 3 APT. 2", "5", "ELM ST", "BLDG 3 APT. 2"),
            ("12 BIS rue de la Paix", "12 BIS", "rue de la Paix", ""),
            ("5TH AVE", "", "5TH AVE", ""),
            ("PO BOX 12", "", "PO BOX 12", ""),
            ("12", "12", "", ""),
            ("", "", "", ""),
        ] {
            assert_eq!(split(line), (number.to_owned(), street.to_owned(), unit.to_owned()), "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn loses_no_word(line in "[ A-Z0-9#/.-]{0,40}") {
            let (number, street, unit) = split(&line);
            let again = [number, street, unit].join(" ");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            proptest::prop_assert_eq!(words(&again), words(&line));
        }
    }
}
