//! Whether a product may be offered for prescribing in NHS primary care, and why.
//!
//! dm+d has no such field. The rules are those of the NHS guidance on dm+d in primary care: generic products by their
//! prescribing status; suppliers' products whatever the status of their generic product is, but no parallel imports;
//! nothing that is invalid, not to be had, or only a part of something else.

use crate::engine::{Error, Product};
use crate::product::{Place, ProductClass, at};

/// Why a product is not to be offered, or is to be offered with a word of caution. The names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PrescribingReason {
    /// The entry is an error or a duplicate (INVALID).
    Invalid,
    /// It is not to be had: a VMP without actual products (NON_AVAILCD 1), an AMP that is not available
    /// (AVAIL_RESTRICTCD 9), a VMPP of which no AMPP is in use.
    NotAvailable,
    /// The pack is discontinued (DISCCD 1).
    Discontinued,
    /// It is a parallel import, which pick lists leave out (PARALLEL_IMPORT).
    ParallelImport,
    /// It exists only as a part of another product or pack (COMBPRODCD 2, COMBPACKCD 2).
    ComponentOnly,
    /// A VTM is a moiety: choose a product of it.
    MoietyOnly,
    /// The generic product is not to be prescribed in NHS primary care (PRES_STATCD 2).
    NotInPrimaryCare,
    /// The generic product is not to be prescribed as such: choose a supplier's product (PRES_STATCD 3 to 8).
    NotAsGeneric,
    /// A prescribing status that the rules do not know.
    UnknownStatus,
    /// The product that the pack is of is not to be offered.
    OfProduct,
    /// A caution: prescribing a supplier's product is advised (PRES_STATCD 9).
    BrandAdvised,
    /// A caution: the supplier's product is offered and its generic product is not (PRES_STATCD other than 1 and 9).
    GenericNotOffered,
    /// A caution: its availability is restricted, such as that of a special or an import (AVAIL_RESTRICTCD 2 to 8).
    RestrictedAvailability,
    /// A caution: the product above it is an error or a duplicate.
    ParentInvalid,
}

impl PrescribingReason {
    /// Every reason.
    pub const ALL: &[PrescribingReason] = &[
        PrescribingReason::Invalid,
        PrescribingReason::NotAvailable,
        PrescribingReason::Discontinued,
        PrescribingReason::ParallelImport,
        PrescribingReason::ComponentOnly,
        PrescribingReason::MoietyOnly,
        PrescribingReason::NotInPrimaryCare,
        PrescribingReason::NotAsGeneric,
        PrescribingReason::UnknownStatus,
        PrescribingReason::OfProduct,
        PrescribingReason::BrandAdvised,
        PrescribingReason::GenericNotOffered,
        PrescribingReason::RestrictedAvailability,
        PrescribingReason::ParentInvalid,
    ];

    /// The name in responses.
    pub const fn name(self) -> &'static str {
        match self {
            PrescribingReason::Invalid => "invalid",
            PrescribingReason::NotAvailable => "not_available",
            PrescribingReason::Discontinued => "discontinued",
            PrescribingReason::ParallelImport => "parallel_import",
            PrescribingReason::ComponentOnly => "component_only",
            PrescribingReason::MoietyOnly => "moiety_only",
            PrescribingReason::NotInPrimaryCare => "not_in_primary_care",
            PrescribingReason::NotAsGeneric => "not_as_generic",
            PrescribingReason::UnknownStatus => "unknown_status",
            PrescribingReason::OfProduct => "of_product",
            PrescribingReason::BrandAdvised => "brand_advised",
            PrescribingReason::GenericNotOffered => "generic_not_offered",
            PrescribingReason::RestrictedAvailability => "restricted_availability",
            PrescribingReason::ParentInvalid => "parent_invalid",
        }
    }
}

/// Whether a product may be offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prescribability {
    /// Why it is not to be offered; empty where it may be.
    pub reasons: Vec<PrescribingReason>,
    /// What a prescriber should know all the same.
    pub cautions: Vec<PrescribingReason>,
}

impl Prescribability {
    /// Whether it may be offered.
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty()
    }

    fn refuse_if(&mut self, holds: bool, reason: PrescribingReason) {
        if holds && !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn caution_if(&mut self, holds: bool, caution: PrescribingReason) {
        if holds && !self.cautions.contains(&caution) {
            self.cautions.push(caution);
        }
    }
}

