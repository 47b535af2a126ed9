//! Whether the inputs belong together, told by the module dependency refset.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use vademecum::metadata;

use super::error::Rf2Error;
use super::modules::Content;
use super::release::ModuleDependency;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// What is known of the inputs once they are read.
#[derive(Debug)]
pub(super) struct Evidence<'a> {
    pub(super) inputs: &'a [PathBuf],
    /// Active rows of the refset and the inputs they come from.
    pub(super) dependencies: &'a [(ModuleDependency, u16)],
    pub(super) content: &'a Content,
    /// Active concepts without an active is-a relationship, the root not counted.
    pub(super) orphans: u64,
    /// Active concepts, the root not counted.
    pub(super) concepts: u64,
    pub(super) allow_mixed_releases: bool,
}

/// One module's need of another: the newest row of this pair.
#[derive(Debug, Clone, Copy)]
struct Need {
    module: u64,
    input: u16,
    required: u64,
    date: u32,
}

/// A module that the inputs hold, as far as its own rows and content tell.
#[derive(Debug, Default)]
struct Held {
    /// The inputs with content of the module; of a module without content, those with its rows.
    inputs: BTreeSet<u16>,
    /// Its newest sourceEffectiveTime.
    own_date: Option<u32>,
    /// The inputs with rows of that date.
    dated_by: BTreeSet<u16>,
    /// The newest date that rows from one of `inputs` need it at.
    told_date: Option<u32>,
    /// The newest date of its content.
    content_date: Option<u32>,
}

impl Held {
    /// The date at which the module is held. A module may have no rows of its own (the model component module
    /// has none), and no content of its release's date; then what others of its release say of it decides.
    fn date(&self) -> Option<u32> {
        self.own_date.or(self.told_date).or(self.content_date)
    }
}

/// Checks that every module with content finds what it needs, at the date at which it needs it.
///
/// What a single input holds is trusted: there, and where mixed releases are allowed, a need that is not met is
/// a warning. A newer base that one input lays over the base of another is not met. Inputs that are an extension without its base are refused in any case: more than a tenth of the
/// active concepts have no parent, and a module is missing.
pub(super) fn check(evidence: &Evidence<'_>, warnings: &mut Warnings) -> Result<(), Rf2Error> {
    let needs = needs(evidence);
    let held = held(evidence);
    let is_strict = evidence.inputs.len() > 1 && !evidence.allow_mixed_releases;
    let is_missing = |need: &&Need| !held.contains_key(&need.required);
    // The core module says most to a reader.
    let is_core = |need: &&Need| need.required == metadata::CORE_MODULE;
    if let Some(need) = needs.iter().filter(is_missing).min_by_key(|need| !is_core(need)) {
        if evidence.orphans.saturating_mul(10) > evidence.concepts {
            return Err(Rf2Error::ExtensionAlone {
                module: need.module,
                required: need.required,
                effective_time: need.date,
                orphans: evidence.orphans,
                concepts: evidence.concepts,
            });
        }
        if is_strict {
            return Err(Rf2Error::MissingModule {
                module: need.module,
                input: shown(evidence, need.input),
                required: need.required,
                effective_time: need.date,
            });
        }
    }
    for need in needs.iter().filter(is_missing) {
        warn(evidence, need, "no input holds it".to_owned(), warnings);
    }
    for need in &needs {
        let Some(held) = held.get(&need.required) else { continue };
        let (Some(found), Some(holder)) = (held.date(), held.inputs.first()) else { continue };
        if found == need.date {
            continue;
        }
        // A base that another input holds alone, or that another input replaces by a newer one.
        let is_foreign = !held.inputs.contains(&need.input)
            || (found > need.date && !held.dated_by.is_empty() && !held.dated_by.contains(&need.input));
        if is_strict && is_foreign {
            return Err(Rf2Error::MismatchedModule {
                module: need.module,
                input: shown(evidence, need.input),
                required: need.required,
                required_input: shown(evidence, *held.dated_by.first().unwrap_or(holder)),
                expected: need.date,
                found,
            });
        }
        warn(evidence, need, format!("{} holds it as of {found}", shown(evidence, *holder)), warnings);
    }
    Ok(())
}

