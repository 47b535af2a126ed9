//! The products: their ids, and who is above and below whom.

use std::ops::Range;

use crate::bytes::{Malformed, SectionReader};
use crate::dictionary::Identifiers;
use crate::format::{File, FormatError, SectionKind};
use crate::id::{ConceptId, Sctid};
use crate::product::ProductClass;
use crate::section::{Lists, Monotone, PackedInts};

/// A product's place in one file: its class, and its number in the class. It means nothing outside that file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ProductOrd {
    pub(crate) class: ProductClass,
    pub(crate) number: u32,
}

/// The ids of a class.
#[derive(Debug)]
struct ClassIds {
    ids: Identifiers,
    by_id: PackedInts,
    id_rank: PackedInts,
}

/// The products of a file, in the order of the tree: VMPs by VTM, those without one last; AMPs and VMPPs by VMP; AMPPs by
/// AMP. So what is below a product in the class below is a range.
#[derive(Debug)]
pub(crate) struct Tree {
    /// In the order of [`ProductClass::ALL`].
    ids: Vec<ClassIds>,
    /// Where the VMPs of each VTM begin, and those without one.
    vmps: Monotone,
    /// Where the AMPs of each VMP begin, and where the last end.
    amps: Monotone,
    /// Where the VMPPs of each VMP begin, and where the last end.
    vmpps: Monotone,
    /// Where the AMPPs of each AMP begin, and where the last end.
    ampps: Monotone,
    /// The VMPP of each AMPP.
    vmpp_of_ampp: PackedInts,
    /// The AMPPs of each VMPP.
    ampps_of_vmpp: Lists,
}

const TREE: &str = SectionKind::ProductTree.name();
const IDS: &str = SectionKind::ProductIds.name();

fn malformed(what: &'static str) -> Malformed {
    Malformed { what }
}

fn range(offsets: &Monotone, owners: Range<u32>) -> Result<Range<u32>, Malformed> {
    let (from, to) = (offsets.get(owners.start as usize)?, offsets.get(owners.end as usize)?);
    Ok(from as u32..to.max(from) as u32)
}

/// The owner of a number: the last whose own begin at it or before.
fn owner(offsets: &Monotone, number: u32) -> Result<u32, Malformed> {
    let after = offsets.count_up_to(u64::from(number))?;
    after.checked_sub(1).map(|owner| owner as u32).ok_or(malformed(TREE))
}

impl Tree {
    /// Opens ids and tree.
    pub(crate) fn open(file: &File) -> Result<Tree, FormatError> {
        let mut reader = SectionReader::new(file.section(SectionKind::ProductIds)?, IDS);
        let mut ids = Vec::new();
        for _ in ProductClass::ALL {
            let own = ClassIds {
                ids: Identifiers::read(&mut reader)?,
                by_id: PackedInts::read(&mut reader)?,
                id_rank: PackedInts::read(&mut reader)?,
            };
            if own.by_id.len() != own.ids.len() || own.id_rank.len() != own.ids.len() {
                return Err(malformed(IDS).into());
            }
            ids.push(own);
        }
        reader.finish()?;
        let mut reader = SectionReader::new(file.section(SectionKind::ProductTree)?, TREE);
        let tree = Tree {
            ids,
            vmps: Monotone::read(&mut reader)?,
            amps: Monotone::read(&mut reader)?,
            vmpps: Monotone::read(&mut reader)?,
            ampps: Monotone::read(&mut reader)?,
            vmpp_of_ampp: PackedInts::read(&mut reader)?,
            ampps_of_vmpp: Lists::read(&mut reader)?,
        };
        reader.finish()?;
        let count = |class| tree.count(class) as usize;
        let covers = |offsets: &Monotone, owners: usize, owned: usize| -> Result<bool, Malformed> {
            Ok(offsets.len() == owners + 1 && offsets.get(0)? == 0 && offsets.get(owners)? == owned as u64)
        };
        let vmps = count(ProductClass::Vmp);
        let fits = tree.vmps.len() == count(ProductClass::Vtm) + 1
            && tree.vmps.get(0)? == 0
            && tree.vmps.get(count(ProductClass::Vtm))? <= vmps as u64
            && covers(&tree.amps, vmps, count(ProductClass::Amp))?
            && covers(&tree.vmpps, vmps, count(ProductClass::Vmpp))?
            && covers(&tree.ampps, count(ProductClass::Amp), count(ProductClass::Ampp))?
            && tree.vmpp_of_ampp.len() == count(ProductClass::Ampp)
            && tree.ampps_of_vmpp.len() == count(ProductClass::Vmpp)
            && tree.ampps_of_vmpp.total() == count(ProductClass::Ampp);
        if fits { Ok(tree) } else { Err(malformed(TREE).into()) }
    }

