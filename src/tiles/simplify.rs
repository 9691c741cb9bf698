//! Fewer points where nobody can see the difference.

type Point = [f64; 2];

/// Keeps the ends and every point that lies further than `tolerance` from the simplified line (Douglas and Peucker, 1973).
pub fn line(points: &[Point], tolerance: f64) -> Vec<Point> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut kept = vec![false; points.len()];
    (kept[0], kept[points.len() - 1]) = (true, true);
    let mut stretches = vec![(0, points.len() - 1)];
    while let Some((start, end)) = stretches.pop() {
        let from_line = |at: usize| distance_square(points[at], points[start], points[end]);
        let farthest = (start + 1..end).max_by(|&a, &b| from_line(a).total_cmp(&from_line(b)));
        if let Some(at) = farthest.filter(|&at| from_line(at) > tolerance * tolerance) {
            kept[at] = true;
            stretches.extend([(start, at), (at, end)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(&point, _)| point).collect()
}

/// From a point to a segment, squared.
fn distance_square([x, y]: Point, [ax, ay]: Point, [bx, by]: Point) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length_square = dx * dx + dy * dy;
    let along = if length_square > 0.0 { (((x - ax) * dx + (y - ay) * dy) / length_square).clamp(0.0, 1.0) } else { 0.0 };
    (x - ax - along * dx).powi(2) + (y - ay - along * dy).powi(2)
}
