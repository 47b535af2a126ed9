// The constants, structs and functions of vademecum.h, which tells what they do and mean. Vademecum.cs is over them.

using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vademecum
{
    public enum Status
    {
        Ok = 0,
        Row = 1,
        None = 2,
        ErrorUnknownOp = -1,
        ErrorBadRequest = -2,
        ErrorSyntax = -3,
        ErrorInvalidId = -4,
        ErrorNotFound = -5,
        ErrorUnsupported = -6,
        ErrorNotInFile = -7,
        ErrorLimit = -8,
        ErrorDamaged = -9,
        ErrorIo = -10,
        ErrorNotVade = -11,
        ErrorVersion = -12,
        ErrorNotLoaded = -13,
        ErrorArgument = -100,
        ErrorStruct = -101,
        ErrorFlags = -102,
        ErrorEncoding = -103,
        ErrorBuffer = -104,
        ErrorColumn = -105,
        ErrorNoRow = -106,
        ErrorMemory = -107,
        ErrorPanic = -108
    }

    [Flags]
    public enum OpenFlags : uint
    {
        InMemory = 1,
        Borrowed = 2,
        Trusted = 4
    }

    public enum FileText
    {
        Edition = 1,
        Licence = 2,
        Marking = 3,
        Builder = 4,
        Dmd = 5
    }

    public enum IdKind
    {
        Concept = 1,
        Description = 2,
        Relationship = 3
    }

    public enum TermKind
    {
        Preferred = 1,
        Fsn = 2,
        SemanticTag = 3
    }

    public enum DescriptionType
    {
        Fsn = 1,
        Synonym = 2,
        Definition = 3
    }

    public enum CaseSignificance
    {
        Insensitive = 1,
        InitialInsensitive = 2,
        Sensitive = 3
    }

    public enum Relation
    {
        Equivalent = 1,
        Subsumes = 2,
        SubsumedBy = 3,
        NotSubsumed = 4
    }

    public enum ProductClass
    {
        Vtm = 1,
        Vmp = 2,
        Amp = 3,
        Vmpp = 4,
        Ampp = 5
    }

    [Flags]
    public enum ProductFlags : uint
    {
        Valid = 1,
        Prescribable = 2
    }

    public enum RowKind
    {
        Descriptions = 1,
        Synonyms = 2,
        Definitions = 3,
        Parents = 4,
        Children = 5,
        Ancestors = 6,
        Descendants = 7,
        DescendantsOrSelf = 8,
        Attributes = 9,
        Acceptabilities = 10
    }

    public enum Column
    {
        Id = 1,
        Term = 2,
        Preferred = 3,
        Fsn = 4,
        SemanticTag = 5,
        Active = 6,
        Module = 7,
        EffectiveTime = 8,
        Defined = 9,
        Children = 10,
        Concept = 11,
        Description = 12,
        Type = 13,
        Case = 14,
        Language = 15,
        Match = 16,
        Acceptability = 17,
        Group = 18,
        Attribute = 19,
        AttributeTerm = 20,
        Value = 21,
        ValueTerm = 22,
        ValueKind = 23,
        Json = 24,
        Class = 25,
        InUse = 26,
        Prescribable = 27,
        Start = 28,
        End = 29,
        Reason = 30,
        Caution = 31
    }

    public enum Acceptability
    {
        Preferred = 1,
        Acceptable = 2
    }

    public enum ValueKind
    {
        Concept = 1,
        Number = 2,
        String = 3,
        Boolean = 4
    }

    public enum Match
    {
        Exact = 1,
        Equivalent = 2,
        Typo = 3
    }

    [Flags]
    public enum SearchFlags : uint
    {
        NoTypos = 1,
        Definitions = 2,
        Total = 4,
        Inactive = 8,
        ActiveAndInactive = 16,
        Prescribable = 32
    }

    public enum FilterBy
    {
        Within = 1,
        Language = 2,
        SemanticTag = 3,
        Module = 4,
        Class = 5
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenOptions
    {
        public uint StructSize;
        public uint Flags;
    }

    /// <summary>What a file is.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct VadeFileInfo
    {
        internal uint StructSize;
        public int FormatVersion;
        public long Length;
        public long Concepts;
        public long ActiveConcepts;
        public int EffectiveTime;
        public int IsSubset;
    }

    /// <summary>What is known of a concept.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ConceptInfo
    {
        internal uint StructSize;
        public int IsActive;
        public long Id;
        public long Module;
        public int EffectiveTime;
        public int IsDefined;
        public int Parents;
        public int Children;
    }

    /// <summary>What is known of a description.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DescriptionInfo
    {
        internal uint StructSize;
        public int IsActive;
        public long Id;
        public long ConceptId;
        public long Module;
        public int EffectiveTime;
        public int Type;
        public int CaseSignificance;
        internal int Reserved;
    }

    /// <summary>What is known of a medicinal product.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ProductInfo
    {
        internal uint StructSize;
        public int ProductClass;
        public long Id;
        public int IsReplaced;
        public int IsValid;
        public int IsAvailable;
        public int IsInUse;
        public int IsPrescribable;
        public int IsConcept;
        public long Vtm;
        public long Vmp;
        public long Amp;
        public long Vmpp;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct SearchOptions
    {
        public uint StructSize;
        public uint Flags;
        public int Limit;
        public int Offset;
    }

    internal sealed class EngineHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        internal EngineHandle() : base(true) { }

        protected override bool ReleaseHandle() { return Native.vade_close(handle) == 0; }
    }

    internal sealed class FilterHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        // Stands for no filter where nothing was put into it.
        internal FilterHandle() : base(true) { }

        protected override bool ReleaseHandle() { return Native.vade_filter_close(handle) == 0; }
    }

    internal sealed class CursorHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        internal CursorHandle() : base(true) { }

        protected override bool ReleaseHandle() { return Native.vade_cursor_close(handle) == 0; }
    }

    // The functions of vademecum.h, which tells what they do. Of twins, those that end in 16: a string of .NET is UTF-16.
    // The calling convention is the platform's own, which is what the library has on 32-bit Windows and elsewhere.
    internal static class Native
    {
        private const string Library = "vademecum";
        internal const int AbiVersion = 2;

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_abi_version();

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern IntPtr vade_version();

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern IntPtr vade_status_name(int status);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_last_error16([Out] char[] buffer, int capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_last_error_offset();

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_open_file16(string path, int pathLength, ref OpenOptions options, out
            EngineHandle engine);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_open_memory(byte[] bytes, long length, ref OpenOptions options, out
            EngineHandle engine);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_close(IntPtr engine);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_file(EngineHandle engine, ref VadeFileInfo info);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_file_text16(EngineHandle engine, int what, [Out] char[] buffer, int
            capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_manifest_json(EngineHandle engine, byte[] buffer, int capacity, out int
            needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_verify(EngineHandle engine);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_parse_id(byte[] text, int textLength, out long id);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_format_id(long id, byte[] buffer, int capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_id_kind(long id, out int kind);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_concept(EngineHandle engine, long id, ref ConceptInfo info);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_concept_term16(EngineHandle engine, long id, int kind, string language,
            int languageLength, [Out] char[] buffer, int capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_description(EngineHandle engine, long id, ref DescriptionInfo info);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_description_term16(EngineHandle engine, long id, [Out] char[] buffer,
            int capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_subsumes(EngineHandle engine, long a, long b, out int relation);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_concept_rows(EngineHandle engine, long id, int what, out CursorHandle
            cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_description_rows(EngineHandle engine, long id, int what, out
            CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_product(EngineHandle engine, long id, ref ProductInfo info);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_product_name16(EngineHandle engine, long id, [Out] char[] buffer, int
            capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_product_rows(EngineHandle engine, long id, int productClass, uint flags,
            out CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_product_reasons(EngineHandle engine, long id, out CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_gtin_rows16(EngineHandle engine, string gtin, int gtinLength, int day, out
            CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_next(CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_int(CursorHandle cursor, int column, out long value);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_text16(CursorHandle cursor, int column, out IntPtr text, out int
            length);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_ranges16(CursorHandle cursor, int column, [Out] int[] ends, int
            capacity, out int needed);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_fetch_ids(CursorHandle cursor, [Out] long[] ids, int capacity,
            out int count);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_total(CursorHandle cursor, out long total);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_language16(CursorHandle cursor, string language, int
            languageLength);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_cursor_close(IntPtr cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_search16(EngineHandle engine, string query, int queryLength,
            FilterHandle filter, ref SearchOptions options, out CursorHandle cursor);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_filter_new(EngineHandle engine, out FilterHandle filter);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_filter_text16(FilterHandle filter, int what, string text, int
            textLength);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_filter_close(IntPtr filter);

        [DllImport(Library, CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int vade_json16(EngineHandle engine, string request, int requestLength, out
            CursorHandle cursor);
    }
}
