//! Columns of the domain as Parquet and back: written in batches, so that ten million rows need no second copy.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, DictionaryArray, Float32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    UInt8Array, UInt16Array, UInt32Array,
};
use arrow::datatypes::UInt32Type;
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::domain::{Dictionary, Outcome, Problem, Texts};

/// One column to write.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    Text(&'a Texts),
    Codes(&'a Dictionary),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    I32(&'a [i32]),
    /// Bit 63 is never set in what we store (cells), and other tools have no unsigned 64-bit column.
    I64(&'a [i64]),
    F32(&'a [f32]),
    F64(&'a [f64]),
    MaybeF64(&'a [Option<f64>]),
    Bytes(&'a [Vec<u8>]),
}

const BATCH_ROWS: usize = 1 << 16;

impl Column<'_> {
    fn array(self, rows: Range<usize>) -> ArrayRef {
        match self {
            Self::Text(texts) => Arc::new(rows.map(|row| Some(texts.get(row))).collect::<StringArray>()),
            Self::Codes(column) => {
                let values = Arc::new(column.values().iter().map(|value| Some(value.as_str())).collect::<StringArray>());
                let keys = UInt32Array::from_iter_values(rows.map(|row| column.code(row)));
                Arc::new(DictionaryArray::<UInt32Type>::new(keys, values))
            }
            Self::U8(values) => Arc::new(UInt8Array::from(values[rows].to_vec())),
            Self::U16(values) => Arc::new(UInt16Array::from(values[rows].to_vec())),
            Self::U32(values) => Arc::new(UInt32Array::from(values[rows].to_vec())),
            Self::I32(values) => Arc::new(Int32Array::from(values[rows].to_vec())),
            Self::I64(values) => Arc::new(Int64Array::from(values[rows].to_vec())),
            Self::F32(values) => Arc::new(Float32Array::from(values[rows].to_vec())),
            Self::F64(values) => Arc::new(Float64Array::from(values[rows].to_vec())),
            Self::MaybeF64(values) => Arc::new(values[rows].iter().copied().collect::<Float64Array>()),
            Self::Bytes(values) => Arc::new(values[rows].iter().map(|bytes| Some(bytes.as_slice())).collect::<BinaryArray>()),
        }
    }
}

/// Parquet bytes of columns that all have `rows` rows.
pub fn write(rows: usize, columns: &[(String, Column<'_>)]) -> Outcome<Vec<u8>> {
    let batch = |range: Range<usize>| {
        RecordBatch::try_from_iter(columns.iter().map(|(name, column)| (name, column.array(range.clone()))))
            .expect("columns of one table have one length")
    };
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut bytes = Vec::new();
    let failed = |error: parquet::errors::ParquetError| Problem::new(format!("the snapshot cannot be encoded: {error}"));
    let mut writer = ArrowWriter::try_new(&mut bytes, batch(0..0).schema(), Some(properties)).map_err(failed)?;
    for start in (0..rows).step_by(BATCH_ROWS) {
        writer.write(&batch(start..rows.min(start + BATCH_ROWS))).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(bytes)
}

/// A snapshot read back, column by column: what is decoded is only ever one column, however many millions of rows there are.
#[derive(Debug)]
pub struct Table {
    file: String,
    bytes: bytes::Bytes,
    metadata: ArrowReaderMetadata,
}

impl Table {
    pub fn read(file: &str, bytes: Vec<u8>) -> Outcome<Self> {
        let bytes = bytes::Bytes::from(bytes);
        let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new()).map_err(|error| damaged(file, &error))?;
        Ok(Self { file: file.to_owned(), bytes, metadata })
    }

    pub fn rows(&self) -> usize {
        self.metadata.metadata().file_metadata().num_rows() as usize
    }

    pub fn names(&self) -> Vec<String> {
        self.metadata.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// One array a batch.
    fn arrays<A: Array + Clone + 'static>(&self, name: &str) -> Outcome<Vec<A>> {
        let other_version = || {
            Problem::new("the column is missing or has another type")
                .file(&self.file)
                .field(name)
                .remedy("the campaign was written by another version of arpent: import again")
        };
        let column = self.metadata.schema().index_of(name).map_err(|_| other_version())?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.bytes.clone(), self.metadata.clone());
        let only = ProjectionMask::roots(builder.parquet_schema(), [column]);
        let reader = builder.with_projection(only).with_batch_size(BATCH_ROWS).build().map_err(|error| damaged(&self.file, &error))?;
        let array = |batch: Result<RecordBatch, arrow::error::ArrowError>| {
            let batch = batch.map_err(|error| damaged(&self.file, &error))?;
            batch.column(0).as_any().downcast_ref::<A>().cloned().ok_or_else(other_version)
        };
        reader.map(array).collect()
    }

    pub fn texts(&self, name: &str) -> Outcome<Texts> {
        let arrays = self.arrays::<StringArray>(name)?;
        Ok(arrays.iter().flat_map(|array| (0..array.len()).map(|row| array.value(row))).collect())
    }

    /// A dictionary's code order differs from batch to batch, so codes are mapped value by value, once a batch.
    pub fn codes(&self, name: &str) -> Outcome<Dictionary> {
        let mut column = Dictionary::new();
        for array in self.arrays::<DictionaryArray<UInt32Type>>(name)? {
            let values = array
                .values()
                .as_any()
                .downcast_ref::<StringArray>()
                .ok_or_else(|| Problem::new("is not text").file(&self.file).field(name))?;
            let codes: Vec<u32> = values.iter().map(|value| column.code_of(value.unwrap_or_default())).collect();
            array.keys().values().iter().for_each(|&key| column.push_code(codes[key as usize]));
        }
        Ok(column)
    }

    pub fn u8s(&self, name: &str) -> Outcome<Vec<u8>> {
        Ok(self.arrays::<UInt8Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn u16s(&self, name: &str) -> Outcome<Vec<u16>> {
        Ok(self.arrays::<UInt16Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn u32s(&self, name: &str) -> Outcome<Vec<u32>> {
        Ok(self.arrays::<UInt32Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn i32s(&self, name: &str) -> Outcome<Vec<i32>> {
        Ok(self.arrays::<Int32Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn i64s(&self, name: &str) -> Outcome<Vec<i64>> {
        Ok(self.arrays::<Int64Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn f32s(&self, name: &str) -> Outcome<Vec<f32>> {
        Ok(self.arrays::<Float32Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn f64s(&self, name: &str) -> Outcome<Vec<f64>> {
        Ok(self.arrays::<Float64Array>(name)?.iter().flat_map(|array| array.values().iter().copied()).collect())
    }

    pub fn bytes(&self, name: &str) -> Outcome<Vec<Vec<u8>>> {
        let arrays = self.arrays::<BinaryArray>(name)?;
        Ok(arrays.iter().flat_map(|array| (0..array.len()).map(|row| array.value(row).to_vec())).collect())
    }
}

fn damaged(file: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(format!("is damaged: {error}")).file(file).remedy("run `arpent check`; restore a backup or import again")
}
