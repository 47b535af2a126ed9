//! The demonstration's dm+d in a file, beside its RF2 release: the cases that its rules tell apart, each by its name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use vademecum::{Engine, ProductClass, TABLES, request};
use vademecum_build::compile::{BuildOptions, BuildReport, build};
use vademecum_build::progress::Silent;
use vademecum_build::synth::{DmdWeek, MIN_CONCEPTS, SynthOptions, write_dmd, write_release};
use vademecum_build::warnings::WarningKind;

struct Demonstration {
    engine: Engine,
    report: BuildReport,
    /// Ids by class and name; of two with one name, the one that is not an error.
    ids: HashMap<(ProductClass, String), String>,
}

static DEMONSTRATION: LazyLock<Demonstration> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let options = SynthOptions { concepts: MIN_CONCEPTS, seed: 1, out: folder.path().join("release") };
    write_release(&options).unwrap();
    write_dmd(&options, DmdWeek::First).unwrap();
    let out = folder.path().join("demo.vade");
    // Names and ids as the files have them, not as the engine answers them.
    let reading = vademecum_build::dmd::read(std::slice::from_ref(&options.out), &Silent).unwrap();
    let mut ids = HashMap::new();
    for class in ProductClass::ALL {
        let (table, spec) = (&reading.input.tables[*class as usize], &TABLES[*class as usize]);
        let column =
            |name: &str| &table.columns[spec.fields.iter().position(|field| field.name == name).unwrap()];
        for (row, id) in table.keys.iter().enumerate() {
            let name = reading.input.texts[column("name")[row].unwrap() as usize].clone();
            let kept = ids.entry((*class, name)).or_insert_with(|| id.to_string());
            if column("invalid")[row].is_none() {
                *kept = id.to_string();
            }
        }
    }
    let inputs =
        BuildOptions { inputs: vec![options.out.clone()], dmd: vec![options.out], ..Default::default() };
    let report = build(&inputs, &out, &Silent).unwrap();
    let engine = Engine::from_bytes(std::fs::read(&out).unwrap()).unwrap();
    Demonstration { engine, report, ids }
});

fn ask(request: Value) -> Value {
    let answer = request::answer(&DEMONSTRATION.engine, &request.to_string());
    serde_json::from_str(&answer).unwrap()
}

fn answered(request: Value) -> Value {
    let answer = ask(request.clone());
    assert_eq!(answer["ok"], true, "{request}: {answer}");
    answer
}

fn id(class: ProductClass, name: &str) -> &'static str {
    let found = DEMONSTRATION.ids.get(&(class, name.to_owned()));
    found.unwrap_or_else(|| panic!("no {} {name}", class.name()))
}

fn product(class: ProductClass, name: &str) -> Value {
    answered(json!({"op": "product", "code": id(class, name)}))
}

use ProductClass::{Amp, Ampp, Vmp, Vmpp, Vtm};

/// Whether it may be offered, and all reasons and cautions.
fn decision(class: ProductClass, name: &str) -> (bool, Vec<String>) {
    let answer = product(class, name);
    let prescribable = &answer["prescribable"];
    let words = ["reasons", "cautions"].iter().flat_map(|field| prescribable[field].as_array().unwrap());
    (prescribable["allowed"] == true, words.map(|word| word.as_str().unwrap().to_owned()).collect())
}

#[test]
fn the_build_warns_of_what_is_planted_and_of_nothing_else() {
    let warned: Vec<WarningKind> = DEMONSTRATION
        .report
        .warnings
        .counts()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, _)| kind)
        .collect();
    let mut planted = vec![
        WarningKind::CodeNotInList,
        WarningKind::PackOfTwoProducts,
        WarningKind::IdReplacedTwice,
        // The products that only dm+d has: the packs above all.
        WarningKind::ProductNotInSnomed,
    ];
    planted.sort();
    let mut warned = warned;
    warned.sort();
    assert_eq!(warned, planted);
    let dmd = DEMONSTRATION.report.dmd.as_ref().unwrap();
    let of = |class: ProductClass| (dmd.products[class.name()], dmd.in_snomed[class.name()]);
    let (vmps, known) = of(Vmp);
    assert!(vmps > known && known > 400, "{known} of {vmps}");
}

