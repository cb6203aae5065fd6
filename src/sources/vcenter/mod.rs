//! A live vCenter, read over its SOAP interface. Nothing is ever changed on it.

mod decode;
mod soap;
mod xml;
