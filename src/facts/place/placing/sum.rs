//! Sums that cannot overflow, and sets of hosts.

use std::ops::{Add, AddAssign, Sub, SubAssign};

use crate::facts::place::placing::answer::Resource;
use crate::facts::place::placing::problem::{Amount, UNBOUNDED};

/// A sum of amounts, wide enough for any number of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sum {
    pub cpu: u128,
    pub memory: u128,
}

/// What a host has of which nothing is known, at the most: more than all that is known to be needed.
const ROOM_WITHOUT_BOUND: u128 = 1 << 63;
/// What a VM needs of which nothing is known, at the most: more than a host of which nothing is known has.
const NEED_WITHOUT_BOUND: u128 = 1 << 64;

fn narrow(figure: u128) -> u64 {
    u64::try_from(figure).ok().filter(|_| figure < ROOM_WITHOUT_BOUND).unwrap_or(UNBOUNDED)
}

impl Add for Sum {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self { cpu: self.cpu + other.cpu, memory: self.memory + other.memory }
    }
}

impl AddAssign for Sum {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// What is left, nothing where less than nothing would be.
impl Sub for Sum {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self { cpu: self.cpu.saturating_sub(other.cpu), memory: self.memory.saturating_sub(other.memory) }
    }
}

impl SubAssign for Sum {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum {
    /// What VMs need.
    pub fn need(amount: Amount) -> Self {
        Self::wide(amount, NEED_WITHOUT_BOUND)
    }

    /// What a host has.
    pub fn room(amount: Amount) -> Self {
        Self::wide(amount, ROOM_WITHOUT_BOUND)
    }

    fn wide(amount: Amount, without_bound: u128) -> Self {
        let wide = |figure| if figure == UNBOUNDED { without_bound } else { u128::from(figure) };
        let [cpu, memory] = [amount.cpu_mhz, amount.memory].map(wide);
        Self { cpu, memory }
    }

    /// Whether it is no more than the other, in both.
    #[inline]
    pub fn within(self, capacity: Self) -> bool {
        self.cpu <= capacity.cpu && self.memory <= capacity.memory
    }

    /// The larger of each.
    pub fn max(self, other: Self) -> Self {
        Self { cpu: self.cpu.max(other.cpu), memory: self.memory.max(other.memory) }
    }

    pub fn amount(self) -> Amount {
        Amount { cpu_mhz: narrow(self.cpu), memory: narrow(self.memory) }
    }

    pub fn of(self, resource: Resource) -> u128 {
        match resource {
            Resource::Memory => self.memory,
            Resource::Cpu => self.cpu,
        }
    }

    /// Its share of a whole in thousandths, both added: how large it is.
    pub fn share(self, whole: Self) -> u128 {
        self.memory * 1000 / whole.memory.max(1) + self.cpu * 1000 / whole.cpu.max(1)
    }
}

/// A set of hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HostSet(Vec<u64>);

impl HostSet {
    pub fn with_room_for(hosts: usize) -> Self {
        Self(vec![0; hosts.div_ceil(64)])
    }

    pub fn of(hosts: impl IntoIterator<Item = usize>, size: usize) -> Self {
        let mut set = Self::with_room_for(size);
        hosts.into_iter().for_each(|host| set.insert(host));
        set
    }

    pub fn insert(&mut self, host: usize) {
        if let Some(word) = self.0.get_mut(host / 64) {
            *word |= 1 << (host % 64);
        }
    }

    pub fn remove(&mut self, host: usize) {
        if let Some(word) = self.0.get_mut(host / 64) {
            *word &= !(1 << (host % 64));
        }
    }

    #[inline]
    pub fn contains(&self, host: usize) -> bool {
        self.0.get(host / 64).is_some_and(|word| word >> (host % 64) & 1 == 1)
    }

    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| one & two).collect())
    }

    pub fn or(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| one | two).collect())
    }

    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| one & !two).collect())
    }

    pub fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, two)| one & !two == 0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::HostSet;

    #[test]
    fn a_set_is_empty_where_no_host_of_any_word_is_in_it() {
        let of = |hosts: &[usize]| HostSet::of(hosts.iter().copied(), 130);
        assert!(of(&[]).is_empty());
        for host in [0, 63, 64, 129] {
            assert!(!of(&[host]).is_empty() && of(&[host]).contains(host) && of(&[host]).len() == 1);
        }
        assert!(of(&[1, 70]).without(&of(&[1, 70, 129])).is_empty());
        assert!(of(&[1, 70]).is_within(&of(&[1, 70, 129])) && !of(&[1, 129]).is_within(&of(&[1, 70])));
    }
}
