package dev.rerun.jdbc;

import java.util.EnumSet;
import java.util.Set;

/** What a column of a host's table can be to the engine. */
enum Role {
    APP("app", ColumnKind.TEXT),
    ID("id", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID),
    ORDERING_KEY("orderingKey", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID),
    CREATED_AT("createdAt", ColumnKind.INSTANT, ColumnKind.LOCAL_TIME),
    OCCURRED_AT("occurredAt", ColumnKind.INSTANT, ColumnKind.LOCAL_TIME),
    PAYLOAD("payload", ColumnKind.TEXT, ColumnKind.JSON, ColumnKind.JSONB),
    EPOCH("epoch", ColumnKind.NUMBER),
    RERUN_ID("rerunId", ColumnKind.NUMBER, ColumnKind.TEXT),
    DIAGNOSTICS("diagnostics", ColumnKind.TEXT),
    ITEM("item", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID),
    REGISTER("register", ColumnKind.TEXT),
    UNIQUE_KEY("uniqueKey", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID),
    TIME("time", ColumnKind.INSTANT, ColumnKind.LOCAL_TIME),
    AMOUNT("amount", ColumnKind.DECIMAL),
    CALCULATED_AMOUNT("calculatedAmount", ColumnKind.DECIMAL),
    CURRENCY("currency", ColumnKind.TEXT),
    UNITS("units", ColumnKind.DECIMAL),
    REFERS_TO("refersTo", ColumnKind.TEXT),
    DETAIL("detail", ColumnKind.TEXT, ColumnKind.JSON, ColumnKind.JSONB),
    ENTRY("entry", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID),
    CONTRACT("contract", ColumnKind.TEXT),
    CONTRACT_VERSION("contract version", ColumnKind.TEXT),
    INVOICE("invoice", ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.UUID, ColumnKind.INSTANT, ColumnKind.LOCAL_TIME),
    UI_CREATED("uiCreated", ColumnKind.FLAG);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<ColumnKind> kinds;

    Role(String label, ColumnKind first, ColumnKind... more) {
        this.label = label;
        this.kinds = EnumSet.of(first, more);
    }

    /** As the mapping's method is called. */
    String label() {
        return label;
    }

    Set<ColumnKind> kinds() {
        return kinds;
    }
}
