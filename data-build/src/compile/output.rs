//! Writing the file under its name only when it is whole.

use std::io::BufWriter;
use std::path::Path;

use bytes::Bytes;
use vademecum::SectionKind;
use vademecum::build::FileWriter;

use crate::compile::BuildError;
use crate::progress::Observer;

/// Writes sections, in the order of the format, to a temporary file beside `out` and renames it; answers the length of each
/// section. A file that `out` replaces leaves its permissions to the new one.
pub(super) fn write_file(
    out: &Path,
    sections: &[(SectionKind, Bytes)],
    observer: &dyn Observer,
) -> Result<Vec<(SectionKind, u64)>, BuildError> {
    let failed = |source: std::io::Error| BuildError::Write { path: out.to_owned(), source };
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vademecum-").suffix(".partial");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder).map_err(failed)?;
    let mut writer =
        FileWriter::new(BufWriter::with_capacity(1 << 20, file), sections.len()).map_err(failed)?;
    for (kind, bytes) in sections {
        if observer.cancelled() {
            return Err(BuildError::Cancelled);
        }
        writer.section(*kind, bytes).map_err(failed)?;
        observer.advance(1);
    }
    let (buffered, lengths) = writer.finish().map_err(failed)?;
    let file = buffered.into_inner().map_err(|error| failed(error.into_error()))?;
    file.as_file().sync_all().map_err(failed)?;
    if observer.cancelled() {
        return Err(BuildError::Cancelled);
    }
    if let Ok(replaced) = std::fs::metadata(out) {
        file.as_file().set_permissions(replaced.permissions()).map_err(failed)?;
    }
    file.persist(out).map_err(|error| failed(error.error))?;
    Ok(lengths)
}
