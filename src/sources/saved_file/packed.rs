//! zstd: what is written is a row of small frames, what is read any file of that format.

use std::io::{self, BufRead, Read, Write};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// What a file compressed with zstd begins with.
pub(super) const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Bytes of a frame, unpacked. Beyond it files do not shrink.
const FRAME: usize = 1 << 20;

/// Packs what is written to it; what has not filled a frame yet goes out with `flush`.
pub(super) struct Packer<W> {
    out: W,
    waiting: Vec<u8>,
}

impl<W: Write> Packer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, waiting: Vec::new() }
    }

    #[cfg(test)]
    pub(super) fn into_inner(self) -> W {
        self.out
    }

    fn pack(&mut self) -> io::Result<()> {
        let frame = compress_to_vec(self.waiting.as_slice(), CompressionLevel::Fastest);
        self.waiting.clear();
        self.out.write_all(&frame)
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(FRAME - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        if self.waiting.len() == FRAME {
            self.pack()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.waiting.is_empty() {
            self.pack()?;
        }
        self.out.flush()
    }
}

/// Unpacks what is read through it, frame after frame, and holds each to its checksum where it has one.
pub(super) struct Unpacker<R> {
    raw: R,
    frame: FrameDecoder,
}

impl<R: BufRead> Unpacker<R> {
    pub(super) fn new(raw: R) -> Self {
        Self { raw, frame: FrameDecoder::new() }
    }

    /// Begins the next frame that holds something; false at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.raw.fill_buf()?.is_empty() {
            match self.frame.reset(&mut self.raw) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.raw.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    fn check_sum(&self) -> io::Result<()> {
        match self.frame.get_checksum_from_data() {
            Some(told) if self.frame.get_calculated_checksum() != Some(told) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Unpacker<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.frame.can_collect() == 0 {
            if self.frame.is_finished() {
                self.check_sum()?;
                if !self.next_frame()? {
                    return Ok(0);
                }
            } else {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.frame.decode_blocks(&mut self.raw, one).map_err(io::Error::other)?;
            }
        }
        self.frame.read(into)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use proptest::prelude::*;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packer = Packer::new(Vec::new());
        packer.write_all(text).unwrap();
        packer.flush().unwrap();
        packer.into_inner()
    }

    fn unpacked(packed: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Unpacker::new(packed).read_to_end(&mut text).map(|_| text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn what_is_packed_is_unpacked(words in prop::collection::vec("[a-f]{0,9}|\\PC{1,3}", 0..400), times in 1..900_usize) {
            let text = words.concat().repeat(times);
            prop_assert_eq!(unpacked(&packed(text.as_bytes())).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn frames_follow_each_other_and_what_is_to_be_skipped_is() {
        let note: &[u8] = &[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, b'n', b'o', b't'];
        let row = [note, &packed(b"one"), note, &packed(b""), &packed(b"two"), note].concat();
        assert_eq!(unpacked(&row).unwrap(), b"onetwo");
    }

    /// Text that is damaged in any byte is never taken for what was written.
    #[test]
    fn a_byte_that_is_wrong_is_noticed() {
        let text = br#"{"name":"esx01.tokyo.example","memory":131072,"name2":"esx02.tokyo.example"}"#;
        let packed = packed(text);
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x10;
            assert!(unpacked(&damaged).map_or(true, |read| read == text), "byte {at}");
        }
        for length in 1..packed.len() {
            assert!(unpacked(&packed[..length]).is_err(), "cut off after {length}");
        }
    }
}
