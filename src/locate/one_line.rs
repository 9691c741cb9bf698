//! An address in one line, city and postcode included: which part is which?

use crate::domain::Country;

use super::Query;
use super::words::{Role, Words};

impl<'a> Query<'a> {
    /// `12 MAIN ST APT 3, MILLBROOK, MD 21100` or `12 bis rue de la Paix, 29200 Brest`. What is not set apart by a comma or a
    /// postcode stays with the street.
    pub fn of_line(line: &'a str, country: Country) -> Self {
        let line = line.trim().trim_end_matches(',');
        match country {
            Country::Us => american(line),
            Country::Fr => french(line),
        }
    }
}

/// Street, city, state and ZIP; the state tells nothing that a campaign's addresses do not share.
fn american(line: &str) -> Query<'_> {
    let line = without_last(line, |word| matches!(word.to_ascii_uppercase().as_str(), "USA" | "US")).0;
    let (line, postcode) = without_last(line, is_zip);
    let (line, _) = without_last(line, |word| is_state(word) && (line.contains(',') || !is_kind(word)));
    let (street, city) = line.rsplit_once(',').unwrap_or((line, ""));
    Query { street: street.trim(), city: city.trim(), postcode, ..Query::default() }
}

/// The postcode stands between street and city.
fn french(line: &str) -> Query<'_> {
    let words = line.split([' ', ',']).scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    let postcode = words.filter(|&(start, word)| start > 0 && word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())).last();
    match postcode {
        Some((start, postcode)) => {
            let (street, city) = (&line[..start], &line[start + postcode.len()..]);
            Query { street: street.trim_matches([' ', ',']), city: city.trim_matches([' ', ',']), postcode, ..Query::default() }
        }
        None => {
            let (street, city) = line.rsplit_once(',').unwrap_or((line, ""));
            // `12, rue de la Paix` has a comma after the number
            let numbered = street.trim().bytes().all(|byte| byte.is_ascii_digit());
            let (street, city) = if numbered { (line, "") } else { (street, city) };
            Query { street: street.trim(), city: city.trim(), ..Query::default() }
        }
    }
}

/// The line without its last word, and that word, if it is of the kind asked for and not all there is.
fn without_last(line: &str, is_one: impl Fn(&str) -> bool) -> (&str, &str) {
    let kept = line.trim_end_matches([' ', ',']);
    match kept.rfind([' ', ',']) {
        Some(at) if is_one(&kept[at + 1..]) => (kept[..at].trim_end_matches([' ', ',']), &kept[at + 1..]),
        _ => (kept, ""),
    }
}

fn is_zip(word: &str) -> bool {
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(word, 5) || digits(word, 9) || word.split_once('-').is_some_and(|(zip, plus)| digits(zip, 5) && digits(plus, 4))
}

fn is_state(word: &str) -> bool {
    word.len() == 2 && STATES.split(' ').any(|state| state.eq_ignore_ascii_case(word))
}

/// `12 MAIN CT` is a court, not in Connecticut.
fn is_kind(word: &str) -> bool {
    Words::of(Country::Us).get(&word.to_ascii_uppercase()).is_some_and(|word| word.role == Role::Kind)
}

const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH \
OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_apart() {
        for (country, line, street, city, postcode) in [
            (Country::Us, "12 MAIN ST APT 3, MILLBROOK, MD 21100", "12 MAIN ST APT 3", "MILLBROOK", "21100"),
            (Country::Us, "12 Main St, Apt 3, Millbrook MD 21100-1234", "12 Main St, Apt 3", "Millbrook", "21100-1234"),
            (Country::Us, "12 MAIN ST, MILLBROOK, MD", "12 MAIN ST", "MILLBROOK", ""),
            (Country::Us, "12 MAIN ST, 21100", "12 MAIN ST", "", "21100"),
            (Country::Us, "12 MAIN ST, MILLBROOK, MD, 21100, USA", "12 MAIN ST", "MILLBROOK", "21100"),
            (Country::Us, "12 MAIN ST", "12 MAIN ST", "", ""),
            (Country::Us, "12 MAIN CT 21100", "12 MAIN CT", "", "21100"),
            (Country::Us, "12 MAIN ST MILLBROOK MD 21100", "12 MAIN ST MILLBROOK", "", "21100"),
            (Country::Us, "12345", "12345", "", ""),
            (Country::Us, "", "", "", ""),
            (Country::Fr, "12 bis rue de la Paix, 29200 Brest", "12 bis rue de la Paix", "Brest", "29200"),
            (Country::Fr, "12 rue de la Paix 29200 Brest", "12 rue de la Paix", "Brest", "29200"),
            (Country::Fr, "12, rue de la Paix, Brest", "12, rue de la Paix", "Brest", ""),
            (Country::Fr, "12, rue de la Paix", "12, rue de la Paix", "", ""),
            (Country::Fr, "rue de l’Été 75012 Paris", "rue de l’Été", "Paris", "75012"),
        ] {
            let query = Query::of_line(line, country);
            assert_eq!((query.street, query.city, query.postcode), (street, city, postcode), "{line}");
        }
    }
}
