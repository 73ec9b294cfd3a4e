package dev.rerun.core.spi;

import dev.rerun.api.Diagnostic;
import java.util.List;

/**
 * What logic made of one entry.
 *
 * @param items the items to write, no two with one register and unique key; copied
 * @param diagnostics remarks on how it came about; copied
 */
public record LogicResult(List<ItemDraft> items, List<Diagnostic> diagnostics) {
    /** Copies both lists; a null in them is a null pointer exception. */
    public LogicResult {
        items = List.copyOf(items);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Items, and a code that says what they are.
     *
     * @param code the code of the only diagnostic
     * @param items the items to write
     * @return the result
     */
    public static LogicResult of(String code, ItemDraft... items) {
        return new LogicResult(List.of(items), List.of(Diagnostic.of(code)));
    }

    /**
     * No item, and a code that says why.
     *
     * @param code the code of the only diagnostic
     * @return the result
     */
    public static LogicResult nothing(String code) {
        return new LogicResult(List.of(), List.of(Diagnostic.of(code)));
    }
}
