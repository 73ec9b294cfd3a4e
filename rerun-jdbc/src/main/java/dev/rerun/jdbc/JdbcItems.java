package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Dialect.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table register_item. */
final class JdbcItems implements Items {
    static final Column REGISTER_COLUMN = new Column("register_id", "integer");
    static final Column UNIQUE_KEY_COLUMN = new Column("unique_key", "varchar");

    /** The columns of register_item, which are also those of rerun_archived_item after its first. */
    private static final List<Column> COLUMNS = List.of(
            REGISTER_COLUMN,
            UNIQUE_KEY_COLUMN,
            new Column("app_id", "integer"),
            new Column("ordering_key", "varchar"),
            new Column("item_time", "timestamptz"),
            new Column("amount", "numeric"),
            new Column("currency", "varchar"),
            new Column("units", "numeric"),
            new Column("refers_to", "varchar"),
            new Column("detail", "varchar"),
            new Column("ui_created", "boolean"),
            new Column("entry_id", "bigint"),
            new Column("contract_id", "integer"),
            new Column("invoice_id", "varchar"),
            new Column("rerun_id", "bigint"));

    static final String COLUMN_LIST = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

    private static final Insert INSERT = new Insert("register_item", COLUMNS, List.of());

    /** The most digits after the decimal point; H2 would round a number that has more. */
    private static final int FRACTION_DIGITS = 12;

    private static final String SELECT = """
            select i.register_id, i.unique_key, i.ordering_key, i.item_time, i.amount, i.currency, i.units, i.refers_to,
                i.detail, i.ui_created, i.entry_id, i.contract_id, i.invoice_id, i.rerun_id, e.created_at
            from %s
            left join activity_entry e on e.app_id = i.app_id and e.id = i.entry_id
            """;

    private static final String IDENTITY = "i.register_id = k.register_id and i.unique_key = k.unique_key";

    private static final String KEY_AND_TIME =
            "i.app_id = ? and i.ordering_key = k.ordering_key and %1$s >= %2$s and %1$s < %2$s";

    private final Session session;
    private final Names.View names;

    JdbcItems(Session session, Names.View names) {
        this.session = session;
        this.names = names;
    }

