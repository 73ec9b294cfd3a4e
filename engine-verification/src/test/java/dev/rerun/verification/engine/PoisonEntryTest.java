package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.RejectedDataException;
import java.io.IOError;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolvers and logic that do what they should not: one poison entry costs one entry. */
@ParameterizedClass
@EnumSource(TestStore.class)
class PoisonEntryTest extends EngineFixture {
    private void failsAlone(String cause) {
        engine.process(List.of(entry(1, "k", day(2)), entry(3, "k", day(2))));
        assertThat(engine.process(List.of(entry(2, "k", day(2)))).failed()).isEqualTo(1);

        RerunReport report = rerun();

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.done()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(register()).containsExactly("1:fee=1 fee v1", "3:fee=3 fee v1");
        assertThat(newest("2").status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(newest("2").diagnostics()).singleElement().satisfies(remark -> assertThat(remark.toString())
                .startsWith("failed: ")
                .contains(cause));
        assertThat(host().parked(report.id()))
                .extracting(ParkedEntry::entryId, parked -> parked.error().contains(cause))
                .containsExactly(tuple("2", true));
    }

    @Test
    void whoseLogicThrowsFailsAlone() {
        logic.failOn("2", () -> new IllegalStateException("no rate for Atlantis"));
        failsAlone("no rate for Atlantis");
    }

    @Test
    void whoseLogicRunsOutOfStackFailsAlone() {
        logic.script("2", (contract, entry, context) -> {
            throw new StackOverflowError();
        });
        failsAlone("StackOverflowError");
    }

    @Test
    void whoseLogicReturnsNullFailsAlone() {
        logic.script("2", (contract, entry, context) -> null);
        failsAlone("returned null");
    }

    @Test
    void whoseLogicReturnsTwoItemsOfOneKeyFailsAlone() {
        logic.script("2", (contract, entry, context) -> {
            ItemDraft fee = ScriptedLogic.fee(contract, entry);
            return LogicResult.of("billed", fee, fee);
        });
        failsAlone("two items with key '2:fee'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "unique key", "amount", "currency"})
    @SuppressWarnings("NullAway") // plug-ins are not all null-checked
    void whoseLogicLeavesAPartOfAnItemOutFailsAlone(String part) {
        logic.script(
                "2",
                (contract, entry, context) -> LogicResult.of(
                        "billed",
                        ItemDraft.of(
                                part.equals("register") ? null : "Fees",
                                part.equals("unique key") ? " " : "2:fee",
                                entry.createdAt(),
                                part.equals("amount") ? null : BigDecimal.ONE,
                                part.equals("currency") ? "" : "EUR")));
        failsAlone(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+26", "1E-13", "-1E+400", "1E-2147483640"})
    void whoseAmountTheColumnCannotHoldFailsAlone(String amount) {
        logic.script(
                "2",
                (contract, entry, context) -> LogicResult.of(
                        "billed", ItemDraft.of("Fees", "2:fee", entry.createdAt(), new BigDecimal(amount), "EUR")));
        failsAlone("does not fit");
    }

    @Test
    void whoseKeyIsTooLongFailsAlone() {
        logic.script(
                "2",
                (contract, entry, context) -> LogicResult.of(
                        "billed", ItemDraft.of("Fees", "2".repeat(300), entry.createdAt(), BigDecimal.ONE, "EUR")));
        failsAlone("300 characters");
    }

    @Test
    void whoseKeyAnotherEntryHasTakenFailsAlone() {
        logic.script(
                "2",
                (contract, entry, context) -> LogicResult.of(
                        "billed", ItemDraft.of("Fees", "1:fee", entry.createdAt(), BigDecimal.ONE, "EUR")));
        failsAlone("already written for entry 1");
    }

    @Test
    void whoseContractHasNoLogicFailsAlone() {
        failsAloneUnder(entry -> Optional.of(Contract.of("fee", "v9", "forgotten")), "'forgotten'");
    }

    @Test
    void whoseResolverThrowsFailsAlone() {
        failsAloneUnder(
                entry -> {
                    throw new IllegalArgumentException("no such customer");
                },
                "no such customer");
    }

    @Test
    @SuppressWarnings("NullAway") // a resolver may return null, whatever its interface says
    void whoseResolverReturnsNullFailsAlone() {
        failsAloneUnder(entry -> null, "returned null");
    }

    private void failsAloneUnder(ContractResolver broken, String cause) {
        ContractResolver usual = contracts;
        contracts = entry -> entry.id().equals("2") ? broken.resolve(entry) : usual.resolve(entry);
        failsAlone(cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2:\0fee", "2:\uD83Dfee"})
    void whoseKeyHoldsACharacterThatTheDatabaseCannotStoreFailsAlone(String key) {
        assumeTrue(
                kind == TestStore.POSTGRESQL || (kind == TestStore.MARIADB && key.charAt(2) != 0), "others store it");
        logic.script(
                "2",
                (contract, entry, context) ->
                        LogicResult.of("billed", ItemDraft.of("Fees", key, entry.createdAt(), BigDecimal.ONE, "EUR")));
        failsAlone("U+%04X at index 2".formatted((int) key.charAt(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2\0", "\uDE002", "2\uD83D"})
    void whosePayloadHoldsACharacterThatTheDatabaseCannotStoreIsRefusedBeforeAnythingIsWritten(String payload) {
        assumeTrue(kind == TestStore.POSTGRESQL, "others store it");
        engine.close();
        engine = open(builder().batchSize(1));
        ActivityEntry poison = new ActivityEntry(APP, "2", "k", day(2), day(2), payload);

        assertThatThrownBy(() -> engine.process(List.of(entry(1, "k", day(2)), poison, entry(3, "k", day(2)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("payload of entry 2", "U+%04X at index".formatted(unstorable(payload)));

        assertThat(host().entries(APP)).isEmpty();
        assertThat(host().items(APP)).isEmpty();
    }

    private static int unstorable(String payload) {
        return payload.chars().filter(character -> character != '2').findFirst().orElseThrow();
    }

    @Test
    void whosePayloadHoldsAPairOfSurrogatesIsAsGoodAsAny() {
        ActivityEntry entry = new ActivityEntry(APP, "2", "k\uD83D\uDE00", day(2), day(2), "20");

        assertThat(engine.process(List.of(entry)).itemsCreated()).isEqualTo(1);
        assertThat(host().entries(APP)).containsExactly(entry);
    }

    @Test
    void whoseErrorHoldsACharacterThatTheDatabaseCannotStoreFailsAlone() {
        logic.failOn("2", () -> new IllegalStateException("no rate for \0"));
        failsAlone("no rate for ");
    }

    @Test
    void mayNotUseItsContextAfterwards() {
        AtomicReference<@Nullable LogicContext> kept = new AtomicReference<>();
        logic.script("1", (contract, entry, context) -> {
            kept.set(context);
            return ScriptedLogic.usual(contract, entry);
        });
        engine.process(List.of(entry(1, day(2))));

        assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).item("Fees", "1:fee"))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 500})
    void whoseItemTheStoreRefusesIsFoundAndFailsAlone(int batchSize) {
        engine.close();
        engine = open(builder()
                .store(new RefusingStore(store(), "2:fee", PoisonEntryTest::refusal))
                .batchSize(batchSize));
        failsAlone("refused by the test");
    }

    @Test
    void isFoundAmongManyAndByManyWorkers() {
        engine.close();
        engine = open(builder()
                .store(new RefusingStore(store(), "77:fee", PoisonEntryTest::refusal))
                .lanes(1)
                .batchSize(50)
                .workers(4));
        ProcessingReport first = engine.process(IntStream.rangeClosed(1, 150)
                .mapToObj(id -> entry(id, "k", day(2)))
                .toList());
        assertThat(first.failed()).isEqualTo(1);

        RerunReport report = rerun();

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.done()).isEqualTo(149);
        assertThat(host().parked(report.id())).extracting(ParkedEntry::entryId).containsExactly("77");
        assertThat(host().items(APP)).hasSize(149);
    }

    @ParameterizedTest
    @ValueSource(classes = {IOError.class, OutOfMemoryError.class, NotImplementedError.class})
    void whoseLogicThrowsAnyErrorFailsAlone(Class<? extends Error> type) {
        logic.script("2", (contract, entry, context) -> {
            throw type == IOError.class
                    ? new IOError(new IOException("the rate table is gone"))
                    : type == OutOfMemoryError.class ? new OutOfMemoryError() : new NotImplementedError();
        });
        failsAlone(type == OutOfMemoryError.class ? "memory ran out" : type.getSimpleName());
    }

    private static RuntimeException refusal() {
        return new RejectedDataException("refused by the test", null);
    }

    /** As Kotlin and Scala have it. */
    private static final class NotImplementedError extends Error {
        private static final long serialVersionUID = 1L;
    }
}
