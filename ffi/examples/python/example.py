"""What an application does with a file of terms: opens it, searches while someone types, shows a concept and what
stands above it, tests whether one concept is a kind of another, finds medicines and whether they may be prescribed, and
tells a person what was wrong.

    python3 example.py demo.vade
"""

import sys
from typing import Callable

from vademecum import (
    Column,
    Cursor,
    Engine,
    FileText,
    Match,
    RowKind,
    SearchFlags,
    TermKind,
    VademecumError,
    parse_id,
)


def show_file(engine: Engine) -> None:
    file = engine.file()
    date = str(file.effective_time)
    print(f"{file.active_concepts} active concepts of {date[:4]}-{date[4:6]}-{date[6:]}")
    marking = engine.file_text(FileText.MARKING)
    if marking is not None:
        print(marking)


def show_hits(query: str, hits: Cursor) -> int:
    """Shows hits, and answers the concept of the first: 0 where there is none."""
    best = 0
    print(f"\n{query}")
    with hits:
        for hit in hits:
            best = best or hit.id
            # What was found may be another term than the one that a record shows.
            preferred = hit.text(Column.PREFERRED)
            other = f" ({preferred})" if preferred != hit.term else ""
            mark = " ~" if hit.integer(Column.MATCH) == Match.TYPO else ""
            print(f"  {hit.id}  {hit.term}{other} [{hit.text(Column.SEMANTIC_TAG)}]{mark}")
    return best


def show_concept(engine: Engine, concept: int) -> None:
    print(f"\n{concept}")
    print(f"  preferred term        {engine.term(concept)}")
    print(f"  fully specified name  {engine.term(concept, TermKind.FSN)}")
    print(f"  semantic tag          {engine.term(concept, TermKind.SEMANTIC_TAG)}")
    for synonym in engine.rows(concept, RowKind.SYNONYMS):
        print(f"  synonym               {synonym.term}")


def show_parents(engine: Engine, concept: int, depth: int = 1) -> None:
    """Shows what stands above a concept, up to the root: each parent with its own parents below it."""
    for parent in engine.rows(concept, RowKind.PARENTS):
        print("  " * depth + parent.term)
        show_parents(engine, parent.id, depth + 1)


def show_relation(engine: Engine, a: int, b: int) -> None:
    kind = "is a kind of" if engine.is_a(a, b) else "is no kind of"
    print(f"{engine.term(a)} {kind} {engine.term(b)}")


def show_products(products: Cursor) -> None:
    """Shows rows that are about medicinal products by their ids and names."""
    for product in products:
        print(f"  {product.id}  {product.text(Column.PREFERRED)}")


def show_product(engine: Engine, product: int) -> None:
    """Shows a medicinal product, and why it may be prescribed or not."""
    info = engine.product(product)
    print(f"\n{engine.product_name(product)}")
    print(f"  generic product       {engine.product_name(info.vmp)}")
    print(f"  may be prescribed     {'yes' if info.is_prescribable else 'no'}")
    for reason in engine.product_reasons(product):
        kind = "caution" if reason.integer(Column.CAUTION) else "reason"
        print(f"  {kind:20}  {reason.text(Column.REASON)}")


def show_medicines(engine: Engine) -> None:
    date, query, gtin = engine.file_text(FileText.DMD), "amox 500 cap", "2999758431212"
    print(f"\nMedicines of {date[:4]}-{date[4:6]}-{date[6:]}\n\n{query}")
    # Generic products (VMP) and those of suppliers (AMP), without concepts and packs.
    with engine.filter().product_class("vmp").product_class("amp") as filter_:
        show_products(engine.search(query, filter_, limit=3, flags=SearchFlags.PRESCRIBABLE))

    show_product(engine, parse_id("870944431999999107"))
    show_product(engine, parse_id("764038421999999100"))

    print(f"\n{gtin}")
    show_products(engine.packs_of_gtin(gtin))


def show_error(given: str, attempt: Callable[[], object]) -> None:
    """Does what cannot be done, and tells the error as a user would read it."""
    try:
        attempt()
    except VademecumError as error:
        place = "" if error.offset is None else f" at {error.offset}"
        print(f"  {given}\n    {error.name}{place}: {error}")


def show_errors(engine: Engine) -> None:
    mistyped, absent, expression = "828806741999999107", "100000001999999107", "<< 828806741999999107"
    print("\nErrors")
    show_error(mistyped, lambda: parse_id(mistyped))
    show_error(absent, lambda: engine.term(parse_id(absent)))
    show_error(expression, lambda: engine.filter().within(expression))


def run(path: str) -> None:
    with Engine.open(path) as engine:
        show_file(engine)

        chosen = 0
        for typed in ["m", "me", "men", "meni", "menier"]:
            chosen = show_hits(typed, engine.search(typed, limit=3))
        show_hits("haert atack", engine.search("haert atack", limit=3))

        # Diseases alone: the filter is made once and used while someone types.
        with engine.filter().within("<< 727935091999999107") as diseases:
            show_hits("men", engine.search("men", diseases, limit=3))

        show_concept(engine, chosen)
        print("\nAbove it")
        show_parents(engine, chosen)

        print()
        show_relation(engine, chosen, parse_id("727935091999999107"))
        show_relation(engine, chosen, parse_id("953829161999999108"))

        show_medicines(engine)
        show_errors(engine)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FILE.vade")
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        run(sys.argv[1])
    except VademecumError as error:
        sys.exit(f"{error.name}: {error}")
