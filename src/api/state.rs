//! What every handler shares: the open map, swapped whole when the campaign on disk changes.

use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use bytes::Bytes;
use lru::LruCache;
use tokio::sync::watch;

use super::auth::Password;
use super::metrics::Metrics;
use crate::domain::Outcome;
use crate::flow::open_map::OpenMap;
use crate::store::{Database, Folder};

#[derive(Debug, Clone)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
pub struct Shared {
    pub folder: Folder,
    pub password: Option<Password>,
    pub metrics: Metrics,
    /// Sessions are looked up at every request: one connection, kept open.
    pub database: Mutex<Database>,
    map: RwLock<Arc<OpenMap>>,
    tiles: Mutex<TileCache>,
    generation: watch::Sender<u64>,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    pub fn open(folder: Folder, password: Option<Password>) -> Outcome<Self> {
        let map = Arc::new(OpenMap::open(&folder)?);
        let database = Mutex::new(Database::open(&folder)?);
        let generation = watch::Sender::new(map.generation);
        let tiles = Mutex::new(TileCache { entries: LruCache::unbounded(), bytes: 0 });
        let metrics = Metrics::default();
        Ok(Self(Arc::new(Shared { folder, password, metrics, database, map: RwLock::new(map), tiles, generation })))
    }

    pub fn map(&self) -> Arc<OpenMap> {
        self.map.read().expect("no holder panics").clone()
    }

    pub fn changes(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    /// An encoded tile by its ETag, made once: the ETag names generation, tile, filter and coding.
    pub fn tile(&self, etag: &str) -> Option<Bytes> {
        self.tiles.lock().expect("no holder panics").entries.get(etag).cloned()
    }

    pub fn keep_tile(&self, etag: String, body: Bytes) {
        self.tiles.lock().expect("no holder panics").keep(etag, body);
    }

    fn swap(&self, map: OpenMap) {
        let generation = map.generation;
        *self.map.write().expect("no holder panics") = Arc::new(map);
        self.tiles.lock().expect("no holder panics").clear();
        self.generation.send_replace(generation);
    }
}

/// Encoded tiles, the least recently asked dropped first.
#[derive(Debug)]
struct TileCache {
    entries: LruCache<String, Bytes>,
    bytes: usize,
}

const CACHE_BYTES_MAX: usize = 128 << 20;

impl TileCache {
    fn keep(&mut self, etag: String, body: Bytes) {
        self.bytes += body.len();
        if let Some(old) = self.entries.put(etag, body) {
            self.bytes -= old.len();
        }
        while self.bytes > CACHE_BYTES_MAX {
            let Some((_, dropped)) = self.entries.pop_lru() else { break };
            self.bytes -= dropped.len();
        }
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

/// Looks twice a second whether a command has changed the campaign, and opens it anew beside the old one.
pub async fn follow(app: App) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let looked = app.clone();
        let opened = tokio::task::spawn_blocking(move || -> Outcome<Option<OpenMap>> {
            match looked.folder.manifest()?.generation == looked.map().generation {
                true => Ok(None),
                false => OpenMap::open(&looked.folder).map(Some),
            }
        });
        match opened.await {
            Ok(Ok(Some(map))) => app.swap(map),
            Ok(Ok(None)) => {}
            // a snapshot swept between two reads is there again under its new name next time
            Ok(Err(problem)) => tracing::warn!("the changed campaign cannot be opened yet: {problem}"),
            Err(error) => tracing::error!("{error}"),
        }
    }
}