    fn of(&self, class: ProductClass) -> Result<&ClassIds, Malformed> {
        self.ids.get(class as usize).ok_or(malformed(IDS))
    }

    /// How many products a class has.
    pub(crate) fn count(&self, class: ProductClass) -> u32 {
        self.ids.get(class as usize).map_or(0, |own| own.ids.len() as u32)
    }

    /// The product of this id.
    pub(crate) fn find(&self, id: Sctid) -> Result<Option<ProductOrd>, Malformed> {
        // Packs and actual products are most of all.
        const LIKELIEST: [ProductClass; 5] =
            [ProductClass::Ampp, ProductClass::Amp, ProductClass::Vmpp, ProductClass::Vmp, ProductClass::Vtm];
        for class in LIKELIEST {
            let own = self.of(class)?;
            if let Some(rank) = own.ids.rank(id)? {
                let number = own.by_id.get_u32(rank as usize)?;
                return self.checked(class, number).map(Some);
            }
        }
        Ok(None)
    }

    /// The product, where there is such a number.
    pub(crate) fn checked(&self, class: ProductClass, number: u32) -> Result<ProductOrd, Malformed> {
        if number < self.count(class) { Ok(ProductOrd { class, number }) } else { Err(malformed(IDS)) }
    }

    /// How many products there are.
    pub(crate) fn len(&self) -> u32 {
        // The ids of all classes are in one section, and have more than a byte each.
        ProductClass::ALL.iter().map(|class| self.count(*class)).fold(0, u32::saturating_add)
    }

    /// The number of a product among those of all classes.
    pub(crate) fn key(&self, product: ProductOrd) -> u32 {
        let before = ProductClass::ALL.iter().take_while(|class| **class != product.class);
        before.map(|class| self.count(*class)).fold(product.number, u32::saturating_add)
    }

    /// The product with a number among those of all classes.
    pub(crate) fn of_key(&self, key: u32) -> Result<ProductOrd, Malformed> {
        let mut number = key;
        for class in ProductClass::ALL {
            match number.checked_sub(self.count(*class)) {
                None => return Ok(ProductOrd { class: *class, number }),
                Some(behind) => number = behind,
            }
        }
        Err(malformed(IDS))
    }

    /// The id of a product.
    pub(crate) fn id(&self, product: ProductOrd) -> Result<ConceptId, Malformed> {
        let own = self.of(product.class)?;
        Ok(ConceptId::from_released(own.ids.id(own.id_rank.get_u32(product.number as usize)?)?))
    }

    /// The VTM of a VMP.
    pub(crate) fn vtm_of(&self, vmp: u32) -> Result<Option<u32>, Malformed> {
        let vtm = owner(&self.vmps, vmp)?;
        Ok((vtm < self.count(ProductClass::Vtm)).then_some(vtm))
    }

    /// The VMP of an AMP.
    pub(crate) fn vmp_of_amp(&self, amp: u32) -> Result<u32, Malformed> {
        owner(&self.amps, amp)
    }

