//! Canvass answers find their voters.

use arpent::domain::{Answer, Source, Texts};
use arpent::import::answers::read;

use super::shown::rejects;

#[test]
fn the_newest_answer_counts_and_every_other_row_is_accounted_for() {
    let ids: Texts = ["A1", "A2", "A3"].into_iter().collect();
    let file = "ncid,date,support,tags\nA2,2026-06-17,4,\nA1,2026-06-01,2,yard sign; vip\nA2,2026-07-01,1,\nA2,2026-05-01,5,\nA3,,,vip\n\
                ZZ,2026-06-01,1,\nA1,2026-06-01,6,\nA1,June,2,\n,2026-06-01,2,\n";
    let read = read(Source::new("ids.csv", file.as_bytes()), &ids).unwrap();
    let answer = |voter, day, support| Answer { voter, day, support };
    assert_eq!(read.answers, [answer(1, 20_635, 1), answer(0, 20_605, 2)]);
    assert_eq!(read.tags, [(0, "vip".to_owned()), (0, "yard sign".to_owned()), (2, "vip".to_owned())]);
    assert!(read.report.adds_up());
    assert_eq!((read.report.read, read.report.kept, read.report.merged, read.report.rejected), (9, 3, 2, 4));
    assert_eq!(
        rejects(&read.rejects),
        "ids.csv row 7: unknown id: ZZ\n\
         ids.csv row 8: bad_field support: \"6\" is not 1 (strong support) to 5 (strong against)\n\
         ids.csv row 9: bad_field date: \"June\" is not a date like 2026-06-17\n\
         ids.csv row 10: missing_field id: \n"
    );
}

#[test]
fn a_file_without_dates_is_refused() {
    let problem = read(Source::new("ids.csv", b"ncid,support\nA1,2\n"), &Texts::new()).unwrap_err().to_string();
    assert!(problem.starts_with("ids.csv: no column named date or day or canvassed_on"), "{problem}");
}
