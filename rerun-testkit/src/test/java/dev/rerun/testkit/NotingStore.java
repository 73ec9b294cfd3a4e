package dev.rerun.testkit;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store in whose transactions logic writes notes, to try the contract on; each of its faults breaks one promise. */
final class NotingStore implements RerunStore, LogicMeans {
    enum Fault {
        NONE(""),
        COMMITS_NOTES_AT_ONCE("W1"),
        LOSES_NOTES("W1"),
        KEEPS_NOTES_OF_ROLLED_BACK_TRANSACTIONS("W1"),
        HIDES_ITEMS_FROM_LOGIC("W2"),
        TAKES_NOTES_TWICE("W3"),
        BLAMES_THE_DATABASE("W3");

        final String promise;

        Fault(String promise) {
            this.promise = promise;
        }
    }

    private final InMemoryStore inner;
    private final Fault fault;
    private final List<String> committed = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private final List<String> items = new ArrayList<>();

    NotingStore(InMemoryStore inner, Fault fault) {
        this.inner = inner;
        this.fault = fault;
    }

    @Override
    public void verify() {}

    @Override
    public StoreLimits limits() {
        return inner.limits();
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        if (fault != Fault.KEEPS_NOTES_OF_ROLLED_BACK_TRANSACTIONS) {
            pending.clear();
        }
        items.clear();
        T result = inner.transaction(transaction -> work.apply(noting(transaction)));
        if (fault != Fault.LOSES_NOTES) {
            committed.addAll(pending);
        }
        pending.clear();
        return result;
    }

    private StoreTransaction noting(StoreTransaction transaction) {
        return Proxies.of(StoreTransaction.class, (method, args) -> {
            if (method.getName().equals("logicWrites")) {
                return Optional.of(new Notes());
            }
            Object part = Proxies.invoke(method, transaction, args);
            return part instanceof Items all ? watched(all) : part;
        });
    }

    private Items watched(Items all) {
        return Proxies.of(Items.class, (method, args) -> {
            if (method.getName().equals("insert")) {
                for (Object item : (List<?>) args[1]) {
                    items.add(((RegisterItem) item).uniqueKey());
                }
            }
            return Proxies.invoke(method, all, args);
        });
    }

    @Override
    public void write(String text) {
        (fault == Fault.COMMITS_NOTES_AT_ONCE ? committed : pending).add(text);
    }

    @Override
    public List<String> uniqueKeys() {
        return fault == Fault.HIDES_ITEMS_FROM_LOGIC ? List.of() : List.copyOf(items);
    }

    @Override
    public List<String> committed() {
        return List.copyOf(committed);
    }

    private final class Notes implements LogicWrites {
        @Override
        public void flush() {
            List<String> all = new ArrayList<>(committed);
            all.addAll(pending);
            if (all.stream().distinct().count() < all.size() && fault != Fault.TAKES_NOTES_TWICE) {
                throw new IllegalStateException("there is such a note");
            }
        }

        @Override
        public Optional<StoreException> storeFailure(Throwable thrown) {
            return fault == Fault.BLAMES_THE_DATABASE
                    ? Optional.of(new StoreException("down", thrown))
                    : Optional.empty();
        }
    }
}
