import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import vademecum.Cursor;
import vademecum.Engine;
import vademecum.Filter;
import vademecum.Row;
import vademecum.Vademecum;
import vademecum.Vademecum.Column;
import vademecum.Vademecum.FileText;
import vademecum.Vademecum.Match;
import vademecum.Vademecum.ProductInfo;
import vademecum.Vademecum.RowKind;
import vademecum.Vademecum.SearchFlags;
import vademecum.Vademecum.TermKind;
import vademecum.VademecumException;

/**
 * What an application does with a file of terms, in Java: opens it, searches while someone types, shows a concept and
 * what stands above it, tests whether one concept is a kind of another, finds medicines and whether they may be prescribed,
 * and tells a person what was wrong.
 *
 * <pre>
 * javac -cp jna.jar -d classes Example.java vademecum/*.java
 * java -cp jna.jar:classes -Djna.library.path=../lib Example demo.vade
 * </pre>
 */
public final class Example {
    private final Engine engine;
    private final PrintStream out;

    private Example(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    private void showFile() {
        int date = engine.file().effectiveTime;
        out.printf("%d active concepts of %04d-%02d-%02d%n", engine.file().activeConcepts, date / 10000,
                date / 100 % 100, date % 100);
        engine.fileText(FileText.MARKING).ifPresent(out::println);
    }

    /** Shows the three best hits, and answers the concept of the first: 0 where there is none. */
    private long showSearch(String query, Filter filter) {
        long best = 0;
        out.printf("%n%s%n", query);
        try (Cursor hits = engine.search(query, 3, filter, 0, 0)) {
            for (Row hit : hits) {
                if (best == 0) {
                    best = hit.id();
                }
                // What was found may be another term than the one that a record shows.
                String preferred = hit.text(Column.PREFERRED).orElse("");
                String other = preferred.equals(hit.term()) ? "" : " (" + preferred + ")";
                String mark = hit.integer(Column.MATCH).orElse(0) == Match.TYPO ? " ~" : "";
                out.printf("  %d  %s%s [%s]%s%n", hit.id(), hit.term(), other,
                        hit.text(Column.SEMANTIC_TAG).orElse(""), mark);
            }
        }
        return best;
    }

    private void showConcept(long id) {
        out.printf("%n%d%n", id);
        out.printf("  preferred term        %s%n", engine.preferredTerm(id));
        out.printf("  fully specified name  %s%n", engine.term(id, TermKind.FSN, null).orElse(""));
        out.printf("  semantic tag          %s%n", engine.term(id, TermKind.SEMANTIC_TAG, null).orElse(""));
        try (Cursor synonyms = engine.rows(id, RowKind.SYNONYMS)) {
            for (Row synonym : synonyms) {
                out.printf("  synonym               %s%n", synonym.term());
            }
        }
    }

    /** Shows what stands above a concept, up to the root: each parent with its own parents below it. */
    private void showParents(long id, int depth) {
        try (Cursor parents = engine.rows(id, RowKind.PARENTS)) {
            for (Row parent : parents) {
                out.println("  ".repeat(depth) + parent.term());
                showParents(parent.id(), depth + 1);
            }
        }
    }

    private void showRelation(long a, long b) {
        out.printf("%s %s %s%n", engine.preferredTerm(a), engine.isA(a, b) ? "is a kind of" : "is no kind of",
                engine.preferredTerm(b));
    }

    /** Shows rows that are about medicinal products by their ids and names, and closes the cursor. */
    private void showProducts(Cursor found) {
        try (Cursor products = found) {
            for (Row product : products) {
                out.printf("  %d  %s%n", product.id(), product.text(Column.PREFERRED).orElse(""));
            }
        }
    }

    /** Shows a medicinal product, and why it may be prescribed or not. */
    private void showProduct(long id) {
        ProductInfo info = engine.product(id);
        out.printf("%n%s%n", engine.productName(id));
        out.printf("  generic product       %s%n", engine.productName(info.vmp));
        out.printf("  may be prescribed     %s%n", info.isPrescribable != 0 ? "yes" : "no");
        try (Cursor reasons = engine.productReasons(id)) {
            for (Row reason : reasons) {
                String kind = reason.integer(Column.CAUTION).orElse(0) != 0 ? "caution" : "reason";
                out.printf("  %-20s  %s%n", kind, reason.text(Column.REASON).orElse(""));
            }
        }
    }

    private void showMedicines() {
        String date = engine.fileText(FileText.DMD).orElse("");
        String query = "amox 500 cap";
        String gtin = "2999758431212";
        out.printf("%nMedicines of %s-%s-%s%n%n%s%n", date.substring(0, 4), date.substring(4, 6), date.substring(6),
                query);
        // Generic products (VMP) and those of suppliers (AMP), without concepts and packs.
        try (Filter filter = engine.filter().productClass("vmp").productClass("amp")) {
            showProducts(engine.search(query, 3, filter, 0, SearchFlags.PRESCRIBABLE));
        }

        showProduct(Vademecum.parseId("870944431999999107"));
        showProduct(Vademecum.parseId("764038421999999100"));

        out.printf("%n%s%n", gtin);
        showProducts(engine.packsOfGtin(gtin, 0));
    }

    /** Does what cannot be done, and tells the error as a user would read it. */
    private void showError(String given, Runnable attempt) {
        try {
            attempt.run();
        } catch (VademecumException error) {
            String place = error.offset().isPresent() ? " at " + error.offset().getAsInt() : "";
            out.printf("  %s%n    %s%s: %s%n", given, error.statusName(), place, error.getMessage());
        }
    }

    private void showErrors() {
        String mistyped = "828806741999999107";
        String absent = "100000001999999107";
        String expression = "<< 828806741999999107";
        out.printf("%nErrors%n");
        showError(mistyped, () -> Vademecum.parseId(mistyped));
        showError(absent, () -> engine.preferredTerm(Vademecum.parseId(absent)));
        try (Filter filter = engine.filter()) {
            showError(expression, () -> filter.within(expression));
        }
    }

    private void run() {
        showFile();

        long chosen = 0;
        for (String typed : new String[] {"m", "me", "men", "meni", "menier"}) {
            chosen = showSearch(typed, null);
        }
        showSearch("haert atack", null);

        // Diseases alone: the filter is made once and used while someone types.
        try (Filter diseases = engine.filter().within("<< 727935091999999107")) {
            showSearch("men", diseases);
        }

        showConcept(chosen);
        out.printf("%nAbove it%n");
        showParents(chosen, 1);

        out.println();
        showRelation(chosen, Vademecum.parseId("727935091999999107"));
        showRelation(chosen, Vademecum.parseId("953829161999999108"));

        showMedicines();
        showErrors();
    }

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Example FILE.vade");
            System.exit(2);
        }
        try (Engine engine = Engine.open(arguments[0])) {
            new Example(engine, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
        } catch (VademecumException error) {
            System.err.println(error.statusName() + ": " + error.getMessage());
            System.exit(1);
        }
    }
}
