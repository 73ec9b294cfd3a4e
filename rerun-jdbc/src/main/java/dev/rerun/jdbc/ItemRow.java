package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Dialect.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Items as rows of their table: what is selected and read, and what is inserted. */
final class ItemRow {
    private final Tables tables;
    private final ItemTable items;

    ItemRow(Tables tables) {
        this.tables = tables;
        this.items = tables.items();
    }

    /** What {@link #read} reads, of an item {@code i}. */
    String selected() {
        List<String> all = new ArrayList<>();
        for (Columns property : properties()) {
            all.addAll(property.of("i"));
        }
        String entryId = tables.entryId();
        String entryTime = tables.ofEntry(tables.entries().createdAt().of("e").get(0));
        if (entryId != null && entryTime != null) {
            all.add(entryId);
            all.add(entryTime);
        }
        return String.join(", ", all);
    }

    PlacedItem read(Row row, Scope scope) throws SQLException {
        String register = items.register().read(row, scope);
        String uniqueKey = items.uniqueKey().read(row, scope);
        String orderingKey = items.orderingKey().read(row, scope);
        Instant time = items.time().read(row, scope);
        BigDecimal amount = items.amount().read(row, scope);
        String currency = items.currency().read(row, scope);
        BigDecimal units = items.units().read(row, scope);
        String refersTo = items.refersTo().read(row, scope);
        String detail = items.detail().read(row, scope);
        boolean uiCreated = items.uiCreated().read(row, scope);
        ContractId contract = items.contract().read(row, scope);
        String invoice = items.invoice().read(row, scope);
        Long rerunId = items.rerunId().read(row, scope);
        boolean linked = tables.entryId() != null;
        String entryId = linked ? tables.readEntryId(row, scope) : null;
        Instant createdAt =
                linked && !row.nextIsNull() ? tables.entries().createdAt().read(row, scope) : null;
        RegisterItem item = stored(() -> new RegisterItem(
                register,
                uniqueKey,
                orderingKey,
                time,
                amount,
                currency,
                units,
                refersTo,
                detail,
                uiCreated,
                entryId,
                contract,
                invoice,
                rerunId));
        return new PlacedItem(item, entryId == null || createdAt == null ? null : new Position(createdAt, entryId));
    }

    /** The columns that {@link #bind} binds. */
    List<Column> inserted() {
        List<Column> all = new ArrayList<>(items.app().columns());
        for (Columns property : properties()) {
            all.addAll(property.columns());
        }
        if (items.calculatedAmount() != null) {
            all.addAll(items.calculatedAmount().columns());
        }
        if (items.link() instanceof EntryLink.InItem link) {
            all.addAll(link.column().columns());
        }
        return all;
    }

    void bind(Parameters parameters, Scope scope, RegisterItem item) throws SQLException {
        items.app().bindNew(parameters, scope);
        items.register().bind(parameters, scope, item.register());
        items.uniqueKey().bind(parameters, scope, item.uniqueKey());
        items.orderingKey().bind(parameters, scope, item.orderingKey());
        items.time().bind(parameters, scope, item.time());
        items.amount().bind(parameters, scope, item.amount());
        items.currency().bind(parameters, scope, item.currency());
        items.units().bind(parameters, scope, item.units());
        items.refersTo().bind(parameters, scope, item.refersTo());
        items.detail().bind(parameters, scope, item.detail());
        items.uiCreated().bind(parameters, scope, item.uiCreated());
        items.contract().bind(parameters, scope, item.contract());
        items.invoice().bind(parameters, scope, item.invoiceId());
        items.rerunId().bind(parameters, scope, item.rerunId());
        if (items.calculatedAmount() != null) {
            items.calculatedAmount().bind(parameters, scope, item.uiCreated() ? null : item.amount());
        }
        if (items.link() instanceof EntryLink.InItem link) {
            link.column().bindOrNull(parameters, scope, item.entryId());
        }
    }

    /** All but app and entry, in the order in which they are read and bound. */
    private List<Columns> properties() {
        return List.of(
                items.register(),
                items.uniqueKey(),
                items.orderingKey(),
                items.time(),
                items.amount(),
                items.currency(),
                items.units(),
                items.refersTo(),
                items.detail(),
                items.uiCreated(),
                items.contract(),
                items.invoice(),
                items.rerunId());
    }

    /** A row that another program wrote may break the record's rules; whoever reads the message can mend it. */
    private RegisterItem stored(Supplier<RegisterItem> item) {
        try {
            return item.get();
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "a row of " + items.name() + " is malformed: " + e.getMessage() + "; correct the row", e);
        }
    }
}
