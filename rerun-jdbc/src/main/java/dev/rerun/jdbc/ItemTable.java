package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of register items. In SQL one of its rows is called {@code i}.
 *
 * @param name the table's name, as SQL has it
 * @param archive the name of the table that takes whole rows out of it, after a column {@code archived_by}
 * @param columns all its columns, also those that the engine does not know
 * @param calculated those of them that the database calculates, so that nobody can write them
 * @param unique the sets of columns in which no two rows are alike
 * @param app how it tells apps apart
 * @param register the register, a {@link KeyColumn} or {@link Always} the same
 * @param uniqueKey the unique key
 * @param appInIdentity whether register and key are unique only within an app
 * @param orderingKey the ordering key
 * @param time what the item is dated
 * @param amount the amount
 * @param calculatedAmount the amount that logic wrote, or null if the table does not keep it
 * @param currency the currency
 * @param units the units
 * @param refersTo the reference
 * @param detail the detail
 * @param uiCreated whether a person made it
 * @param contract the contract version
 * @param invoice the invoice
 * @param rerunId the rerun that made it
 * @param link how the item's entry is found
 * @param condition what makes a row an item, or null if all rows are
 * @param filled columns that the engine does not know but has to fill, each with its SQL
 * @param rules what the rules look at
 * @param own whether the table is the default schema's, whose types and indexes are known
 */
record ItemTable(
        String name,
        String archive,
        List<String> columns,
        List<String> calculated,
        List<List<String>> unique,
        AppColumn app,
        Property<String> register,
        KeyColumn uniqueKey,
        boolean appInIdentity,
        KeyColumn orderingKey,
        Property<Instant> time,
        Property<BigDecimal> amount,
        @Nullable OptionalProperty<BigDecimal> calculatedAmount,
        Property<String> currency,
        Property<BigDecimal> units,
        OptionalProperty<String> refersTo,
        OptionalProperty<String> detail,
        Property<Boolean> uiCreated,
        OptionalProperty<ContractId> contract,
        OptionalProperty<String> invoice,
        OptionalProperty<Long> rerunId,
        EntryLink link,
        @Nullable String condition,
        List<Insert.Filled> filled,
        Rules rules,
        boolean own) {
    /**
     * Conditions on the item {@code i}, never null.
     *
     * @param uiCreated that a person made it
     * @param invoiced that it stands on an invoice
     * @param inRegisters that its register is among some
     * @param ofContracts that its contract's name is among some
     */
    record Rules(String uiCreated, String invoiced, AmongNames inRegisters, AmongNames ofContracts) {}

    interface AmongNames {
        Fragment of(Set<String> names);
    }

    ItemTable {
        columns = List.copyOf(columns);
        calculated = List.copyOf(calculated);
        unique = List.copyOf(unique);
        filled = List.copyOf(filled);
    }

    String timeOf(String alias) {
        return time.of(alias).get(0);
    }

    String narrowed() {
        return condition == null ? "" : " and (" + condition + ")";
    }

    /** The order by time, as the index by time has it. */
    String byTime() {
        return Stream.concat(app.columns().stream().map(column -> "i." + column.name()), Stream.of(timeOf("i")))
                .collect(Collectors.joining(", "));
    }

    /** The name of the register of a row, to sort by; null where all rows are of one. */
    @Nullable
    String registerOf(String alias) {
        return register instanceof KeyColumn column ? column.ownIn(alias) : null;
    }

    /** The columns that can be written. */
    List<String> written() {
        return columns.stream().filter(column -> !calculated.contains(column)).toList();
    }

    String columnsOf(String alias) {
        return columns.stream().map(column -> alias + "." + column).collect(Collectors.joining(", "));
    }

    String columnList() {
        return String.join(", ", columns);
    }
}
