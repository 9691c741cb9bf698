//! One tile as a window on the world: which, where, and in what units.

use crate::domain::{Outcome, Problem};
use crate::geometry::mercator::unproject;

/// Tile units from edge to edge.
pub const EXTENT: i32 = 4096;
/// Tile units that lines and polygons reach beyond each edge.
pub const BUFFER: i32 = 64;
pub const ZOOM_MAX: u8 = 22;

/// A tile of the usual pyramid: `x` counts from 180° W, `y` from the north, both under 2^z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// # Errors
    /// The zoom is over 22, or a tile so numbered lies outside the world.
    pub fn new(z: u8, x: u32, y: u32) -> Outcome<Self> {
        if z <= ZOOM_MAX && x < 1 << z && y < 1 << z {
            return Ok(Self { z, x, y });
        }
        Err(Problem::new(format!("there is no tile {z}/{x}/{y}"))
            .remedy(format!("zooms go from 0 to {ZOOM_MAX}, x and y from 0 to 2^zoom − 1")))
    }

    pub fn z(self) -> u8 {
        self.z
    }

    pub fn x(self) -> u32 {
        self.x
    }

    pub fn y(self) -> u32 {
        self.y
    }

    /// West, south, east, north in degrees, with the buffer; past ±180 at the world's edges.
    pub fn bounds(self) -> [f64; 4] {
        let [low, high] = Frame::new(self).window();
        let ([west, north], [east, south]) = (unproject(low), unproject(high));
        [west, south, east, north]
    }
}

/// World coordinates are those of `geometry::mercator`; tile units run from 0 to `EXTENT`, y downwards.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Tile units a world.
    scale: f64,
    corner: [f64; 2],
}

impl Frame {
    pub fn new(tile: TileId) -> Self {
        let tiles = f64::from(1u32 << tile.z);
        Self { scale: tiles * f64::from(EXTENT), corner: [f64::from(tile.x) / tiles, f64::from(tile.y) / tiles] }
    }

    pub fn tile_units(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale]
    }

    /// World coordinates of the buffered tile: north-west and south-east corner.
    pub fn window(&self) -> [[f64; 2]; 2] {
        let buffer = f64::from(BUFFER) / self.scale;
        let side = f64::from(EXTENT) / self.scale;
        [self.corner.map(|low| low - buffer), self.corner.map(|low| low + side + buffer)]
    }

    /// Whole worlds to add to `x` to bring it nearest to this tile: ±1 across the antimeridian.
    pub fn worlds(&self, x: f64) -> f64 {
        let middle = self.corner[0] + f64::from(EXTENT) / self.scale / 2.0;
        (middle - x).round()
    }
}

/// Does a point in tile units belong to this tile and no other?
pub fn owns([x, y]: [f64; 2]) -> bool {
    let inside = |units: f64| units >= 0.0 && units < f64::from(EXTENT);
    inside(x) && inside(y)
}
