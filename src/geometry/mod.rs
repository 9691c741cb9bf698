pub mod mercator;