    @Override
    public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
        Map<ItemKey, PlacedItem> found = new HashMap<>();
        String sql = SELECT.formatted(session.dialect()
                .itemsFor(session.dialect().keyTable("k", REGISTER_COLUMN, UNIQUE_KEY_COLUMN), IDENTITY));
        for (List<ItemKey> chunk : Chunks.of(keys)) {
            List<Integer> registers = new ArrayList<>();
            List<String> uniqueKeys = new ArrayList<>();
            for (ItemKey key : chunk) {
                Integer register = findRegister(app, key.register());
                if (register != null) {
                    registers.add(register);
                    uniqueKeys.add(key.uniqueKey());
                }
            }
            if (!registers.isEmpty()) {
                session.list(
                                sql,
                                parameters ->
                                        parameters.array("integer", registers).array("varchar", uniqueKeys),
                                this::readItem)
                        .forEach(placed -> found.put(ItemKey.of(placed.item()), placed));
            }
        }
        return found;
    }

    @Override
    public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
        List<PlacedItem> found = new ArrayList<>();
        Integer appId = names.apps().find(app);
        if (appId == null) {
            return found;
        }
        Dialect dialect = session.dialect();
        String condition = KEY_AND_TIME.formatted(
                dialect.inKeyIndex("i.item_time"), dialect.inKeyIndex("cast(? as timestamp with time zone)"));
        String sql = SELECT.formatted(
                dialect.itemsFor(dialect.keyTable("k", new Column("ordering_key", "varchar")), condition));
        for (List<String> chunk : Chunks.of(new LinkedHashSet<>(orderingKeys))) {
            found.addAll(session.list(
                    sql,
                    parameters -> parameters
                            .array("varchar", chunk)
                            .integer(appId)
                            .time(nextMicro(from))
                            .time(nextMicro(until)),
                    this::readItem));
        }
        return found;
    }

    @Override
    public void insert(String app, List<RegisterItem> items) {
        int appId = names.apps().obtain(app);
        // New names in one order for everyone, so that no two transactions wait for each other's.
        items.stream().map(RegisterItem::register).distinct().sorted().forEach(name -> register(appId, name));
        items.stream()
                .map(RegisterItem::contract)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(ContractId::name).thenComparing(ContractId::version))
                .forEach(names.contracts()::obtain);
        session.insert(INSERT, items, (parameters, item) -> {
            ContractId contract = item.contract();
            parameters
                    .integer(register(appId, item.register()))
                    .text(item.uniqueKey())
                    .integer(appId)
                    .text(item.orderingKey())
                    .time(item.time())
                    .decimal(exact(item.amount(), "amount", item))
                    .text(item.currency())
                    .decimal(exact(item.units(), "units", item))
                    .text(item.refersTo())
                    .text(item.detail())
                    .flag(item.uiCreated())
                    .number(EntryIds.requireOrNull(item.entryId()))
                    .integer(
                            contract == null
                                    ? null
                                    : (Integer) names.contracts().obtain(contract))
                    .text(item.invoiceId())
                    .number(item.rerunId());
        });
    }

    /** The columns of a row of that name. */
    static String columnsOf(String alias) {
        return COLUMNS.stream().map(column -> alias + "." + column.name()).collect(Collectors.joining(", "));
    }

    private PlacedItem readItem(Row row) throws SQLException {
        String register = names.registers().name(row.integer()).name();
        String uniqueKey = row.text();
        String orderingKey = row.text();
        Instant time = row.time();
        BigDecimal amount = row.decimal();
        String currency = row.text();
        BigDecimal units = row.decimal();
        String refersTo = row.textOrNull();
        String detail = row.textOrNull();
        boolean uiCreated = row.flag();
        String entryId = EntryIds.text(row.numberOrNull());
        Integer contract = row.integerOrNull();
        String invoiceId = row.textOrNull();
        Long rerunId = row.numberOrNull();
        Instant createdAt = row.timeOrNull();
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
                contract == null ? null : names.contracts().name(contract),
                invoiceId,
                rerunId));
        return new PlacedItem(item, entryId == null || createdAt == null ? null : new Position(createdAt, entryId));
    }

    /** A row that another program wrote may break the record's rules; whoever reads the message can mend it. */
    private static RegisterItem stored(Supplier<RegisterItem> item) {
        try {
            return item.get();
        } catch (IllegalArgumentException e) {
            throw new StoreException("a row of register_item is malformed: " + e.getMessage() + "; correct the row", e);
        }
    }

    private int register(int appId, String name) {
        return names.registers().obtain(new Names.Register(appId, name));
    }

    private @Nullable Integer findRegister(String app, String name) {
        Integer appId = names.apps().find(app);
        return appId == null ? null : names.registers().find(new Names.Register(appId, name));
    }

    private static BigDecimal exact(BigDecimal value, String what, RegisterItem item) {
        if (value.scale() > FRACTION_DIGITS) {
            throw new RejectedDataException(
                    what + " " + value + " of item " + item.uniqueKey() + " in register " + item.register()
                            + " has more than " + FRACTION_DIGITS + " digits after the decimal point; round it first",
                    null);
        }
        return value;
    }

    /** Stored times are whole microseconds: at or after a finer instant means at or after the next whole one. */
    private static Instant nextMicro(Instant time) {
        Instant whole =
                time.isAfter(Parameters.EVER_AFTER) ? Parameters.EVER_AFTER : time.truncatedTo(ChronoUnit.MICROS);
        return whole.equals(time) || whole.equals(Parameters.EVER_AFTER) ? whole : whole.plus(1, ChronoUnit.MICROS);
    }
}
