//! What a host says it is: product, version, release.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::reachable;
use crate::inventory::{HostSystem, Product};
use crate::schema::{Fact, Version};

/// What the host itself says it is, or what vCenter remembers; that does not change unseen.
pub fn product<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a Product> {
    let own = reachable(ix, host).and_then(|()| ix.need(host, HostSystem::product));
    own.or_else(|own| {
        let summary = ix.need(host, HostSystem::summary_product);
        summary.map_err(|summary| own.and(&summary))
    })
}

/// Version of a host.
pub fn version(ix: &Index<'_>, host: &HostSystem) -> Fact<Version> {
    let text = &product(ix, host)?.version;
    Version::parse(text).ok_or_else(|| host.not_understood(HostSystem::summary_product.path, text))
}

/// Release of a host, e.g. `8.0`.
pub fn release(ix: &Index<'_>, host: &HostSystem) -> Fact<Name> {
    let version = &product(ix, host)?.version;
    match Version::parse(version) {
        Some(_) => Ok(version.trim().split('.').take(2).collect::<Vec<_>>().join(".").into()),
        None => Err(host.not_understood(HostSystem::summary_product.path, version)),
    }
}
