//! Address files of two countries and of one's own.

use arpent::domain::{RejectReason, Source};
use arpent::import::addresses::{Read, read};

#[test]
fn the_french_address_base() {
    let file = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat\n\
                1;12;bis;Rue de la Paix;20000;2A004;Ajaccio;1;2;8,73;41.92\n\
                2;;;Les Pins;20000;2A004;Ajaccio;1;2;8.74;41.93\n\
                3;5;;Rue de la Paix;20000;2A004;Ajaccio;1;2;1176543.2;6105432.1\n\
                4;5;;;20000;2A004;Ajaccio;1;2;8.74;41.93\n";
    let Read { addresses, ids, rejects, report, .. } = read(Source::new("ban.csv", file.as_bytes()), &[], "auto").unwrap();
    assert_eq!(ids.iter().collect::<Vec<_>>(), ["1", "2"]);
    let first = addresses.get(0);
    assert_eq!((first.lon, first.lat, first.number.as_str(), first.city.as_str()), (8.73, 41.92, "12 bis", "Ajaccio"));
    assert_eq!(addresses.get(1).number, "");
    let reasons: Vec<_> = rejects.iter().map(|reject| (reject.row, reject.reason, reject.field.as_str())).collect();
    assert_eq!(reasons, [(4, RejectReason::BadField, "lon"), (5, RejectReason::MissingField, "street")]);
    assert!(report.adds_up());
}

#[test]
fn columns_named_by_hand() {
    let file = "X,Y,NO,NAME\n1.5,2.5,7,Elm St\n";
    let Read { addresses, .. } = read(Source::new("a.csv", file.as_bytes()), &[], "lon=X,lat=Y,number=NO,street=NAME").unwrap();
    assert_eq!((addresses.lon[0], addresses.lat[0], addresses.street.get(0)), (1.5, 2.5, "Elm St"));
    let problem = |layout: &str| read(Source::new("a.csv", file.as_bytes()), &[], layout).unwrap_err().to_string();
    assert!(problem("lon=X,lat=LAT,street=NAME").starts_with("a.csv: no column named LAT"));
    assert!(problem("lon=X,house=NO").contains("maps \"house\", which is no field; the fields are id, lon, lat, number"));
    assert!(problem("lon=X,lat").ends_with("write it as lon=X,lat=Y,number=NO,street=NAME"));
    assert!(problem("auto").contains("no layout for addresses fits its columns (X, Y, NO, NAME)"));
}
