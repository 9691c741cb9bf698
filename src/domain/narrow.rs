//! Small numbers, one a row, in the fewest bytes that hold the largest.

/// Grows wider by itself when a number asks for it: most columns of a voter file have fewer than 256 values.
#[derive(Debug, Clone)]
pub(super) enum Narrow {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl Default for Narrow {
    fn default() -> Self {
        Self::U8(Vec::new())
    }
}

impl Narrow {
    pub fn push(&mut self, code: u32) {
        match self {
            Self::U8(codes) if code <= u32::from(u8::MAX) => codes.push(code as u8),
            Self::U16(codes) if code <= u32::from(u16::MAX) => codes.push(code as u16),
            Self::U32(codes) => codes.push(code),
            _ => {
                self.widen();
                self.push(code);
            }
        }
    }

    fn widen(&mut self) {
        *self = match std::mem::take(self) {
            Self::U8(codes) => Self::U16(codes.into_iter().map(u16::from).collect()),
            Self::U16(codes) => Self::U32(codes.into_iter().map(u32::from).collect()),
            widest @ Self::U32(_) => widest,
        };
    }

    pub fn get(&self, row: usize) -> u32 {
        match self {
            Self::U8(codes) => u32::from(codes[row]),
            Self::U16(codes) => u32::from(codes[row]),
            Self::U32(codes) => codes[row],
        }
    }

    pub fn set(&mut self, row: usize, code: u32) {
        match self {
            Self::U8(codes) if code <= u32::from(u8::MAX) => codes[row] = code as u8,
            Self::U16(codes) if code <= u32::from(u16::MAX) => codes[row] = code as u16,
            Self::U32(codes) => codes[row] = code,
            _ => {
                self.widen();
                self.set(row, code);
            }
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len(),
            Self::U32(codes) => codes.len(),
        }
    }

    /// Cut, or filled up with 0.
    pub fn resize(&mut self, rows: usize) {
        match self {
            Self::U8(codes) => codes.resize(rows, 0),
            Self::U16(codes) => codes.resize(rows, 0),
            Self::U32(codes) => codes.resize(rows, 0),
        }
    }

    pub fn take(&self, order: &[u32]) -> Self {
        fn pick<T: Copy>(codes: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|&row| codes[row as usize]).collect()
        }
        match self {
            Self::U8(codes) => Self::U8(pick(codes, order)),
            Self::U16(codes) => Self::U16(pick(codes, order)),
            Self::U32(codes) => Self::U32(pick(codes, order)),
        }
    }
}

/// What counts is the numbers, not how wide they happen to be kept.
impl PartialEq for Narrow {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (0..self.len()).all(|row| self.get(row) == other.get(row))
    }
}

impl Eq for Narrow {}

impl FromIterator<u32> for Narrow {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut all = Self::default();
        for code in codes {
            all.push(code);
        }
        all
    }
}