/// The needs of modules with content, ascending by module.
fn needs(evidence: &Evidence<'_>) -> Vec<Need> {
    let mut newest: BTreeMap<(u64, u64), (u32, u32, u16)> = BTreeMap::new();
    for (row, input) in evidence.dependencies {
        let (module, required) = (row.module.number(), row.target.number());
        let has_content = evidence.content.range((module, 0)..=(module, u16::MAX)).next().is_some();
        if module != required && has_content {
            let of_pair = newest.entry((module, required)).or_default();
            *of_pair = (*of_pair).max((row.source_effective_time, row.target_effective_time, *input));
        }
    }
    newest
        .into_iter()
        .map(|((module, required), (_, date, input))| Need { module, input, required, date })
        .collect()
}

/// The modules that the inputs hold.
///
/// A module may consist of files that are not read here, such as maps. It counts as held if it has dependency
/// rows of its own and all that these need is held. A package that repeats the rows of a release it does not
/// contain does not pass by this: at the bottom of the dependencies lies a module without rows, and modules that
/// need each other in a circle do not hold each other.
fn held(evidence: &Evidence<'_>) -> BTreeMap<u64, Held> {
    let mut held: BTreeMap<u64, Held> = BTreeMap::new();
    for ((module, input), newest) in evidence.content {
        let of_module = held.entry(*module).or_default();
        of_module.inputs.insert(*input);
        of_module.content_date = of_module.content_date.max(Some(*newest));
    }
    let pairs = evidence.dependencies.iter().map(|(row, _)| (row.module.number(), row.target.number()));
    let pairs: BTreeSet<(u64, u64)> = pairs.filter(|(module, target)| module != target).collect();
    let mut open: Vec<u64> = held.keys().copied().collect();
    let mut unmet: BTreeMap<u64, usize> = BTreeMap::new();
    let mut needed_by: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (module, target) in pairs {
        *unmet.entry(module).or_default() += 1;
        needed_by.entry(target).or_default().push(module);
    }
    while let Some(met) = open.pop() {
        for module in needed_by.remove(&met).unwrap_or_default() {
            let Some(count) = unmet.get_mut(&module) else { continue };
            *count -= 1;
            if *count == 0 && !held.contains_key(&module) {
                let rows = evidence.dependencies.iter().filter(|(row, _)| row.module.number() == module);
                let inputs = rows.map(|(_, input)| *input).collect();
                held.insert(module, Held { inputs, ..Held::default() });
                open.push(module);
            }
        }
    }
    for (row, input) in evidence.dependencies {
        if let Some(held) = held.get_mut(&row.module.number()) {
            let date = Some(row.source_effective_time);
            if date > held.own_date {
                held.own_date = date;
                held.dated_by.clear();
            }
            if date == held.own_date {
                held.dated_by.insert(*input);
            }
        }
        if let Some(held) = held.get_mut(&row.target.number())
            && held.inputs.contains(input)
        {
            held.told_date = held.told_date.max(Some(row.target_effective_time));
        }
    }
    held
}

fn shown(evidence: &Evidence<'_>, input: u16) -> String {
    evidence.inputs.get(usize::from(input)).map(|path| path.display().to_string()).unwrap_or_default()
}

fn warn(evidence: &Evidence<'_>, need: &Need, note: String, warnings: &mut Warnings) {
    let kind = WarningKind::ModuleDependencyMismatch;
    let place = Place { file: u32::from(need.input), line: warnings.count(kind) };
    warnings.add(kind, place, || Example {
        path: shown(evidence, need.input),
        line: 0,
        column: "targetEffectiveTime".to_owned(),
        value: need.date.to_string(),
        note: format!("module {} needs module {} of this date; {note}", need.module, need.required),
    });
}

#[cfg(test)]
mod tests {
    use vademecum::Sctid;

    use super::*;

    const CORE: u64 = 900_000_000_000_207_008;
    const MODEL: u64 = 900_000_000_000_012_004;
    const MAP: u64 = 449_080_006;
    const UK: u64 = 999_000_011_000_000_103;

    fn row(module: u64, source: u32, target: u64, date: u32, input: u16) -> (ModuleDependency, u16) {
        let row = ModuleDependency {
            module: Sctid::new(module).unwrap(),
            source_effective_time: source,
            target: Sctid::new(target).unwrap(),
            target_effective_time: date,
        };
        (row, input)
    }

    struct Case {
        inputs: usize,
        dependencies: Vec<(ModuleDependency, u16)>,
        content: Vec<((u64, u16), u32)>,
        orphans: u64,
        allow: bool,
    }

