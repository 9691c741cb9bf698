pub mod postgis;
