//! Search for medicinal products by their names, against a scan over all names.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;
mod rf2_written;
mod search_model;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dmd_written::{Built, Dmd, amp, ampp, cases, record, supplier, vmp, vmpp, vtm};
use proptest::prelude::*;
use search_model::written::Written;
use search_model::{matches, words};
use serde_json::{Value, json};
use tempfile::TempDir;
use vademecum::{
    ActiveFilter, Finding, Fuzzy, MatchKind, Part, Product, ProductClass, ProductSearchOptions, SearchOptions,
};
use vademecum_build::compile::BuildOptions;

/// A release of made-up medicines in numbers: strengths, forms, brands, packs whose names follow their product's or
/// do not.
struct Shelf {
    dmd: Dmd,
    /// The name of each product, and its class.
    names: BTreeMap<u64, (ProductClass, String)>,
    /// Those that are not to be had.
    unused: BTreeSet<u64>,
}

const VTM_FILE: &str = "VIRTUAL_THERAPEUTIC_MOIETIES";
const VMP_FILE: &str = "VIRTUAL_MED_PRODUCTS";
const AMP_FILE: &str = "ACTUAL_MEDICINAL_PRODUCTS";
const VMPP_FILE: &str = "VIRTUAL_MED_PRODUCT_PACK";
const AMPP_FILE: &str = "ACTUAL_MEDICINAL_PROD_PACKS";

const SUBSTANCES: [&str; 8] = [
    "Amoxicillin",
    "Amoxapine",
    "Co-amoxiclav",
    "Paracetamol",
    "Salbutamol",
    "Co-codamol",
    "Ménthol",
    "Codeine phosphate",
];
const STRENGTHS: [&str; 7] =
    ["500mg", "250mg/5ml", "100micrograms/dose", "30mg/500mg", "1.5%", "28mg", "5mg/ml"];
const FORMS: [&str; 5] =
    ["capsules", "oral suspension sugar free", "tablets", "inhaler CFC free", "28 day patches"];
const SIZES: [&str; 6] =
    ["28 tablet", "21 capsule 3 x 7 capsules", "100 ml", "1 pack", "500 gram", "200 dose"];
const BRANDS: [&str; 5] = ["Amoxil", "Calpol", "Ventolin", "Zapain 28", "Amix"];
const SUPPLIERS: [&str; 4] = ["Acme Ltd", "Capital Pharma Ltd", "Tab & Sons", "A A H Pharmaceuticals Ltd"];

impl Shelf {
    fn new(count: u64) -> Shelf {
        let mut dmd = Dmd::default();
        // The lists and the substance files as the cases have them; every product is made here.
        for (file, (root, sections)) in cases().files {
            if root == "LOOKUP" || root == "INGREDIENT_SUBSTANCES" {
                dmd.files.insert(file, (root, sections));
            }
        }
        let mut shelf = Shelf { dmd, names: BTreeMap::new(), unused: BTreeSet::new() };
        for at in 0..count {
            shelf.medicine(at);
        }
        shelf
    }

