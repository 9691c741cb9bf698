//! How long does a statewide file take, stage by stage, in how much memory, beside DuckDB reading the same CSV?
//!
//! `ARPENT_BENCH_VOTERS=9100000` makes the file a state the size of North Carolina publishes: 9.1 million rows, 4 GB.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::state;

/// A plain read of all columns as text: what a peer needs before it has done anything to a row.
const DUCKDB: &str = r#"
import duckdb, resource, sys, time
duckdb.sql("SET enable_progress_bar = false")
started = time.time()
rows = duckdb.sql(f"""SELECT count(*), sum(length(concat(COLUMNS(*)))) FROM read_csv('{sys.argv[1]}',
    delim='\t', header=true, all_varchar=true, encoding='latin-1')""").fetchall()[0][0]
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{time.time() - started:.1f} s, {used.ru_utime + used.ru_stime:.1f} CPU s, {rows} rows, peak {used.ru_maxrss // 1024} MB")
"#;

pub fn run() {
    let voters = std::env::var("ARPENT_BENCH_VOTERS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000usize);
    let counties = voters.div_ceil(state::COUNTY_ROWS);
    let dir = std::env::var_os("ARPENT_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from).join(format!("arpent-state-{counties}"));
    if !dir.join("precincts.geojson").exists() {
        state::make(&dir, counties);
    }
    let campaign = dir.join("campaign");
    // ours alone, made of nothing but these files
    let _ = std::fs::remove_dir_all(&campaign);
    let text = |path: &Path| path.display().to_string();
    let file = |name: &str| text(&dir.join(name));
    let c = text(&campaign);
    arpent(&["init", &c]);
    report("boundaries", &arpent(&["-C", &c, "--json", "import", "boundaries", &file("precincts.geojson")]));
    report("addresses", &arpent(&["-C", &c, "--json", "import", "addresses", &file("addresses.csv")]));
    let imported = arpent(&["-C", &c, "--json", "import", "voters", &file("ncvoter.txt"), "--history", &file("ncvhis.txt")]);
    report("voters with history", &imported);
    stages(&imported);
    report("the same again", &arpent(&["-C", &c, "--json", "import", "voters", &file("ncvoter.txt"), "--history", &file("ncvhis.txt")]));
    duckdb(&file("ncvoter.txt"));
}

struct Ran {
    wall: Duration,
    peak_mb: u64,
    report: Value,
}

/// Runs the program built beside this one and watches its memory.
fn arpent(arguments: &[&str]) -> Ran {
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_arpent")).args(arguments).stdout(Stdio::piped()).spawn().expect("arpent runs");
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut peak = 0;
        while let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let Some(kb) = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()) else { break };
            peak = kb.max(peak);
            std::thread::sleep(Duration::from_millis(20));
        }
        peak / 1024
    });
    let output = child.wait_with_output().expect("arpent ends");
    assert!(output.status.success(), "arpent {arguments:?} failed");
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Ran { wall: started.elapsed(), peak_mb: watching.join().expect("the watch ends"), report }
}

fn report(what: &str, ran: &Ran) {
    let rows = ran.report["read"].as_u64().unwrap_or(0);
    let seconds = ran.wall.as_secs_f64();
    println!("{what:<24} {seconds:>8.1} s {rows:>10} rows {:>9.0} rows/s   peak {} MB", rows as f64 / seconds, ran.peak_mb);
}

fn stages(ran: &Ran) {
    let rows = ran.report["read"].as_u64().unwrap_or(0) as f64;
    for (stage, seconds) in ran.report["stages"].as_object().into_iter().flatten() {
        let seconds = seconds.as_f64().unwrap_or(0.0);
        println!("  {stage:<22} {seconds:>8.1} s {:>21.0} rows/s", rows / seconds);
    }
}

/// Where Python has DuckDB; the peer only parses, it neither cleans nor locates.
fn duckdb(file: &str) {
    match Command::new("python3").args(["-c", DUCKDB, file]).output() {
        Ok(output) if output.status.success() => {
            println!("DuckDB only reads it     {}", String::from_utf8_lossy(&output.stdout).trim())
        }
        _ => println!("DuckDB is not installed for python3 (pip install duckdb): not compared"),
    }
}
