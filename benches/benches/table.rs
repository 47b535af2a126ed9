//! One table of everything against the targets of the design, measured in one process.
//!
//! Ours and the baselines take turns, round by round; a figure is the median of its rounds, and a ratio the median of
//! the ratios within each round. So a ratio can be trusted on a machine whose nanoseconds cannot.

use std::collections::hash_map::RandomState;
use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use rustc_hash::FxBuildHasher;
use vademecum::{Concept, ConceptId, DescriptionId, Engine, OpenOptions, SearchOptions};
use vademecum_benches::baseline::{AncestorLists, FstIds, HashIds, RoaringClosures, SortedIds, Walk};
use vademecum_benches::{
    Contender, Corpus, Figure, Pair, Random, SIZES, Workload, compare, concept_id, random_pairs,
    realistic_pairs,
};

const ROUNDS: usize = 15;
/// Questions a round: many against the lines of cache that the contender before has taken.
const OPERATIONS: usize = 200_000;

/// A line of the last table.
struct Verdict {
    target: String,
    measured: String,
    /// `None` where the file cannot tell.
    met: Option<bool>,
}

fn main() {
    // `cargo test --benches` runs this without `--bench`: then there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let workload = Workload::open();
    let engine = &workload.engine;
    let counts = engine.manifest().counts;
    println!(
        "{} concepts ({} active), {} terms, {} is-a edges, {:.1} MB{}\n",
        counts.concepts,
        counts.active_concepts,
        counts.terms,
        counts.is_a,
        engine.file_length() as f64 / 1e6,
        if workload.is_uk_scale() { "" } else { " — **not of UK scale**" }
    );
    // Subjects may be named behind `--`; by default all are measured.
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |subject: &str| named.is_empty() || named.iter().any(|name| name == subject);
    let mut verdicts = Vec::new();
    if wanted("open") {
        opening(&workload, &mut verdicts);
    }
    eprintln!("listing the concepts");
    let corpus = Corpus::read(engine);
    if wanted("concept-by-id") {
        by_id(&workload, &corpus, &mut verdicts);
    }
    if wanted("subsumption") {
        subsumption(&workload, &corpus, &mut verdicts);
    }
    if wanted("descendants") {
        descendants(engine, &corpus);
    }
    if wanted("terms") {
        terms(engine, &corpus);
    }
    let megabytes = engine.file_length() as f64 / 1e6;
    let has_dmd = engine.manifest().dmd_date.is_some();
    verdicts.push(Verdict {
        target: "UK file with everything, dm+d included, ≤ 150 MB (stretch 120 MB)".into(),
        measured: format!("{megabytes:.1} MB{}", if has_dmd { "" } else { " without dm+d" }),
        met: (has_dmd || megabytes > 150.0).then_some(megabytes <= 150.0),
    });
    println!("### Against the targets\n\n| target | measured | met |\n|---|---|---|");
    for Verdict { target, measured, met } in verdicts {
        println!(
            "| {target} | {measured} | {} |",
            match met {
                Some(true) => "yes",
                Some(false) => "**no**",
                None => "cannot be told",
            }
        );
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}

/// Prints a table with a row for each structure: its figure for each question, and how many times ours that is.
fn print(title: &str, questions: &[(&str, Vec<Figure>)], bytes: &[(&str, String)]) {
    println!("### {title}\n");
    let heads: String = questions.iter().map(|(question, _)| format!(" {question} |")).collect();
    println!("| |{heads}{}", if bytes.is_empty() { "" } else { " bytes |" });
    let columns = questions.len() + usize::from(!bytes.is_empty());
    println!("|---|{}", "---|".repeat(columns));
    let mut names: Vec<&str> = Vec::new();
    for figure in questions.iter().flat_map(|(_, figures)| figures) {
        if !names.contains(&figure.name) {
            names.push(figure.name);
        }
    }
    for name in names {
        print!("| {name} |");
        for (_, figures) in questions {
            match figures.iter().find(|figure| figure.name == name) {
                Some(figure) => print!(" {} ({:.2}×) |", time(figure.nanoseconds), figure.ratio),
                None => print!(" |"),
            }
        }
        if let Some((_, bytes)) = bytes.iter().find(|(other, _)| *other == name) {
            print!(" {bytes} |");
        } else if !bytes.is_empty() {
            print!(" |");
        }
        println!();
    }
    println!();
}

fn ratio(figures: &[Figure], name: &str) -> f64 {
    figures.iter().find(|figure| figure.name == name).expect("a contender").ratio
}

fn median_of(rounds: usize, mut work: impl FnMut() -> u64) -> f64 {
    let times: Vec<u64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_nanos() as u64
        })
        .collect();
    let mut times = times;
    times.sort_unstable();
    times[rounds / 2] as f64
}

