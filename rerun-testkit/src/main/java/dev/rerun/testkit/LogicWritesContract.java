package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.StagedItems.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.StoreTransaction;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of the promises of {@link LogicWrites}, for a store in whose transactions logic can write. */
public interface LogicWritesContract extends StoreContract {
    /**
     * What logic has at hand, in the transactions of the store that was supplied last.
     *
     * @return the means
     */
    LogicMeans means();

    /** W1: what logic wrote is committed with the transaction. */
    @Test
    @DisplayName("W1 what logic wrote is committed with what the store wrote")
    default void commitsWhatLogicWrote() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> {
            transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON)));
            means().write("note");
            writes(transaction).flush();
        });
        assertThat(means().committed()).containsExactly("note");
        assertThat(stage.itemKeys()).containsExactly("a");
    }

    /** W1: what logic wrote is rolled back with the transaction. */
    @Test
    @DisplayName("W1 what logic wrote is rolled back with what the store wrote")
    default void rollsBackWhatLogicWrote() {
        Stage stage = Stage.of(this);
        assertThatThrownBy(() -> stage.with(transaction -> {
                    transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON)));
                    means().write("note");
                    writes(transaction).flush();
                    throw new StagedFailure();
                }))
                .isInstanceOf(StagedFailure.class);
        assertThat(means().committed()).isEmpty();
        assertThat(stage.itemKeys()).isEmpty();
    }

    /** W1: a transaction that was rolled back leaves nothing to the next one. */
    @Test
    @DisplayName("W1 what was rolled back can be written anew")
    default void beginsAnewAfterRollback() {
        Stage stage = Stage.of(this);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> stage.with(transaction -> {
                        means().write("note");
                        throw new StagedFailure();
                    }))
                    .isInstanceOf(StagedFailure.class);
        }
        stage.with(transaction -> {
            means().write("note");
            writes(transaction).flush();
        });
        assertThat(means().committed()).containsExactly("note");
    }

    /** W2: what the store wrote is seen by logic. */
    @Test
    @DisplayName("W2 logic's own statements see what the store wrote in the transaction")
    default void logicSeesTheStoresWrites() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> {
            transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON)));
            assertThat(means().uniqueKeys()).containsExactly("a");
        });
    }

    /** W3: what cannot be written is thrown, and is not the database's doing. */
    @Test
    @DisplayName("W3 what cannot be written is thrown before the flush returns, and fails the entry")
    default void throwsWhatCannotBeWritten() {
        Stage stage = Stage.of(this);
        assertThatThrownBy(() -> stage.with(transaction -> {
                    assertThatThrownBy(() -> {
                                means().write("note");
                                means().write("note");
                                writes(transaction).flush();
                            })
                            .satisfies(thrown -> assertThat(writes(transaction).storeFailure(thrown))
                                    .isEmpty());
                    throw new StagedFailure();
                }))
                .isInstanceOf(StagedFailure.class);
        assertThat(means().committed()).isEmpty();
    }

    private static LogicWrites writes(StoreTransaction transaction) {
        return transaction.logicWrites().orElseThrow();
    }
}
