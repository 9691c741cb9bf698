//! What does one square of the map show? Vector tiles (MVT 2.1) of hexes, precincts, streets, places and doors.
//!
//! `tiles/layers/*.toml` is the contract of each layer. Polygons and lines reach a buffer beyond the tile's edge, so that
//! neighbours meet without a seam; hexes are whole; a point is in exactly one tile of a zoom.

mod arcs;
mod areas;
mod clip;
mod covering;
mod doors;
mod encode;
mod frame;
mod heat;
mod hexes;
mod layer;
mod places;
mod shapes;
mod simplify;
mod streets;
mod world;

pub use areas::AreaTiles;
pub use covering::hex_ranges;
pub use doors::{DoorPoint, doors};
pub use frame::TileId;
pub use hexes::{hex_resolution, hexes};
pub use layer::{Field, FieldType, LayerSpec, MvtLayer, SeenBy, Step, layers, tilejson};
pub use places::PlaceTiles;
pub use streets::StreetTiles;
