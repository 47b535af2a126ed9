//! Medicinal products against the targets of the design, as Markdown for `DMD.md`.
//!
//! The file that `VADEMECUM_BENCH_FILE` names must hold dm+d. Where `VADEMECUM_BENCH_DMD` names a dm+d release, an update of
//! the file with it is timed as well.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use vademecum::{ConceptId, Engine, Gtin, Part, Product, ProductClass, ProductValue};
use vademecum_benches::{Contender, FILE_VARIABLE, Figure, Random, Workload, compare, concept_id, machine};
use vademecum_build::compile::{UpdateOptions, update_dmd};
use vademecum_build::progress::Silent;

const ROUNDS: usize = 15;
/// Questions a round.
const OPERATIONS: usize = 50_000;
/// The environment variable that names a dm+d release to update the file with.
const DMD_VARIABLE: &str = "VADEMECUM_BENCH_DMD";

/// A line of the table of targets.
struct Verdict {
    target: &'static str,
    measured: String,
    met: bool,
}

fn main() {
    // `cargo test --benches` runs this without `--bench`: then there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let workload = Workload::open();
    let engine = &workload.engine;
    if !engine.has_products() {
        eprintln!(
            "==== NOT MEASURED: {} holds no dm+d. Name a file with dm+d in {FILE_VARIABLE}.",
            workload.path.display()
        );
        return;
    }
    println!("{}\n", machine());
    let release = engine.dmd_release().expect("a sound file");
    let counts = ProductClass::ALL.iter().zip(release.products);
    let counts: Vec<String> =
        counts.map(|(class, count)| format!("{count} {}", class.name().to_uppercase())).collect();
    println!("{}; a file of {:.1} MB.\n", counts.join(", "), engine.file_length() as f64 / 1e6);
    let mut verdicts = Vec::new();
    let products = Products::of(engine);
    finding(engine, &products, &mut verdicts);
    decoding(engine, &products, &mut verdicts);
    scanning(engine, &products, &mut verdicts);
    offering(engine, &products, &mut verdicts);
    bytes(&workload, &mut verdicts);
    match std::env::var_os(DMD_VARIABLE).map(PathBuf::from) {
        Some(dmd) => updating(&workload, &dmd, &mut verdicts),
        None => eprintln!("==== NOT MEASURED: an update. Name a dm+d release in {DMD_VARIABLE}."),
    }
    println!("### Against the targets\n\n| target | measured | met |\n|---|---|---|");
    for Verdict { target, measured, met } in verdicts {
        println!("| {target} | {measured} | {} |", if met { "yes" } else { "**no**" });
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n => format!("{:.2} µs", n / 1e3),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

/// The ids of a file's products.
struct Products {
    /// By class, in ascending order.
    ids: Vec<Vec<ConceptId>>,
}

impl Products {
    fn of(engine: &Engine) -> Products {
        let ids = |class: &ProductClass| {
            engine.products_of(*class).expect("a sound file").ids().expect("a sound file")
        };
        Products { ids: ProductClass::ALL.iter().map(ids).collect() }
    }

    /// Products of any class, as often as the class has them.
    fn any(&self, random: &mut Random) -> Vec<ConceptId> {
        let all: Vec<ConceptId> = self.ids.iter().flatten().copied().collect();
        (0..OPERATIONS).map(|_| *random.pick(&all)).collect()
    }

    fn some(&self, class: ProductClass, random: &mut Random) -> Vec<ConceptId> {
        (0..OPERATIONS).map(|_| *random.pick(&self.ids[class as usize])).collect()
    }
}

fn find(engine: &Engine, id: ConceptId) -> Product<'_> {
    engine.product(id).expect("a sound file").expect("a product")
}

fn finding(engine: &Engine, products: &Products, verdicts: &mut Vec<Verdict>) {
    let mut random = Random::new(1);
    let hits = products.any(&mut random);
    let mut map: HashMap<u64, (u8, u32)> = HashMap::new();
    for (class, ids) in (0u8..).zip(&products.ids) {
        map.extend(ids.iter().zip(0u32..).map(|(id, number)| (id.number(), (class, number))));
    }
    // Ids of the other numbers of the same namespace, with their check digits.
    let misses: Vec<ConceptId> = hits
        .iter()
        .map(|id| {
            let next = id.number() / 10_000_000_000 * 10_000_000_000 + 90_000_000_000_000_000;
            let stem = next + 1_000_001_100 + id.number() % 100 / 10 * 10_000_000_000;
            (stem..stem + 10).map(concept_id).find(|id| id.sctid().is_well_formed()).expect("a check digit")
        })
        .collect();
    let ask = |ids: &[ConceptId]| {
        compare(
            ROUNDS,
            vec![
                Contender::new("ours", ids.len(), || {
                    ids.iter().filter(|id| engine.product(**id).expect("a sound file").is_some()).count()
                        as u64
                }),
                Contender::new("`HashMap`", ids.len(), || {
                    ids.iter().filter(|id| map.contains_key(&id.number())).count() as u64
                }),
            ],
        )
    };
    let (hit, miss) = (ask(&hits), ask(&misses));
    println!("### A product by its id\n\n| | hits | misses |\n|---|---|---|");
    for (hit, miss) in hit.iter().zip(&miss) {
        println!(
            "| {} | {} ({:.2}×) | {} ({:.2}×) |",
            hit.name,
            time(hit.nanoseconds),
            hit.ratio,
            time(miss.nanoseconds),
            miss.ratio
        );
    }
    println!();
    verdicts.push(under("a product found by its id in under 1 µs", &hit[0], 1e3));
}

fn under(target: &'static str, figure: &Figure, nanoseconds: f64) -> Verdict {
    Verdict { target, measured: time(figure.nanoseconds), met: figure.nanoseconds < nanoseconds }
}

/// Something of each value, so that none can be left undecoded.
fn weight(value: &ProductValue<'_>) -> u64 {
    match value {
        ProductValue::Flag => 1,
        ProductValue::Code(code) => code.text.as_ref().map_or(0, |text| text.len() as u64),
        ProductValue::Id(id) => id.number(),
        ProductValue::Product(product) => product.class() as u64,
        ProductValue::Date(date) => u64::from(*date),
        ProductValue::Text(text) | ProductValue::Gtin(text) => text.len() as u64,
        ProductValue::Decimal(decimal) => decimal.digits(),
        ProductValue::Number(number) => *number,
    }
}

fn decoded(product: Product<'_>) -> u64 {
    let record = product.record().expect("a sound file");
    let rows = record.tables.iter().flat_map(|table| &table.rows).flatten();
    record.fields.iter().chain(rows).fold(0u64, |sum, field| sum.wrapping_add(weight(&field.value)))
}

fn decoding(engine: &Engine, products: &Products, verdicts: &mut Vec<Verdict>) {
    let mut random = Random::new(2);
    println!("### A whole record\n");
    println!(
        "Every field of every table, codes with their texts. *With the answer* is the request `product`, as JSON text.\n"
    );
    println!("| class | found, decoded | fields | with the answer |\n|---|---|---|---|");
    let mut slowest: Option<Figure> = None;
    for class in ProductClass::ALL {
        let ids = products.some(*class, &mut random);
        let ids = &ids[..OPERATIONS / 5];
        let figures = compare(
            ROUNDS,
            vec![Contender::new("ours", ids.len(), || {
                ids.iter().fold(0, |sum, id| sum.wrapping_add(decoded(find(engine, *id))))
            })],
        );
        let requests: Vec<String> =
            ids.iter().map(|id| format!("{{\"op\":\"product\",\"code\":\"{id}\"}}")).collect();
        let answers = compare(
            ROUNDS,
            vec![Contender::new("ours", requests.len(), || {
                requests.iter().map(|asked| vademecum::request::answer(engine, asked).len() as u64).sum()
            })],
        );
        let fields = |id: &ConceptId| {
            let record = find(engine, *id).record().expect("a sound file");
            record.fields.len()
                + record.tables.iter().flat_map(|table| &table.rows).map(Vec::len).sum::<usize>()
        };
        let fields = ids.iter().map(fields).sum::<usize>() as f64 / ids.len() as f64;
        println!(
            "| {} | {} | {fields:.1} | {} |",
            class.name().to_uppercase(),
            time(figures[0].nanoseconds),
            time(answers[0].nanoseconds)
        );
        if slowest.as_ref().is_none_or(|slowest| slowest.nanoseconds < figures[0].nanoseconds) {
            slowest = Some(figures[0].clone());
        }
    }
    println!();
    verdicts.push(under(
        "a record decoded whole in under 5 µs, of the slowest class",
        &slowest.expect("classes"),
        5e3,
    ));
}

fn scanning(engine: &Engine, products: &Products, verdicts: &mut Vec<Verdict>) {
    let mut all: Vec<(Gtin, ConceptId)> = Vec::new();
    for id in &products.ids[ProductClass::Ampp as usize] {
        let record = find(engine, *id).record().expect("a sound file");
        for field in record.tables.iter().flat_map(|table| &table.rows).flatten() {
            if let ProductValue::Gtin(text) = &field.value
                && let Ok(gtin) = text.parse()
            {
                all.push((gtin, *id));
            }
        }
    }
    if all.is_empty() {
        eprintln!("==== NOT MEASURED: GTINs, which the file has none of.");
        return;
    }
    let mut map: HashMap<u64, Vec<ConceptId>> = HashMap::new();
    for (gtin, id) in &all {
        map.entry(gtin.number()).or_default().push(*id);
    }
    let mut random = Random::new(3);
    let asked: Vec<Gtin> = (0..OPERATIONS).map(|_| random.pick(&all).0).collect();
    let texts: Vec<String> = asked.iter().map(|gtin| format!("{:014}", gtin.number())).collect();
    let packs = |gtin: Gtin| engine.packs_of_gtin(gtin, None).expect("a sound file").len() as u64;
    let figures = compare(
        ROUNDS,
        vec![
            Contender::new("ours", asked.len(), || asked.iter().map(|gtin| packs(*gtin)).sum()),
            Contender::new("`HashMap`", asked.len(), || {
                asked.iter().map(|gtin| map.get(&gtin.number()).map_or(0, Vec::len) as u64).sum()
            }),
            Contender::new("ours, from its text", asked.len(), || {
                texts.iter().map(|text| packs(text.parse().expect("a GTIN"))).sum()
            }),
        ],
    );
    println!("### The packs of a GTIN\n\n| | |\n|---|---|");
    for figure in &figures {
        println!("| {} | {} ({:.2}×) |", figure.name, time(figure.nanoseconds), figure.ratio);
    }
    println!("\n{} GTINs of packs.\n", all.len());
    verdicts.push(under("the packs of a GTIN in under 200 ns", &figures[0], 200.0));
}

/// How many AMPs of a VMP may be offered.
fn offered(vmp: Product<'_>) -> u64 {
    let amps = vmp.related(ProductClass::Amp).expect("a sound file");
    amps.filtered(|amp| Ok(amp.prescribability()?.is_allowed())).expect("a sound file").count()
}

fn offering(engine: &Engine, products: &Products, verdicts: &mut Vec<Verdict>) {
    let mut random = Random::new(4);
    let vmps = products.some(ProductClass::Vmp, &mut random);
    let vmps = &vmps[..OPERATIONS / 5];
    let amps: u64 = vmps
        .iter()
        .map(|id| find(engine, *id).related(ProductClass::Amp).expect("a sound file").count())
        .sum();
    let figures = compare(
        ROUNDS,
        vec![Contender::new("any VMP", vmps.len(), || {
            vmps.iter().map(|id| offered(find(engine, *id))).sum()
        })],
    );
    let amps = amps as f64 / vmps.len() as f64;
    println!("### The AMPs of a VMP that may be offered\n\n| | | AMPs |\n|---|---|---|");
    println!("| any VMP | {} | {amps:.1} |", time(figures[0].nanoseconds));
    let count = |id: &ConceptId| find(engine, *id).related(ProductClass::Amp).expect("a sound file").count();
    let mut by_amps: Vec<(u64, ConceptId)> =
        products.ids[ProductClass::Vmp as usize].iter().map(|id| (count(id), *id)).collect();
    by_amps.sort_unstable();
    let largest = by_amps.split_off(by_amps.len().saturating_sub(100));
    let most = compare(
        ROUNDS,
        vec![Contender::new("ours", largest.len() * 10, || {
            (0..10).flat_map(|_| &largest).map(|(_, id)| offered(find(engine, *id))).sum()
        })],
    );
    let amps = largest.iter().map(|(amps, _)| amps).sum::<u64>() as f64 / largest.len() as f64;
    println!("| the 100 with most | {} | {amps:.1} |\n", time(most[0].nanoseconds));
    verdicts.push(under("the AMPs of a VMP that may be offered in under 5 µs", &figures[0], 5e3));
}

fn bytes(workload: &Workload, verdicts: &mut Vec<Verdict>) {
    println!("### What dm+d adds to the file\n\n| part | bytes |\n|---|---:|");
    let mut of_part: Vec<(Part, u64)> = Vec::new();
    for section in workload.engine.sections() {
        let Some(part) = section.kind().and_then(|kind| kind.part()).filter(|part| part.is_of_products())
        else {
            continue;
        };
        match of_part.iter_mut().find(|(other, _)| *other == part) {
            Some((_, bytes)) => *bytes += section.length,
            None => of_part.push((part, section.length)),
        }
    }
    for (part, bytes) in &of_part {
        println!("| {} | {bytes} |", part.name());
    }
    let all: u64 = of_part.iter().map(|(_, bytes)| bytes).sum();
    let some = of_part.iter().filter(|(part, _)| matches!(part, Part::Supply | Part::Prices));
    let some: u64 = some.map(|(_, bytes)| bytes).sum();
    println!("| all | {all} |\n");
    verdicts.push(Verdict {
        target: "dm+d adds at most 12 MB, names to search not counted",
        measured: megabytes(all),
        met: all <= 12_000_000,
    });
    verdicts.push(Verdict {
        target: "of them prices and supply at most 5 MB",
        measured: megabytes(some),
        met: some <= 5_000_000,
    });
}

fn updating(workload: &Workload, dmd: &Path, verdicts: &mut Vec<Verdict>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("updated.vade");
    let options = UpdateOptions { file: workload.path.clone(), dmd: vec![dmd.to_owned()], allow_older: true };
    let mut turns = Vec::new();
    for _ in 0..3 {
        let began = Instant::now();
        let report = update_dmd(&options, &out, &Silent).expect("an update");
        turns.push((began.elapsed().as_secs_f64(), black_box(report)));
    }
    turns.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (seconds, report) = &turns[1];
    println!(
        "### An update\n\nThe second of three by time: {seconds:.1} s.\n\n| stage | seconds | peak memory, MB |\n|---|---:|---:|"
    );
    for stage in &report.stages {
        let memory =
            stage.peak_memory_bytes.map_or_else(String::new, |bytes| format!("{:.0}", bytes as f64 / 1e6));
        println!("| {} | {:.1} | {memory} |", stage.name, stage.seconds);
    }
    let read: u64 = report.dmd.files.iter().map(|file| file.bytes).sum();
    println!("\n{} of XML.\n", megabytes(read));
    verdicts.push(Verdict {
        target: "an update of the file with another dm+d in under 10 s",
        measured: format!("{seconds:.1} s"),
        met: *seconds < 10.0,
    });
}
