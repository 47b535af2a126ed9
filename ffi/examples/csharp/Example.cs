// What an application does with a file of terms, in C#: opens it, searches while someone types, shows a concept and what
// stands above it, tests whether one concept is a kind of another, finds medicines and whether they may be prescribed, and
// tells a person what was wrong.
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

    // Shows rows that are about medicinal products by their ids and names, and closes the cursor.
    private static void ShowProducts(Cursor found)
    {
        using (found)
            foreach (Row product in found)
                Console.WriteLine("  {0}  {1}", product.Id, product.GetText(Column.Preferred));
    }

    // Shows a medicinal product, and why it may be prescribed or not.
    private static void ShowProduct(Engine engine, long id)
    {
        ProductInfo info = engine.GetProduct(id);
        Console.WriteLine("\n{0}", engine.GetProductName(id));
        Console.WriteLine("  generic product       {0}", engine.GetProductName(info.Vmp));
        Console.WriteLine("  may be prescribed     {0}", info.IsPrescribable != 0 ? "yes" : "no");
        using (Cursor reasons = engine.GetProductReasons(id))
            foreach (Row reason in reasons)
                Console.WriteLine("  {0,-20}  {1}", reason.GetInteger(Column.Caution) != 0 ? "caution" : "reason",
                    reason.GetText(Column.Reason));
    }

    private static void ShowMedicines(Engine engine)
    {
        const string query = "amox 500 cap", gtin = "2999758431212";
        string date = engine.GetFileText(FileText.Dmd);
        Console.WriteLine("\nMedicines of {0}-{1}-{2}\n\n{3}", date.Substring(0, 4), date.Substring(4, 2),
            date.Substring(6), query);
        // Generic products (VMP) and those of suppliers (AMP), without concepts and packs.
        using (Filter filter = engine.NewFilter().ProductClass("vmp").ProductClass("amp"))
            ShowProducts(engine.Search(query, 3, filter, 0, SearchFlags.Prescribable));

        ShowProduct(engine, Library.ParseId("870944431999999107"));
        ShowProduct(engine, Library.ParseId("764038421999999100"));

        Console.WriteLine("\n{0}", gtin);
        ShowProducts(engine.GetPacksOfGtin(gtin));
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

            ShowMedicines(engine);
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
