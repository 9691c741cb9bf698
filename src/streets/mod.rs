//! Temporary stand-in: the signatures `locate` needs until the real module is merged.

#[derive(Debug, Default)]
pub struct Streets {
    pub name: Vec<u32>,
    pub names: Vec<String>,
    pub shape_ends: Vec<u32>,
    pub shape: Vec<[f64; 2]>,
}

impl Streets {
    pub fn len(&self) -> usize {
        self.name.len()
    }

    pub fn is_empty(&self) -> bool {
        self.name.is_empty()
    }

    pub fn line(&self, edge: usize) -> &[[f64; 2]] {
        let start = if edge == 0 { 0 } else { self.shape_ends[edge - 1] as usize };
        &self.shape[start..self.shape_ends[edge] as usize]
    }
}
