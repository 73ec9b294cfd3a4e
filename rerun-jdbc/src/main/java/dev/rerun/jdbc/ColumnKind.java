package dev.rerun.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/** What a column of a host's table can hold, whatever its database calls the type. */
enum ColumnKind {
    /** Whole numbers of at most 64 bits. */
    NUMBER("bigint", "a whole number"),
    /** Numbers that are kept exactly. */
    DECIMAL("numeric", "an exact number"),
    /** Texts that come back as they are. */
    TEXT("varchar", "a text"),
    FLAG("boolean", "a flag"),
    INSTANT("timestamptz", "a time with zone"),
    /** Times that mean an instant only together with a zone. */
    LOCAL_TIME("timestamp", "a time without zone"),
    UUID("uuid", "a UUID"),
    JSON("json", "a JSON document"),
    JSONB("jsonb", "a JSON document"),
    /** What the engine cannot use. */
    OTHER("", "something else");

    private static final Set<String> INSTANTS = Set.of("timestamptz", "timestamp with time zone");
    private static final Set<String> TEXTS = Set.of(
            "varchar", "text", "character varying", "character large object", "longtext", "mediumtext", "tinytext");

    private final String type;
    private final String meaning;

    ColumnKind(String type, String meaning) {
        this.type = type;
        this.meaning = meaning;
    }

    /** The type that parameters for such columns have. */
    String type() {
        return type;
    }

    String meaning() {
        return meaning;
    }

    /** By the type's name and its number among {@link Types}; drivers do not agree on the numbers alone. */
    static ColumnKind of(String name, int number) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (TEXTS.contains(lower)) {
            return TEXT;
        }
        if (INSTANTS.contains(lower)) {
            return INSTANT;
        }
        return switch (lower) {
            case "uuid" -> UUID;
            case "json" -> JSON;
            case "jsonb" -> JSONB;
            default -> byNumber(number);
        };
    }

    private static ColumnKind byNumber(int number) {
        return switch (number) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.TINYINT -> NUMBER;
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.BOOLEAN, Types.BIT -> FLAG;
            case Types.TIMESTAMP -> LOCAL_TIME;
            default -> OTHER;
        };
    }
}