    fn add(
        &mut self,
        (class, id): (ProductClass, u64),
        (file, section, element): (&'static str, &'static str, &'static str),
        name: &str,
        fields: &[(&str, String)],
    ) {
        let mut all = fields.to_vec();
        let tag = if class == ProductClass::Amp { "DESC" } else { "NM" };
        all.push((tag, name.replace('&', "&amp;")));
        self.dmd.add(file, section, record(element, &all));
        self.names.insert(id, (class, name.to_owned()));
    }

    fn medicine(&mut self, at: u64) {
        let pick =
            |from: &[&'static str], step: u64| from[((at * step + at / 7) % from.len() as u64) as usize];
        let substance = pick(&SUBSTANCES, 3);
        let item = at + 1;
        let text = |value: u64| value.to_string();
        if at < SUBSTANCES.len() as u64 {
            let name = SUBSTANCES[at as usize];
            self.add(
                (ProductClass::Vtm, vtm(item)),
                (VTM_FILE, "", "VTM"),
                name,
                &[("VTMID", text(vtm(item)))],
            );
        }
        let name = format!("{substance} {} {}", pick(&STRENGTHS, 5), pick(&FORMS, 2));
        let mut fields = vec![
            ("VPID", text(vmp(item))),
            ("BASISCD", "0001".to_owned()),
            ("PRES_STATCD", "0001".to_owned()),
        ];
        if at % 11 == 3 {
            fields.push(("NON_AVAILCD", "0001".to_owned()));
            self.unused.insert(vmp(item));
        }
        self.add((ProductClass::Vmp, vmp(item)), (VMP_FILE, "VMPS", "VMP"), &name, &fields);
        for pack in 0..2 {
            let own = item * 2 + pack;
            let size = pick(&SIZES, 1 + pack);
            let pack_name = match own % 9 {
                0 => format!("{size} of {name}"),
                // What follows does not begin a word of its own.
                1 => format!("{name}x {size}"),
                _ => format!("{name} {size}"),
            };
            let fields = [("VPPID", text(vmpp(own))), ("VPID", text(vmp(item)))];
            let place = (VMPP_FILE, "VMPPS", "VMPP");
            self.add((ProductClass::Vmpp, vmpp(own)), place, &pack_name, &fields);
            let brand = if own.is_multiple_of(3) {
                format!("{} {}", pick(&BRANDS, 2), pick(&FORMS, 2))
            } else {
                name.clone()
            };
            let desc = format!("{brand} ({})", pick(&SUPPLIERS, 3 + pack));
            let fields = [
                ("APID", text(amp(own))),
                ("VPID", text(vmp(item))),
                ("NM", brand.replace('&', "&amp;")),
                ("SUPPCD", text(supplier(1))),
                ("LIC_AUTHCD", "0001".to_owned()),
                ("AVAIL_RESTRICTCD", if own % 13 == 5 { "0009" } else { "0001" }.to_owned()),
            ];
            if own % 13 == 5 {
                self.unused.extend([amp(own), ampp(own)]);
            }
            self.add((ProductClass::Amp, amp(own)), (AMP_FILE, "AMPS", "AMP"), &desc, &fields);
            let pack_name =
                if own % 10 == 4 { format!("Box of {desc} {size}") } else { format!("{desc} {size}") };
            let mut fields = vec![
                ("APPID", text(ampp(own))),
                ("APID", text(amp(own))),
                ("VPPID", text(vmpp(own))),
                ("LEGAL_CATCD", "0003".to_owned()),
            ];
            if own % 17 == 6 {
                fields.push(("DISCCD", "0001".to_owned()));
                self.unused.insert(ampp(own));
            }
            // The only pack of its VMPP.
            if self.unused.contains(&ampp(own)) || at % 11 == 3 {
                self.unused.insert(vmpp(own));
            }
            self.add((ProductClass::Ampp, ampp(own)), (AMPP_FILE, "AMPPS", "AMPP"), &pack_name, &fields);
        }
    }

    /// Every product of some classes whose name matches.
    fn scan(&self, query: &str, classes: &[ProductClass], active: ActiveFilter) -> BTreeSet<u64> {
        let query = words(query);
        let is_wanted = |id: &u64, class: &ProductClass| {
            let is_active = match active {
                ActiveFilter::Any => true,
                ActiveFilter::Active => !self.unused.contains(id),
                ActiveFilter::Inactive => self.unused.contains(id),
            };
            is_active && (classes.is_empty() || classes.contains(class))
        };
        let named = self.names.iter().filter(|(id, (class, _))| is_wanted(id, class));
        named.filter(|(_, (_, name))| matches(&query, &words(name))).map(|(id, _)| *id).collect()
    }
}

static SHELF: LazyLock<(Shelf, Built)> = LazyLock::new(|| {
    let shelf = Shelf::new(120);
    let built = shelf.dmd.build().unwrap().0;
    built.engine.verify().unwrap();
    (shelf, built)
});

fn code(product: Product<'_>) -> u64 {
    product.code().unwrap().number()
}

fn beginnings() -> impl Strategy<Value = String> {
    let names: Vec<String> = SHELF.0.names.values().map(|(_, name)| name.clone()).collect();
    (prop::sample::select(names), prop::collection::vec((0usize..20, 1usize..9), 1..5)).prop_map(
        |(name, picked)| {
            let own = words(&name);
            let word =
                |(at, length): (usize, usize)| own[at % own.len()].chars().take(length).collect::<String>();
            picked.into_iter().map(word).collect::<Vec<_>>().join(" ")
        },
    )
}

fn classes() -> impl Strategy<Value = Vec<ProductClass>> {
    prop::sample::subsequence(ProductClass::ALL.to_vec(), 0..=5)
}

fn activity() -> impl Strategy<Value = ActiveFilter> {
    prop::sample::select(vec![ActiveFilter::Active, ActiveFilter::Inactive, ActiveFilter::Any])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_search_finds_what_a_scan_finds(query in beginnings(), classes in classes(), active in activity()) {
        let (shelf, built) = &*SHELF;
        let options =
            ProductSearchOptions { limit: 2_000, classes: &classes, active, fuzzy: Fuzzy::Off, ..Default::default() };
        let expected = shelf.scan(&query, &classes, active);
        let set: Vec<u64> =
            built.engine.search_products_set(&query, &options).unwrap().into_iter().map(code).collect();
        prop_assert_eq!(set.len(), expected.len(), "each once");
        prop_assert_eq!(set.into_iter().collect::<BTreeSet<_>>(), expected.clone());
        let found = built.engine.search_products(&query, &ProductSearchOptions { total: true, ..options }).unwrap();
        let exact = found.hits.iter().filter(|hit| hit.kind == MatchKind::Exact);
        prop_assert_eq!(exact.map(|hit| code(hit.product)).collect::<BTreeSet<_>>(), expected);
        prop_assert_eq!(found.total, Some(found.hits.len() as u64));
        for hit in &found.hits {
            prop_assert!(!hit.highlighted().unwrap().ranges.is_empty());
        }
    }

    #[test]
    fn a_smaller_limit_is_the_beginning_of_a_larger(query in beginnings(), classes in classes(), limit in 0usize..30, offset in 0usize..10) {
        let engine = &SHELF.1.engine;
        let ask = |limit, offset| {
            let options = ProductSearchOptions { limit, offset, classes: &classes, ..Default::default() };
            let hits = engine.search_products(&query, &options).unwrap().hits;
            hits.into_iter().map(|hit| code(hit.product)).collect::<Vec<_>>()
        };
        let all = ask(60, 0);
        prop_assert_eq!(ask(limit, 0), all[..limit.min(all.len())].to_vec());
        let page = all.get(offset..).unwrap_or_default();
        prop_assert_eq!(ask(limit, offset), page[..limit.min(page.len())].to_vec());
    }

    #[test]
    fn generic_before_brand_before_pack(query in beginnings()) {
        let options = ProductSearchOptions { limit: 2_000, fuzzy: Fuzzy::Off, ..Default::default() };
        let hits = SHELF.1.engine.search_products(&query, &options).unwrap().hits;
        // What is the query word for word comes before.
        let rest = hits.iter().filter(|hit| hit.kind == MatchKind::Exact && words(&hit.product.name().unwrap()) != words(&query));
        let level = |class| match class {
            ProductClass::Vtm | ProductClass::Vmp => 0,
            ProductClass::Amp => 1,
            ProductClass::Vmpp | ProductClass::Ampp => 2,
        };
        prop_assert!(rest.map(|hit| level(hit.product.class())).is_sorted());
    }
}

fn names(answer: &Value) -> Vec<&str> {
    assert_eq!(answer["ok"], true, "{answer}");
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["term"].as_str().unwrap()).collect()
}

static CASES: LazyLock<Built> = LazyLock::new(|| cases().build().unwrap().0);

#[test]
fn names_as_they_are_typed() {
    let ask = |query: &str, classes: &[&str]| {
        CASES.ask(json!({"op": "search", "query": query, "classes": classes, "fuzzy": "off"}))
    };
    assert_eq!(names(&ask("alpham", &["vtm"])), ["Alphamol"]);
    assert_eq!(names(&ask("alpham 500 tab", &["vmp"]))[0], "Alphamol 500mg tablets");
    assert_eq!(
        names(&ask("alphamol 500 acme 28", &["ampp"])),
        ["Alphamol 500mg tablets (Acme & Sons Ltd) 28 tablet"]
    );
    assert_eq!(names(&ask("part something", &["vmpp"])), ["A part of something else"]);
    // A supplier's name narrows.
    assert_eq!(names(&ask("acme special", &["amp"])), ["Alphamol special (Acme & Sons Ltd)"]);
}

#[test]
fn what_is_not_to_be_had_is_found_on_request_and_by_its_id() {
    let ask = |query: &str, active: Value| {
        CASES.ask(
            json!({"op": "search", "query": query, "classes": ["amp"], "active": active, "fuzzy": "off"}),
        )
    };
    for gone in ["alphagone", "alphawrong"] {
        assert!(names(&ask(gone, json!(true))).is_empty());
        for active in [json!(false), json!("any")] {
            let answer = ask(gone, active);
            assert_eq!(names(&answer).len(), 1);
            assert_eq!(answer["hits"][0]["active"], false);
            assert_eq!(answer["hits"][0]["prescribable"], false);
        }
    }
    assert_eq!(ask(&amp(4).to_string(), json!(true))["hits"][0]["code"], amp(4).to_string());
    // A parallel import is to be had, and not to be offered.
    let ask = |prescribable: bool| {
        CASES.ask(
            json!({"op": "search", "query": "alphimport", "classes": ["amp"], "prescribable": prescribable}),
        )
    };
    assert_eq!(names(&ask(false)).len(), 1);
    assert!(names(&ask(true)).is_empty());
}

#[test]
fn ids_now_and_before_and_barcodes() {
    let ask = |query: &str| CASES.ask(json!({"op": "search", "query": query}));
    for (typed, found) in [
        (vmp(1).to_string(), vec![vmp(1)]),
        (dmd_written::old(5).to_string(), vec![vtm(2)]),
        // One id that became two.
        (dmd_written::old(9).to_string(), vec![vtm(1), vtm(2)]),
        ("5060064792018".to_owned(), vec![ampp(1), ampp(3)]),
        ("05012617019844".to_owned(), vec![ampp(1)]),
    ] {
        let answer = ask(&typed);
        let codes: Vec<String> = answer["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["code"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(codes, found.iter().map(u64::to_string).collect::<Vec<_>>(), "{typed}");
    }
}

#[test]
fn typing_errors_and_equivalent_forms() {
    let ask = |query: &str| CASES.ask(json!({"op": "search", "query": query, "classes": ["vmp", "vmpp"]}));
    let typo = ask("alphmaol 500mg tablets");
    assert_eq!(typo["hits"][0]["term"], "Alphamol 500mg tablets");
    assert_eq!(typo["hits"][0]["match"], "typo");
    let apart = ask("alphamol 500 mg tablets");
    assert_eq!(apart["hits"][0]["term"], "Alphamol 500mg tablets");
    // A pack by a typing error in its size.
    let pack = ask("alphamol 500mg 56 tbalet");
    assert_eq!(pack["hits"][0]["term"], "Alphamol 500mg tablets 56 tablet");
}

/// What a file of concepts and products finds.
struct Both {
    built: Built,
    concept: u64,
    shared: u64,
    unused: u64,
    _folder: TempDir,
}

/// Concepts of which one is a product, and one a product that is not to be had.
fn both() -> Both {
    let mut written = Written::default();
    let shared = written.simple("Alphamol (product)", &["Alphamol", "Alphamol-containing product"]);
    let unused = written.simple("Alphamol 100mg (product)", &["Alphamol 100mg tablets"]);
    let concept = written.simple("Alphamol allergy (finding)", &["Alphamol allergy"]);
    let folder = TempDir::new().unwrap();
    let release = folder.path().join("rf2");
    written.package().write(&release);
    let mut dmd = cases();
    for (_, sections) in dmd.files.values_mut() {
        for text in sections.values_mut().flatten() {
            *text = text.replace(&vtm(1).to_string(), &shared.to_string());
            *text = text.replace(&vmp(10).to_string(), &unused.to_string());
        }
    }
    let options = BuildOptions { inputs: vec![release], ..BuildOptions::default() };
    let (built, _) = dmd.build_with(options).unwrap();
    built.engine.verify().unwrap();
    Both { built, concept, shared, unused, _folder: folder }
}

#[test]
fn one_list_of_concepts_and_products() {
    let both = both();
    let ask = |request: Value| {
        let answer = both.built.ask(request);
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    };
    let hit = |answer: &Value, code: u64| -> Option<Value> {
        let code = code.to_string();
        let hits = answer["hits"].as_array().unwrap();
        assert!(hits.iter().filter(|hit| hit["code"] == code).count() < 2, "one a code");
        hits.iter().find(|hit| hit["code"] == code).cloned()
    };
    let found = ask(json!({"op": "search", "query": "alphamol", "limit": 50, "total": true}));
    assert_eq!(found["total"], found["hits"].as_array().unwrap().len());
    let own = hit(&found, both.shared).unwrap();
    assert_eq!((own["class"].as_str(), own["semantic_tag"].as_str()), (Some("vtm"), Some("product")));
    assert_eq!(found["hits"][0]["code"], both.shared.to_string(), "word for word");
    let plain = hit(&found, both.concept).unwrap();
    assert_eq!((plain["class"].as_str(), plain["prescribable"].as_bool()), (None, None));
    let product = hit(&found, vmp(1)).unwrap();
    assert_eq!((product["class"].as_str(), product["description"].as_str()), (Some("vmp"), None));
    // A concept that is a product which is not to be had is left out; a set of concepts is as it is without dm+d.
    assert!(hit(&found, both.unused).is_none());
    let any = ask(json!({"op": "search", "query": "alphamol", "limit": 50, "active": "any"}));
    assert_eq!(hit(&any, both.unused).unwrap()["active"], false);
    let by_id = ask(json!({"op": "search", "query": both.unused.to_string()}));
    assert_eq!(hit(&by_id, both.unused).unwrap()["active"], false);
    let set = ask(json!({"op": "search", "query": "alphamol", "want": "codes"}));
    assert_eq!(set["total"], 3);
    // What only concepts have finds concepts alone.
    let tagged = ask(json!({"op": "search", "query": "alphamol", "semantic_tags": ["finding"]}));
    assert_eq!(tagged["hits"].as_array().unwrap().len(), 1);
    // Within a set of concepts only products that are concepts.
    let within = format!("<< {}", both.shared);
    let within =
        ask(json!({"op": "search", "query": "alphamol", "within": within, "classes": ["vtm", "vmp"]}));
    assert_eq!(within["hits"].as_array().unwrap().len(), 1);
}

#[test]
fn a_list_of_everything_pages_like_any_other() {
    let both = both();
    let engine = &both.built.engine;
    let codes = |limit, offset| -> Vec<u64> {
        let options = SearchOptions { limit, offset, ..SearchOptions::default() };
        let hits = engine.search_everything("alpham", &options).unwrap().hits;
        let of = |hit: &Finding<'_>| match hit {
            Finding::Concept(hit) => hit.concept.id().unwrap().number(),
            Finding::Product(hit) => code(hit.product),
        };
        hits.iter().map(of).collect()
    };
    let all = codes(100, 0);
    assert!(all.len() > 10);
    for limit in 0..=all.len() {
        assert_eq!(codes(limit, 0), all[..limit]);
        assert_eq!(codes(3, limit), all[limit..(limit + 3).min(all.len())]);
    }
}

#[test]
fn what_cannot_be_asked_says_so() {
    let refused = |request: Value| {
        let answer = CASES.ask(request);
        assert_eq!(answer["ok"], false, "{answer}");
        answer["error"]["code"].as_str().unwrap().to_owned()
    };
    for (request, error) in [
        (json!({"classes": ["vtm"], "semantic_tags": ["product"]}), "bad_request"),
        (json!({"classes": ["vtm"], "definitions": true}), "bad_request"),
        (json!({"classes": []}), "bad_request"),
        (json!({"classes": ["tf"]}), "bad_request"),
        (json!({"prescribable": true}), "bad_request"),
        (json!({"want": "count"}), "not_in_file"),
    ] {
        let mut request = request;
        request["op"] = json!("search");
        request["query"] = json!("alphamol");
        assert_eq!(refused(request.clone()), error, "{request}");
    }
    assert_eq!(refused(json!({"op": "search", "query": " ", "classes": ["vtm"]})), "syntax");
    let options = BuildOptions { without: vec![Part::Search], ..BuildOptions::default() };
    let (without, _) = cases().build_with(options).unwrap();
    without.engine.verify().unwrap();
    let answer = without.ask(json!({"op": "search", "query": "alphamol", "classes": ["vtm"]}));
    assert_eq!(answer["error"]["code"], "not_in_file");
}
