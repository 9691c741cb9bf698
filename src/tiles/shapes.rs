//! Shapes on the tile's grid, as the MVT specification wants them (§4.3.4): no repeated points, rings that enclose
//! something, outer rings of positive area and holes of negative, measured with y downwards.

use super::clip;

pub type GridPoint = [i32; 2];
pub type Ring = Vec<GridPoint>;

/// Something to encode; an empty one is not worth a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Point(GridPoint),
    Lines(Vec<Vec<GridPoint>>),
    /// Outer rings each followed by their holes, correctly wound, closing point not repeated.
    Rings(Vec<Ring>),
}

impl Shape {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Point(_) => false,
            Self::Lines(lines) => lines.is_empty(),
            Self::Rings(rings) => rings.is_empty(),
        }
    }
}

pub fn point(units: [f64; 2]) -> Shape {
    Shape::Point(round(units))
}

/// Polygons in tile units, each an outer ring and its holes, cut to the buffered tile.
pub fn polygons<'a>(polygons: impl Iterator<Item = &'a Vec<Vec<[f64; 2]>>>) -> Shape {
    let mut rings = Vec::new();
    for polygon in polygons {
        let mut parts = polygon.iter().map(|ring| on_grid(&clip::ring(ring)));
        let Some(outer) = parts.next().flatten() else { continue };
        rings.push(wound(outer, true));
        rings.extend(parts.flatten().map(|hole| wound(hole, false)));
    }
    Shape::Rings(rings)
}

/// One whole polygon without holes, not cut.
pub fn whole(ring: &[[f64; 2]]) -> Shape {
    Shape::Rings(on_grid(ring).into_iter().map(|ring| wound(ring, true)).collect())
}

/// Lines in tile units, cut to the buffered tile.
pub fn lines<'a>(lines: impl Iterator<Item = &'a Vec<[f64; 2]>>) -> Shape {
    let parts = lines.flat_map(|line| clip::line(line)).map(|part| {
        let mut line: Vec<GridPoint> = part.into_iter().map(round).collect();
        line.dedup();
        line
    });
    Shape::Lines(parts.filter(|line| line.len() > 1).collect())
}

fn round(units: [f64; 2]) -> GridPoint {
    units.map(|unit| unit.round() as i32)
}

/// `None` where rounding leaves no area.
fn on_grid(ring: &[[f64; 2]]) -> Option<Ring> {
    let mut kept: Ring = Vec::with_capacity(ring.len());
    for &units in ring {
        kept.push(round(units));
        while straight_end(&kept) {
            kept.swap_remove(kept.len() - 2);
        }
    }
    // the seam between end and start
    while let [first, second, .., before, last] = kept[..] {
        if needless(before, last, first) {
            kept.pop();
        } else if needless(last, first, second) {
            kept.remove(0);
        } else {
            break;
        }
    }
    (kept.len() > 2 && area(&kept) != 0).then_some(kept)
}

fn straight_end(ring: &[GridPoint]) -> bool {
    match ring {
        [a, b] => a == b,
        [.., a, b, c] => needless(*a, *b, *c),
        _ => false,
    }
}

/// Does `b` repeat a neighbour, lie on the straight way from `a` to `c`, or stick out as a spike without width?
fn needless(a: GridPoint, b: GridPoint, c: GridPoint) -> bool {
    let wide = |point: GridPoint| point.map(i64::from);
    let (a, b, c) = (wide(a), wide(b), wide(c));
    (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])
}

/// Twice the signed area by the surveyor's formula.
fn area(ring: &[GridPoint]) -> i64 {
    let cross = |a: GridPoint, b: GridPoint| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]);
    (0..ring.len()).map(|at| cross(ring[at], ring[(at + 1) % ring.len()])).sum()
}

fn wound(mut ring: Ring, outer: bool) -> Ring {
    if (area(&ring) > 0) != outer {
        ring.reverse();
    }
    ring
}