    impl Case {
        fn check(&self) -> Result<u64, Rf2Error> {
            let inputs: Vec<PathBuf> = (0..self.inputs).map(|at| PathBuf::from(format!("in{at}"))).collect();
            let mut warnings = Warnings::new();
            let evidence = Evidence {
                inputs: &inputs,
                dependencies: &self.dependencies,
                content: &self.content.iter().copied().collect(),
                orphans: self.orphans,
                concepts: 100,
                allow_mixed_releases: self.allow,
            };
            check(&evidence, &mut warnings)?;
            Ok(warnings.count(WarningKind::ModuleDependencyMismatch))
        }
    }

    /// International in input 0, the UK extension in input 1, which needs the core of `date`.
    fn pair(date: u32) -> Case {
        Case {
            inputs: 2,
            dependencies: vec![
                row(CORE, 20_260_201, MODEL, 20_260_201, 0),
                row(MAP, 20_260_201, CORE, 20_260_201, 0),
                row(UK, 20_260_729, CORE, date, 1),
                row(UK, 20_260_729, MODEL, date, 1),
                row(UK, 20_260_729, MAP, date, 1),
            ],
            content: vec![((CORE, 0), 20_260_201), ((MODEL, 0), 20_251_001), ((UK, 1), 20_260_729)],
            orphans: 0,
            allow: false,
        }
    }

    #[test]
    fn releases_made_for_each_other_pass_without_a_word() {
        assert_eq!(pair(20_260_201).check().unwrap(), 0);
    }

    #[test]
    fn another_date_is_refused_and_both_dates_are_named() {
        let error = pair(20_260_801).check().unwrap_err();
        assert!(matches!(error, Rf2Error::MismatchedModule { expected: 20_260_801, found: 20_260_201, .. }));
        let message = error.to_string();
        for part in ["20260801", "20260201", "in0", "in1", &UK.to_string()] {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_newer_base_laid_over_the_base_of_another_input_is_refused() {
        let mut case = pair(20_260_201);
        // The extension brings its own base, and input 0 is a newer one.
        case.dependencies.retain(|(_, input)| *input == 1);
        case.dependencies.extend([
            row(CORE, 20_260_201, MODEL, 20_260_201, 1),
            row(MAP, 20_260_201, CORE, 20_260_201, 1),
            row(CORE, 20_260_801, MODEL, 20_260_801, 0),
        ]);
        case.content.extend([((CORE, 1), 20_260_201), ((MODEL, 1), 20_251_001)]);
        let error = case.check().unwrap_err();
        assert!(
            matches!(
                error,
                Rf2Error::MismatchedModule { required: CORE, expected: 20_260_201, found: 20_260_801, .. }
            ),
            "{error}"
        );
        // The same base twice is no newer base.
        case.dependencies.pop();
        assert_eq!(case.check().unwrap(), 0);
    }

    #[test]
    fn mixed_releases_may_be_allowed() {
        assert_eq!(Case { allow: true, ..pair(20_260_801) }.check().unwrap(), 3);
    }

    #[test]
    fn a_mismatch_inside_one_input_is_a_warning() {
        let mut case = pair(20_260_801);
        case.inputs = 1;
        case.dependencies.iter_mut().for_each(|(_, input)| *input = 0);
        case.content.iter_mut().for_each(|((_, input), _)| *input = 0);
        assert_eq!(case.check().unwrap(), 3);
    }

    #[test]
    fn a_missing_module_is_refused_among_several_inputs() {
        let mut case = pair(20_260_201);
        case.content.retain(|((_, input), _)| *input == 1);
        case.dependencies.retain(|(_, input)| *input == 1);
        let error = case.check().unwrap_err();
        assert!(
            matches!(error, Rf2Error::MissingModule { required: CORE, effective_time: 20_260_201, .. }),
            "{error}"
        );
        assert!(error.to_string().contains("in1"), "{error}");
        assert_eq!(Case { inputs: 1, ..case }.check().unwrap(), 3);
    }

    #[test]
    fn an_extension_alone_is_refused_even_as_one_input() {
        let case = Case {
            inputs: 1,
            // The package repeats the rows of the release that it lacks.
            dependencies: vec![
                row(CORE, 20_260_201, MODEL, 20_260_201, 0),
                row(UK, 20_260_729, CORE, 20_260_201, 0),
                row(UK, 20_260_729, MODEL, 20_260_201, 0),
            ],
            content: vec![((UK, 0), 20_260_729)],
            orphans: 11,
            allow: true,
        };
        let error = case.check().unwrap_err();
        assert!(matches!(error, Rf2Error::ExtensionAlone { module: UK, orphans: 11, .. }), "{error}");
        assert_eq!(Case { orphans: 10, ..case }.check().unwrap(), 2);
    }
}