/// The code for something that exists only as a part, in both lists of combination indicators.
const COMPONENT_ONLY: u64 = 2;

impl Product<'_> {
    fn has(self, place: Place, code: u64) -> Result<bool, Error> {
        Ok(self.own(place)? == Some(code))
    }

    /// Whether it is to be had, as far as its own entry tells; of a VMPP whether one of its AMPPs is in use. A VTM always is.
    pub fn is_available(self) -> Result<bool, Error> {
        Ok(match self.class() {
            ProductClass::Vtm => true,
            ProductClass::Vmp => !self.has(at::VMP_NON_AVAILABILITY, 1)?,
            ProductClass::Amp => !self.has(at::AMP_RESTRICTION, 9)?,
            ProductClass::Ampp => !self.has(at::AMPP_DISCONTINUED, 1)?,
            ProductClass::Vmpp => {
                for pack in self.related(ProductClass::Ampp)?.iter() {
                    if pack.is_in_use()? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }

    /// Whether it is one to choose: valid and to be had, and of a pack the product in it as well.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn is_in_use(self) -> Result<bool, Error> {
        if !self.is_valid()? || !self.is_available()? {
            return Ok(false);
        }
        match self.class() {
            ProductClass::Vmpp | ProductClass::Ampp => self.parent()?.map_or(Ok(true), Product::is_in_use),
            _ => Ok(true),
        }
    }

    /// Whether the product may be offered for prescribing in NHS primary care, with every reason why not.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn prescribability(self) -> Result<Prescribability, Error> {
        use PrescribingReason as Why;
        let mut found = Prescribability::default();
        found.refuse_if(!self.is_valid()?, Why::Invalid);
        let parent_is_valid = self.parent()?.map(Product::is_valid).transpose()?.unwrap_or(true);
        match self.class() {
            ProductClass::Vtm => found.refuse_if(true, Why::MoietyOnly),
            ProductClass::Vmp => {
                found.refuse_if(!self.is_available()?, Why::NotAvailable);
                found.refuse_if(self.has(at::VMP_COMBINATION, COMPONENT_ONLY)?, Why::ComponentOnly);
                match self.own(at::VMP_STATUS)? {
                    Some(1) => {}
                    Some(9) => found.caution_if(true, Why::BrandAdvised),
                    Some(2) => found.refuse_if(true, Why::NotInPrimaryCare),
                    Some(3..=8) => found.refuse_if(true, Why::NotAsGeneric),
                    _ => found.refuse_if(true, Why::UnknownStatus),
                }
            }
            ProductClass::Amp => {
                found.refuse_if(!self.is_available()?, Why::NotAvailable);
                found.refuse_if(self.own(at::AMP_IMPORT)?.is_some(), Why::ParallelImport);
                found.refuse_if(self.has(at::AMP_COMBINATION, COMPONENT_ONLY)?, Why::ComponentOnly);
                let restriction = self.own(at::AMP_RESTRICTION)?;
                found.caution_if(matches!(restriction, Some(2..=8)), Why::RestrictedAvailability);
                found.caution_if(!parent_is_valid, Why::ParentInvalid);
                if let Some(vmp) = self.parent()? {
                    let status = vmp.own(at::VMP_STATUS)?;
                    found.caution_if(!matches!(status, Some(1 | 9)), Why::GenericNotOffered);
                }
            }
            ProductClass::Vmpp => {
                found.refuse_if(!self.is_available()?, Why::NotAvailable);
                found.refuse_if(self.has(at::VMPP_COMBINATION, COMPONENT_ONLY)?, Why::ComponentOnly);
                self.of_parent(&mut found)?;
            }
            ProductClass::Ampp => {
                found.refuse_if(!self.is_available()?, Why::Discontinued);
                found.refuse_if(self.has(at::AMPP_COMBINATION, COMPONENT_ONLY)?, Why::ComponentOnly);
                self.of_parent(&mut found)?;
            }
        }
        Ok(found)
    }

    /// Adds what follows from the product that a pack is of.
    fn of_parent(self, found: &mut Prescribability) -> Result<(), Error> {
        let Some(parent) = self.parent()? else { return Ok(()) };
        let of_parent = parent.prescribability()?;
        found.refuse_if(!of_parent.is_allowed(), PrescribingReason::OfProduct);
        for caution in of_parent.cautions {
            found.caution_if(true, caution);
        }
        Ok(())
    }
}
