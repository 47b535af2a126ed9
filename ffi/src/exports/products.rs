//! Medicinal products, the rows that belong to them, and packs by their GTIN.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::sync::Arc;

use engine::{Engine, Gtin, IdError, Product, ProductClass, is_date};

use super::{CursorHandle, EngineHandle};
use crate::boundary::{Buffer, Given, ProductInfo, RecordOut, call, given, given16, open, out, shared};
use crate::constants::*;
use crate::cursor::{Answer, Cursor, class_number, number};
use crate::fault::Fault;

const FLAGS: u32 = VADE_PRODUCTS_VALID | VADE_PRODUCTS_PRESCRIBABLE;

/// The product that has an id, now or before.
fn product(engine: &Engine, id: i64) -> Result<Product<'_>, Fault> {
    // Whether the file has products is told before what is wrong with the id.
    engine.dmd_release()?;
    let id = u64::try_from(id).map_err(|_| engine::Error::from(IdError::Length))?;
    Ok(engine.find_product_by_number(id)?)
}

/// The class of this number.
fn class_of(number: i32) -> Result<ProductClass, Fault> {
    let class = ProductClass::ALL.iter().find(|class| class_number(**class) == number);
    class.copied().ok_or_else(|| Fault::unsupported("class of products", number))
}

/// The id of the product of a class that a product is, or is of; 0 where there is none or several.
fn above(product: Product<'_>, class: ProductClass) -> Result<i64, Fault> {
    let code = product.above(class)?.map(Product::code).transpose()?;
    Ok(code.map_or(0, |code| number(code.number())))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_product(
    engine: *const EngineHandle,
    id: i64,
    info: *mut ProductInfo,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (info, engine) = unsafe { (RecordOut::new(info, "info")?, shared(engine)?) };
        let product = product(engine, id)?;
        let code = number(product.code()?.number());
        info.set(&ProductInfo {
            struct_size: 0,
            product_class: class_number(product.class()),
            id: code,
            is_replaced: i32::from(code != id),
            is_valid: i32::from(product.is_valid()?),
            is_available: i32::from(product.is_available()?),
            is_in_use: i32::from(product.is_in_use()?),
            is_prescribable: i32::from(product.prescribability()?.is_allowed()),
            is_concept: i32::from(product.concept()?.is_some()),
            vtm: above(product, ProductClass::Vtm)?,
            vmp: above(product, ProductClass::Vmp)?,
            amp: above(product, ProductClass::Amp)?,
            vmpp: above(product, ProductClass::Vmpp)?,
        })
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_product_name(
    engine: *const EngineHandle,
    id: i64,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        buffer.put(&product(engine, id)?.name()?)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_product_name16(
    engine: *const EngineHandle,
    id: i64,
    buffer: *mut u16,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        buffer.put(&product(engine, id)?.name()?)
    })
}

fn product_rows(engine: &Arc<Engine>, id: i64, class: i32, flags: u32) -> Result<*mut CursorHandle, Fault> {
    let cursor = Cursor::open(engine, None, |engine| {
        let mut set = product(engine, id)?.related(class_of(class)?)?;
        if flags & !FLAGS != 0 {
            let message = format!("the flags are {flags:#x}, and can be of {FLAGS:#x}");
            return Err(Fault::new(VADE_ERROR_FLAGS, message));
        }
        if flags & VADE_PRODUCTS_VALID != 0 {
            set = set.valid()?;
        }
        if flags & VADE_PRODUCTS_PRESCRIBABLE != 0 {
            set = set.prescribable()?;
        }
        Ok(Answer::Products(set.iter().collect()))
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_product_rows(
    engine: *const EngineHandle,
    id: i64,
    product_class: i32,
    flags: u32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine) = unsafe { (out(cursor, std::ptr::null_mut(), "cursor")?, shared(engine)?) };
        *cursor = product_rows(engine, id, product_class, flags)?;
        Ok(VADE_OK)
    })
}

fn product_reasons(engine: &Arc<Engine>, id: i64) -> Result<*mut CursorHandle, Fault> {
    let cursor = Cursor::open(engine, None, |engine| {
        let found = product(engine, id)?.prescribability()?;
        let reasons = found.reasons.into_iter().map(|reason| (reason, false));
        let cautions = found.cautions.into_iter().map(|caution| (caution, true));
        Ok(Answer::Reasons(reasons.chain(cautions).collect()))
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_product_reasons(
    engine: *const EngineHandle,
    id: i64,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine) = unsafe { (out(cursor, std::ptr::null_mut(), "cursor")?, shared(engine)?) };
        *cursor = product_reasons(engine, id)?;
        Ok(VADE_OK)
    })
}

fn gtin_rows(engine: &Arc<Engine>, text: Given<'_>, day: i32) -> Result<*mut CursorHandle, Fault> {
    let date = match u32::try_from(day) {
        Ok(0) => None,
        Ok(date) if is_date(date) => Some(date),
        _ => return Err(Fault::argument(format!("`day` is {day}, and no date of the form yyyymmdd"))),
    };
    let cursor = text.read(|text| {
        Cursor::open(engine, None, |engine| {
            engine.dmd_release()?;
            let gtin: Gtin = text.parse().map_err(engine::Error::Gtin)?;
            Ok(Answer::Packs(engine.packs_of_gtin(gtin, date)?))
        })
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_gtin_rows(
    engine: *const EngineHandle,
    gtin: *const c_char,
    gtin_length: i32,
    day: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, gtin) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            (cursor, shared(engine)?, given(gtin, gtin_length, "gtin")?)
        };
        *cursor = gtin_rows(engine, Given::needed(gtin, gtin_length, "gtin")?, day)?;
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_gtin_rows16(
    engine: *const EngineHandle,
    gtin: *const u16,
    gtin_length: i32,
    day: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, gtin) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            (cursor, shared(engine)?, given16(gtin, gtin_length, "gtin")?)
        };
        *cursor = gtin_rows(engine, Given::needed(gtin, gtin_length, "gtin")?, day)?;
        Ok(VADE_OK)
    })
}
