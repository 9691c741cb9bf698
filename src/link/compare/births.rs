//! Birth dates: whole, of the year only, or with a slip of the pen.

use crate::domain::Birth;
use crate::link::fields::birth;

/// The level two dates agree on; 0 when one is unknown. Dates of a year only have month and day 0.
pub(super) fn births(a: Birth, b: Birth) -> u8 {
    if a.year == 0 || b.year == 0 {
        return 0;
    }
    let apart = a.year.abs_diff(b.year);
    if (a.month, a.day) == (0, 0) || (b.month, b.day) == (0, 0) {
        return match apart {
            0 => birth::YEAR,
            _ if differing(a.year, b.year) == 1 => birth::NEAR,
            1..15 => birth::DIFFERENT,
            _ => birth::GENERATION,
        };
    }
    if a == b {
        return birth::SAME;
    }
    let (year, month, day) = (a.year == b.year, a.month == b.month, a.day == b.day);
    let digits = differing(a.year, b.year) + differing(a.month.into(), b.month.into()) + differing(a.day.into(), b.day.into());
    if year && (a.month, a.day) == (b.day, b.month) {
        birth::TURNED
    } else if digits == 1 {
        birth::DIGIT
    } else if u8::from(year) + u8::from(month) + u8::from(day) == 2 {
        if apart >= 15 { birth::GENERATION } else { birth::TWO_PARTS }
    } else if year || (apart == 1 && (month || a.month.abs_diff(b.month) == 1)) || digits == 2 {
        birth::NEAR
    } else if apart < 15 {
        birth::DIFFERENT
    } else {
        birth::GENERATION
    }
}

/// Decimal digits in which two numbers differ.
fn differing(mut a: u16, mut b: u16) -> u32 {
    let mut count = 0;
    while a != b {
        count += u32::from(a % 10 != b % 10);
        (a, b) = (a / 10, b / 10);
    }
    count
}
