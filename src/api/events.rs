//! Server-sent events: tells open maps that the campaign has changed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;

use super::App;

/// One `generation` event at once and one at each change; a comment every 15 s keeps the line open.
pub async fn events(State(app): State<App>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = app.changes();
    changes.mark_changed();
    let stream = unfold(changes, async |mut changes| {
        changes.changed().await.ok()?;
        let generation = *changes.borrow_and_update();
        Some((Ok(Event::default().event("generation").data(generation.to_string())), changes))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