fn opening(workload: &Workload, verdicts: &mut Vec<Verdict>) {
    eprintln!("opening");
    let bytes = Bytes::from(std::fs::read(&workload.path).expect("a readable file"));
    let id = concept_id(vademecum::metadata::ROOT);
    let mapped = || Engine::open(&workload.path).expect("a sound file");
    let trusted = || {
        let options = OpenOptions::new().trust_host_integrity_check(true);
        options.open(&workload.path).expect("a sound file")
    };
    let concept = |engine: &Engine| u64::from(engine.concept(id).expect("a sound file").is_some());
    let search = |engine: &Engine| {
        let results = engine.search("fracture", &SearchOptions::default());
        results.expect("a sound file").hits.len() as u64
    };
    let open = median_of(41, || mapped().file_length());
    let lines = [
        ("map the file", open),
        ("bytes at hand", {
            median_of(41, || Engine::from_bytes(bytes.clone()).expect("a sound file").file_length())
        }),
        ("map, then the first concept by id", median_of(15, || concept(&mapped()))),
        ("map, then the first search", median_of(9, || search(&mapped()))),
        ("the same, where the host vouches for the bytes", median_of(9, || search(&trusted()))),
    ];
    println!("### Open\n\n| | |\n|---|---|");
    for (what, nanoseconds) in lines {
        println!("| {what} | {} |", time(nanoseconds));
    }
    println!();
    verdicts.push(Verdict { target: "open under 1 ms".into(), measured: time(open), met: Some(open < 1e6) });
}

/// Looks ids up so that each look-up waits for the one before: what was found is added, times nought, to the place
/// of the next. `mask` is nought, which the compiler must not know.
fn chain(count: usize, mask: u32, mut find: impl FnMut(usize) -> u32) -> u64 {
    let mut carried = 0;
    let mut sum = 0;
    for place in 0..count {
        let found = find(place + carried as usize);
        carried = found & mask;
        sum += u64::from(found);
    }
    sum
}