#[test]
fn what_may_be_prescribed() {
    type Case = (ProductClass, &'static str, bool, &'static [&'static str]);
    const CASES: &[Case] = &[
        (Vtm, "Amoxicillin", false, &["moiety_only"]),
        (Vmp, "Amoxicillin 500mg capsules", true, &[]),
        // Each prescribing status.
        (Vmp, "Lithium carbonate 400mg modified-release tablets", true, &["brand_advised"]),
        (Vmp, "Cod liver oil 500mg capsules", false, &["not_in_primary_care"]),
        (Vmp, "Generic Sipwren liquid feed", false, &["not_as_generic"]),
        (Vmp, "Generic Emolliwren 500 lotion", false, &["not_as_generic"]),
        (Vmp, "Methotrexate 10mg tablets", false, &["not_as_generic"]),
        // A supplier's product is offered although its generic product is not.
        (Amp, "Emolliwren 500 lotion (Teasel Pharma Ltd)", true, &["generic_not_offered"]),
        (Vmp, "Co-codamol 30mg/500mg tabs", false, &["invalid"]),
        (Vmp, "Famotidine 20mg tablets", false, &["not_available"]),
        (Amp, "Trimefinch 100mg tablets (Juniper Laboratories)", false, &["not_available"]),
        (Amp, "Naproheron 250mg tablets (Yarrow Pharma Ltd)", false, &["invalid"]),
        // Not available, and its pack not discontinued; and the other way round.
        (Ampp, "Trimefinch 100mg tablets (Juniper Laboratories) 28 tablet", false, &["of_product"]),
        (Amp, "Trimefinch 200mg tablets (Juniper Laboratories)", true, &[]),
        (Ampp, "Trimefinch 200mg tablets (Juniper Laboratories) 14 tablet", false, &["discontinued"]),
        (Ampp, "Warfatern 3mg tablets (Bramble Medicines UK Ltd) 28 tablet", true, &[]),
        (Ampp, "Naproheron 500mg tablets (Yarrow Pharma Ltd) 56 tablet", false, &["invalid"]),
        // A special and an import; a parallel import.
        (
            Amp,
            "Omeprazole 20mg/5ml oral suspension (Hazel & Daughters Specials Ltd)",
            true,
            &["restricted_availability"],
        ),
        (
            Amp,
            "Omeprazole 20mg/5ml oral suspension sugar free (Ridge Parallel Imports Ltd)",
            true,
            &["restricted_availability"],
        ),
        (Amp, "Amoxicillin 500mg capsules (Ridge Parallel Imports Ltd)", false, &["parallel_import"]),
        // A combination product and what exists only as its parts.
        (Vmp, "Clotrimazole 500mg pessaries and Clotrimazole 2% cream", true, &[]),
        (Amp, "Clotriwren Duo (Lomond Generics Ltd)", true, &[]),
        (Vmp, "Clotrimazole 2% vaginal cream", false, &["component_only"]),
        (Amp, "Clotriwren Duo 500mg pessary (Lomond Generics Ltd)", false, &["component_only"]),
        (Vmpp, "Estradiol 1mg tablets (white) 16 tablet", false, &["component_only", "of_product"]),
    ];
    for (class, name, allowed, words) in CASES {
        assert_eq!(
            decision(*class, name),
            (*allowed, words.iter().map(|word| (*word).to_owned()).collect()),
            "{name}"
        );
    }
}

#[test]
fn strengths_are_rows_of_their_own() {
    let ingredients = |name: &str| product(Vmp, name)["ingredients"].as_array().unwrap().clone();
    let salt = &ingredients("Amoxicillin 250mg/5ml oral suspension")[0];
    assert_eq!(salt["ingredient"]["text"], "Amoxicillin trihydrate");
    assert_eq!(
        (&salt["strength_basis"]["code"], &salt["strength_substance"]["text"]),
        (&json!("2"), &json!("Amoxicillin"))
    );
    assert_eq!(
        (&salt["strength"], &salt["per"], &salt["per_unit"]["text"]),
        (&json!("50"), &json!("1"), &json!("ml"))
    );
    let own = &ingredients("Morphine 10mg modified-release tablets")[0];
    assert_eq!(
        (&own["ingredient"]["text"], &own["strength_basis"]["code"]),
        (&json!("Morphine sulfate"), &json!("1"))
    );
    let both = ingredients("Co-codamol 30mg/500mg tablets");
    assert_eq!((&both[0]["strength"], &both[1]["strength"], both.len()), (&json!("30"), &json!("500"), 2));
    let percent = &ingredients("Hydrocortisone 1% cream")[0];
    assert_eq!((&percent["strength"], &percent["per_unit"]["text"]), (&json!("10"), &json!("gram")));
    assert!(ingredients("Generic Sipwren liquid feed")[0].get("strength").is_none());
    // A vial holds 2 ml of 3 mg in 1 ml.
    let vial = product(Vmp, "Adenosine 6mg/2ml solution for injection vials");
    assert_eq!(
        (&vial["ingredients"][0]["strength"], &vial["unit_dose_size"], &vial["unit_dose"]["text"]),
        (&json!("3"), &json!("2"), &json!("vial"))
    );
    let dose = answered(json!({"op": "dose", "code": id(Vtm, "Adenosine"), "dose": "6", "unit": "mg"}));
    assert_eq!(
        (&dose["candidates"][0]["units"], &dose["candidates"][0]["code"]),
        (&json!(1), &json!(id(Vmp, "Adenosine 6mg/2ml solution for injection vials")))
    );
    for (name, indicator) in [
        ("Amoxicillin 500mg capsules", "1"),
        ("Hydrocortisone 1% cream", "2"),
        ("Foley catheter male 12Ch", "3"),
    ] {
        assert_eq!(product(Vmp, name)["dose_form_indicator"]["code"], indicator, "{name}");
    }
}

#[test]
fn ids_that_were_others_lead_to_the_current_ones() {
    let current = id(Vmp, "Doxycycline 100mg capsules");
    let history = product(Vmp, "Doxycycline 100mg capsules")["history"].as_array().unwrap().clone();
    assert_eq!(history.len(), 3);
    for past in history.iter().filter(|past| past["code"] != current) {
        let answer = answered(json!({"op": "product", "code": past["code"]}));
        assert_eq!((&answer["code"], &answer["replaced"]), (&json!(current), &past["code"]));
    }
    // One id that became two.
    let split = product(Vtm, "Co-dydramol")["history"][0]["code"].clone();
    let answer = ask(json!({"op": "product", "code": split}));
    assert_eq!(answer["ok"], false);
    assert!(answer["error"]["message"].as_str().unwrap().contains(id(Vtm, "Co-dydramol")), "{answer}");
    assert_eq!(product(Vtm, "Isphagula")["valid"], false);
}

#[test]
fn combination_packs_keep_order_and_multiplicity() {
    for (class, name, white) in [
        (Vmpp, "Estradiol 1mg tablets and Estradiol 1mg / Norethisterone 1mg tablets 84 tablet", "(white)"),
        (Ampp, "Estrawren Sequi tablets (Derwent Generics Ltd) 84 tablet 3 x 28 tablets", "white"),
    ] {
        let contents = product(class, name)["contents"].as_array().unwrap().clone();
        let is_white: Vec<bool> =
            contents.iter().map(|pack| pack["text"].as_str().unwrap().contains(white)).collect();
        assert_eq!(is_white, [true, false, true, false, true, false], "{contents:?}");
    }
    let pessary = "Clotriwren Duo 500mg pessary (Lomond Generics Ltd) 1 pessary";
    let inside = product(Ampp, pessary)["contained_in"].clone();
    assert_eq!(inside[0]["text"], "Clotriwren Duo (Lomond Generics Ltd) 1 pack");
}

#[test]
fn packs_with_twins_prices_and_gtins() {
    // The same number in gram and in ml; a valid and an invalid one of the same name.
    id(Vmpp, "Hydrocortisone 1% cream 30 gram");
    id(Vmpp, "Hydrocortisone 1% cream 30 ml");
    let twins = answered(
        json!({"op": "products_with", "of": "vmpp", "field": "name", "value": "Naproxen 250mg tablets 56 tablet"}),
    );
    assert_eq!(twins["total"], 2);
    let price = |name: &str| product(Ampp, name)["price"].clone();
    let special = price("Omeprazole 20mg/5ml oral suspension (Hazel & Daughters Specials Ltd) 100 ml");
    assert_eq!((special.get("price"), &special["price_basis"]["code"]), (None, &json!("4")));
    let two = product(Ampp, "Amoxiwren 500mg capsules (Larch Medicines UK Ltd) 21 capsule 3 x 7 capsules");
    let gtins = two["gtins"].as_array().unwrap();
    assert_eq!(gtins.iter().filter(|gtin| gtin.get("end").is_some()).count(), 1);
    assert_eq!(gtins.len(), 2);
    let expired = product(Ampp, "Trimefinch 200mg tablets (Juniper Laboratories) 14 tablet")["gtins"].clone();
    assert_eq!((expired.as_array().unwrap().len(), &expired[0]["end"]), (1, &json!("20231231")));
    // One GTIN of two packs.
    let shared = product(Ampp, "Sipwren liquid (Oakley & Quarry Ltd) 200 ml")["gtins"][0]["gtin"].clone();
    let found = answered(json!({"op": "gtin", "gtin": shared}));
    assert_eq!(found["packs"].as_array().unwrap().len(), 2, "{found}");
}

#[test]
fn descendants_of_forms_and_substances_reach_products() {
    let count = |request: Value| answered(request)["total"].as_u64().unwrap();
    let tablets = product(Vmp, "Paracetamol 500mg tablets")["forms"][0]["code"].clone();
    let of = |descendants: bool| {
        count(
            json!({"op": "products_with", "of": "vmp", "field": "forms.form", "value": tablets, "descendants": descendants, "want": "count"}),
        )
    };
    assert!(of(true) > of(false) + 30, "{} and {}", of(true), of(false));
    let supplier = product(Amp, "Amoxiwren 500mg capsules (Larch Medicines UK Ltd)");
    assert_eq!(supplier["supplier"]["text"], "Larch Medicines UK Ltd");
    assert_eq!(supplier["excipients"].as_array().unwrap().len(), 2);
}

/// Beginnings of the words of names, as they are and with a letter too much.
fn queries() -> Vec<String> {
    let mut names: Vec<&String> = DEMONSTRATION.ids.keys().map(|(_, name)| name).collect();
    names.sort_unstable();
    let mut queries: Vec<String> =
        ["a", "heart", "fracture of", "asthma", "pain 5", "zzzz", "amox", "cap", "28"]
            .map(str::to_owned)
            .into();
    for (at, name) in names.into_iter().enumerate().step_by(7) {
        let words: Vec<&str> = name.split_whitespace().take(1 + at % 4).collect();
        let length = 2 + at % 5;
        let begun: Vec<String> = words.iter().map(|word| word.chars().take(length).collect()).collect();
        queries.push(begun.join(" "));
        queries.push(begun.iter().map(|word| format!("{word}e")).collect::<Vec<_>>().join(" "));
    }
    queries
}

#[test]
fn a_list_of_everything_is_the_beginning_of_a_longer_one() {
    let codes = |answer: &Value| -> Vec<Value> {
        answer["hits"].as_array().unwrap().iter().map(|hit| json!([hit["code"], hit["match"]])).collect()
    };
    let (mut mixed, mut mistyped) = (0, 0);
    for query in queries() {
        let ask = |limit: usize, offset: usize| {
            answered(json!({"op": "search", "query": query, "limit": limit, "offset": offset}))
        };
        let all = codes(&ask(1_000, 0));
        for limit in [1, 2, 3, 5, 10, 20, 50] {
            let found = ask(limit, 0);
            assert_eq!(codes(&found), all[..limit.min(all.len())], "{query}, {limit}");
            let are_products: Vec<bool> =
                found["hits"].as_array().unwrap().iter().map(|hit| !hit["class"].is_null()).collect();
            mixed += usize::from(are_products.contains(&true) && are_products.contains(&false));
            mistyped += usize::from(found.to_string().contains("typo"));
        }
        let behind: Vec<Value> = all.iter().skip(4).take(6).cloned().collect();
        assert_eq!(codes(&ask(6, 4)), behind, "{query}");
    }
    assert!(mixed > 100 && mistyped > 100, "{mixed} {mistyped}");
}

#[test]
fn generic_before_brand_before_pack_in_a_list_of_everything() {
    let exact = |classes: &[&str], query: &str| -> Vec<(String, i32)> {
        let mut request = json!({"op": "search", "query": query, "limit": 1000, "fuzzy": "off"});
        if !classes.is_empty() {
            request["classes"] = json!(classes);
        }
        let answer = answered(request);
        let hits = answer["hits"].as_array().unwrap().iter().filter(|hit| hit["match"] == "exact");
        // What is the query word for word comes before.
        let rest = hits.skip_while(|hit| hit["term"].as_str().unwrap().eq_ignore_ascii_case(query));
        let level = |class: &str| match class {
            "vtm" | "vmp" => 0,
            "amp" => 1,
            _ => 2,
        };
        rest.filter_map(|hit| Some((hit["code"].to_string(), level(hit["class"].as_str()?)))).collect()
    };
    let mut of_three = 0;
    for query in queries() {
        // Of what the names of dm+d find: a generic product by another of its terms stands where its words put it.
        let named = exact(&["vtm", "vmp", "amp", "vmpp", "ampp"], &query);
        let all = exact(&[], &query);
        let levels: Vec<i32> =
            all.iter().filter(|hit| named.contains(hit)).map(|(_, level)| *level).collect();
        assert!(levels.is_sorted(), "{query}: {levels:?}");
        of_three += usize::from([0, 1, 2].iter().all(|level| levels.contains(level)));
    }
    assert!(of_three > 20, "{of_three}");
}