    /// The VMP of a VMPP.
    pub(crate) fn vmp_of_vmpp(&self, vmpp: u32) -> Result<u32, Malformed> {
        owner(&self.vmpps, vmpp)
    }

    /// The AMP of an AMPP.
    pub(crate) fn amp_of(&self, ampp: u32) -> Result<u32, Malformed> {
        owner(&self.ampps, ampp)
    }

    /// The VMPP of an AMPP.
    pub(crate) fn vmpp_of(&self, ampp: u32) -> Result<u32, Malformed> {
        let vmpp = self.vmpp_of_ampp.get_u32(ampp as usize)?;
        if vmpp < self.count(ProductClass::Vmpp) { Ok(vmpp) } else { Err(malformed(TREE)) }
    }

    /// The VMPs of a VTM.
    pub(crate) fn vmps(&self, vtm: u32) -> Result<Range<u32>, Malformed> {
        range(&self.vmps, vtm..vtm + 1)
    }

    /// The AMPs of VMPs in a row.
    pub(crate) fn amps(&self, vmps: Range<u32>) -> Result<Range<u32>, Malformed> {
        range(&self.amps, vmps)
    }

    /// The VMPPs of VMPs in a row.
    pub(crate) fn vmpps(&self, vmps: Range<u32>) -> Result<Range<u32>, Malformed> {
        range(&self.vmpps, vmps)
    }

    /// The AMPPs of AMPs in a row.
    pub(crate) fn ampps(&self, amps: Range<u32>) -> Result<Range<u32>, Malformed> {
        range(&self.ampps, amps)
    }

    /// The AMPPs of a VMPP, ascending.
    pub(crate) fn ampps_of_vmpp(&self, vmpp: u32) -> Result<Vec<u32>, Malformed> {
        self.ampps_of_vmpp.of(vmpp)?.collect()
    }