fn by_id(workload: &Workload, corpus: &Corpus, verdicts: &mut Vec<Verdict>) {
    eprintln!("concept by id");
    let engine = &workload.engine;
    let mut random = Random::new(1);
    let hits: Vec<ConceptId> = (0..OPERATIONS).map(|_| concept_id(*random.pick(&corpus.ids))).collect();
    let misses = corpus.absent(OPERATIONS, &mut random);
    let hash = HashIds::<RandomState>::new(&corpus.ids);
    let quick = HashIds::<FxBuildHasher>::new(&corpus.ids);
    let sorted = SortedIds::new(&corpus.ids);
    let fst = FstIds::new(&corpus.ids);
    let concept = |id: ConceptId| engine.concept(id).expect("a sound file");
    let is_active = |id: ConceptId| u32::from(concept(id).expect("a hit").is_active().expect("a sound file"));
    let active = corpus.active;
    let mask = black_box(0);

    let found = |ids: &[ConceptId], find: &dyn Fn(&[ConceptId]) -> usize| find(ids) as u64;
    let independent = |ids: &[ConceptId]| {
        // One closure a structure, so that each loop is compiled with its look-up inside.
        let contenders = vec![
            Contender::new("ours", ids.len(), || {
                found(ids, &|ids| ids.iter().filter(|id| concept(**id).is_some()).count())
            }),
            Contender::new("`HashMap`", ids.len(), || {
                found(ids, &|ids| ids.iter().filter(|id| hash.find(id.number()).is_some()).count())
            }),
            Contender::new("`HashMap` with `FxHash`", ids.len(), || {
                found(ids, &|ids| ids.iter().filter(|id| quick.find(id.number()).is_some()).count())
            }),
            Contender::new("binary search", ids.len(), || {
                found(ids, &|ids| ids.iter().filter(|id| sorted.find(id.number()).is_some()).count())
            }),
            Contender::new("`fst::Map`", ids.len(), || {
                found(ids, &|ids| ids.iter().filter(|id| fst.find(id.number()).is_some()).count())
            }),
        ];
        compare(ROUNDS, contenders)
    };
    let hit = independent(&hits);
    let miss = independent(&misses);
    let ids = &hits;
    let chained = compare(
        ROUNDS,
        vec![
            Contender::new("ours", ids.len(), || chain(ids.len(), mask, |at| is_active(ids[at]))),
            Contender::new("`HashMap`", ids.len(), || {
                chain(ids.len(), mask, |at| u32::from(hash.find(ids[at].number()).expect("a hit") < active))
            }),
            Contender::new("`HashMap` with `FxHash`", ids.len(), || {
                chain(ids.len(), mask, |at| u32::from(quick.find(ids[at].number()).expect("a hit") < active))
            }),
            Contender::new("binary search", ids.len(), || {
                chain(ids.len(), mask, |at| u32::from(sorted.find(ids[at].number()).expect("a hit") < active))
            }),
            Contender::new("`fst::Map`", ids.len(), || {
                chain(ids.len(), mask, |at| u32::from(fst.find(ids[at].number()).expect("a hit") < active))
            }),
        ],
    );
    let count = corpus.ids.len() as f64;
    let sections = ["concept.ids", "concept.by-id", "concept.id-rank"];
    let ours = workload.section_bytes(&sections) as f64 / engine.manifest().counts.concepts as f64;
    let each = |bytes: u64| format!("{:.1} a concept", bytes as f64 / count);
    for (question, figures) in [("independent", &hit), ("dependent", &chained), ("misses", &miss)] {
        let ratio = ratio(figures, "`HashMap`");
        verdicts.push(Verdict {
            target: format!("concept by id, {question}: not slower than `HashMap`"),
            measured: format!("{ratio:.2}× as fast"),
            met: Some(ratio >= 1.0),
        });
    }
    verdicts.push(Verdict {
        target: "concept by id: under 9 bytes a concept".into(),
        measured: format!("{ours:.2} bytes"),
        met: Some(ours < 9.0),
    });
    print(
        "Concept by id",
        &[("hits, independent", hit), ("hits, each waiting for the last", chained), ("misses", miss)],
        &[
            ("ours", format!("{ours:.1} a concept, from ordinal to id included")),
            ("`HashMap`", each(hash.bytes())),
            ("`HashMap` with `FxHash`", each(quick.bytes())),
            ("binary search", each(sorted.bytes())),
            ("`fst::Map`", each(fst.bytes())),
        ],
    );
}

