//! Medicinal products: what their operations take and answer, under names of their own.

import type {
    DoseArguments,
    DrugCodeArguments,
    EquivalentsArguments,
    GtinArguments,
    IngredientArguments,
    Operations,
    ProductsArguments,
    ProductsWithArguments,
} from "./protocol.js";

/** A medicinal product with everything that dm+d has of it. `class` tells which of the five it is, and so which fields it has. */
export type Product = Operations["product"]["answer"];

/** A class of medicinal products. */
export type ProductClass = Product["class"];

/** The systems of drug codes. */
export type DrugCodeSystem = DrugCodeArguments["system"];

/** What `products` takes besides the product and the class. */
export type ProductsOptions = Omit<ProductsArguments, "code" | "class">;

/** What `ingredient` takes besides the substance and the class. */
export type IngredientOptions = Omit<IngredientArguments, "code" | "class">;

/** What `gtin` takes besides the number. */
export type GtinOptions = Omit<GtinArguments, "gtin">;

/** What `drugCode` takes besides system, prefix and class. */
export type DrugCodeOptions = Omit<DrugCodeArguments, "system" | "prefix" | "class">;

/** What `equivalents` takes besides the product. */
export type EquivalentsOptions = Omit<EquivalentsArguments, "code">;

/** What `dose` takes besides product, dose and unit. */
export type DoseOptions = Omit<DoseArguments, "code" | "dose" | "unit">;

/** What `productsWith` takes besides class and field. */
export type ProductsWithOptions = Omit<ProductsWithArguments, "of" | "field">;
