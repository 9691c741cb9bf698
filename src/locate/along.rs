//! Where along a line does a house number lie, and on which side?

use crate::domain::AddressRanges;
use crate::geometry::distance_m;

/// The numbers along one side of a line.
#[derive(Debug, Clone)]
pub struct Span {
    pub low: u32,
    high: u32,
    step: u32,
    /// The line's points go from `low` to `high`.
    points: std::ops::Range<u32>,
    /// Positive on the right hand of whoever goes from `low` to `high`.
    offset_m: f32,
    pub length_m: f32,
}

/// All spans, and the points of all lines end to end.
#[derive(Debug, Default)]
pub struct Spans {
    pub spans: Vec<Span>,
    points: Vec<(f64, f64)>,
}

impl Span {
    /// The number is one of those the source tells to lie here: between the ends, and of their parity where it matters.
    pub fn holds(&self, number: u32) -> bool {
        (self.low..=self.high).contains(&number) && (number - self.low).is_multiple_of(self.step)
    }

    /// The number between the ends that is nearest.
    pub fn clamp(&self, number: u32) -> u32 {
        number.clamp(self.low, self.high)
    }

    /// How many numbers it is past an end; 0 between them, on whichever side of the street.
    pub fn away(&self, number: u32) -> u32 {
        self.clamp(number).abs_diff(number)
    }
}

impl Spans {
    /// Takes a range's line over.
    pub fn span(&mut self, table: &AddressRanges, row: usize) -> Span {
        let (first, last) = (table.first[row], table.last[row]);
        let start = self.points.len() as u32;
        let line = table.lines[row].iter().map(|&[lon, lat]| (lon, lat));
        if first <= last {
            self.points.extend(line);
        } else {
            self.points.extend(line.rev());
        }
        let points = start..self.points.len() as u32;
        let sign = if first <= last { 1.0 } else { -1.0 };
        let mut span = Span {
            low: first.min(last),
            high: first.max(last),
            step: table.step[row].max(1),
            points,
            offset_m: (sign * table.offset_m[row]) as f32,
            length_m: 0.0,
        };
        span.length_m = self.line(&span).windows(2).map(|leg| distance_m(leg[0], leg[1])).sum::<f64>() as f32;
        span
    }

    fn line(&self, span: &Span) -> &[(f64, f64)] {
        &self.points[span.points.start as usize..span.points.end as usize]
    }

    /// The line's middle point, by count.
    pub fn middle(&self, span: &Span) -> (f64, f64) {
        let line = self.line(span);
        line.get(line.len() / 2).copied().unwrap_or_default()
    }

    /// The number's share of the way, and the offset to its side; the middle where a span has one number only.
    pub fn point(&self, span: &Span, number: u32) -> (f64, f64) {
        let share = match span.high - span.low {
            0 => 0.5,
            width => f64::from(number - span.low) / f64::from(width),
        };
        let mut left_m = share * f64::from(span.length_m);
        let line = self.line(span);
        for (at, leg) in line.windows(2).enumerate() {
            let leg_m = distance_m(leg[0], leg[1]);
            if leg_m > 0.0 && (left_m <= leg_m || at + 2 == line.len()) {
                return beside(leg[0], leg[1], (left_m / leg_m).min(1.0), f64::from(span.offset_m), leg_m);
            }
            left_m -= leg_m;
        }
        self.middle(span)
    }
}

/// The point at a share of the leg from `a` to `b`, moved to the right by `offset_m`.
fn beside(a: (f64, f64), b: (f64, f64), share: f64, offset_m: f64, leg_m: f64) -> (f64, f64) {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    // a quarter turn to the right, in metres: degrees of longitude are shorter by the latitude's cosine
    let shorter = a.1.to_radians().cos();
    let turn = offset_m / leg_m;
    (a.0 + share * dx + turn * dy / shorter, a.1 + share * dy - turn * dx * shorter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AddressRange;

    fn spans(first: u32, last: u32, offset_m: f64) -> Spans {
        let mut table = AddressRanges::default();
        let line = vec![[-110.0, 46.0], [-109.99, 46.0], [-109.99, 46.02]];
        table.push(AddressRange { first, last, step: 2, offset_m, line, ..AddressRange::default() });
        let mut spans = Spans::default();
        let span = spans.span(&table, 0);
        spans.spans.push(span);
        spans
    }

    #[test]
    fn numbers_stand_on_their_side_at_their_share_of_the_way() {
        let right = spans(100, 198, 10.0);
        let start = right.point(&right.spans[0], 100);
        assert!((distance_m(start, (-110.0, 46.0)) - 10.0).abs() < 0.1 && start.1 < 46.0, "south of a line that goes east: {start:?}");
        let end = right.point(&right.spans[0], 198);
        assert!((distance_m(end, (-109.99, 46.02)) - 10.0).abs() < 0.1 && end.0 > -109.99, "east of a line that goes north: {end:?}");
        let left = spans(100, 198, -10.0);
        assert!(left.point(&left.spans[0], 100).1 > 46.0);
        let middle = spans(100, 198, 0.0);
        let (lon, lat) = middle.point(&middle.spans[0], 149);
        assert!((distance_m((lon, lat), (-109.99, 46.0)) - (f64::from(middle.spans[0].length_m) / 2.0 - 772.4)).abs() < 1.0);
    }

    #[test]
    fn numbers_that_fall_along_the_line_keep_their_side() {
        let falling = spans(198, 100, 10.0);
        let rising = spans(100, 198, 10.0);
        for number in [100, 120, 198] {
            let (a, b) = (falling.point(&falling.spans[0], number), rising.point(&rising.spans[0], 298 - number));
            assert!(distance_m(a, b) < 0.01, "{number}: {a:?} {b:?}");
        }
    }

    #[test]
    fn parity_and_ends_are_honoured() {
        let spans = spans(101, 199, 0.0);
        let holds = |number| spans.spans[0].holds(number);
        assert!(holds(101) && holds(103) && holds(199));
        assert!(!holds(99) && !holds(100) && !holds(102) && !holds(201));
    }
}