fn subsumption(workload: &Workload, corpus: &Corpus, verdicts: &mut Vec<Verdict>) {
    eprintln!("closures");
    let engine = &workload.engine;
    let roaring = RoaringClosures::new(&corpus.parents);
    let lists = AncestorLists::new(&corpus.parents);
    let handles = corpus.handles(engine);
    let hash = HashIds::<RandomState>::new(&corpus.ids);
    let mut walks: Vec<Walk<'_>> = (0..2).map(|_| Walk::new(&corpus.parents)).collect();
    let walk_bytes = walks[0].bytes();
    let mut random = Random::new(2);
    eprintln!("subsumption");
    let mut ask = |pairs: &[Pair]| {
        let handles: Vec<(Concept<'_>, Concept<'_>)> =
            pairs.iter().map(|(a, b)| (handles[*a as usize], handles[*b as usize])).collect();
        let walk = &mut walks[0];
        compare(
            ROUNDS,
            vec![
                Contender::new("ours", pairs.len(), || {
                    let below =
                        |(a, b): &&(Concept<'_>, Concept<'_>)| a.is_subsumed_by(*b).expect("a sound file");
                    handles.iter().filter(below).count() as u64
                }),
                Contender::new("breadth-first walk up", pairs.len(), || {
                    pairs.iter().filter(|(a, b)| walk.reaches(*a, *b)).count() as u64
                }),
                Contender::new("roaring closures", pairs.len(), || {
                    pairs.iter().filter(|(a, b)| roaring.is_subsumed_by(*a, *b)).count() as u64
                }),
                Contender::new("sorted ancestor lists", pairs.len(), || {
                    pairs.iter().filter(|(a, b)| lists.is_subsumed_by(*a, *b)).count() as u64
                }),
            ],
        )
    };
    let any = random_pairs(corpus.active, OPERATIONS, &mut random);
    let real = realistic_pairs(&corpus.parents, OPERATIONS, &mut random);
    let figures = [("random pairs", ask(&any)), ("realistic pairs", ask(&real))];
    let bytes = workload.section_bytes(&[
        "hierarchy.parents",
        "hierarchy.children",
        "hierarchy.ends",
        "hierarchy.extra",
    ]);
    let needed = workload.section_bytes(&["hierarchy.ends", "hierarchy.extra"]);
    for (question, figures) in &figures {
        for (name, factor) in [("breadth-first walk up", 10.0), ("roaring closures", 2.0)] {
            let ratio = ratio(figures, name);
            verdicts.push(Verdict {
                target: format!("subsumption, {question}: ≥ {factor}× as fast as {name}"),
                measured: format!("{ratio:.2}×"),
                met: Some(ratio >= factor),
            });
        }
    }
    verdicts.push(Verdict {
        target: "subsumption under 15 MB".into(),
        measured: format!(
            "{:.1} MB with parents and children, {:.1} MB without",
            bytes as f64 / 1e6,
            needed as f64 / 1e6
        ),
        met: Some(bytes < 15_000_000),
    });
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    print(
        "Is A a kind of B, both at hand",
        &figures,
        &[
            ("ours", megabytes(needed)),
            ("breadth-first walk up", megabytes(walk_bytes)),
            ("roaring closures", format!("{} in a file, more in memory", megabytes(roaring.bytes()))),
            ("sorted ancestor lists", megabytes(lists.bytes())),
        ],
    );

    let walk = &mut walks[1];
    let ids: Vec<(ConceptId, ConceptId)> = real
        .iter()
        .map(|(a, b)| (concept_id(corpus.ids[*a as usize]), concept_id(corpus.ids[*b as usize])))
        .collect();
    let find = |id: ConceptId| hash.find(id.number()).expect("a known id");
    let ours = Contender::new("ours", ids.len(), || {
        let related = |(a, b): &&(ConceptId, ConceptId)| {
            engine.subsumption(*a, *b).expect("known ids") != vademecum::Subsumption::NotSubsumed
        };
        ids.iter().filter(related).count() as u64
    });
    let walked = Contender::new("`HashMap` and walks up", ids.len(), || {
        let mut related = 0;
        for (a, b) in &ids {
            let (a, b) = (find(*a), find(*b));
            related += u64::from(walk.reaches(b, a) || walk.reaches(a, b));
        }
        related
    });
    let closed = Contender::new("`HashMap` and roaring closures", ids.len(), || {
        let related = |(a, b): &&(ConceptId, ConceptId)| {
            let (a, b) = (find(*a), find(*b));
            roaring.is_subsumed_by(b, a) || roaring.is_subsumed_by(a, b)
        };
        ids.iter().filter(related).count() as u64
    });
    let figures = compare(ROUNDS, vec![ours, walked, closed]);
    print("How A stands to B, by their ids", &[("realistic pairs", figures)], &[]);
}