    /// The products of `class` above or below a product, ascending; the product itself in its own class. Packs are
    /// below both of their parents.
    pub(crate) fn related(&self, product: ProductOrd, class: ProductClass) -> Result<Vec<u32>, Malformed> {
        use ProductClass::{Amp, Ampp, Vmp, Vmpp, Vtm};
        let number = product.number;
        let vmps = |vmp: u32| vmp..vmp + 1;
        let vtms = |vmp: u32| Ok(self.vtm_of(vmp)?.into_iter().collect());
        let mut found: Vec<u32> = match (product.class, class) {
            (from, to) if from == to => vec![number],
            (Vtm, Vmp) => self.vmps(number)?.collect(),
            (Vtm, Amp) => self.amps(self.vmps(number)?)?.collect(),
            (Vtm, Vmpp) => self.vmpps(self.vmps(number)?)?.collect(),
            (Vtm, _) => self.all_ampps(self.vmps(number)?)?,
            (Vmp, Vtm) => vtms(number)?,
            (Vmp, Amp) => self.amps(vmps(number))?.collect(),
            (Vmp, Vmpp) => self.vmpps(vmps(number))?.collect(),
            (Vmp, _) => self.all_ampps(vmps(number))?,
            (Amp, Vtm) => vtms(self.vmp_of_amp(number)?)?,
            (Amp, Vmp) => vec![self.vmp_of_amp(number)?],
            (Amp, Vmpp) => {
                let packs = self.ampps(number..number + 1)?;
                packs.map(|ampp| self.vmpp_of(ampp)).collect::<Result<_, _>>()?
            }
            (Amp, _) => self.ampps(number..number + 1)?.collect(),
            (Vmpp, Vtm) => vtms(self.vmp_of_vmpp(number)?)?,
            (Vmpp, Vmp) => vec![self.vmp_of_vmpp(number)?],
            (Vmpp, Amp) => {
                let packs = self.ampps_of_vmpp(number)?;
                packs.into_iter().map(|ampp| self.amp_of(ampp)).collect::<Result<_, _>>()?
            }
            (Vmpp, _) => self.ampps_of_vmpp(number)?,
            (Ampp, Amp) => vec![self.amp_of(number)?],
            (Ampp, Vmpp) => vec![self.vmpp_of(number)?],
            (Ampp, above) => {
                // The two parents lead to one VMP, unless the release is at odds with itself.
                let both = [self.vmp_of_amp(self.amp_of(number)?)?, self.vmp_of_vmpp(self.vmpp_of(number)?)?];
                match above {
                    Vtm => {
                        let mut found = Vec::new();
                        for vmp in both {
                            found.extend(self.vtm_of(vmp)?);
                        }
                        found
                    }
                    _ => both.to_vec(),
                }
            }
        };
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The AMPPs below VMPs in a row, over either parent.
    fn all_ampps(&self, vmps: Range<u32>) -> Result<Vec<u32>, Malformed> {
        let mut found: Vec<u32> = self.ampps(self.amps(vmps.clone())?)?.collect();
        for vmpp in self.vmpps(vmps)? {
            for ampp in self.ampps_of_vmpp.of(vmpp)? {
                found.push(ampp?);
            }
        }
        Ok(found)
    }

    /// Compares every cross-reference.
    pub(crate) fn verify(&self) -> Result<(), Malformed> {
        for class in ProductClass::ALL {
            let own = self.of(*class)?;
            for number in 0..self.count(*class) {
                let product = ProductOrd { class: *class, number };
                let rank = own.ids.rank(self.id(product)?.sctid())?;
                if rank.map(|rank| own.by_id.get_u32(rank as usize)).transpose()? != Some(number) {
                    return Err(malformed(IDS));
                }
            }
        }
        for vmpp in 0..self.count(ProductClass::Vmpp) {
            let packs = self.ampps_of_vmpp(vmpp)?;
            if !packs.is_sorted_by(|a, b| a < b) {
                return Err(malformed(TREE));
            }
            for ampp in packs {
                if self.vmpp_of(ampp)? != vmpp {
                    return Err(malformed(TREE));
                }
            }
        }
        Ok(())
    }
}

/// Products in the order of the tree, as the encoder arranges them.
#[cfg(feature = "build")]
#[derive(Debug, Default)]
pub(crate) struct TreeInput {
    /// The ids of each class, in the order of the tree.
    pub(crate) ids: [Vec<Sctid>; 5],
    pub(crate) vmps: Vec<u64>,
    pub(crate) amps: Vec<u64>,
    pub(crate) vmpps: Vec<u64>,
    pub(crate) ampps: Vec<u64>,
    pub(crate) vmpp_of_ampp: Vec<u64>,
}

#[cfg(feature = "build")]
impl TreeInput {
    pub(crate) fn sections(&self) -> Vec<(SectionKind, Vec<u8>)> {
        use crate::bytes::SectionWriter;
        let mut out = SectionWriter::default();
        for ids in &self.ids {
            let mut ranked = ids.clone();
            let section = Identifiers::section(&mut ranked);
            out.put(&section);
            let (by_id, id_rank) = crate::dictionary::permutations(ids.iter().copied(), &ranked);
            PackedInts::write(&mut out, &by_id);
            PackedInts::write(&mut out, &id_rank);
        }
        let id_section = out.finish();
        let mut out = SectionWriter::default();
        for offsets in [&self.vmps, &self.amps, &self.vmpps, &self.ampps] {
            Monotone::write(&mut out, offsets);
        }
        PackedInts::write(&mut out, &self.vmpp_of_ampp);
        let vmpps = self.ids.get(ProductClass::Vmpp as usize).map_or(0, Vec::len);
        let mut packs: Vec<(u64, u64)> = self.vmpp_of_ampp.iter().copied().zip(0u64..).collect();
        packs.sort_unstable();
        let (offsets, packs) = crate::product::owned(vmpps, packs.into_iter());
        Lists::write(&mut out, &offsets, &packs);
        vec![(SectionKind::ProductIds, id_section), (SectionKind::ProductTree, out.finish())]
    }
}
