//! What does a made-up town look like, street by street and voter by voter?

/// A made-up town, as the files a campaign would be given.
#[derive(Debug)]
pub struct Town {
    /// Name and bytes of each file.
    pub files: Vec<(&'static str, Vec<u8>)>,
    pub name: String,
}

/// Builds the town: the same bytes for the same `voters` and `seed`.
pub fn build(voters: u32, seed: u64) -> Town {
    unimplemented!("{voters} {seed}")
}
