package dev.rerun.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Integers for names that repeat. Remembers what committed transactions saw; what a transaction sees it publishes after
 * its commit only, since the integers of one that is rolled back mean nothing.
 */
final class NameTable<K> {
    private final String insert;
    private final String keyColumns;
    private final String selectId;
    private final String selectName;
    private final RowBinding<K> binding;
    private final RowReader<K> reader;
    private final Map<K, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, K> names = new ConcurrentHashMap<>();

    NameTable(
            String insert,
            String keyColumns,
            String selectId,
            String selectName,
            RowBinding<K> binding,
            RowReader<K> reader) {
        this.insert = insert;
        this.keyColumns = keyColumns;
        this.selectId = selectId;
        this.selectName = selectName;
        this.binding = binding;
        this.reader = reader;
    }

    View in(Session session) {
        return new View(session);
    }

    /** The table as one transaction sees it. */
    final class View {
        private final Session session;
        private final Map<K, Integer> seenIds = new HashMap<>();
        private final Map<Integer, K> seenNames = new HashMap<>();

        private View(Session session) {
            this.session = session;
        }

        /** The name's integer, or null if the name is unknown. */
        @Nullable
        Integer find(K name) {
            session.requireOpen();
            Integer known = ids.get(name);
            if (known == null) {
                known = seenIds.get(name);
            }
            return known != null
                    ? known
                    : select(selectId, name).map(id -> see(name, id)).orElse(null);
        }

        /** The name's integer; an unknown name becomes known. */
        int obtain(K name) {
            Integer known = find(name);
            if (known != null) {
                return known;
            }
            Optional<Integer> inserted = select(session.dialect().selectBeforeInsert(selectId), name);
            if (inserted.isPresent()) {
                return see(name, inserted.get());
            }
            // Whoever inserted the name before us has committed when the insert answers.
            session.insertIfAbsent(insert, keyColumns, parameters -> binding.bind(parameters, name));
            return see(
                    name,
                    select(selectId, name)
                            .orElseThrow(() -> new IllegalStateException(
                                    "name " + name + " was deleted while it was in use; never delete names")));
        }

        K name(int id) {
            session.requireOpen();
            K known = names.get(id);
            if (known == null) {
                known = seenNames.get(id);
            }
            if (known != null) {
                return known;
            }
            K name = session.first(selectName, parameters -> parameters.integer(id), reader)
                    .orElseThrow(() -> new IllegalStateException(
                            "no name has the integer " + id + ", which is in use; never delete names"));
            see(name, id);
            return name;
        }

        void publish() {
            ids.putAll(seenIds);
            names.putAll(seenNames);
        }

        private Optional<Integer> select(String select, K name) {
            return session.first(select, parameters -> binding.bind(parameters, name), Row::integer);
        }

        private int see(K name, int id) {
            seenIds.put(name, id);
            seenNames.put(id, name);
            return id;
        }
    }
}
