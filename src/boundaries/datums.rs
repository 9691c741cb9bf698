//! Which shift takes coordinates of an older datum to WGS84, and where on Earth is that datum used at all?
//!
//! The vectors are those of the EPSG registry, and each point takes the most precise whose area of use holds it: so does GDAL
//! where it has no shift grids, and its bounds are met to 1e-6 degrees. For NAD27 that leaves metres to a grid (NADCON), which the
//! report says.

/// West, south, east, north in degrees.
pub(super) type Box4 = [f64; 4];

#[derive(Debug)]
pub(super) struct Datum {
    pub name: &'static str,
    /// Parts of the names that `.prj` files and the EPSG registry give it.
    aliases: &'static [&'static str],
    /// As PROJ writes it.
    pub ellipsoid: &'static str,
    /// Where it is used.
    pub used_in: &'static [Box4],
    /// The most precise first; a point in none of them is not shifted.
    pub shifts: &'static [Shift],
    /// How far a shifted point may be from where it is, in metres, if that is worth telling.
    pub off_m: Option<u32>,
}

#[derive(Debug)]
pub(super) struct Shift {
    pub within: Box4,
    /// PROJ's `+towgs84`: metres, arc seconds (position vector), parts per million.
    pub towgs84: &'static str,
}

/// EPSG 1901 and 1946: the United States and Canada share the vector of ITRF96.
const ITRF96: &str = "-0.991,1.9072,0.5129,0.0257899075194932,0.0096500989602704,0.0116599432323421,0";

/// From the dateline to Greenland, and the islands of the Pacific: Guam and its neighbours, Samoa.
const NORTH_AMERICA: &[Box4] = &[[-180.0, 14.92, -40.73, 86.46], [144.58, 13.18, 180.0, 74.71], [-171.0, -14.59, -168.0, -11.0]];

const FRANCE: &[Box4] = &[[-9.86, 41.15, 10.38, 51.56]];

const DATUMS: [Datum; 7] = [
    Datum {
        name: "NAD27",
        aliases: &["north_american_1927", "north_american_datum_1927"],
        ellipsoid: "+ellps=clrk66",
        used_in: &[[-168.26, 24.41, -44.0, 83.17], [-85.01, 13.0, -59.37, 24.41]],
        shifts: &[
            // EPSG 1175: west of the Mississippi
            Shift { within: [-124.79, 25.83, -89.64, 49.05], towgs84: "-8,159,175" },
            // EPSG 1182: western Canada, from 49° north
            Shift { within: [-136.46, 49.0, -60.72, 83.17], towgs84: "4,159,188" },
            // EPSG 1181: eastern Canada, whose box reaches into New York and New England
            Shift { within: [-79.85, 43.41, -52.54, 62.62], towgs84: "-22,160,190" },
            // EPSG 1173: contiguous states
            Shift { within: [-124.79, 24.41, -66.91, 49.38], towgs84: "-8,160,176" },
            // EPSG 1176: Alaska
            Shift { within: [-168.26, 54.34, -129.99, 71.4], towgs84: "-5,135,172" },
            // EPSG 1170: the Caribbean
            Shift { within: [-85.01, 13.0, -59.37, 23.25], towgs84: "-3,142,183" },
            // EPSG 1172: the rest of Canada
            Shift { within: [-141.01, 40.0, -44.0, 83.17], towgs84: "-10,158,187" },
        ],
        off_m: Some(20),
    },
    Datum {
        name: "NAD83(HARN)",
        aliases: &["harn", "high_accuracy_reference_network"],
        ellipsoid: "+ellps=GRS80",
        used_in: NORTH_AMERICA,
        shifts: &[Shift { within: [-124.79, 24.41, -66.91, 49.38], towgs84: ITRF96 }],
        off_m: None,
    },
    Datum {
        name: "NAD83(CSRS)",
        aliases: &["csrs", "canadian_spatial_reference_system"],
        ellipsoid: "+ellps=GRS80",
        used_in: NORTH_AMERICA,
        shifts: &[Shift { within: [-141.01, 38.21, -40.73, 86.46], towgs84: ITRF96 }],
        off_m: None,
    },
    Datum {
        // equal to WGS84 in the registry
        name: "NAD83 (as of 1996 to 2011)",
        aliases: &[
            "national_spatial_reference_system",
            "operating_reference_station",
            "federal_base_network",
            "nsrs2007",
            "nad_1983_2011",
            "cors96",
            "pa11",
            "ma11",
        ],
        ellipsoid: "+ellps=GRS80",
        used_in: NORTH_AMERICA,
        shifts: &[],
        off_m: None,
    },
    Datum {
        name: "NAD83",
        aliases: &["north_american_1983", "north_american_datum_1983", "nad_1983", "nad83"],
        ellipsoid: "+ellps=GRS80",
        used_in: NORTH_AMERICA,
        shifts: &[
            // EPSG 1252: Hawaii
            Shift { within: [-163.74, 15.56, -151.27, 25.58], towgs84: "1,1,-1" },
        ],
        off_m: None,
    },
    Datum {
        name: "RGF93",
        aliases: &["rgf93", "rgf_1993", "reseau_geodesique_francais_1993"],
        ellipsoid: "+ellps=GRS80",
        used_in: FRANCE,
        shifts: &[],
        off_m: None,
    },
    Datum {
        name: "NTF",
        aliases: &["d_ntf", "nouvelle_triangulation_francaise"],
        ellipsoid: "+a=6378249.2 +b=6356515",
        used_in: FRANCE,
        // EPSG 1193
        shifts: &[Shift { within: [-9.86, 41.15, 10.38, 51.56], towgs84: "-168,-60,320" }],
        off_m: Some(15),
    },
];

/// The datum a CRS names in its `DATUM["…"]`, if it is one of those that take some care.
pub(super) fn of_wkt(wkt: &str) -> Option<&'static Datum> {
    let wkt = wkt.to_ascii_lowercase();
    let (_, rest) = wkt.split_once("datum[\"")?;
    let name = rest.split('"').next()?.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    DATUMS.iter().find(|datum| datum.aliases.iter().any(|alias| name.contains(alias)))
}

pub(super) fn holds(area: &Box4, lon: f64, lat: f64) -> bool {
    meets(area, &[lon, lat, lon, lat])
}

pub(super) fn meets(one: &Box4, other: &Box4) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}
