// What an application does with a file of terms, in C#: opens it, searches while someone types, shows a concept and what
// stands above it, tests whether one concept is a kind of another, and tells a person what was wrong.
//
//     mcs Example.cs Vademecum.cs VademecumNative.cs
//     mono Example.exe demo.vade

using System;
using System.Text;
using Vademecum;

internal static class Example
{
    private static void ShowFile(Engine engine)
    {
        int date = engine.File.EffectiveTime;
        Console.WriteLine("{0} active concepts of {1:0000}-{2:00}-{3:00}", engine.File.ActiveConcepts, date / 10000,
            date / 100 % 100, date % 100);
        string marking = engine.GetFileText(FileText.Marking);
        if (marking != null)
            Console.WriteLine(marking);
    }

    // Shows the three best hits, and answers the concept of the first: 0 where there is none.
    private static long ShowSearch(Engine engine, string query, Filter filter = null)
    {
        long best = 0;
        Console.WriteLine("\n{0}", query);
        using (Cursor hits = engine.Search(query, 3, filter))
            foreach (Row hit in hits)
            {
                if (best == 0)
                    best = hit.Id;
                // What was found may be another term than the one that a record shows.
                string preferred = hit.GetText(Column.Preferred);
                Console.WriteLine("  {0}  {1}{2} [{3}]{4}", hit.Id, hit.Term,
                    preferred == hit.Term ? "" : " (" + preferred + ")", hit.GetText(Column.SemanticTag),
                    hit.GetInteger(Column.Match) == (long)Match.Typo ? " ~" : "");
            }
        return best;
    }

    private static void ShowConcept(Engine engine, long id)
    {
        Console.WriteLine("\n{0}", id);
        Console.WriteLine("  preferred term        {0}", engine.GetTerm(id));
        Console.WriteLine("  fully specified name  {0}", engine.GetTerm(id, TermKind.Fsn));
        Console.WriteLine("  semantic tag          {0}", engine.GetTerm(id, TermKind.SemanticTag));
        using (Cursor synonyms = engine.GetRows(id, RowKind.Synonyms))
            foreach (Row synonym in synonyms)
                Console.WriteLine("  synonym               {0}", synonym.Term);
    }

    // Shows what stands above a concept, up to the root: each parent with its own parents below it.
    private static void ShowParents(Engine engine, long id, int depth)
    {
        using (Cursor parents = engine.GetRows(id, RowKind.Parents))
            foreach (Row parent in parents)
            {
                Console.WriteLine(new string(' ', 2 * depth) + parent.Term);
                ShowParents(engine, parent.Id, depth + 1);
            }
    }

    private static void ShowRelation(Engine engine, long a, long b)
    {
        Console.WriteLine("{0} {1} {2}", engine.GetTerm(a), engine.IsA(a, b) ? "is a kind of" : "is no kind of",
            engine.GetTerm(b));
    }

    // Does what cannot be done, and tells the error as a user would read it.
    private static void ShowError(string given, Action attempt)
    {
        try
        {
            attempt();
        }
        catch (VademecumException error)
        {
            string place = error.Offset.HasValue ? " at " + error.Offset : "";
            Console.WriteLine("  {0}\n    {1}{2}: {3}", given, error.StatusName, place, error.Message);
        }
    }

    private static void ShowErrors(Engine engine)
    {
        const string mistyped = "828806741999999107", absent = "100000001999999107",
            expression = "<< 828806741999999107";
        Console.WriteLine("\nErrors");
        ShowError(mistyped, () => Library.ParseId(mistyped));
        ShowError(absent, () => engine.GetTerm(Library.ParseId(absent)));
        using (Filter filter = engine.NewFilter())
            ShowError(expression, () => filter.Within(expression));
    }

    private static void Run(string path)
    {
        using (Engine engine = Engine.Open(path))
        {
            ShowFile(engine);

            long chosen = 0;
            foreach (string typed in new[] { "m", "me", "men", "meni", "menier" })
                chosen = ShowSearch(engine, typed);
            ShowSearch(engine, "haert atack");

            // Diseases alone: the filter is made once and used while someone types.
            using (Filter diseases = engine.NewFilter().Within("<< 727935091999999107"))
                ShowSearch(engine, "men", diseases);

            ShowConcept(engine, chosen);
            Console.WriteLine("\nAbove it");
            ShowParents(engine, chosen, 1);

            Console.WriteLine();
            ShowRelation(engine, chosen, Library.ParseId("727935091999999107"));
            ShowRelation(engine, chosen, Library.ParseId("953829161999999108"));

            ShowErrors(engine);
        }
    }

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("usage: Example FILE.vade");
            return 2;
        }
        Console.OutputEncoding = new UTF8Encoding(false);
        try
        {
            Run(arguments[0]);
        }
        catch (VademecumException error)
        {
            Console.Error.WriteLine("{0}: {1}", error.StatusName, error.Message);
            return 1;
        }
        return 0;
    }
}
