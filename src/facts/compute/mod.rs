//! CPUs, hardware and devices, and what goes on with a VM.

pub mod cpu;
pub mod cpuid;
pub mod devices;
pub mod evc;
pub mod features;
pub mod hardware;
pub mod records;
pub mod state;
