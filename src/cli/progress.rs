//! A bar on standard error while something long runs, when somebody can see it.

use indicatif::{ProgressBar, ProgressStyle};

/// One bar; `callback()` is what journeys report to.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new(what: &'static str) -> Self {
        let bar = ProgressBar::no_length().with_message(what);
        bar.set_style(
            ProgressStyle::with_template("{msg:<22} {bar:30} {percent:>3} %  {elapsed}, {eta} left").expect("the template is ours"),
        );
        Self(bar)
    }

    pub fn callback(&self) -> impl Fn(u64, u64) + Sync + '_ {
        |done, total| {
            self.0.set_length(total.max(1));
            self.0.set_position(done);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