fn descendants(engine: &Engine, corpus: &Corpus) {
    eprintln!("descendants");
    let children = corpus.parents.transposed();
    let handles = corpus.handles(engine);
    let mut by_size: Vec<(u64, u32)> = handles
        .iter()
        .zip(0..)
        .map(|(handle, ord)| (handle.descendants().expect("a sound file").count(), ord))
        .collect();
    by_size.sort_unstable();
    let mut counting = Vec::new();
    let mut listing = Vec::new();
    for ((name, range), count) in SIZES.into_iter().zip([2000, 50, 3]) {
        let from = by_size.partition_point(|(size, _)| size < range.start());
        let to = by_size.partition_point(|(size, _)| size <= range.end());
        let Some(fitting) = by_size.get(from..to).filter(|fitting| !fitting.is_empty()) else { continue };
        let mut random = Random::new(3);
        let chosen: Vec<u32> = (0..count).map(|_| random.pick(fitting).1).collect();
        let bitmaps: Vec<roaring::RoaringBitmap> = chosen
            .iter()
            .map(|concept| {
                let mut walk = Walk::new(&children);
                let mut bitmap: roaring::RoaringBitmap = walk.all(*concept).iter().copied().collect();
                bitmap.optimize();
                bitmap
            })
            .collect();
        let concepts: Vec<Concept<'_>> = chosen.iter().map(|ord| handles[*ord as usize]).collect();
        let ids: Vec<ConceptId> = corpus.ids.iter().map(|id| concept_id(*id)).collect();
        let mut walk = Walk::new(&children);
        let sum = |ids: &[ConceptId]| ids.iter().fold(0u64, |sum, id| sum.wrapping_add(id.number()));
        counting.push((
            name,
            compare(
                ROUNDS,
                vec![
                    Contender::new("ours", chosen.len(), || {
                        let count =
                            |concept: &Concept<'_>| concept.descendants().expect("a sound file").count();
                        concepts.iter().map(count).sum()
                    }),
                    Contender::new("breadth-first walk down", chosen.len(), || {
                        chosen.iter().map(|concept| walk.all(*concept).len() as u64).sum()
                    }),
                    Contender::new("roaring closures", chosen.len(), || {
                        bitmaps.iter().map(|bitmap| bitmap.len()).sum()
                    }),
                ],
            ),
        ));
        let mut walk = Walk::new(&children);
        listing.push((
            name,
            compare(
                ROUNDS.min(7),
                vec![
                    Contender::new("ours", chosen.len(), || {
                        let list = |concept: &Concept<'_>| {
                            sum(&concept.descendants().expect("a sound file").ids().expect("a sound file"))
                        };
                        concepts.iter().map(list).fold(0, u64::wrapping_add)
                    }),
                    Contender::new("breadth-first walk down", chosen.len(), || {
                        let list = |concept: &u32| {
                            let mut found: Vec<ConceptId> =
                                walk.all(*concept).iter().map(|ord| ids[*ord as usize]).collect();
                            found.sort_unstable();
                            sum(&found)
                        };
                        chosen.iter().map(list).fold(0, u64::wrapping_add)
                    }),
                    Contender::new("roaring closures", chosen.len(), || {
                        let list = |bitmap: &roaring::RoaringBitmap| {
                            let mut found: Vec<ConceptId> =
                                bitmap.iter().map(|ord| ids[ord as usize]).collect();
                            found.sort_unstable();
                            sum(&found)
                        };
                        bitmaps.iter().map(list).fold(0, u64::wrapping_add)
                    }),
                ],
            ),
        ));
    }
    print("Descendants: how many", &counting, &[]);
    print("Descendants: their ids in ascending order", &listing, &[]);
}

fn terms(engine: &Engine, corpus: &Corpus) {
    eprintln!("terms");
    let mut random = Random::new(4);
    let handles = corpus.handles(engine);
    let chosen: Vec<Concept<'_>> = (0..OPERATIONS / 10).map(|_| *random.pick(&handles)).collect();
    let language = engine.language_order();
    let length = |term: Option<String>| term.map_or(0, |term| term.len() as u64);
    let alone = |contender| compare(ROUNDS, vec![contender]).remove(0).nanoseconds;
    let preferred = alone(Contender::new("ours", chosen.len(), || {
        let term = |concept: &Concept<'_>| length(concept.preferred_term(language).expect("a sound file"));
        chosen.iter().map(term).sum()
    }));
    let fsn = alone(Contender::new("ours", chosen.len(), || {
        chosen.iter().map(|concept| length(concept.fsn().expect("a sound file"))).sum()
    }));
    let ids: Vec<DescriptionId> = chosen
        .iter()
        .filter_map(|concept| concept.descriptions().expect("a sound file").last().copied())
        .map(|description| description.id().expect("a sound file"))
        .collect();
    let found = |id: &DescriptionId| engine.description(*id).expect("a sound file").expect("a known id");
    let by_id = alone(Contender::new("ours", ids.len(), || {
        ids.iter().filter(|id| found(id).is_active().expect("a sound file")).count() as u64
    }));
    let text = alone(Contender::new("ours", ids.len(), || {
        ids.iter().map(|id| found(id).term().expect("a sound file").len() as u64).sum()
    }));
    let concept = alone(Contender::new("ours", ids.len(), || {
        ids.iter()
            .map(|id| found(id).concept().expect("a sound file").id().expect("a sound file").number() & 1)
            .sum()
    }));
    println!("### Terms\n\n| | |\n|---|---|");
    for (what, nanoseconds) in [
        ("preferred term of a concept", preferred),
        ("fully specified name of a concept", fsn),
        ("description by id, whether it is active", by_id),
        ("description by id, its text", text),
        ("description by id, its concept's id", concept),
    ] {
        println!("| {what} | {} |", time(nanoseconds));
    }
    println!();
}
