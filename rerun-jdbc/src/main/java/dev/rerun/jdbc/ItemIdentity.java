package dev.rerun.jdbc;

import dev.rerun.core.spi.ItemKey;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What tells an item from all others, in SQL: register, where the table has one, and unique key. */
final class ItemIdentity {
    private final ItemTable items;
    private final List<KeyColumn> columns = new ArrayList<>();

    ItemIdentity(ItemTable items) {
        this.items = items;
        if (items.register() instanceof KeyColumn register) {
            columns.add(register);
        }
        columns.add(items.uniqueKey());
    }

    List<KeyColumn> columns() {
        return columns;
    }

    /** A table {@code k} of identities, whose rows {@link Values} binds. */
    String keyTable(Dialect dialect) {
        return dialect.keyTable("k", keys().toArray(Column[]::new));
    }

    private List<Column> keys() {
        List<Column> keys = new ArrayList<>();
        for (KeyColumn column : columns) {
            keys.add(new Column("key_" + (keys.size() + 1), column.column().type()));
        }
        return keys;
    }

    /** True for the item {@code i} of an identity {@code k}; {@link #bindApp} binds it. */
    String condition() {
        List<String> equal = new ArrayList<>();
        for (KeyColumn column : columns) {
            equal.add(column.in("i") + " = k.key_" + (equal.size() + 1));
        }
        if (items.appInIdentity()) {
            equal.add(items.app().where("i"));
        }
        return String.join(" and ", equal);
    }

    /** True for the item {@code i} of one identity, with a parameter for each column; {@link #bindApp} binds the rest. */
    String ofOneRow() {
        List<String> equal = new ArrayList<>();
        columns.forEach(column -> equal.add(column.in("i") + " = ?"));
        if (items.appInIdentity()) {
            equal.add(items.app().where("i"));
        }
        return String.join(" and ", equal);
    }

    /** Binds the columns of {@link #ofOneRow}. */
    void bindOne(Parameters parameters, Scope scope, ItemKey key) throws SQLException {
        for (KeyColumn column : columns) {
            column.bind(parameters, scope, column == items.uniqueKey() ? key.uniqueKey() : key.register());
        }
    }

    Binding bindApp(Scope scope) {
        return items.appInIdentity() ? parameters -> items.app().bind(parameters, scope) : Binding.NONE;
    }

    Values values() {
        return new Values();
    }

    /** Identities, column by column. */
    final class Values {
        private final List<List<Object>> arrays = new ArrayList<>();

        private Values() {
            columns.forEach(column -> arrays.add(new ArrayList<>()));
        }

        /** Adds a key, unless no item can have it. */
        void find(Scope scope, ItemKey key) {
            List<Object> identity = new ArrayList<>();
            for (KeyColumn column : columns) {
                Object value = column.find(scope, column == items.uniqueKey() ? key.uniqueKey() : key.register());
                if (value == null) {
                    return;
                }
                identity.add(value);
            }
            if (!(items.register() instanceof Always<String> always)
                    || always.value().equals(key.register())) {
                add(identity);
            }
        }

        /** Adds values as they were read. */
        void add(List<Object> identity) {
            for (int i = 0; i < identity.size(); i++) {
                arrays.get(i).add(identity.get(i));
            }
        }

        boolean isEmpty() {
            return arrays.get(0).isEmpty();
        }

        Binding binding() {
            return parameters -> parameters.keys(new KeyRows(keys(), List.copyOf(arrays)));
        }
    }
}
