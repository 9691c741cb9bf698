//! Tables, counts, legends and search; and what a bad filter gets.

use super::{encoded, server};

#[test]
fn the_campaign_tells_what_there_is() {
    let campaign = server().json("/api/campaign");
    assert!(campaign["counts"]["voters"].as_u64().expect("a count") > 1800);
    assert_eq!(campaign["counts"]["precincts"], 24);
    assert_eq!(campaign["scored"], true);
    assert!(campaign["elections"].as_array().expect("elections").len() >= 4);
    let columns = server().json("/api/columns");
    let names: Vec<&str> = columns["columns"].as_array().expect("columns").iter().filter_map(|column| column["name"].as_str()).collect();
    for name in ["party", "age", "sex", "votes_of_last_4", "support", "tags", "p_vote"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
}

#[test]
fn counts_and_tables_agree_under_any_filter() {
    for filter in ["", "party = 'DEM'", "age < 35 AND votes_of_last_4 <= 1", "support IS NOT NULL AND NOT (sex = 'F')"] {
        let located = if filter.is_empty() {
            "located NOT IN ('none', 'postcode')".to_owned()
        } else {
            format!("({filter}) AND located NOT IN ('none', 'postcode')")
        };
        let count = server().json(&format!("/api/count?where={}", encoded(&located)))["voters"].as_u64().expect("a count");
        for by in ["hex:5", "hex:9", "precinct"] {
            let heat = server().json(&format!("/api/heat?by={by}&where={}", encoded(filter)));
            let sum: u64 = heat["rows"].as_array().expect("rows").iter().map(|row| row["voters"].as_u64().expect("a count")).sum();
            assert_eq!(sum, count, "{by} where {filter}");
        }
    }
}

#[test]
fn anything_but_an_expression_over_known_columns_is_400() {
    let deep = format!("{}age > 1{}", "(".repeat(5_000), ")".repeat(5_000));
    let long = format!("age = 1{}", " OR age = 1".repeat(3_000));
    let megabytes = "a".repeat(2_000_000);
    let bad = [
        "age",
        "name = 'x'",
        "last_name = 'SMITH'",
        "age < (SELECT max(age) FROM voters)",
        "pg_sleep(10) IS NULL",
        "age = 1; DROP TABLE voters",
        "EXISTS (SELECT 1)",
        "age < 'young'",
        "party LIKE 3",
        "'a",
        "((((",
        &deep,
        &long,
        &megabytes,
    ];
    for filter in bad {
        for path in ["/api/count?", "/api/heat?by=precinct&", "/tiles/hexes/9/0/0.mvt?", "/tiles/streets/9/0/0.mvt?"] {
            let reply = server().get(&format!("{path}where={}", encoded(filter)));
            let shown = &filter[..filter.len().min(60)];
            assert_eq!(reply.status, 400, "{path} {shown}");
            assert_eq!(reply.header("content-type"), "application/problem+json", "{path} {shown}");
            let problem: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
            assert_eq!(problem["status"], 400);
            assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        }
    }
    assert_eq!(server().get("/healthz").status, 200);
}

#[test]
fn a_legends_classes_are_the_quantiles_of_the_table() {
    for (by, table) in [("hexes", "hex:9"), ("precincts", "precinct")] {
        let legend = server().json(&format!("/api/legend?by={by}&zoom=12&field=abstention&classes=5"));
        assert_eq!(legend["by"], table);
        let heat = server().json(&format!("/api/heat?by={table}"));
        let mut values: Vec<f64> = heat["rows"].as_array().expect("rows").iter().filter_map(|row| row["abstention"].as_f64()).collect();
        values.sort_by(f64::total_cmp);
        let breaks: Vec<f64> = legend["breaks"].as_array().expect("breaks").iter().filter_map(serde_json::Value::as_f64).collect();
        assert_eq!((breaks[0], breaks[breaks.len() - 1]), (values[0], values[values.len() - 1]));
        let counts: u64 = legend["counts"].as_array().expect("counts").iter().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(counts as usize, values.len());
    }
    assert_eq!(server().get("/api/legend?by=hexes&zoom=12&field=colour").status, 400);
}

#[test]
fn a_place_tells_its_numbers_and_its_people_in_counts() {
    let heat = server().json("/api/heat?by=precinct");
    let row = &heat["rows"][0];
    let place = server().json(&format!("/api/place/precinct/{}", row["id"].as_str().expect("an id")));
    assert_eq!(place["row"]["voters"], row["voters"]);
    assert_eq!(place["profile"]["voters"], row["voters"]);
    let ages: u64 = place["profile"]["age"].as_array().expect("ages").iter().filter_map(|age| age["voters"].as_u64()).sum();
    assert_eq!(ages, row["voters"].as_u64().expect("a count"));
    assert_eq!(server().get("/api/place/precinct/nowhere").status, 404);
    assert_eq!(server().get("/api/place/hex/zzz").status, 400);
}

#[test]
fn search_finds_precincts_and_addresses() {
    let heat = server().json("/api/heat?by=precinct");
    let name = heat["rows"][0]["name"].as_str().expect("a name").to_owned();
    let found = server().json(&format!("/api/search?q={}", encoded(&name)));
    assert_eq!(found["results"][0]["kind"], "precinct");
    let streets = server().json("/api/search?q=main");
    assert!(streets["results"].as_array().is_some_and(|results| !results.is_empty()), "{streets}");
    assert_eq!(server().json("/api/search?q=")["results"], serde_json::json!([]));
}

#[test]
fn a_change_on_disk_is_served_within_moments() {
    use crate::support::{Server, arpent_ok, copy_folder, town};
    let dir = tempfile::tempdir().expect("a temporary folder");
    copy_folder(town(), dir.path());
    let server = Server::start(dir.path());
    let before = server.json("/api/campaign");
    arpent_ok(["-C", &dir.path().display().to_string(), "score", "--target", "2028-11-07"]);
    let changed = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        server.json("/api/campaign")["generation"] != before["generation"]
    });
    assert!(changed, "the server never saw the new generation");
    assert_eq!(server.json("/api/campaign")["target"], "2028-11-07");
}

#[test]
fn every_path_of_the_description_answers() {
    let description = server().json("/api/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let hex = server().json("/api/heat?by=hex:9")["rows"][0]["id"].as_str().expect("an id").to_owned();
    let paths = description["paths"].as_object().expect("paths");
    assert!(paths.len() > 10);
    for path in paths.keys().filter(|path| *path != "/api/events") {
        let path = path.replace("{layer}/{id}", &format!("hex/{hex}")).replace("{layer}", "hexes");
        let path = path.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0");
        let query = "?by=precincts&field=support&q=a";
        let query = if path.starts_with("/api/heat") { "?by=precinct" } else { query };
        let status = server().get(&format!("{path}{query}")).status;
        assert!(matches!(status, 200 | 204), "{path}: {status}");
    }
}
