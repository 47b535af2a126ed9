// Vademecum for .NET (Framework 4, .NET 5 and newer, mono): the functions of vademecum.h by P/Invoke, and classes over
// them. It goes with VademecumNative.cs.
//
//     using (var engine = Engine.Open("uk.vade"))
//     using (var hits = engine.Search("heart att"))
//         foreach (var hit in hits)
//             Console.WriteLine("{0} {1}", hit.Id, hit.Term);
//
// What goes wrong is a VademecumException. Handles are SafeHandles: what is not disposed is closed by the garbage
// collector, in whichever order, and nothing is closed while a call still uses it. An Engine may be shared by threads;
// a Cursor and its rows may be used by one thread at a time.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Vademecum
{
    /// <summary>What went wrong.</summary>
    public sealed class VademecumException : Exception
    {
        internal VademecumException(Status status, string message, int offset) : base(message)
        {
            Status = status;
            StatusName = Text.Ascii(Native.vade_status_name((int)status));
            Offset = offset < 0 ? (int?)null : offset;
        }

        public Status Status { get; private set; }

        /// <summary>The status's name, such as "not_found".</summary>
        public string StatusName { get; private set; }

        /// <summary>Where in the text that was given; null where it is not a text that is at fault.</summary>
        public int? Offset { get; private set; }
    }

    internal static class Text
    {
        internal delegate int Put(char[] buffer, int capacity, out int needed);

        // Throws the last error where the status is one. Answers the status.
        internal static Status Check(int status)
        {
            if (status < 0)
            {
                var message = new char[1024];
                int needed;
                Native.vade_last_error16(message, message.Length, out needed);
                throw new VademecumException((Status)status, new string(message, 0, Math.Min(needed, message.Length) - 1),
                    Native.vade_last_error_offset());
            }
            return (Status)status;
        }

        // The text that a function puts into a buffer; null where it answers None.
        internal static string Of(Put put)
        {
            var buffer = new char[256];
            int needed;
            int status = put(buffer, buffer.Length, out needed);
            if (status == (int)Status.ErrorBuffer)
            {
                buffer = new char[needed];
                status = put(buffer, buffer.Length, out needed);
            }
            return Check(status) == Status.None ? null : new string(buffer, 0, needed - 1);
        }

        internal static string Ascii(IntPtr text) { return Marshal.PtrToStringAnsi(text); }

        internal static int Length(string text) { return text == null ? 0 : text.Length; }
    }

    /// <summary>Identifiers as texts, and what the library is.</summary>
    public static class Library
    {
        public static string Version { get { return Text.Ascii(Native.vade_version()); } }

        /// <summary>The number of an identifier. Digits, length, partition and check digit are checked.</summary>
        public static long ParseId(string text)
        {
            byte[] given = Encoding.UTF8.GetBytes(text);
            long id;
            Text.Check(Native.vade_parse_id(given, given.Length, out id));
            return id;
        }

        /// <summary>The text of an identifier.</summary>
        public static string FormatId(long id)
        {
            var buffer = new byte[24];
            int needed;
            Text.Check(Native.vade_format_id(id, buffer, buffer.Length, out needed));
            return Encoding.ASCII.GetString(buffer, 0, needed - 1);
        }

        /// <summary>What a well-formed identifier names.</summary>
        public static IdKind KindOf(long id)
        {
            int kind;
            Text.Check(Native.vade_id_kind(id, out kind));
            return (IdKind)kind;
        }
    }

    /// <summary>From where to where a text was matched, in chars.</summary>
    public struct TextRange
    {
        public int Start;
        public int End;
    }

    /// <summary>The row that a cursor stands on. It can be read until the cursor goes on.</summary>
    public struct Row
    {
        private readonly Cursor cursor;
        private readonly long place;

        internal Row(Cursor cursor, long place)
        {
            this.cursor = cursor;
            this.place = place;
        }

        private CursorHandle Standing()
        {
            if (cursor == null || place != cursor.Place)
                throw new VademecumException(Status.ErrorNoRow, "the cursor has gone on from this row", -1);
            return cursor.Handle;
        }

        /// <summary>A number; null where the row has no such value.</summary>
        public long? GetInteger(Column column)
        {
            long value;
            Status status = Text.Check(Native.vade_cursor_int(Standing(), (int)column, out value));
            return status == Status.None ? (long?)null : value;
        }

        /// <summary>A text; null where the row has no such value.</summary>
        public string GetText(Column column)
        {
            IntPtr text;
            int length;
            Status status = Text.Check(Native.vade_cursor_text16(Standing(), (int)column, out text, out length));
            string value = status == Status.None ? null : Marshal.PtrToStringUni(text, length);
            // The text is the cursor's, which must not be finalized before it is copied.
            GC.KeepAlive(cursor);
            return value;
        }

        /// <summary>What the row is about.</summary>
        public long Id { get { return GetInteger(Column.Id) ?? 0; } }

        /// <summary>Of a concept its preferred term, of a hit the text that was found, of a description its text, of a
        /// product its name.</summary>
        public string Term { get { return GetText(Column.Term) ?? ""; } }

        /// <summary>The parts of a hit's term that were matched.</summary>
        public TextRange[] GetRanges()
        {
            int count;
            CursorHandle handle = Standing();
            Text.Check(Native.vade_cursor_ranges16(handle, (int)Column.Term, null, 0, out count));
            var ends = new int[count];
            if (count > 0)
                Text.Check(Native.vade_cursor_ranges16(handle, (int)Column.Term, ends, count, out count));
            var ranges = new TextRange[ends.Length / 2];
            for (int at = 0; at < ranges.Length; at++)
                ranges[at] = new TextRange { Start = ends[2 * at], End = ends[2 * at + 1] };
            return ranges;
        }
    }

    /// <summary>The rows of an answer, read once from first to last.</summary>
    public sealed class Cursor : IEnumerable<Row>, IDisposable
    {
        internal readonly CursorHandle Handle;
        internal long Place;

        internal Cursor(CursorHandle handle) { Handle = handle; }

        /// <summary>Goes on; false where there are no more rows.</summary>
        public bool Next()
        {
            Place++;
            return Text.Check(Native.vade_cursor_next(Handle)) == Status.Row;
        }

        /// <summary>The row that the cursor stands on.</summary>
        public Row Current { get { return new Row(this, Place); } }

        /// <summary>The rows that are left: a second loop begins where the first one stopped.</summary>
        public IEnumerator<Row> GetEnumerator()
        {
            while (Next())
                yield return Current;
        }

        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

        /// <summary>The identifiers of all rows that are left.</summary>
        public List<long> Ids()
        {
            var ids = new List<long>();
            var page = new long[256];
            int count;
            Place++;
            while (Text.Check(Native.vade_cursor_fetch_ids(Handle, page, page.Length, out count)) == Status.Row)
                for (int at = 0; at < count; at++)
                    ids.Add(page[at]);
            return ids;
        }

        /// <summary>How many rows there are in all; null where that was not counted.</summary>
        public long? Total
        {
            get
            {
                long total;
                Status status = Text.Check(Native.vade_cursor_total(Handle, out total));
                return status == Status.None ? (long?)null : total;
            }
        }

        /// <summary>Tells names in this language from now on; null for the order that the file was built with.</summary>
        public void SetLanguage(string name)
        {
            Text.Check(Native.vade_cursor_language16(Handle, name, Text.Length(name)));
        }

        public void Dispose() { Handle.Dispose(); }
    }

    /// <summary>What a search may find. Made once by Engine.NewFilter, used for many searches.</summary>
    public sealed class Filter : IDisposable
    {
        internal readonly FilterHandle Handle;

        internal Filter(FilterHandle handle) { Handle = handle; }

        public Filter Narrow(FilterBy what, string text)
        {
            Text.Check(Native.vade_filter_text16(Handle, (int)what, text, text.Length));
            return this;
        }

        /// <summary>Only concepts of this set: `id`, `&lt; id` or `&lt;&lt; id`.</summary>
        public Filter Within(string expression) { return Narrow(FilterBy.Within, expression); }

        /// <summary>Only by descriptions that are preferred or acceptable in this language.</summary>
        public Filter Language(string name) { return Narrow(FilterBy.Language, name); }

        /// <summary>Only concepts with this semantic tag, or with another one that was set so.</summary>
        public Filter SemanticTag(string tag) { return Narrow(FilterBy.SemanticTag, tag); }

        /// <summary>Only concepts of this module, or of another one that was set so.</summary>
        public Filter Module(long id) { return Narrow(FilterBy.Module, Library.FormatId(id)); }

        /// <summary>Only medicinal products of this class, such as "vmp", or of another one that was set so.</summary>
        public Filter ProductClass(string name) { return Narrow(FilterBy.Class, name); }

        public void Dispose() { Handle.Dispose(); }
    }

    /// <summary>An open file.</summary>
    public sealed class Engine : IDisposable
    {
        private readonly EngineHandle handle;

        private Engine(EngineHandle handle) { this.handle = handle; }

        /// <summary>Opens a file. It must not be cut short or written to while it is open, unless flags has InMemory.</summary>
        public static Engine Open(string path, OpenFlags flags = 0)
        {
            CheckLibrary();
            var options = new OpenOptions { StructSize = (uint)Marshal.SizeOf(typeof(OpenOptions)), Flags = (uint)flags };
            EngineHandle handle;
            Text.Check(Native.vade_open_file16(path, path.Length, ref options, out handle));
            return new Engine(handle);
        }

        /// <summary>Opens a file whose bytes are in memory. They are copied: an array moves.</summary>
        public static Engine OpenMemory(byte[] content, OpenFlags flags = 0)
        {
            CheckLibrary();
            if ((flags & OpenFlags.Borrowed) != 0)
                throw new ArgumentException("an array moves, so its bytes are copied and cannot be borrowed", "flags");
            var options = new OpenOptions { StructSize = (uint)Marshal.SizeOf(typeof(OpenOptions)), Flags = (uint)flags };
            EngineHandle handle;
            Text.Check(Native.vade_open_memory(content, content.LongLength, ref options, out handle));
            return new Engine(handle);
        }

        private static void CheckLibrary()
        {
            if (Native.vade_abi_version() < Native.AbiVersion)
                throw new NotSupportedException("Vademecum.cs needs a newer library than " + Library.Version);
        }

        /// <summary>What the file is.</summary>
        public VadeFileInfo File
        {
            get
            {
                var info = new VadeFileInfo { StructSize = (uint)Marshal.SizeOf(typeof(VadeFileInfo)) };
                Text.Check(Native.vade_file(handle, ref info));
                return info;
            }
        }

        /// <summary>A text about the file; null where nobody told one.</summary>
        public string GetFileText(FileText what)
        {
            return Text.Of((char[] buffer, int capacity, out int needed) =>
                Native.vade_file_text16(handle, (int)what, buffer, capacity, out needed));
        }

        /// <summary>Everything that is known about the file.</summary>
        public string ManifestJson()
        {
            int needed;
            Text.Check(Native.vade_manifest_json(handle, null, 0, out needed));
            var buffer = new byte[needed];
            Text.Check(Native.vade_manifest_json(handle, buffer, buffer.Length, out needed));
            return Encoding.UTF8.GetString(buffer, 0, needed - 1);
        }

        /// <summary>Checks the whole file; seconds for one of UK size.</summary>
        public void Verify() { Text.Check(Native.vade_verify(handle)); }

        /// <summary>What is known of a concept.</summary>
        public ConceptInfo GetConcept(long id)
        {
            var info = new ConceptInfo { StructSize = (uint)Marshal.SizeOf(typeof(ConceptInfo)) };
            Text.Check(Native.vade_concept(handle, id, ref info));
            return info;
        }

        /// <summary>A text of a concept, in a language or in that of the file; null where it has none.</summary>
        public string GetTerm(long id, TermKind kind = TermKind.Preferred, string language = null)
        {
            return Text.Of((char[] buffer, int capacity, out int needed) => Native.vade_concept_term16(
                handle, id, (int)kind, language, Text.Length(language), buffer, capacity, out needed));
        }

        /// <summary>What is known of a description.</summary>
        public DescriptionInfo GetDescription(long id)
        {
            var info = new DescriptionInfo { StructSize = (uint)Marshal.SizeOf(typeof(DescriptionInfo)) };
            Text.Check(Native.vade_description(handle, id, ref info));
            return info;
        }

        /// <summary>The text of a description.</summary>
        public string GetDescriptionTerm(long id)
        {
            return Text.Of((char[] buffer, int capacity, out int needed) =>
                Native.vade_description_term16(handle, id, buffer, capacity, out needed));
        }

        /// <summary>How concept a stands to concept b.</summary>
        public Relation GetRelation(long a, long b)
        {
            int relation;
            Text.Check(Native.vade_subsumes(handle, a, b, out relation));
            return (Relation)relation;
        }

        /// <summary>Whether concept a is a kind of concept b, or the same.</summary>
        public bool IsA(long a, long b)
        {
            Relation relation = GetRelation(a, b);
            return relation == Relation.SubsumedBy || relation == Relation.Equivalent;
        }

        /// <summary>The rows that belong to a concept.</summary>
        public Cursor GetRows(long id, RowKind what)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_concept_rows(handle, id, (int)what, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>The rows that belong to a description.</summary>
        public Cursor GetDescriptionRows(long id, RowKind what = RowKind.Acceptabilities)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_description_rows(handle, id, (int)what, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>What is known of a medicinal product, by its id now or before.</summary>
        public ProductInfo GetProduct(long id)
        {
            var info = new ProductInfo { StructSize = (uint)Marshal.SizeOf(typeof(ProductInfo)) };
            Text.Check(Native.vade_product(handle, id, ref info));
            return info;
        }

        /// <summary>The name of a medicinal product.</summary>
        public string GetProductName(long id)
        {
            return Text.Of((char[] buffer, int capacity, out int needed) =>
                Native.vade_product_name16(handle, id, buffer, capacity, out needed));
        }

        /// <summary>The products of a class above or below one.</summary>
        public Cursor GetProducts(long id, ProductClass productClass, ProductFlags flags = 0)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_product_rows(handle, id, (int)productClass, (uint)flags, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>Why a product is not to be offered for prescribing, and what is to be known all the same.</summary>
        public Cursor GetProductReasons(long id)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_product_reasons(handle, id, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>The packs of a GTIN, typed or scanned, on a day as yyyymmdd, or whenever where that is 0.</summary>
        public Cursor GetPacksOfGtin(string gtin, int day = 0)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_gtin_rows16(handle, gtin, gtin.Length, day, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>A filter that lets everything through.</summary>
        public Filter NewFilter()
        {
            FilterHandle filter;
            Text.Check(Native.vade_filter_new(handle, out filter));
            return new Filter(filter);
        }

        /// <summary>The concepts and medicinal products by a text of which each word of the query begins a word, best
        /// first.</summary>
        public Cursor Search(string query, int limit = 10, Filter filter = null, int offset = 0, SearchFlags flags = 0)
        {
            // A limit of 0 asks for no hit here, and for the usual ten in C.
            if (limit < 1)
                throw new ArgumentOutOfRangeException("limit");
            var options = new SearchOptions
            {
                StructSize = (uint)Marshal.SizeOf(typeof(SearchOptions)),
                Flags = (uint)flags,
                Limit = limit,
                Offset = offset
            };
            CursorHandle cursor;
            FilterHandle narrowed = filter == null ? new FilterHandle() : filter.Handle;
            Text.Check(Native.vade_search16(handle, query, query.Length, narrowed, ref options, out cursor));
            return new Cursor(cursor);
        }

        /// <summary>The response to one request of the request protocol.</summary>
        public string Json(string request)
        {
            CursorHandle cursor;
            Text.Check(Native.vade_json16(handle, request, request.Length, out cursor));
            using (var response = new Cursor(cursor))
            {
                response.Next();
                return response.Current.GetText(Column.Json);
            }
        }

        public void Dispose() { handle.Dispose(); }
    }
}
